"""A landscape gives its loss and gradient; what reads the rest does without where there is none."""

import dataclasses
from typing import ClassVar

import numpy as np
import pytest
import torch

from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import LatticeStarts, RandomStarts
from core.measures.attractors import descend
from core.measures.basins import place_of_rest
from core.measures.outcomes import Fates
from core.measures.series import SERIES
from core.measures.sharpness import sharpness
from core.measures.standing import Course
from core.stepping.simulate import record
from landscapes import LANDSCAPES, make
from landscapes.base import Array, Landscape


@dataclasses.dataclass(frozen=True)
class Bowl(Landscape):
    """½‖θ‖² in some dimensions, and nothing else is known of it."""

    count: int = 3

    name: ClassVar[str] = "bowl"
    title: ClassVar[str] = "Bowl"
    formula: ClassVar[str] = "½‖θ‖²"
    source: ClassVar[str] = "here"

    @property
    def dimension(self) -> int:
        return self.count

    def loss(self, points: Array) -> Array:
        return (points * points).sum(-1) / 2

    def gradient(self, points: Array) -> Array:
        return points * 1.0


def test_loss_and_gradient_are_enough_to_run_and_to_be_read():
    methods = tuple(MethodSpec.create(m, {"lr": 0.3}) for m in ("sgd", "adam+cm"))
    race = Experiment(Bowl(), methods, ((1.0, 2.0, 3.0), (1e100, 0.0, 0.0)), 60)
    for spec, track in zip(methods, record(race).tracks, strict=True):
        assert np.isfinite(track["positions"]).all()  # nowhere is too far out
        for key, series in SERIES.items():
            known = np.isfinite(series.values(race, spec, track)).any() or not series.suits(race)
            assert known or key in ("sharpness", "distance") or series.memory_only, key
        fates, course = Fates(race, track), Course(race, track, 0)
        assert fates.at(60).total == 2 and fates.at(60).minima == ()
        assert course.at(60).loss == track["losses"][60, 0] and np.isnan(course.at(60).sharpness)


def test_a_bowls_gradient_descent_is_geometric():
    race = Experiment(Bowl(2), (MethodSpec.create("sgd", {"lr": 0.25}),), ((4.0, -8.0),), 10)
    ends = record(race).tracks[0]["positions"][-1, 0]
    np.testing.assert_allclose(ends, np.array([4.0, -8.0]) * 0.75**10, rtol=1e-14)


def test_what_there_is_not_is_not_made_up():
    bowl, points = Bowl(2), np.ones((4, 2))
    assert bowl.domain is None and bowl.minima == () and bowl.dimension == 2
    assert bowl.hessian(points) is None and bowl.hessian_vector(points, points) is None
    assert np.isnan(sharpness(bowl, points).largest).all() and np.isnan(bowl.diagonal)
    assert np.isnan(descend(bowl, points)).all() and place_of_rest(bowl, points[0]) is None


@pytest.mark.parametrize("starts", [RandomStarts(3), LatticeStarts(2)])
def test_without_a_domain_starts_have_to_be_listed(starts):
    with pytest.raises(ExperimentError, match="bowl has no domain to draw starts from; list them"):
        Experiment(Bowl(), (MethodSpec.create("sgd"),), starts, 5)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_the_hessian_times_a_vector_is_how_the_gradient_changes_along_it(name):
    landscape = LANDSCAPES[name]()
    points = np.random.default_rng(2).uniform(0.3, 0.9, (7, landscape.dimension))
    vectors = np.random.default_rng(3).normal(size=points.shape)
    _, expected = torch.autograd.functional.jvp(
        landscape.gradient, torch.from_numpy(points), torch.from_numpy(vectors)
    )
    np.testing.assert_allclose(landscape.hessian_vector(points, vectors), expected, rtol=1e-9)


def test_so_it_is_where_the_hessian_is_a_diagonal():
    levy = make({"name": "levy"}, dimension=5)
    points = np.random.default_rng(2).uniform(-3, 3, (7, 5))
    found = levy.hessian_vector(points, np.ones((7, 5)))
    np.testing.assert_allclose(found, levy.hessian(points).sum(-1), rtol=1e-13)
