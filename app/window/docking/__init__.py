"""The docks around the map: which there are, where they stand and how large."""
