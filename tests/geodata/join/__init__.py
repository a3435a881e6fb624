"""Tests of the join doctor."""
