"""When the runs of a network have grown enough for another plane through them."""

from __future__ import annotations

from app.running.shown import Picture

GROWTH = 1.15
"""So many times the points that the last plane went through."""


class Growth:
    """Remembers of what the last plane was."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """There is no plane, or it is not the one that is wished for."""
        self._size, self._whole = 0, False

    def take(self, picture: Picture) -> bool:
        """A plane is laid through a picture; whether its runs are complete."""
        self._size, self._whole = _size(picture), _is_whole(picture)
        return self._whole

    def asks_for_another(self, picture: Picture) -> bool:
        """Whether a picture's runs are others than those of the last plane, by enough."""
        size = _size(picture)
        grown = size > GROWTH * self._size or (_is_whole(picture) and not self._whole)
        return size < self._size or grown


def _is_whole(picture: Picture) -> bool:
    return all(track is None or track.complete for track in picture.tracks)


def _size(picture: Picture) -> int:
    """How many kept points there are of all methods."""
    return sum(
        track.kept_row(track.filled) + 1
        for track in picture.tracks
        if track is not None and track.filled > 0
    )
