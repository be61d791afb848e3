"""Whose turn it is to be drawn: the chart that has waited longest, and none too often."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QElapsedTimer

GROWING_MS = 1000
"""How often a chart is drawn while its run is on the way: a short run is drawn once, at its end."""
BLANK_MS = 100
"""The same where nothing is seen of it yet."""


class Turns:
    """The charts that wait to be drawn anew, by the keys of their quantities."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._queue = list(keys)
        self._waiting: set[str] = set()
        self._drawn: dict[str, QElapsedTimer] = {}  # how long ago
        self._blank: set[str] = set()

    @property
    def waits(self) -> bool:
        """Whether any chart does."""
        return bool(self._waiting)

    def want(self, keys: Iterable[str]) -> None:
        """Let these be drawn anew, too."""
        self._waiting.update(keys)

    def keep(self, keys: Iterable[str]) -> None:
        """Forget all others: only these are shown."""
        self._waiting.intersection_update(keys)
        self._drawn = {key: ago for key, ago in self._drawn.items() if key in keys}

    def has_drawn(self, keys: Iterable[str]) -> bool:
        """Whether all of these have been drawn at least once."""
        return self._drawn.keys() >= set(keys)

    def put_off(self) -> None:
        """Count all as drawn just now."""
        for ago in self._drawn.values():
            ago.start()

    def show_blank(self, key: str, *, blank: bool) -> None:
        """Tell whether there is nothing to be seen in a chart."""
        self._blank = self._blank | {key} if blank else self._blank - {key}

    def forget(self) -> None:
        """Count all as never drawn."""
        self._drawn.clear()

    def is_due(self, key: str, complete: Callable[[str], bool]) -> bool:
        """Whether a chart may be drawn: at once when its run is `complete`, else now and then."""
        ago, patience = self._drawn.get(key), BLANK_MS if key in self._blank else GROWING_MS
        return ago is None or ago.elapsed() >= patience or complete(key)

    def take(self, complete: Callable[[str], bool]) -> str | None:
        """The next chart to be drawn, which goes to the end of the queue."""
        waiting = (key for key in self._queue if key in self._waiting)
        key = next((key for key in waiting if self.is_due(key, complete)), None)
        if key is not None:
            self._queue.remove(key)
            self._queue.append(key)
            self._waiting.discard(key)
            self._drawn.setdefault(key, QElapsedTimer()).start()
        return key
