"""Formats that hand the numbers of a race on."""
