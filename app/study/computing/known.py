"""Results of tasks that this window has computed already: asking again goes on from there."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from core.study.work.cache import Cache
from landscapes.base import Array

MOST_BYTES = 256 * 2**20


class Known(Cache):
    """Kept in memory, so many bytes of them, those of the longest ago forgotten first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        super().__init__(Path())
        self._most, self._bytes = most, 0
        self._found: OrderedDict[str, dict[str, Array]] = OrderedDict()

    def get(self, key: str) -> dict[str, Array] | None:
        if key in self._found:
            self._found.move_to_end(key)
        return self._found.get(key)

    def put(self, key: str, ends: dict[str, Array]) -> None:
        if key in self._found:
            return
        self._found[key] = ends
        self._bytes += _size(ends)
        while self._bytes > self._most and self._found:
            _, forgotten = self._found.popitem(last=False)
            self._bytes -= _size(forgotten)

    def tidy(self) -> None:
        """There is nothing on a disk."""


def _size(ends: dict[str, Array]) -> int:
    return sum(values.nbytes for values in ends.values())
