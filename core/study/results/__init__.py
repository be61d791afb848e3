"""What became of the starts, and what figures tell of it with their intervals."""
