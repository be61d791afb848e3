"""What memories hold at one time: how rows, headers and events are painted, and all of a run's."""
