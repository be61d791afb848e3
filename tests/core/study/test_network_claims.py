"""What is said of networks follows from the figures and goes no further."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from core.study.asking.question import RATES, Question
from core.study.claims import network_trials
from core.study.claims.network_claims import network_claims
from core.study.claims.network_trials import ADAM, CM, CONTROL, SAM, Trial, run_networks
from core.study.results.seeds import Trained
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.work.means import Means
from core.study.work.training import AT_LEVELS, OF_TASKS
from landscapes.base import Array
from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.networks.digits_tasks import DigitsTasks

N = 12
LABELS = (ADAM, SAM, CM, CONTROL)
METHODS = ("adam", "adam+sam", "adam+cm")


def race(network: DigitsMLP | DigitsTasks) -> Experiment:
    specs = tuple(
        MethodSpec.create(method, label=label)
        for method, label in zip(METHODS, LABELS, strict=False)
    )
    return Experiment(network, specs, SeedStarts(1), 20, batch=16)


def trial(data: str, flatness: dict[str, float], accuracy: dict[str, float], **asked) -> Trial:
    """Twelve seeds of each method, whose figures lie about these."""
    question = Question("seeds", race(DigitsMLP(train=64)), Sampling("seeds", N), **asked)
    rng = np.random.default_rng(4)
    levels = len(question.at_train_loss) + 1
    spread, own = np.exp(0.1 * rng.standard_normal(N)), 0.01 * rng.standard_normal(N)
    specs = {spec.label: spec for spec in question.cells[0].experiment.methods}
    methods = []
    for label in LABELS:
        ends: dict[str, Array] = {key: np.ones((N, levels)) for key in AT_LEVELS}
        mine = flatness.get(label, 1.0) * spread * np.exp(0.02 * rng.standard_normal(N))
        right = accuracy.get(label, 0.9) + own + 0.002 * rng.standard_normal(N)
        ends["lambda_max"], ends["test_accuracy"] = (
            np.repeat(each[:, None], levels, axis=1) for each in (mine, right)
        )
        ends["diverged"] = ends["undefined"] = np.zeros(N, dtype=bool)
        methods.append(Trained(specs[label], ends, 0.001, at_edge=bool(asked.get("variations"))))
    return Trial(data, "at one rate", question, tuple(methods), 0 if question.at_train_loss else -1)


def tasks(final: float, learning: float) -> Trial:
    found = trial("five tasks", {}, {})
    told = {ADAM: (0.9, 0.95), CM: (final, learning)}
    methods = []
    for place, method in enumerate(found.methods):
        last, right = told.get(method.spec.label, (0.9, 0.95))
        noise = 0.001 * np.random.default_rng(place).standard_normal(N)
        more = dict(zip(OF_TASKS, (right + noise, last + noise, right - last + noise), strict=True))
        methods.append(dataclasses.replace(method, ends=method.ends | more))
    return dataclasses.replace(found, methods=tuple(methods))


def claims(**changed: Trial):
    trials = {
        "clean": trial("clean", {SAM: 0.4, CM: 0.8}, {}, at_train_loss=(0.1,)),
        "wrong": trial("wrong", {SAM: 0.4, CM: 0.8}, {SAM: 0.93}, at_train_loss=(1.0,)),
        "tuned": trial("tuned", {}, {}, variations=(Variation(RATES, (0.001, 0.01)),)),
        "tasks": tasks(0.85, 0.93),
    } | changed
    return network_claims(list(trials.values()))


def test_each_claim_is_judged_by_its_own_figures() -> None:
    flatter, memory, better, tuned, sam_flatter, sam_better, helps = claims()
    assert flatter.verdict == sam_flatter.verdict == memory.verdict == "supported"
    assert better.verdict == tuned.verdict == helps.verdict == "not supported"
    assert sam_better.verdict == "depends on the data"
    assert "higher in 1 of 2 (wrong, at one rate)" in sam_better.sentence
    assert flatter.n == N


def test_a_ratio_and_points_are_told_with_their_intervals() -> None:
    flatter, *_, sam_better, _ = claims()
    assert "λmax of Adam times 0.8" in flatter.sentence
    assert "at training loss 0.1" in flatter.sentence
    assert "[" in sam_better.sentence and "in points" in sam_better.sentence


def test_a_rate_at_an_edge_is_warned_of() -> None:
    tuned = claims()[3]
    assert "At an edge of those tried" in tuned.sentence


def test_what_was_learnt_stands_beside_what_is_left() -> None:
    """Less left, because less was learnt: one alone would mislead."""
    helps = claims()[-1]
    assert [dict(figure.factors)["measured"] for figure in helps.figures] == [
        "all tasks at the end",
        "right after each task",
    ]
    assert "lower in 2 of 2" in helps.sentence


def test_the_trials_are_trained_and_compared_where_all_came_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = race(DigitsMLP(train=64, hidden=3))
    few = Sampling("seeds", 2)
    asked = (
        ("clean", "as fast", Question("seeds", small, few, at_train_loss=(2.2, 0.001))),
        ("tasks", "as fast", Question("seeds", race(DigitsTasks(train=50)), few)),
    )
    monkeypatch.setattr(network_trials, "questions", lambda seeds: asked)
    told = []
    clean, five = run_networks(Means(), lambda done, total: told.append((done, total)))
    assert told[-1] == (8, 8)
    assert (clean.level, five.level) == (0, -1)
    assert [method.spec.label for method in clean.methods] == list(LABELS)
    assert "final_accuracy" in five.methods[0].ends
