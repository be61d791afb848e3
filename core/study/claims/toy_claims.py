"""The claims about the toy functions: lower, flatter, what they confuse, and the learning rate."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence

import numpy as np

from core.study.claims.claim import (
    MARGIN,
    Claim,
    Figure,
    compared,
    higher,
    tally,
    the_same,
    told,
    verdict,
)
from core.study.claims.escape_claims import PAPER, REVIEWERS
from core.study.claims.trials import ADAM, CONTROL, LONG, SHORT, Trials, method_of, setting_of
from core.study.results.intervals import Estimate
from core.study.results.starts import MethodEnds, StartsResult
from landscapes.base import Array

MEASURES = {"λmax": "attractor_sharpness", "rise around": "ring_rise"}
"""How flat a minimum is, by what a figure calls it."""
FLATTER = 0.99
"""Flatter is what is less than this share of the other."""
Happened = Callable[[StartsResult, MethodEnds, MethodEnds], tuple[Array, Array]]


def toy_claims(found: Trials) -> tuple[Claim, ...]:
    """All of them."""
    return (
        lower_than_adam(found),
        lower_than_the_control(found),
        flatter_and_lower(found),
        flat_is_low(found),
        sensitive_to_the_rate(found),
    )


def lower_than_adam(found: Trials) -> Claim:
    """The share at the global minimum against plain Adam's."""
    figures = _both_memories(found, ADAM)
    return _claim(
        found,
        "Adam+CM ends in the global minimum of the toy functions more often than Adam",
        PAPER,
        verdict(figures, higher(figures)),
        f"With the memory off after half of the steps, the share in the global basin against "
        f"Adam's: {tally(figures)}.",
        "Starts uniform in the domain; the control's part in it is the next claim.",
        figures,
    )


def lower_than_the_control(found: Trials) -> Claim:
    """The same against the method without its memory."""
    figures = _both_memories(found, CONTROL)
    return _claim(
        found,
        "On the toy functions it is the memory, not the changed second moment, that does it",
        REVIEWERS,
        verdict(figures, higher(figures)),
        f"The share in the global basin against the same method with κ = 0: {tally(figures)}.",
        "Starts uniform in the domain; memory off after half of the steps.",
        figures,
    )


def flatter_and_lower(found: Trials) -> Claim:
    """Both at once, start by start."""

    def better(measure: str) -> Happened:
        return lambda result, one, other: (
            _lower(result, one, other) & _flatter(one, other, measure),
            _lower(result, other, one) & _flatter(other, one, measure),
        )

    figures = tuple(
        figure
        for word, measure in MEASURES.items()
        for figure in _figures(found, LONG, ADAM, better(measure), measure=word)
    )
    return _claim(
        found,
        "The minima found are lower and flatter together",
        PAPER,
        verdict(figures, higher(figures)),
        f"Share of starts from which the minimum reached is both lower and flatter than the other "
        f"method's from the same start, Adam+CM against Adam: {tally(figures)}.",
        "Flatness by λmax at the minimum, which has no limit at Ackley's tip and counts as the "
        "sharpest there, and by the mean rise of the loss on a ring of 5 % of the diagonal.",
        figures,
    )


def flat_is_low(found: Trials) -> Claim:
    """What the toys confuse: whether the lower of two minima is the flatter one anyway."""

    def alike(measure: str) -> Happened:
        def happened(
            result: StartsResult, one: MethodEnds, other: MethodEnds
        ) -> tuple[Array, Array]:
            low, high = _lower(result, one, other), _lower(result, other, one)
            flat, sharp = _flatter(one, other, measure), _flatter(other, one, measure)
            return (low & flat) | (high & sharp), (low & sharp) | (high & flat)

        return happened

    figures = tuple(
        figure
        for word, measure in MEASURES.items()
        for figure in _figures(found, LONG, ADAM, alike(measure), measure=word)
    )
    named = tuple(_relabelled(figure) for figure in figures)
    return _claim(
        found,
        "On the toy functions the lower minimum is the flatter one, so that they cannot tell "
        "which of the two a method seeks",
        REVIEWERS,
        verdict(named, higher(named)),
        f"Of the starts from which Adam+CM and Adam reach minima of different depth, the share "
        f"(of all) where the lower one is the flatter one, against that where it is the sharper "
        f"one: {tally(named)}. Where it is higher a toy cannot tell flat from low; two basins of "
        "almost one depth can.",
        "Only minima that these runs reach are compared.",
        named,
    )


def sensitive_to_the_rate(found: Trials) -> Claim:
    """From one learning rate to the next."""
    figures = []
    for name in found.extent.toys:
        for label in (ADAM, SHORT, LONG):
            for low, high in itertools.pairwise(found.extent.rates):
                results = found.toys[name, high], found.toys[name, low]
                methods = method_of(results[0], label), method_of(results[1], label)
                ends = methods[0].attractor == 0, methods[1].attractor == 0
                figures.append(
                    compared(
                        methods, ends, landscape=name, method=label,
                        learning_rate=f"α {low:g} → {high:g}",
                    )
                )  # fmt: skip
    spread = "; ".join(
        f"{name}, {label}: {_over_rates(found, name, label)}"
        for name in found.extent.toys
        for label in (ADAM, LONG)
    )
    same = the_same(figures)
    return _claim(
        found,
        "The result does not hang on the learning rate",
        REVIEWERS,
        verdict(figures, same),
        f"Share in the global basin: {spread}. From one rate to the next it is {tally(figures)}; "
        f"in {sum(same)} of {len(same)} the interval leaves no room for a change of {MARGIN:g}.",
        "These rates only, on the same starts.",
        figures,
    )


def _over_rates(found: Trials, name: str, label: str) -> str:
    shares = [(rate, _at_global(found, name, label, rate)) for rate in found.extent.rates]
    return ", ".join(f"{told(share)} at α = {rate:g}" for rate, share in shares)


def _at_global(found: Trials, name: str, label: str, rate: float) -> Estimate:
    method = method_of(found.toys[name, rate], label)
    return method.share(method.attractor == 0)


def _both_memories(found: Trials, second: str) -> tuple[Figure, ...]:
    return tuple(
        figure
        for label in (SHORT, LONG)
        for figure in _figures(
            found, label, second, lambda _, one, other: (one.attractor == 0, other.attractor == 0),
            memory=label,
        )
    )  # fmt: skip


def _figures(
    found: Trials, first: str, second: str, happened: Happened, **factors: str
) -> tuple[Figure, ...]:
    """Two methods on every toy at every learning rate."""
    figures = []
    for (name, rate), result in found.toys.items():
        methods = method_of(result, first), method_of(result, second)
        figures.append(
            compared(
                methods, happened(result, *methods), **factors, landscape=name,
                learning_rate=f"α = {rate:g}",
            )
        )  # fmt: skip
    return tuple(figures)


def _lower(result: StartsResult, one: MethodEnds, other: MethodEnds) -> Array:
    """From which starts the one comes down to a lower minimum."""
    losses = np.append(result.experiment.landscape.loss(result.minima), np.nan)
    apart = one.attractor != other.attractor
    return np.asarray(apart & (losses[one.attractor] < losses[other.attractor] - 1e-9))


def _flatter(one: MethodEnds, other: MethodEnds, measure: str) -> Array:
    return np.asarray(one.ends[measure] < FLATTER * other.ends[measure])


def _relabelled(figure: Figure) -> Figure:
    return dataclasses.replace(figure, what=("the lower is flatter", "the lower is sharper"))


def _claim(
    found: Trials, claim: str, source: str, verdict: str, sentence: str, limits: str,
    figures: Sequence[Figure],
) -> Claim:  # fmt: skip
    setting = setting_of(next(iter(found.toys.values()))) if found.toys else {}
    return Claim(claim, source, verdict, sentence, limits, tuple(figures), setting)
