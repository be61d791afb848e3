"""While runs grow, a plane is laid anew when there is more of them by a part, and when all is."""

from __future__ import annotations

import dataclasses

from app.map.planes.growth import Growth
from app.running.shown import Picture


def at(picture: Picture, filled: int) -> Picture:
    for track in picture.tracks:
        assert track is not None
        track.filled = filled
    return picture


def test_another_plane_is_asked_for_when_the_runs_have_grown_or_are_whole(
    picture: Picture,
) -> None:
    whole, growth = picture.tracks[0].filled, Growth()
    try:
        assert growth.asks_for_another(at(picture, 4))
        assert not growth.take(at(picture, 4))
        assert not growth.asks_for_another(picture)
        assert growth.asks_for_another(at(picture, whole - 1))
        growth.take(picture)
        assert growth.asks_for_another(at(picture, whole)) and growth.take(picture)
        assert not growth.asks_for_another(picture)
        assert growth.asks_for_another(dataclasses.replace(picture, tracks=picture.tracks[:2]))
        growth.forget()
        assert growth.asks_for_another(picture)
    finally:
        at(picture, whole)
