"""How the picture keeps up with the experiment: plans, the computing thread, the cache."""
