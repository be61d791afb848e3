"""A track is the same to the last bit alone, among other starts, and beside some that are lost."""

import dataclasses

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.stepping.simulate import record
from landscapes import make

STEPS = 24
HOLED = "sqrt(x - 0.1) + abs(x*y + 1)**2.5 + (x*y + 2)**4 + 2**(x - y) + atan2(x*y, x + y)"
"""No number where x < 0.1, and powers that a vectorised kernel rounds otherwise at its end."""


def formula(text):
    return make({"name": "expression", "parameters": {"loss": text}, "domain": [[-9, 9], [-9, 9]]})


def cards(generator, policy, **common):
    """Every method with a memory, at settings that are drawn."""
    for name, row in METHODS.items():
        if row.memory:
            capacity = int(generator.choice([1, 3, 5, 17, 40]))
            values = {
                "lr": 0.002 if name.startswith("sgd") else 0.03, "capacity": capacity,
                "decay": generator.uniform(0.6, 1), "strength": generator.uniform(0.1, 1.5),
                "policy": policy,
            }  # fmt: skip
            yield MethodSpec.create(name, values | common)


def assert_same_rows(track, among, places):
    """A track has the rows that another has at some places, to the bit."""
    for key, array in track.arrays.items():
        rows = among[key][:, places]
        if array.ndim > 2 and key.startswith("memory_"):
            rows = rows[:, :, : array.shape[2]]
        np.testing.assert_array_equal(array, rows, err_msg=key)


@pytest.mark.parametrize("policy", HYPERPARAMETERS["policy"].choices)
@pytest.mark.parametrize("landscape", [make({"name": "levy"}), formula(HOLED)], ids=["levy", "own"])
def test_a_start_is_the_same_alone_as_in_any_company(landscape, policy):
    generator = np.random.default_rng([len(policy), len(landscape.name)])
    starts = generator.uniform(0.5, 4, (21, 2))
    starts[4] = (0.05, 1.0)  # lost from the first step on: its gradient and loss are no numbers
    starts[11] = (1e300, 1.0)  # so is one that lies too far out
    places = tuple(map(tuple, starts))
    methods = tuple(cards(generator, policy))
    race = Experiment(landscape, methods, places, STEPS, noise=0.0, seed=3)
    together = record(race).tracks
    if landscape.name == "expression":
        assert np.isnan(together[0]["positions"][-1, 4]).all()
    counts = (1, 2, 3, 4, 7, 9, 16)
    for count in counts if policy == "priority" else (1, 3):
        few = dataclasses.replace(race, starts=places[:count])
        for alone, among in zip(record(few).tracks, together, strict=True):
            assert_same_rows(alone, among, slice(0, count))
    if policy != "random":  # its draws go by the place in the list
        last = dataclasses.replace(race, starts=places[20:])
        for alone, among in zip(record(last).tracks, together, strict=True):
            assert_same_rows(alone, among, slice(20, 21))


@pytest.mark.parametrize("dimension", [1, 3, 10])
def test_so_it_is_in_other_dimensions(dimension):
    landscape = make({"name": "levy"}, dimension=dimension)
    starts = np.random.default_rng(dimension).uniform(-5, 5, (13, dimension))
    methods = tuple(cards(np.random.default_rng(1), "priority"))
    race = Experiment(landscape, methods, tuple(map(tuple, starts)), STEPS)
    together = record(race).tracks
    few = dataclasses.replace(race, starts=race.starts[:2])
    for alone, among in zip(record(few).tracks, together, strict=True):
        assert_same_rows(alone, among, slice(0, 2))


def test_a_steep_slope_whose_square_overflows_has_a_norm_and_takes_no_slot_for_ever():
    steep = formula("1e160*x**2 + y**2")
    spec = MethodSpec.create("adam+cm", {"capacity": 2, "decay": 0.5, "lr": 0.05})
    track = record(Experiment(steep, (spec,), ((1.0, 1.0),), 60)).tracks[0]
    assert np.isfinite(track["gradient_norms"]).all()
    assert track["gradient_norms"][0, 0] == pytest.approx(2e160, rel=1e-15)
    assert np.isfinite(track["memory_priorities"][-1, 0, :2]).all()
    assert track["memory_births"][-1, 0, :2].min() > 0
