"""Measurements against baselines, in the same run and the same browser."""
