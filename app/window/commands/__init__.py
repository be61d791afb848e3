"""What the window can be told to do, menu by menu, in one table."""
