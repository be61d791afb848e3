"""How long a run is, its schedules and its noise."""
