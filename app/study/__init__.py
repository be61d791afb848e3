"""Studies in the window and on paper: their plots, their page, their files."""
