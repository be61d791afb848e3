"""The default picture shows what is said of it."""

import dataclasses

import numpy as np
import pytest

from core.experiment import presets
from core.stepping.simulate import record
from tests.core.experiment.preset_runs import ends, recorded


def test_the_default_races_the_four_methods_of_the_papers():
    race = presets.load("default")
    assert race.landscape.name == "ackley"
    assert [spec.method for spec in race.methods] == ["adam", "adam+sam", "adam+cg", "adam+cm"]
    assert [spec.label for spec in race.methods] == ["Adam", "Adam + SAM", "Adam + CG", "Adam + CM"]
    assert race.enabled_methods == race.methods
    assert {spec.values["lr"] for spec in race.methods} == {0.05}
    for spec in race.methods[2:]:
        assert (spec.values["capacity"], spec.values["decay"]) == (20, 0.99)
    assert (race.start_count, race.steps) == (1, 500)


def test_in_the_default_picture_only_adam_cm_reaches_the_global_minimum():
    losses = [track["losses"][-1, 0] for track in recorded("default").tracks]
    adam, sam, cg, cm = losses
    assert cm < 0.5  # the next best minimum of Ackley has a loss of 2.58
    assert adam == pytest.approx(7.96, abs=0.05)
    assert sam == pytest.approx(9.35, abs=0.05)
    assert cg == pytest.approx(4.88, abs=0.05)


def test_in_the_default_picture_the_four_end_in_four_basins():
    found = {label: points[0] for label, points in ends("default").items()}
    expected = {
        "Adam": (2.97, -1.98),
        "Adam + SAM": (3.97, -1.99),
        "Adam + CG": (0.01, -1.96),
        "Adam + CM": (0.0, 0.0),
    }
    assert found.keys() == expected.keys()
    for label, place in expected.items():
        np.testing.assert_allclose(found[label], place, atol=0.1, err_msg=label)


def test_in_the_default_picture_adam_cm_has_settled():
    cm = recorded("default").tracks[3]["positions"]
    assert np.abs(cm[-100:]).max() < 0.2


@pytest.mark.parametrize("distance", [1e-12, 1e-9, 1e-6, 1e-3])
def test_the_default_picture_does_not_hang_on_rounding(distance):
    race = presets.load("default")
    around = np.random.default_rng(0).uniform(-distance, distance, (16, 2)) + race.starts[0]
    shaken = dataclasses.replace(race, starts=tuple(map(tuple, around.tolist())))
    adam, sam, cg, cm = (track["losses"][-1] for track in record(shaken, "none").tracks)
    assert (cm < 0.5).all()
    np.testing.assert_allclose(adam, 7.96, atol=0.05)
    np.testing.assert_allclose(sam, 9.35, atol=0.05)
    np.testing.assert_allclose(cg, 4.88, atol=0.1)


def test_the_trajectories_of_the_default_stay_on_the_map():
    domain = np.array(presets.load("default").landscape.domain)
    for track in recorded("default").tracks:
        positions = track["positions"]
        assert (positions > domain[:, 0]).all()
        assert (positions < domain[:, 1]).all()
