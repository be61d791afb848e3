"""The plots of a seeds study: flatness against accuracy at one training loss, and what differs."""

from __future__ import annotations

import numpy as np

from core.study.asking.answer import Answer
from core.study.plots.families import family_of, stroke_of
from core.study.plots.scales import is_logarithmic
from core.study.plots.values import (
    Axis,
    Cloud,
    Curve,
    Curves,
    Difference,
    Differences,
    Plot,
    Scatter,
)
from core.study.results.seeds import (
    RATIOS,
    Compared,
    Trained,
    compared,
    telling_level,
    trained,
)
from core.writing import short
from landscapes.networks import Network

_WHAT = {
    "final_accuracy": "Accuracy over all tasks at the end",
    "learning_accuracy": "Accuracy right after each task",
    "test_accuracy": "Test accuracy",
    "gap": "Generalization gap",
    "lambda_max": "Sharpness λmax",
    "trace": "Trace of the Hessian",
}
_AXES = {
    "final_accuracy": "difference of the shares that are right",
    "learning_accuracy": "difference of the shares that are right",
    "test_accuracy": "difference of the shares that are right",
    "gap": "difference of test loss less training loss",
    "lambda_max": "ratio: left of 1 is flatter",
    "trace": "ratio: left of 1 is flatter",
}
SPREAD = 3.0
"""Sharpness that differs by more than this factor is told on a log axis."""


def plots(answer: Answer) -> tuple[Plot, ...]:
    """See `core.study.plots.plots`."""
    methods, levels = trained(answer.results), answer.question.at_train_loss
    last = telling_level(methods, len(levels))
    found: list[Plot] = [_scatter(answer, methods, last)]
    if len(levels) > 1:
        found += [_along(answer, methods, name) for name in ("lambda_max", "test_accuracy")]
    rows = compared(methods, len(levels), answer.question.reference)
    told = [what for what in _WHAT if any(row.what == what for row in rows)]
    return (*found, *(_differences(answer, rows, what, last) for what in told))


def note(answer: Answer) -> str:
    """Which network, how many seeds, for how long, and how much of the work is done."""
    race = answer.question.experiment
    network = race.landscape
    assert isinstance(network, Network)
    told = f"{race.landscape.title} · {network.data} · {answer.question.sampling.count} seeds"
    told = f"{told} · {race.steps:,} steps"
    return told if answer.whole else f"{told} · growing, {answer.done} of {answer.total} parts"


def _at(answer: Answer, level: int) -> str:
    levels = answer.question.at_train_loss
    return "at the end" if level < 0 else f"at training loss {short(levels[level])}"


def _scatter(answer: Answer, methods: tuple[Trained, ...], level: int) -> Scatter:
    specs = answer.question.cells[0].experiment.methods
    clouds = []
    for card, method in enumerate(methods):
        x, y = method.values("lambda_max", level), method.values("test_accuracy", level)
        there = np.isfinite(x) & np.isfinite(y)
        clouds.append(
            Cloud(
                card,
                family_of(specs, card),
                stroke_of(method.spec) == "dashed",
                x[there],
                y[there],
                (method.median("lambda_max", level), method.median("test_accuracy", level)),
                method.seeds - int(there.sum()),
            )
        )
    every = np.concatenate([cloud.x for cloud in clouds])
    positive = every[every > 0]
    log = len(positive) > 0 and positive.max() > SPREAD * positive.min()
    title = f"Flatness and accuracy, {_at(answer, level)}"
    x_axis = Axis("sharpness λmax: left is flatter", log=bool(log))
    y_axis = Axis("test accuracy")
    return Scatter("flatness", title, specs, note(answer), x_axis, y_axis, tuple(clouds))


def _along(answer: Answer, methods: tuple[Trained, ...], name: str) -> Curves:
    """A figure's median at each of the training losses."""
    levels = np.array(answer.question.at_train_loss)[::-1]
    places = range(len(levels) - 1, -1, -1)  # from the left to the right
    specs = answer.question.cells[0].experiment.methods
    curves = []
    for card, method in enumerate(methods):
        found = np.array([method.median(name, place) for place in places]).reshape(-1, 3)
        n = np.array([int(method.reached(place).sum()) for place in places])
        there = n > 0
        cells = np.zeros(there.sum(), dtype=np.int64)
        found = found[there]
        curves.append(
            Curve(
                card,
                family_of(specs, card),
                stroke_of(method.spec),
                levels[there],
                y=found[:, 0],
                low=found[:, 1],
                high=found[:, 2],
                n=n[there],
                cells=cells,
            )
        )
    log = name in RATIOS and is_logarithmic(np.concatenate([curve.y for curve in curves]))
    known = sorted({float(x) for curve in curves for x in curve.x})
    x = Axis("training loss", log=True, span=tuple(known))
    y = Axis(_WHAT[name][0].lower() + _WHAT[name][1:], log=log)
    title = f"{_WHAT[name]} at one training loss"
    return Curves(f"{name}_along", title, specs, note(answer), x, y, tuple(curves))


def _differences(answer: Answer, rows: tuple[Compared, ...], what: str, level: int) -> Differences:
    specs = answer.question.cells[0].experiment.methods
    shown = tuple(
        Difference(
            row.method,
            row.reference,
            f"against {specs[row.reference].label}",
            row.estimate,
            row.p,
            family=family_of(specs, row.method),
        )
        for row in rows
        if row.what == what and row.level == level and row.n
    )
    title = f"{_WHAT[what]} on the same seeds, {_at(answer, level)}"
    axis = Axis(_AXES[what], log=what in RATIOS)
    none = 1.0 if what in RATIOS else 0.0
    return Differences(f"{what}_differences", title, specs, note(answer), axis, shown, none)
