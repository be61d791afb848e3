"""What the panels of the window and every export draw alike: curves over the steps, memories."""
