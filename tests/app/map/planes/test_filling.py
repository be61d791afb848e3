"""The ground of a plane: the loss of its own points, coarse before it is fine."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from network_runs import ground, wish

from app.map.planes import filling
from app.map.planes.filling import COARSE, Filled, closer, filled, needs_closer, passes
from app.map.planes.fitting import fitted
from app.map.planes.words import how_exact
from app.running.shown import Picture
from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.networks.text_lstm import TextLSTM


def test_the_ground_is_the_loss_of_the_planes_own_points(picture: Picture) -> None:
    found = fitted(wish(picture))
    surface, network = ground(found), picture.experiment.landscape
    (x0, x1), (y0, y1) = found.rectangle
    places = np.array([[x0, y0], [x1, y1], [(x0 + x1) / 2, (y0 + y1) / 2]])  # points of the grid
    there = network.loss(found.plane.points(places))
    assert surface.loss(places) == pytest.approx(there, rel=1e-5)
    # The first is a preview where there is much to look at; the last is of all of it.
    assert passes(DigitsMLP(train=1000), "train")[0].samples == 256
    assert passes(DigitsMLP(train=1000), "train")[-1].samples is None
    # Of a network whose exact ground would take an hour there is a coarse one of some samples.
    coarse, whole = passes(TextLSTM(), "train")
    assert coarse.samples < whole.samples < 30 and coarse.count < whole.count == COARSE


def test_a_part_that_is_looked_at_closely_is_as_fine_as_the_whole_was(picture: Picture) -> None:
    found = fitted(wish(picture))
    known, network = Filled(found, ground(found), True), picture.experiment.landscape
    (x0, x1), (y0, y1) = found.rectangle
    seen = (x0, x0 + 0.2 * (x1 - x0)), (y0, y0 + 0.2 * (y1 - y0))
    near = closer(known, seen, lambda: True)
    assert near is not None
    place = np.array([[x0 + 0.1 * (x1 - x0), y0 + 0.1 * (y1 - y0)]])
    true = network.loss(found.plane.points(place))
    assert near.ground.loss(place) == pytest.approx(true, rel=1e-3)
    middle = ((x0, (x0 + x1) / 2), (y0, (y0 + y1) / 2))
    assert needs_closer(known, seen) and not needs_closer(near, seen)
    assert not needs_closer(known, middle)
    beyond = ((x0 - 1, x1), (y0, y1))
    assert needs_closer(known, beyond)  # what was not filled yet


def test_how_long_a_ground_will_take_is_told_while_it_is_filled(picture, monkeypatch) -> None:
    monkeypatch.setattr(filling, "BLOCK_WORK", 1e6)
    found, left = fitted(wish(picture)), []
    grounds = filled(found, lambda: True, left.append)
    next(grounds)
    assert len(left) > 3 and left[-1] == 0.0 and all(each >= 0 for each in left)
    first = next(grounds)
    growing = dataclasses.replace(found, wish=dataclasses.replace(found.wish, goes_on=True))
    coarse = Filled(found, first.ground, False)
    assert how_exact(coarse, found, 4.2) == "a preview, its levels are off; a better one in 4 s"
    assert how_exact(coarse, growing, 90) == "another in 2 min"
    assert how_exact(coarse, growing) == "another is being filled"
    assert how_exact(first, found, None, "paths") == ""
    assert how_exact(first, found, None, "hessian") == "another is being laid"


def test_while_the_runs_grow_the_ground_is_a_preview(picture: Picture) -> None:
    whole = fitted(wish(picture))
    growing = fitted(dataclasses.replace(wish(picture), goes_on=True))
    assert [each.exact for each in filled(whole, lambda: True)] == [False, True]
    assert [each.exact for each in filled(growing, lambda: True)] == [False]
