"""Planes through the runs of networks, on which they are seen as on any map."""
