"""The commands, none of which needs a display."""
