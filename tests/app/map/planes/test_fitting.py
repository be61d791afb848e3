"""Which plane is laid through the runs of a network, and how much of it one looks at."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from network_runs import wish

from app.map.planes import fitting
from app.map.planes.fitting import carried, filters_of, fitted, moved
from app.map.planes.projected import paths_of
from app.running.shown import Picture
from core.experiment.view_plane import PlaneKind
from landscapes.networks.digits_mlp import DigitsMLP


def test_a_map_is_filled_whatever_its_shape(picture: Picture) -> None:
    plain = fitted(wish(picture))
    wide = fitted(dataclasses.replace(wish(picture), aspect=4.0))
    (x0, x1), (y0, y1) = wide.rectangle
    assert (x1 - x0) / (y1 - y0) == pytest.approx(4)
    assert x0 < plain.rectangle[0][0] and y0 == pytest.approx(plain.rectangle[1][0])


def test_three_ends_lie_on_their_plane(picture: Picture) -> None:
    found = fitted(wish(picture, "ends"))
    ends = np.stack([path[-1] for path in paths_of(picture, 0)]).astype(float)
    assert found.plane.distances(ends) == pytest.approx(np.zeros(3), abs=1e-6)
    (x0, x1), (y0, y1) = found.rectangle
    places = found.plane.coordinates(ends)
    assert (places > [x0, y0]).all() and (places < [x1, y1]).all()


def test_filters_lead_to_one_unit_each() -> None:
    """64–3–10: three filters of 64 numbers, ten of 3; biases belong to none."""
    sizes = [part.stop - part.start for part in filters_of(DigitsMLP(train=64, hidden=3))]
    assert sizes == [64] * 3 + [3] * 10


@pytest.mark.parametrize("kind", ["random", "hessian"])
def test_about_an_end_there_is_the_ground_alone(picture: Picture, kind: PlaneKind) -> None:
    found = fitted(wish(picture, kind))
    end = paths_of(picture, 0)[0][-1].astype(float)
    assert found.plane.distances(end) == pytest.approx(0, abs=1e-6)
    assert found.plane.coordinates(end) == pytest.approx([0, 0], abs=1e-6)
    assert not found.wish.shows_paths


def test_the_sharpest_directions_of_a_large_network_are_found_in_single_precision(
    picture: Picture, monkeypatch
) -> None:
    exact = fitted(wish(picture, "hessian")).plane
    monkeypatch.setattr(fitting, "LARGE", 1)
    shared = np.linalg.svd(exact.axes @ fitted(wish(picture, "hessian")).plane.axes.T)[1]
    assert shared == pytest.approx([1, 1], abs=1e-3)


def test_a_moving_plane_goes_through_the_point_and_has_another_name(picture: Picture) -> None:
    found, point = fitted(wish(picture)), paths_of(picture, 0)[1][1]
    there = moved(found, point)
    assert there.plane.distances(point.astype(float)) == pytest.approx(0, abs=1e-6)
    assert there.key != found.key


def test_a_part_that_is_looked_at_is_carried_to_the_plane_that_is_laid_next(picture) -> None:
    """As large, about the point beneath its middle; a plane of another kind has no such place."""
    former = fitted(wish(picture))
    origin, (one, other) = former.plane.origin, former.plane.axes
    turned = np.stack([(one + other) / np.sqrt(2), (other - one) / np.sqrt(2)])
    plane = dataclasses.replace(former.plane, origin=origin + one, axes=turned)
    (x0, x1), (y0, y1) = carried(
        former, dataclasses.replace(former, plane=plane), ((2, 4), (-1, 3))
    )
    middle = (3 - 1 + 1) / np.sqrt(2), (1 - (3 - 1)) / np.sqrt(2)  # of (3, 1) seen from (1, 0)
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx(middle)
    assert (x1 - x0, y1 - y0) == pytest.approx((2, 4))
    assert carried(former, fitted(wish(picture, "ends")), ((2, 4), (-1, 3))) is None


def test_what_diverged_takes_part_as_far_as_it_went(picture: Picture) -> None:
    asked = wish(picture)
    lost = asked.paths[0].copy()
    lost[1:] = np.nan
    found = fitted(dataclasses.replace(asked, paths=(lost, *asked.paths[1:])))
    assert np.isfinite(found.plane.axes).all() and np.isfinite(found.rectangle).all()


def test_runs_that_have_not_begun_have_no_plane(picture: Picture) -> None:
    with pytest.raises(ValueError, match="not gone far enough"):
        fitted(dataclasses.replace(wish(picture), paths=()))
