"""What writes a study to a file, a file a kind."""
