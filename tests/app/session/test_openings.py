"""A landscape that has just been chosen begins with a start that lies on it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from app.session import edits
from app.session.openings import OPENINGS, opening, starts_on
from app.session.titles import change_title
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.record import Record
from core.experiment.starts import LatticeStarts, RandomStarts, SeedStarts
from landscapes import LANDSCAPES, make
from landscapes.ackley import Ackley
from landscapes.goldstein_price import GoldsteinPrice
from landscapes.levy import Levy
from landscapes.networks import NETWORKS
from landscapes.two_basins import TwoBasins

EXPRESSION = {
    "name": "expression",
    "parameters": {"loss": "(x + 1)**2 + y**4"},
    "domain": [[-2, 2], [-1, 3]],
}
EVERY = [make({"name": name}) for name in LANDSCAPES if name != "expression"] + [make(EXPRESSION)]


def inside(point, landscape) -> bool:
    return all(a <= x <= b for x, (a, b) in zip(point, landscape.domain, strict=True))


@pytest.mark.parametrize("landscape", EVERY, ids=lambda landscape: landscape.name)
def test_every_landscape_has_an_opening_in_its_domain_that_no_minimum_sits_on(landscape):
    point = opening(landscape)
    assert inside(point, landscape)
    assert np.linalg.norm(landscape.gradient(np.array(point))) > 1e-3


def test_every_opening_belongs_to_a_landscape():
    assert set(OPENINGS) <= set(LANDSCAPES)


def test_points_that_lie_on_the_new_landscape_are_kept():
    starts = ((-1.0, 1.0), (4.0, 4.0), (0.5, -0.5))
    assert starts_on(GoldsteinPrice(), Ackley(), starts) == ((-1.0, 1.0), (0.5, -0.5))
    assert starts_on(Levy(), Ackley(), starts) == starts


def test_when_none_is_left_the_opening_takes_their_place():
    starts = ((4.0, 4.0), (-3.0, 0.0))
    assert starts_on(GoldsteinPrice(), Ackley(), starts) == (opening(GoldsteinPrice()),)


def test_points_of_another_dimension_are_not_kept():
    levy = Levy(dimension=5)
    (point,) = starts_on(levy, Ackley(), ((0.0, 0.0),))
    assert inside(point, levy)


@pytest.mark.parametrize("rule", [RandomStarts(7), LatticeStarts(3)])
def test_a_rule_for_starts_is_kept(rule):
    assert starts_on(GoldsteinPrice(), Ackley(), rule) == rule


def test_a_parameter_of_the_same_landscape_moves_no_start_not_even_one_outside():
    starts = ((9.0, 9.0),)
    assert starts_on(TwoBasins(sharpness=7.0), TwoBasins(), starts) == starts


def test_a_network_that_is_chosen_has_replicas_mini_batches_and_a_rate_it_bears():
    cards = (MethodSpec.create("adam"), MethodSpec.create("adam+cm", {"lr": 0.2}))
    plane = Experiment(Ackley(), cards, ((1.0, 2.0),), 50, noise=0.1)
    network = NETWORKS["digits-mlp"](train=50)
    there = edits.on_landscape(plane, network)
    assert there.starts == SeedStarts(5) and there.batch == 50
    assert [spec.values["lr"] for spec in there.methods] == [1e-3, 0.2]
    assert change_title(plane, there) == "change to Digits, perceptron"
    kept = dataclasses.replace(there, record=Record(5), starts=SeedStarts(3))
    wider = edits.on_landscape(kept, NETWORKS["digits-mlp"](train=100))
    assert (wider.batch, wider.record, wider.starts) == (50, Record(5), SeedStarts(3))
    back = edits.on_landscape(wider, Ackley())
    assert back.starts == (opening(Ackley()),) and back.batch is None and back.record is None
    assert back.methods == plane.methods


def test_a_network_is_trained_at_first_as_long_as_it_takes_and_leaves_no_trace():
    plane = Experiment(Ackley(), (MethodSpec.create("adam"),), (opening(Ackley()),), 500)
    tasks = edits.on_landscape(plane, NETWORKS["digits-tasks"]())
    ends = tasks.landscape.task_ends(tasks.batch)
    assert tasks.steps == ends[-1] and min(np.diff((0, *ends))) >= 20
    twice = edits.on_landscape(tasks, NETWORKS["digits-tasks"](passes=2))
    assert twice.steps == twice.landscape.task_ends(tasks.batch)[-1] > 1.9 * tasks.steps
    chosen = edits.with_steps(tasks, 77)
    assert edits.on_landscape(chosen, NETWORKS["digits-tasks"](passes=2)).steps == 77
    text = edits.on_landscape(twice, NETWORKS["text-lstm"]())
    assert (text.starts, text.batch, text.steps) == (SeedStarts(1), 32, 100)
    assert edits.on_landscape(text, NETWORKS["digits-mlp"]()).steps == 500
    assert edits.on_landscape(text, Ackley()) == plane
    assert edits.on_landscape(twice, Ackley()) == plane
