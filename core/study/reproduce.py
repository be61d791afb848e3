"""The studies behind the papers' toy claims and their reviewers' open questions, as one report."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import Value
from core.study.agreement import agreement_on_one_path
from core.study.claim import Claim, Figure, compared, decisions, tally, told, verdict
from core.study.escaping import nearer_flat
from core.study.means import Means
from core.study.question import Question
from core.study.sampling import Sampling
from core.study.setting import setting
from core.study.starts import MethodEnds, StartsResult
from core.study.studying import Studying, study_all
from landscapes import make
from landscapes.two_basins import TwoBasins

Report = Callable[[int, int], None]

PAPER = "critical momenta, arXiv 2307.09638"
SHARPNESSES = (10.0, 30.0, 100.0, 300.0)
CAPACITIES = (1, 2, 5, 10, 20)
RATES = (0.01, 0.05, 0.1)
TOYS = ("ackley", "goldstein-price", "levy")
ESCAPE_STARTS, TOY_STARTS = 512, 1024
ESCAPE_STEPS, TOY_STEPS = 500, 1000
LONG = "CM, C = 20, λ = 0.99"
SETTLED = 100  # plain Adam goes first, so that nothing but the memory can carry a start out


def _spec(method: str, label: str, **values: Value) -> MethodSpec:
    return MethodSpec.create(method, values, label=label)


CONTROL = _spec("adam+cm", "no memory (κ = 0)", strength=0.0, memory_start=SETTLED)
ESCAPERS = (
    _spec("adam", "Adam"),
    CONTROL,
    *(_spec("adam+cm", f"CM, C = {c}", capacity=c, memory_start=SETTLED) for c in CAPACITIES),
    *(
        _spec("adam+cm", f"CM, C = 5, {p}", capacity=5, policy=p, memory_start=SETTLED)
        for p in ("fifo", "random", "ema")
    ),
    _spec("adam+cg", "CG, C = 5", capacity=5, memory_start=SETTLED),
    _spec("adam+cm", "CM, C = 5, at once", capacity=5),
    _spec("adam+cm", "no memory, at once", strength=0.0),
    _spec("sgdm", "SGD with momentum", lr=0.003),
    _spec("sgdm+cm", "SGDM + CM, C = 5", lr=0.003, capacity=5, memory_start=SETTLED),
)


class Reproduction:
    """All studies of the report, run together; `claims` reads them."""

    def __init__(
        self,
        *,
        scale: float = 1.0,
        means: Means | None = None,
        report: Report | None = None,
    ) -> None:
        """`scale` takes so many of the usual starts, for a quick look; `report` is told how many
        tasks are done, of how many."""
        escape_n, toy_n = (max(16, round(scale * n)) for n in (ESCAPE_STARTS, TOY_STARTS))
        escapes = Question("escape", _escape(), Sampling("disc", escape_n), SHARPNESSES)
        places = [(name, rate) for name in TOYS for rate in RATES]
        toys = [Question("starts", _toy(*place), Sampling("uniform", toy_n)) for place in places]

        def tell(studies: Sequence[Studying]) -> None:
            if report:
                report(sum(s.done for s in studies), sum(len(s.tasks) for s in studies))

        escaped, *found = study_all([escapes, *toys], means, tell)
        self.escapes = escaped.known
        self.toys = {place: answer.known[0] for place, answer in zip(places, found, strict=True)}
        self.agreement = agreement_on_one_path(max(16, round(scale * 256)))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Each claim with its verdict."""
        return (
            self._memory_escapes(),
            self._more_memory_explores_more(),
            self._a_short_memory_suffices(),
            self._priority_is_worth_it(),
            self._gradients_cancel(),
            self._lower_on_toys(),
            self._flatter_and_lower(),
            self._sensitive_to_the_rate(),
            self._momentum_alone_gains(),
        )

    def _escaped(self, label: str) -> list[tuple[str, MethodEnds, np.ndarray[Any, Any]]]:
        rows = []
        for result in self.escapes:
            landscape = result.experiment.landscape
            assert isinstance(landscape, TwoBasins)
            method = _method(result, label)
            away = nearer_flat(landscape, method.ends["position"])
            rows.append((f"s = {landscape.sharpness:g}", method, away))
        return rows

    def _escape_figures(self, first: str, second: str) -> tuple[Figure, ...]:
        pairs = zip(self._escaped(first), self._escaped(second), strict=True)
        return tuple(compared(where, m, o, a, b) for (where, m, a), (_, o, b) in pairs)

    def _memory_escapes(self) -> Claim:
        figures = self._escape_figures("CM, C = 5", CONTROL.label)
        shares = ", ".join(f"{f.where}: {told(f.shares[0])}" for f in figures)
        at_once = self._escape_figures("CM, C = 5, at once", "no memory, at once")
        control = ", ".join(f"{f.where}: {told(f.shares[1])}" for f in at_once)
        most = [f.where for f in at_once if f.shares[1].value > f.shares[0].value / 2 > 0]
        explains = f": at {', '.join(most)} that explains most of it" if most else ""
        return Claim(
            "Critical momenta carry a point out of a sharp basin",
            PAPER,
            verdict(figures),
            f"After {SETTLED} steps of plain Adam, C = 5, λ = 0.7 leaves the sharp basin in "
            f"{shares} of the starts; against the same method without its memory: "
            f"{tally(figures)}. Without settling first the control without a memory leaves in "
            f"{control}{explains}.",
            "One landscape of two basins, α = 0.05, 500 steps.",
            figures,
            _setting(self.escapes[0]),
        )

    def _more_memory_explores_more(self) -> Claim:
        figures = tuple(
            figure
            for small, large in itertools.pairwise(CAPACITIES)
            for figure in _named(
                self._escape_figures(f"CM, C = {large}", f"CM, C = {small}"),
                f"C {small} → {large}",
            )
        )
        best = {
            f"s = {s:g}": max(CAPACITIES, key=lambda c: self._share(f"CM, C = {c}", k))
            for k, s in enumerate(SHARPNESSES)
        }
        ways = set(decisions(figures))
        around = ": the buffer is a knob that turns around" if {1, -1} <= ways else ""
        peaks = ", ".join(f"C = {c} at {where}" for where, c in best.items())
        return Claim(
            "A larger buffer explores more",
            PAPER,
            verdict(figures),
            f"The share that leaves is highest for {peaks}. From one buffer size to the next it "
            f"is {tally(figures)}{around}.",
            "λ = 0.7, α = 0.05.",
            figures,
            _setting(self.escapes[0]),
        )

    def _share(self, label: str, index: int) -> float:
        return float(self._escaped(label)[index][2].mean())

    def _a_short_memory_suffices(self) -> Claim:
        figures = self._escape_figures("CM, C = 5", "CM, C = 20")
        return Claim(
            "A small buffer suffices",
            "a question of the paper's reviewers",
            verdict(figures),
            f"C = 5 against C = 20, share that leaves the sharp basin: {tally(figures)}.",
            "λ = 0.7, α = 0.05.",
            figures,
            _setting(self.escapes[0]),
        )

    def _priority_is_worth_it(self) -> Claim:
        figures = tuple(
            figure
            for policy in ("fifo", "random", "ema")
            for figure in _named(
                self._escape_figures("CM, C = 5", f"CM, C = 5, {policy}"), f"against {policy}"
            )
        )
        return Claim(
            "Keeping the items of the largest gradient norm is what makes the memory work",
            PAPER,
            verdict(figures),
            f"The papers' priority against other policies at C = 5: {tally(figures)}.",
            "Escape from a sharp basin only, C = 5, λ = 0.7.",
            figures,
            _setting(self.escapes[0]),
        )

    def _gradients_cancel(self) -> Claim:
        figures = self.agreement
        means = "; ".join(
            f"{f.where}: CM {told(f.shares[0])}, CG {told(f.shares[1])}" for f in figures
        )
        return Claim(
            "Gradients in the memory cancel where momenta agree",
            PAPER,
            verdict(figures),
            f"Mean agreement ‖Σb‖/Σ‖b‖ of both memories along the same path: {means}. "
            f"That of the momenta is {tally(figures)}.",
            "Along plain Adam's path; it says nothing of each memory on a path of its own.",
            figures,
            {"steps": ESCAPE_STEPS},
        )

    def _toy_figures(self, first: str, second: str) -> tuple[Figure, ...]:
        figures = []
        for (name, rate), result in self.toys.items():
            m, o = _method(result, first), _method(result, second)
            a, b = m.attractor == 0, o.attractor == 0
            figures.append(compared(f"{name}, α = {rate:g}", m, o, a, b))
        return tuple(figures)

    def _lower_on_toys(self) -> Claim:
        figures = self._toy_figures(LONG, "Adam")
        return Claim(
            "Adam+CM ends in the global minimum of the toy functions more often than Adam",
            PAPER,
            verdict(figures),
            f"With the memory off after half of the steps, the share in the global basin against "
            f"Adam's: {tally(figures)}.",
            "Starts uniform in the domain; C = 20, λ = 0.99.",
            figures,
            _setting(next(iter(self.toys.values()))),
        )

    def _flatter_and_lower(self) -> Claim:
        figures = []
        for (name, rate), result in self.toys.items():
            m, o = _method(result, LONG), _method(result, "Adam")
            better = _below(result, m, o)
            figures.append(compared(f"{name}, α = {rate:g}", m, o, better, _below(result, o, m)))
        told_figures = tuple(figures)
        return Claim(
            "The minima found are lower and flatter together",
            PAPER,
            verdict(told_figures),
            f"Share of starts whose end is both lower and less curved (λmax) than the other "
            f"method's from the same start, Adam+CM against Adam: {tally(told_figures)}. On "
            "Ackley's function the global minimum is the sharpest: there lower is not flatter.",
            "λmax where the run ended; at Ackley's tip it has no limit.",
            told_figures,
            _setting(next(iter(self.toys.values()))),
        )

    def _sensitive_to_the_rate(self) -> Claim:
        figures = []
        for name in TOYS:
            for label in ("Adam", LONG):
                low, high = self.toys[name, RATES[0]], self.toys[name, RATES[-1]]
                m, o = _method(high, label), _method(low, label)
                figure = compared(f"{name}, {label}", m, o, m.attractor == 0, o.attractor == 0)
                figures.append(figure)
        found = tuple(figures)
        spread = "; ".join(
            f"{f.where}: {told(f.shares[1])} at α = {RATES[0]:g}, {told(f.shares[0])} at "
            f"α = {RATES[-1]:g}"
            for f in found
        )
        return Claim(
            "The result does not hang on the learning rate",
            "a question of the paper's reviewers",
            "not supported" if any(decisions(found)) else "supported",
            f"Share in the global basin: {spread}.",
            f"Two rates, {RATES[0]:g} and {RATES[-1]:g}, on the same starts.",
            found,
            _setting(next(iter(self.toys.values()))),
        )

    def _momentum_alone_gains(self) -> Claim:
        figures = self._escape_figures("SGDM + CM, C = 5", "SGD with momentum")
        lost = sum(int(_method(r, "SGDM + CM, C = 5").ends["diverged"].sum()) for r in self.escapes)
        n = sum(_method(r, "SGDM + CM, C = 5").n for r in self.escapes)
        return Claim(
            "Critical momenta help SGD with momentum as well",
            "a question of the paper's reviewers",
            verdict(figures),
            f"Share that leaves the sharp basin, SGDM + CM against SGD with momentum: "
            f"{tally(figures)}; {lost:,} of its {n:,} runs diverged.",
            "α = 0.003, μ = 0.9; who diverged has not left for the flat basin.",
            figures,
            _setting(self.escapes[0]),
        )


def _escape() -> Experiment:
    return Experiment(TwoBasins(), ESCAPERS, ((-1.5, 0.0),), steps=ESCAPE_STEPS)


def _racers(rate: float) -> tuple[MethodSpec, ...]:
    stop = TOY_STEPS // 2
    return (
        _spec("adam", "Adam", lr=rate),
        _spec("adam+cm", LONG, lr=rate, capacity=20, decay=0.99, memory_stop=stop),
        _spec("adam+cm", "no memory (κ = 0)", lr=rate, strength=0.0, memory_stop=stop),
    )


def _toy(name: str, rate: float) -> Experiment:
    return Experiment(make({"name": name}), _racers(rate), ((0.0, 0.0),), steps=TOY_STEPS)


def _method(result: StartsResult, label: str) -> MethodEnds:
    return next(method for method in result.methods if method.spec.label == label)


def _named(figures: Sequence[Figure], word: str) -> list[Figure]:
    return [dataclasses.replace(f, where=f"{word}, {f.where}") for f in figures]


def _below(result: StartsResult, one: MethodEnds, other: MethodEnds) -> np.ndarray[Any, Any]:
    """Whether each start of one ends both lower and less curved than the other's, by more than
    the rest of its motion could do."""
    loss = one.values("final_loss") < other.values("final_loss") - 1e-3
    curvature = one.values("sharpness") < 0.99 * other.values("sharpness")
    both: np.ndarray[Any, Any] = loss & curvature
    return both


def _setting(result: StartsResult) -> dict[str, Any]:
    return setting(result.experiment, result.sampling)
