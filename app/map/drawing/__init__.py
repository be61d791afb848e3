"""The painters of the map, for the window, every video and every still."""
