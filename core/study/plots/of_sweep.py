"""The plots of a sweep: a curve over one setting, a heat map over two."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.experiment.experiment import Experiment
from core.study.asking.answer import Answer
from core.study.plots.scales import is_logarithmic
from core.study.plots.values import Axis, Curve, Curves, HeatMap, Plot
from core.study.plots.wording import cards, note
from core.study.results.statistics import measured, statistic
from core.study.starting.vary import Variation
from core.study.telling.wording import place
from core.writing import plain
from landscapes.base import Array

_SPREAD = 20.0
"""Positive values that differ by more than this factor are told on a log axis."""


def plots(answer: Answer) -> tuple[Plot, ...]:
    """See `core.study.plots.plots`."""
    question = answer.question
    name, experiment = question.statistic, question.experiment
    values, low, high, n = _figures(answer)
    told_of = statistic(name)
    heading, shown = told_of.title, cards(experiment)
    log = not told_of.share and is_logarithmic(values)
    figure = Axis(heading[0].lower() + heading[1:], share=told_of.share, log=log)
    told = note(answer)
    cells = np.arange(len(question.cells))
    if len(question.variations) == 1:
        axis, x = _axis(question.variations[0], experiment)
        known = n > 0
        curves = tuple(
            Curve(card, card, "card", x[k], values[m, k], low[m, k], high[m, k], n[m, k], cells[k])
            for m, card in enumerate(shown)
            for k in (known[m],)
        )
        return (Curves("sweep", heading, experiment.methods, told, axis, figure, curves),)
    shape = tuple(len(variation.values) for variation in question.variations)
    across, up = (_named(each, experiment) for each in question.variations)
    laid = [each.reshape(-1, *shape) for each in (values, low, high, n)]
    return (
        HeatMap(
            "sweep", heading, experiment.methods, told, across, up, figure, shown,
            values=laid[0], low=laid[1], high=laid[2], n=laid[3], cells=cells.reshape(shape),
        ),
    )  # fmt: skip


def _figures(answer: Answer) -> tuple[Array, Array, Array, Array]:
    """The statistic, its interval and the number of starts, each (M, cells)."""
    question = answer.question
    count = len(question.experiment.enabled_methods)
    figures = np.full((3, count, len(answer.results)), math.nan)
    n = np.zeros((count, len(answer.results)), dtype=np.int64)
    for cell, result in enumerate(answer.results):
        if result is None:
            continue
        for m, method in enumerate(result.methods):
            figures[:, m, cell] = measured(question.statistic, result, method)
            n[m, cell] = method.n
    return figures[0], figures[1], figures[2], n


def _axis(variation: Variation, experiment: Experiment) -> tuple[Axis, Array]:
    """An axis of numbers, or of names where the values are words."""
    values = variation.values
    if not all(type(value) in (int, float) for value in values):
        return _named(variation, experiment), np.arange(len(values), dtype=np.float64)
    x = np.array(values, dtype=np.float64)
    log = bool(x.min() > 0 and x.max() / x.min() >= _SPREAD)
    return Axis(place(variation.path, experiment), log=log, span=tuple(x.tolist())), x


def _named(variation: Variation, experiment: Experiment) -> Axis:
    names = tuple(map(_written, variation.values))
    return Axis(place(variation.path, experiment), names=names)


def _written(value: Any) -> str:
    return plain(value) if type(value) in (int, float) else str(value)
