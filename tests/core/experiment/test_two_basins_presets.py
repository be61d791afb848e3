"""Who leaves a sharp basin, and why, is told as it was measured."""

import re

import pytest

from core.experiment import presets
from tests.core.experiment.preset_runs import agreement, decimals, percentages, shares_in_flat


def test_after_settling_a_short_memory_leaves_the_sharp_basin_and_a_long_one_stays():
    assert shares_in_flat("two-basins") == {
        "Adam + CM, C = 5": 100,
        "Adam + CM, no memory": 0,
        "Adam + CG": 100,
        "Adam + CM, C = 20": 0,
    }
    assert percentages("two-basins") == [100, 0, 0]


def test_the_long_memory_of_the_two_basins_cancels():
    measured = [agreement("two-basins", index, 100, 160) for index in (3, 0)]
    said = re.search(
        r"steps (0\.\d+), against (0\.\d+) with C = 5", presets.commentary("two-basins")
    )
    assert said
    assert [float(said[1]), float(said[2])] == pytest.approx(measured, abs=0.03)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "sharp-basin",
            ["Adam + CM", "Adam", "Adam + CM, no memory"],
        ),
        (
            "buffer-size",
            [f"Adam + CM, C = {capacity}" for capacity in (1, 2, 5, 10, 20)],
        ),
        ("cancellation", ["Adam + CG", "Adam + CM", "Adam + CM, no memory"]),
        ("sgdm", ["SGDM", "SGDM + CG", "SGDM + CM", "SGDM + CM, no memory"]),
    ],
)
def test_who_leaves_the_sharp_basin_is_told_in_percent(name, said):
    shares = shares_in_flat(name)
    assert percentages(name) == pytest.approx([shares[label] for label in said], abs=0.5)


def test_at_the_sharp_basin_sam_and_critical_gradients_stay_as_adam_does():
    shares = shares_in_flat("sharp-basin")
    assert shares["Adam"] == shares["Adam + SAM"] == shares["Adam + CG"] == 0


def test_the_buffer_turns_around_where_its_items_begin_to_cancel():
    labels = [spec.label for spec in presets.load("buffer-size").methods]
    order = [labels.index(f"Adam + CM, C = {capacity}") for capacity in (1, 2, 5, 10, 20)]
    measured = [agreement("buffer-size", index, 100, 160) for index in order]
    assert decimals("buffer-size", "60 steps is ") == pytest.approx(measured, abs=0.02)


def test_critical_gradients_cancel_in_the_sharp_basin_where_critical_momenta_agree():
    cg, _, cm = (agreement("cancellation", index, 11, 61) for index in range(3))
    assert decimals("cancellation", "remembered is ") == pytest.approx([cg, cm], abs=0.03)
