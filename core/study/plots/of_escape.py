"""The plots of an escape study: who leaves the basin, against its sharpness or what is varied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from core.experiment.experiment import MethodSpec
from core.study.asking.answer import Answer
from core.study.plots.families import family_of, stroke_of
from core.study.plots.of_differences import differences
from core.study.plots.values import Axis, Curve, Curves, Plot
from core.study.plots.wording import cards, note
from core.study.results.escaping import left, left_by_attractor
from core.study.results.intervals import Estimate
from core.study.results.starts import MethodEnds, StartsResult
from core.study.starting.sampling import Sampling
from core.writing import place_told
from landscapes.two_basins import TwoBasins


def plots(answer: Answer) -> tuple[Plot, ...]:
    """See `core.study.plots.plots`."""
    rules: tuple[tuple[str, str, Callable[[StartsResult, MethodEnds], Estimate]], ...] = (
        ("escape", f"Escape from {_basin(answer.question.sampling)}", _escaped),
        ("by_attractor", "Escape, counted by where the end comes to rest", _by_attractor),
    )
    experiment = answer.question.cells[0].experiment  # with the twins
    if not isinstance(experiment.landscape, TwoBasins):  # elsewhere one rule is the other
        rules = rules[:1]
    parameter = answer.question.escape_parameter
    span = tuple(float(c.values[0]) for c in answer.question.cells if c.values)
    sharpness = parameter == ("sharpness",)
    title = "sharpness of the basin that is left" if sharpness else "".join(parameter)
    x = Axis(title, log=sharpness, span=span)
    found: list[Plot] = []
    for name, heading, rule in rules:
        curves = tuple(
            _curve(answer, place, experiment.methods[card], card, rule)
            for place, card in enumerate(cards(experiment))
        )
        y = Axis("share of starts that leave", share=True)
        told = _key(curves) + note(answer)  # where there is no room the end is cut off
        found.append(Curves(name, heading, experiment.methods, told, x, y, curves))
    return (*found, *differences(answer))


def _basin(sampling: Sampling) -> str:
    """What is left: the sharp basin, the basin of (0.9, 0.05)."""
    name = place_told(sampling.basin or "sharp")
    return f"the {name} basin" if name.isalpha() else f"the basin of {name}"


def _key(curves: Sequence[Curve]) -> str:
    """What strokes mean, where there are several."""
    meaning = {"dashed": "dashed: no memory", "dotted": "dotted: memory from a later step"}
    strokes = {curve.stroke for curve in curves}
    return "".join(f"{said} · " for stroke, said in meaning.items() if stroke in strokes)


def _curve(
    answer: Answer,
    place: int,
    spec: MethodSpec,
    card: int,
    rule: Callable[[StartsResult, MethodEnds], Estimate],
) -> Curve:
    known = [(cell, r) for cell, r in enumerate(answer.results) if r is not None]
    at = [float(c.values[0]) if c.values else 0.0 for c in answer.question.cells]
    known.sort(key=lambda pair: at[pair[0]])
    y, low, high = np.array([rule(r, r.methods[place]) for _, r in known]).reshape(-1, 3).T
    return Curve(
        card,
        family_of(answer.question.cells[0].experiment.methods, card),
        stroke_of(spec),
        np.array([at[cell] for cell, _ in known]),
        y,
        low,
        high,
        np.array([result.methods[place].n for _, result in known]),
        np.array([cell for cell, _ in known]),
    )


def _escaped(result: StartsResult, method: MethodEnds) -> Estimate:
    return method.share(left(result, method))


def _by_attractor(result: StartsResult, method: MethodEnds) -> Estimate:
    return method.share(left_by_attractor(result, method))
