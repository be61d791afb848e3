"""The straight way between the ends of two runs of a network."""
