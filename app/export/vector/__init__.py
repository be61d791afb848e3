"""Formats that keep lines and words as such."""
