"""The landscape as a lit surface, painted by arrays alone: no GL context is needed."""
