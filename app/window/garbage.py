"""Where garbage is collected: in the GUI thread and in no other.

Python collects cyclic garbage in whatever thread happens to make the next object. A thread that
computes would then destroy widgets that are not its own, and could wait for Qt while the GUI
thread, destroying others, waits for Python: for good.
"""

from __future__ import annotations

import gc
import sys


class Collector:
    """Takes the collection of garbage over from Python; `collect` has to be called now and then,
    and `leave` when the process is about to end."""

    def __init__(self) -> None:
        self._modules = 0
        gc.disable()

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        if len(sys.modules) != self._modules:
            # What an import brings stays: torch's objects alone take a quarter of a second to
            # look through.
            self._modules = len(sys.modules)
            gc.freeze()
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def leave(self) -> None:
        """Spare the process a last look through everything that goes with it anyway."""
        gc.freeze()
