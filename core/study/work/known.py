"""What is known of the starts of one race, method by method, as it comes in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.study.work.tasks import Ends


class Known:
    """Room for what becomes of every start of M methods, blocks of `sizes` starts at a time; it
    grows in place, so that many starts are kept once."""

    def __init__(self, methods: int, sizes: Sequence[int]) -> None:
        self._sizes = tuple(sizes)
        self._ends: list[Ends] = [{} for _ in range(methods)]
        self._methods_of = [0] * len(self._sizes)
        self._begun: set[int] = set()

    def put(self, method: int, block: int, ends: Ends) -> None:
        """What became of the starts of a block."""
        first, kept = sum(self._sizes[:block]), self._ends[method]
        for name, values in ends.items():
            if name not in kept:
                kept[name] = np.empty((sum(self._sizes), *values.shape[1:]), values.dtype)
            kept[name][first : first + len(values)] = values
        self._methods_of[block] += 1
        if block == 0:
            self._begun.add(method)

    @property
    def begun(self) -> dict[int, Ends]:
        """What became of the first block of starts, of each method that has been run from it."""
        return {
            method: {name: values[: self._sizes[0]] for name, values in self._ends[method].items()}
            for method in sorted(self._begun)
        }

    @property
    def count(self) -> int:
        """Of how many starts, from the first on, everything is known of every method."""
        count = 0
        for size, methods in zip(self._sizes, self._methods_of, strict=True):
            if methods < len(self._ends):
                break
            count += size
        return count

    @property
    def ends(self) -> list[Ends]:
        """What became of those starts, of each method."""
        count, found = self.count, []
        for kept in self._ends:
            found.append({name: values[:count] for name, values in kept.items()})
            for values in found[-1].values():
                values.setflags(write=False)
        return found
