"""The painters of a study's plots, for the window and for every file."""
