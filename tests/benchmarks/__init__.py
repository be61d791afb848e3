"""How fast it is, as ratios of interleaved pairs measured in one run: `make bench`."""
