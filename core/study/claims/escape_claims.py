"""The claims about leaving a sharp basin, each with its figures and what follows from them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from core.experiment.twins import SETTLING_STEPS
from core.study.claims import trials
from core.study.claims.claim import (
    MARGIN,
    Claim,
    Figure,
    compared,
    decisions,
    higher,
    not_lower,
    tally,
    told,
    verdict,
)
from core.study.claims.trials import (
    CAPACITIES,
    DECAYS,
    POLICIES,
    Trials,
    buffer,
    method_of,
    setting_of,
)
from core.study.results.escaping import left
from landscapes.base import Array

PAPER = "critical momenta, arXiv 2307.09638"
REVIEWERS = "a question of the paper's reviewers"


def escape_claims(found: Trials) -> tuple[Claim, ...]:
    """All of them."""
    return (
        memory_escapes(found),
        more_memory_explores_more(found),
        a_small_memory_suffices(found),
        priority_is_worth_it(found),
        momentum_alone_gains(found),
    )


def memory_escapes(found: Trials) -> Claim:
    """The memory, and nothing else, against sharpness."""
    figures = _figures(found, buffer(5), trials.CONTROL)
    shares = ", ".join(f"{told(f.shares[0])} at {f.where}" for f in figures)
    at_once = _figures(found, trials.AT_ONCE, trials.CONTROL_AT_ONCE)
    control = ", ".join(f"{told(f.shares[1])} at {f.where}" for f in at_once)
    most = [f.where for f in at_once if f.shares[1].value > f.shares[0].value / 2 > 0]
    explains = f"; at {' and '.join(most)} that explains most of it" if most else ""
    return _claim(
        found,
        "Critical momenta carry a point out of a sharp basin",
        PAPER,
        verdict(figures, higher(figures)),
        f"After {SETTLING_STEPS} steps of plain Adam, C = 5, λ = 0.7 leaves the sharp basin from "
        f"{shares} of the starts; against the same method without its memory that is "
        f"{tally(figures)}. Without settling first the control without a memory leaves from "
        f"{control}{explains}.",
        f"One landscape of two basins, α = 0.05, {found.extent.escape_steps} steps.",
        figures,
    )


def more_memory_explores_more(found: Trials) -> Claim:
    """From one buffer size to the next."""
    figures = tuple(
        figure
        for decay in DECAYS
        for small, large in itertools.pairwise(CAPACITIES)
        for figure in _figures(
            found, buffer(large, decay), buffer(small, decay),
            decay=f"λ = {decay:g}", buffer_size=f"C {small} → {large}",
        )
    )  # fmt: skip
    around = {1, -1} <= set(decisions(figures))
    peaks = "; ".join(f"λ = {decay:g}: {_peaks(found, decay)}" for decay in DECAYS)
    return _claim(
        found,
        "A larger buffer explores more",
        PAPER,
        verdict(figures, higher(figures)),
        "The share that leaves is highest (with several alike the smallest is named) at "
        f"{peaks}. From one buffer size to the next it is "
        f"{tally(figures)}{': the buffer is a knob that turns around' if around else ''}.",
        "Memory used after settling, α = 0.05.",
        figures,
    )


def a_small_memory_suffices(found: Trials) -> Claim:
    """C = 5 loses little or nothing against C = 20."""
    figures = tuple(
        figure
        for decay in DECAYS
        for figure in _figures(found, buffer(5, decay), buffer(20, decay), decay=f"λ = {decay:g}")
    )
    return _claim(
        found,
        "A small buffer suffices",
        REVIEWERS,
        verdict(figures, not_lower(figures)),
        f"C = 5 against C = 20, share that leaves the sharp basin: {tally(figures)}. It holds "
        f"where the interval leaves no room for C = 5 to be {MARGIN:g} lower: in "
        f"{sum(not_lower(figures))} of {len(figures)}.",
        "Memory used after settling, α = 0.05; escape only.",
        figures,
    )


def priority_is_worth_it(found: Trials) -> Claim:
    """The papers' policy against plain ones."""
    figures = tuple(
        figure
        for capacity in (5, 20)
        for policy in POLICIES
        for figure in _figures(
            found, buffer(capacity), buffer(capacity, policy=policy),
            buffer_size=f"C = {capacity}", policy=f"against {policy}",
        )
    )  # fmt: skip
    return _claim(
        found,
        "Keeping the items of the largest gradient norm is what makes the memory work",
        PAPER,
        verdict(figures, higher(figures)),
        f"The share that leaves, the papers' priority against other policies: {tally(figures)}.",
        "Escape from a sharp basin only, λ = 0.7.",
        figures,
    )


def momentum_alone_gains(found: Trials) -> Claim:
    """CM on SGD with momentum."""
    figures = _figures(found, trials.SGDM_CM, trials.SGDM)
    runs = [method_of(result, trials.SGDM_CM) for result in found.escapes]
    lost, n = sum(int(run.ends["diverged"].sum()) for run in runs), sum(run.n for run in runs)
    return _claim(
        found,
        "Critical momenta help SGD with momentum as well",
        REVIEWERS,
        verdict(figures, higher(figures)),
        f"Share that leaves the sharp basin, SGDM + CM against SGD with momentum: "
        f"{tally(figures)}; {lost:,} of its {n:,} runs diverged.",
        "α = 0.003, μ = 0.9; who diverged has not left for the flat basin.",
        figures,
    )


def _figures(found: Trials, first: str, second: str, **factors: str) -> tuple[Figure, ...]:
    """Two methods at every sharpness, by who leaves."""
    figures = []
    for index, result in enumerate(found.escapes):
        methods = method_of(result, first), method_of(result, second)
        away: tuple[Array, Array] = (left(result, methods[0]), left(result, methods[1]))
        figures.append(compared(methods, away, **factors, sharpness=_where(found, index)))
    return tuple(figures)


def _where(found: Trials, index: int) -> str:
    return f"s = {found.extent.sharpnesses[index]:g}"


def _peaks(found: Trials, decay: float) -> str:
    """With which buffer size most leave, at every sharpness."""
    places = range(len(found.escapes))
    return ", ".join(f"C = {_best(found, decay, k)} at {_where(found, k)}" for k in places)


def _best(found: Trials, decay: float, index: int) -> int:
    """The buffer size with which most leave, the smallest of several."""
    result = found.escapes[index]
    return max(
        CAPACITIES, key=lambda c: float(left(result, method_of(result, buffer(c, decay))).mean())
    )


def _claim(
    found: Trials, claim: str, source: str, verdict: str, sentence: str, limits: str,
    figures: Sequence[Figure],
) -> Claim:  # fmt: skip
    setting = setting_of(found.escapes[0]) if found.escapes else {}
    return Claim(claim, source, verdict, sentence, limits, tuple(figures), setting)
