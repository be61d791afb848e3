"""The map: a landscape seen from above, with trails, memories and minima, and how it is touched."""
