"""The window: its frame, its commands and how the process begins and ends."""
