"""Formulas and the numbers filled into them are evaluated: both must be what was recorded.

A printed number stands for all that rounds to it, so that "within the printed digits" is exact.
"""

import numpy as np
import pytest

from core.anatomy.anatomy import anatomy
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.noise import standard_normal
from core.stepping.simulate import record
from landscapes import make
from tests.core.anatomy.formulas import Parser, equations, exactly, slope_of
from tests.core.anatomy.recorded_steps import CASES, taken_apart, values_of

WORDY = ("compare", "store", "replace", "reject")
"""Sub-steps whose numbers are no equation; `test_anatomy_sentences.py` has tests of their own."""


@pytest.mark.parametrize("scheduled", [False, True], ids=["plain", "scheduled"])
@pytest.mark.parametrize(("method", "policy"), CASES)
def test_in_all_numbers_the_left_side_is_the_right_side(method, policy, scheduled):
    for experiment, _, _, time, start, substep in taken_apart(method, policy, scheduled):
        if substep.key in WORDY:
            continue
        noise = standard_normal(experiment.seed, time + 1, (2, 2))[start] * experiment.noise
        slope = slope_of(experiment.landscape)
        for sides in equations(substep.numbers):
            sides = sides if len(sides) == 1 else sides[-2:] if len(sides) > 2 else sides[1:]
            found = [Parser(side, {"σξ": noise}, slope).whole() for side in sides]
            assert found[0].meets(found[-1]), (time, substep.numbers)


@pytest.mark.parametrize(("method", "policy"), CASES)
def test_every_formula_gives_the_printed_result_from_what_was_recorded(method, policy):
    for experiment, spec, track, time, start, substep in taken_apart(method, policy):
        key = substep.key
        if key in WORDY:
            continue
        values = values_of(experiment, spec, track, time, start, key)
        (*_, formula), *others = equations(substep.formula)
        if values.get("n") == 0 and key == "mean":
            assert substep.numbers == "mean(B) = 0, n = 0"
            continue
        result = Parser(equations(substep.numbers)[0][-1], {}).whole()
        found = Parser(formula, values, slope_of(experiment.landscape)).whole()
        assert found.meets(result), (time, substep.formula, substep.numbers)
        for name, text in others:  # γ = 1 − 1/C, ∇ = ∇f(θ)
            assert (
                Parser(text, values, slope_of(experiment.landscape))
                .whole()
                .meets(exactly(values[name]))
            )


@pytest.mark.parametrize(("method", "policy"), CASES)
def test_every_printed_result_is_what_was_recorded(method, policy):
    for *_, track, time, start, substep in taken_apart(method, policy, scheduled=True):
        key, step = substep.key, time + 1
        where = {
            "gradient": ("gradients", time),
            "momentum": ("first_moments", step),
            "second_moment": ("second_moments", step),
            "move": ("positions", step),
        }
        if key in where:
            name, index = where[key]
            result = Parser(equations(substep.numbers)[0][-1], {}).whole()
            assert result.meets(exactly(track[name][index, start]))
        if key == "decay":
            held = track["memory_priorities"][step, start]
            result = Parser(equations(substep.numbers)[0][-1], {}).whole()
            assert result.meets(exactly(np.sort(held[~np.isnan(held)])[::-1]))


@pytest.mark.parametrize(
    ("alike", "verdict"),
    [
        (0.72, "they point one way and add up"), (0.68, "they cancel in part"),
        (0.32, "they cancel in part"), (0.28, "they mostly cancel"),
    ],
)  # fmt: skip
def test_what_an_agreement_means_is_said_with_it(alike, verdict):
    experiment, spec, track = one("adam+cg", capacity=2, steps=4)
    # two items of length 1, turned by ±arccos(alike): their sum has length 2·alike
    track["memory_items"][3, 0] = [
        (alike, np.sqrt(1 - alike**2)), (alike, -np.sqrt(1 - alike**2)),
    ]  # fmt: skip
    mean = next(s for s in anatomy(experiment, spec, track, 3).substeps if s.key == "mean")
    assert mean.sentence == f"The 2 items held have agreement {alike:.2f}: {verdict}."


def one(method, steps=2, **settings):
    """A run on x² − y² + y⁴/4 from (1, 1), where the gradient is (2, −1).

    The first step of adam+cm leads to (0.8, 1.2), with gradient (1.6, −0.672), that of adam+cg
    to (0.9, 1.1), with gradient (1.8, −0.869).
    """
    given = {"lr": 0.1, "beta1": 0.5, "beta2": 0.75, "capacity": 1, "decay": 0.5, "strength": 2.0}
    spec = MethodSpec.create(method, {**given, **settings})
    experiment = Experiment(make({"name": "saddle"}), (spec,), ((1.0, 1.0),), steps)
    return experiment, spec, record(experiment).tracks[0]


EXACT = {
    "gradient": ("adam+cm", 1, {}, "g = ∇f(0.800, 1.20) = (1.60, −0.672)"),
    "momentum": ("adam+cm", 1, {}, "m = 0.5·(1, −0.5) + 0.5·(1.60, −0.672) = (1.30, −0.586)"),
    "mean": ("adam+cm", 1, {}, "mean(B) = (1, −0.5)/1 = (1, −0.5)"),
    "aggregated": ("adam+cm", 1, {}, "s = (1.30, −0.586) + 2·(1, −0.5) = (3.30, −1.59)"),
    "second_moment": (
        "adam+cm", 1, {}, "v = 0.75·(0.25, 0.0625) + 0.25·(3.30, −1.59)² = (2.91, 0.676)"
    ),
    # (3.3, −1.586)/0.75 = (4.4, −2.11467); √(v/0.4375) = (2.57904, 1.24279)
    "scaled": (
        "adam+cm", 1, {},
        "Δ = −0.1·((3.30, −1.59)/0.75)/((2.58, 1.24) + 10⁻⁸) = (−0.171, 0.170)",
    ),
    "compare": ("adam+cm", 1, {}, "1.735 > 1.118 (slot 1)"),
    "replace": ("adam+cm", 1, {}, "B[1] = (1.30, −0.586), priority 1.735"),
    "decay": ("adam+cm", 1, {}, "0.5·(1.74) = (0.868)"),
    "move": ("adam+cm", 1, {}, "θ = (0.8, 1.2) + (−0.171, 0.170) = (0.6294, 1.37)"),
    "store": ("adam+cg", 0, {}, "B[1] = (2, −1), priority 2.236"),
    "reject": ("adam+cg", 1, {"decay": 1.0}, "g = (1.80, −0.869) is not kept"),
    # 1 − γ = ½: e₁ = (1, −0.5), then ½·e₁ + ½·g₂
    "average": (
        "adam+cg", 1, {"policy": "ema", "capacity": 2},
        "e = 0.5·(1, −0.5) + 0.5·(1.80, −0.869) = (1.40, −0.685)",
    ),
    # (2, −1)/√5 = (0.894, −0.447)
    "ascent": (
        "adam+sam", 0, {"rho": 0.1}, "θ′ = (1, 1) + 0.1·(2, −1)/2.236 = (1.09, 0.955)"
    ),
    "weight_decay": (
        "adamw", 0, {"weight_decay": 0.5}, "−0.1·0.5·(1, 1) = (−0.05, −0.05)"
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", EXACT)
def test_numbers_are_written_like_this(key):
    method, time, settings, wanted = EXACT[key]
    experiment, spec, track = one(method, **settings)
    found = {s.key: s.numbers for s in anatomy(experiment, spec, track, time).substeps}
    assert found[key] == wanted


def test_every_sub_step_has_such_a_case():
    keys = {s.key for m, p in CASES for *_, s in taken_apart(m, p)}
    assert keys - {"direction"} == set(EXACT)  # a direction's is in test_newcomer.py
