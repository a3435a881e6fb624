"""Readers of the input files: text and bytes in, checked frames out."""
