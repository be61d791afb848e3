"""The parts of the anatomy panel: the list of sub-steps, the walk through them, the arrows."""
