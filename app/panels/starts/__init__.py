"""Where the methods start."""
