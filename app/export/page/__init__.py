"""Formats that play by themselves in a browser."""
