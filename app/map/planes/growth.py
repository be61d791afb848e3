"""When the runs of a network have grown enough for another plane through them."""

from __future__ import annotations

import weakref

from app.running.shown import Picture
from core.recording.recording import Track

GROWTH = 1.15
"""So many times the points that the last plane went through."""


class Growth:
    """Remembers of what the last plane was."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """There is no plane, or it is not the one that is wished for."""
        self._tracks: tuple[weakref.ref[Track] | None, ...] = ()
        self._size, self._whole = 0, False

    def take(self, picture: Picture) -> bool:
        """A plane is laid through a picture; whether its runs are complete."""
        self._tracks = tuple(
            None if track is None else weakref.ref(track) for track in picture.tracks
        )
        self._size, self._whole = _size(picture), _is_whole(picture)
        return self._whole

    def asks_for_another(self, picture: Picture) -> bool:
        """Whether a picture's runs are others than those of the last plane, or longer by enough."""
        size = _size(picture)
        if self._known != picture.tracks:
            return size > 0 or self._size > 0
        return size > GROWTH * self._size or (_is_whole(picture) and not self._whole)

    @property
    def _known(self) -> tuple[Track | None, ...]:
        return tuple(None if each is None else each() for each in self._tracks)


def _is_whole(picture: Picture) -> bool:
    return all(track is None or track.complete for track in picture.tracks)


def _size(picture: Picture) -> int:
    """How many kept points there are of all methods."""
    return sum(
        track.kept_row(track.filled) + 1
        for track in picture.tracks
        if track is not None and track.filled > 0
    )
