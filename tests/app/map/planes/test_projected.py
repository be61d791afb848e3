"""What of a network's runs lies on the map of a plane."""

from __future__ import annotations

import numpy as np
import pytest
from network_runs import ground, wish

from app.map.planes.fitting import fitted
from app.map.planes.projected import dropped
from app.running.shown import Picture


def test_a_run_lies_on_the_map_where_it_is_dropped_on_the_plane(picture: Picture) -> None:
    found = fitted(wish(picture, start=1))
    shown, drops = dropped(picture, found.plane, ground(found), 1)
    whole, on_it = picture.tracks[0], shown.tracks[0]
    assert whole is not None and on_it is not None and drops[0] is not None
    for row, time in enumerate(whole.kept):
        point = whole["positions"][row, 1].astype(float)
        across = (point - found.plane.origin) @ found.plane.axes.T
        assert on_it["positions"][time, 0] == pytest.approx(across)
        away = np.linalg.norm(point - found.plane.origin - across @ found.plane.axes)
        assert drops[0].distances[time] == pytest.approx(away)
    first, second = whole.kept[:2]
    between = on_it["positions"][(first + second) // 2, 0]
    ends = on_it["positions"][[first, second], 0]
    assert (between >= ends.min(0) - 1e-12).all() and (between <= ends.max(0) + 1e-12).all()
    assert shown.experiment.landscape.dimension == 2


def test_the_losses_of_a_run_on_the_map_are_the_true_ones(picture: Picture) -> None:
    """Of all the data that the ground is of, not of a step's mini-batch."""
    found = fitted(wish(picture))
    for part in ("train", "test"):
        shown, _ = dropped(picture, found.plane, ground(found), 1, part)
        whole, on_it = picture.tracks[1], shown.tracks[1]
        assert whole is not None and on_it is not None
        point = whole["positions"][2, 1]
        true = picture.experiment.landscape.measured(point, part).loss
        assert on_it["losses"][whole.kept[2], 0] == pytest.approx(float(true), rel=1e-5)


def test_memory_items_are_arrows_of_the_plane(picture: Picture) -> None:
    found = fitted(wish(picture))
    shown, _ = dropped(picture, found.plane, ground(found), 0)
    whole, on_it = picture.tracks[2], shown.tracks[2]
    assert whole is not None and on_it is not None
    time = int(whole.kept[2])
    births = whole["memory_births"][time, 0]
    assert (on_it["memory_births"][time, 0, : len(births)] == births).all()
    arrow = whole["memory_items"][2, 0, 0].astype(float) @ found.plane.axes.T
    assert on_it["memory_items"][time, 0, 0] == pytest.approx(arrow)
