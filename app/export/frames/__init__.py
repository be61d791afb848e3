"""Formats that are painted into pixels, a frame or many."""
