"""What a commentary says of networks is what their training gives."""

import dataclasses
import json
import re

import numpy as np
import pytest
import torch

from core.experiment import presets
from core.measures.spectrum import hessian_product, top_eigenvalues
from core.stepping.race import Race
from core.study.results import signed_rank
from tests.core.experiment import overfits
from tests.core.experiment.preset_runs import recorded


def words_and_numbers(name, pattern):
    """The numbers that a commentary has in some places of it, a minus sign as people write it."""
    said = re.search(pattern, presets.commentary(name))
    assert said, pattern
    return [float(number.replace("−", "-")) for number in said.groups()]


def caught(spec, race, level):
    """Where the training loss of each replica first comes down to a level: points (S, D)."""
    one = dataclasses.replace(race, methods=(spec,))
    running = Race(one, starts=one.start_positions())
    found = np.full_like(one.start_positions(), np.nan)
    for step in range(one.steps + 1):
        if step % 5 == 0:  # as often as the study looks
            points = running.thetas[0].numpy()
            there = one.landscape.measured(points, "train").loss <= level
            new = there & np.isnan(found).any(-1)
            found[new] = points[new]
            if not np.isnan(found).any():
                return found
        running.step(reuse=True)
    raise AssertionError(f"{spec.label} did not come down to {level}")


def test_at_one_training_loss_the_memory_is_flatter_and_no_better():
    """Chaos moves the medians of 8 replicas on another machine, not who is flatter."""
    race = presets.load("flatter")
    (level,) = words_and_numbers("flatter", r"training loss first comes down to ([\d.]+) \(")
    flatness, accuracy = {}, {}
    with torch.inference_mode():
        for spec in race.methods:
            points = caught(spec, race, level)
            product = hessian_product(race.landscape, points.astype(float))
            top = top_eigenvalues(product, points.shape, 1)
            flatness[spec.label] = np.log(top.values[:, 0])
            accuracy[spec.label] = 100 * race.landscape.measured(points, "test").accuracy
    order = ("Adam + SAM", "Adam + CM", "Adam + CM, no memory")
    told = words_and_numbers(
        "flatter", r"× (\S+) with Adam \+ SAM, × (\S+) with Adam \+ CM and × (\S+) with its"
    )
    ratios = [np.exp(signed_rank.shift(flatness[x] - flatness["Adam"]).value) for x in order]
    assert told == pytest.approx(ratios, rel=0.1)
    median, *points = words_and_numbers(
        "flatter",
        r"median (\d+) % with Adam\) differs by \+(\S+) points with Adam \+ SAM, "
        r"by (\S+) with Adam \+ CM and by (\S+) with the control",
    )
    assert median == pytest.approx(np.median(accuracy["Adam"]), abs=1)
    differences = [signed_rank.shift(accuracy[x] - accuracy["Adam"]).value for x in order]
    assert points == pytest.approx(differences, abs=0.8)
    assert ratios[0] < ratios[1] < 0.9 < ratios[2] < 1.1
    assert differences[0] > 0.5 > differences[1]


def test_five_tasks_are_learnt_and_kept_as_the_commentary_says():
    race = presets.load("five-tasks")
    ends = race.landscape.task_ends(race.batch)
    assert ends[-1] == race.steps == int(*words_and_numbers("five-tasks", r"(\d+) steps"))
    measured = {}
    for spec, track in zip(race.methods, recorded("five-tasks").tracks, strict=True):
        by_task = 100 * track["task_accuracies"].astype(float)
        after = np.stack([by_task[end, :, task] for task, end in enumerate(ends)], -1)
        lost = (after - by_task[-1])[:, :-1].mean()
        measured[spec.label] = (after.mean(), by_task[-1].mean(), lost)
    order = ("Adam", "Adam + CM, no memory", "Adam + CM", "Adam + CG")
    pairs = re.findall(r"([\d.]+) % and ([\d.]+) %", presets.commentary("five-tasks"))
    told = [[float(one) for one in pair] for pair in pairs]
    assert told == [pytest.approx(measured[label][:2], abs=0.3) for label in order]
    lost = words_and_numbers(
        "five-tasks", r"four tasks are ([\d.]+), ([\d.]+), ([\d.]+) and ([\d.]+) points"
    )
    assert lost == pytest.approx([measured[label][2] for label in order], abs=0.3)
    assert measured["Adam"][1] > max(measured["Adam + CM"][1], measured["Adam + CG"][1])


def test_the_language_model_overfits_as_the_commentary_says():
    """Held against a run that `overfits.py` wrote; that it is this preset's says the next test."""
    found = json.loads(overfits.SUMMARY.read_text(encoding="utf-8"))
    test = {label: np.exp(parts["test"]) for label, parts in found.items()}
    adam, train = test["Adam"], np.exp(found["Adam"]["train"])
    every = presets.load("overfits").record.every
    told = words_and_numbers(
        "overfits", r"lowest after (\d+) steps, (\d+), and (\d+) at the end, .* set is (\d+)\. "
    )
    assert (every * adam.argmin(0) == told[0]).all()
    lowest = adam.min(0).mean()
    assert told[1:] == pytest.approx([lowest, adam[-1].mean(), train[-1].mean()], abs=0.5)
    assert (np.diff(train, axis=0) < 0).mean() > 0.9
    pairs = re.findall(r"(\d+) \((\d+) to (\d+)\)", presets.commentary("overfits"))
    order = ("Adam", "Adam + SAM", "Adam + CM, no memory", "Adam + CM")
    bests = [test[label].min(0) for label in order]
    assert [[float(one) for one in pair] for pair in pairs] == [
        pytest.approx([best.mean(), best.min(), best.max()], abs=0.5) for best in bests
    ]
    assert bests[0].max() > bests[3].min() and bests[3].max() > bests[0].min()


def test_the_summary_of_the_language_model_is_of_this_preset():
    written = json.loads(overfits.SUMMARY.read_text(encoding="utf-8"))
    label = "Adam + CM"
    first = overfits.losses(5, (label,))[label]
    for part, rows in first.items():
        np.testing.assert_allclose(rows, written[label][part][:2], rtol=1e-3)
