"""A seeds study: methods compared at one training loss, paired over the same seeds."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from core.study.asking import study_file
from core.study.asking.answer import Answer
from core.study.asking.question import Kind, Question
from core.study.asking.studying import study
from core.study.plots import plots
from core.study.results.seeds import compared, trained
from core.study.results.starts import ungathered
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.telling.tables import tables
from core.study.telling.verdict import verdict
from core.study.work.training import AT_LEVELS
from landscapes import make
from landscapes.base import Array

RATE = 0.04
SEEDS = Sampling("seeds", 3)


def race(*methods: MethodSpec, steps: int = 60) -> Experiment:
    network = make({"name": "digits-mlp", "parameters": {"train": 64, "hidden": 4}})
    specs = methods or (
        MethodSpec.create("adam", {"lr": RATE}),
        MethodSpec.create("adam+cm", {"lr": 0.01}),
    )
    return Experiment(network, specs, SeedStarts(3), steps, batch=16)


@pytest.fixture(scope="module")
def answer() -> Answer:
    return study(Question("seeds", race(), SEEDS, at_train_loss=(2.0, 1.2)))


def test_the_control_without_memory_is_always_there(answer: Answer) -> None:
    labels = [method.spec.label for method in answer.known[0].methods]
    assert labels == ["adam", "adam+cm", "adam+cm, no memory"]
    assert answer.known[0].methods[2].spec.values["strength"] == 0


def test_each_run_is_caught_where_its_training_loss_first_comes_down_to_a_level(
    answer: Answer,
) -> None:
    """Looked for again step by step, by torch's own network, data and Adam."""
    question, network = answer.question, answer.question.experiment.landscape
    samples = network.samples("train")
    inputs, labels = torch.tensor(samples.inputs), torch.tensor(samples.labels)
    model = nn.Sequential(nn.Linear(64, 4), nn.ReLU(), nn.Linear(4, 10))
    first = torch.tensor(network.initial(0, 3)[1])
    nn.utils.vector_to_parameters(first, model.parameters())
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    caught: dict[float, int] = {}
    for step in range(question.experiment.steps + 1):
        with torch.no_grad():
            loss = float(nn.functional.cross_entropy(model(inputs), labels))
        for level in question.at_train_loss:
            if loss <= level:
                caught.setdefault(level, step)
        rows = torch.tensor(network.batch_rows(0, step + 1, 3, 16)[1])
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(inputs[rows]), labels[rows]).backward()
        optimizer.step()
    adam = answer.known[0].methods[0].ends
    assert adam["caught_at"][1].tolist() == [caught[2.0], caught[1.2], 60]
    assert adam["train_loss"][1, -1] == pytest.approx(loss, rel=1e-4)
    assert (adam["train_loss"][:, 0] <= 2.0).all()


def test_one_row_a_method_and_training_loss(answer: Answer) -> None:
    table = tables(answer)["seeds"]
    assert table.columns[:6] == ("method", "at", "n", "test_accuracy", "low", "high")
    assert {"lambda_max", "trace", "gap"} <= set(table.columns)
    assert [row[1] for row in table.rows[:3]] == [2.0, 1.2, "end"]
    accuracy = np.median(answer.known[0].methods[0].ends["test_accuracy"][:, -1])
    assert table.rows[2][3] == accuracy


def test_who_was_not_there_is_not_in_the_figures_but_counted() -> None:
    high = race(MethodSpec.create("sgd", {"lr": 0.001}))
    found = study(Question("seeds", high, SEEDS, at_train_loss=(0.01,)))
    row = tables(found)["seeds"].records()[0]
    assert (row["n"], row["seeds"], row["diverged"]) == (0, 3, 0)
    assert np.isnan(row["test_accuracy"])
    assert "No replica came down to training loss 0.01." in verdict(found)


def test_a_run_that_diverges_is_counted() -> None:
    wild = race(
        MethodSpec.create("adamw", {"lr": 100.0, "weight_decay": 1.0}),
        MethodSpec.create("adam", {"lr": 0.01}),
    )
    found = study(Question("seeds", wild, SEEDS))
    assert tables(found)["seeds"].records()[0]["diverged"] > 0
    assert "Diverged" in " ".join(verdict(found))


@pytest.mark.parametrize("rows", [1, 2])
def test_the_bytes_do_not_depend_on_how_the_work_is_cut(
    answer: Answer, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.study.asking.studying.REPLICAS", rows)
    again = study(answer.question)
    for one, other in zip(answer.known[0].methods, again.known[0].methods, strict=True):
        for name in AT_LEVELS:
            assert np.array_equal(one.ends[name], other.ends[name], equal_nan=True), name


def test_a_study_is_saved_and_opened_whole(answer: Answer, tmp_path: Path) -> None:
    study_file.save(answer, tmp_path / "seeds.npz")
    opened = study_file.load(tmp_path / "seeds.npz")
    assert opened.question == answer.question
    assert tables(opened)["seeds"].csv() == tables(answer)["seeds"].csv()
    assert verdict(opened) == verdict(answer)


def test_each_plot_has_a_name_and_a_title(answer: Answer) -> None:
    found = plots(answer)
    assert len({plot.name for plot in found}) == len(found) >= 3
    assert all(plot.title for plot in found)


# What is told of figures that are known beforehand


def told(figures: dict[str, tuple[Array, Array, Array]], rates: tuple[float, ...] = ()) -> Answer:
    """An answer whose methods have these test accuracies, λmax and validation accuracies."""
    specs = tuple(MethodSpec.create("adam", {"lr": 0.01}, label=label) for label in figures)
    n = len(next(iter(figures.values()))[0])
    variations = (Variation("methods[*].lr", rates),) if rates else ()
    count = n // 2 if rates else n
    question = Question("seeds", race(*specs), Sampling("seeds", count), variations=variations)
    results = []
    for place, cell in enumerate(question.cells):
        ends = []
        for accuracy, sharpness, validation in figures.values():
            each = {name: np.full((n, 1), 1.0) for name in AT_LEVELS}
            each["test_accuracy"] = accuracy[:, None] + 0.0 * place
            each["lambda_max"] = sharpness[:, None]
            each["validation_accuracy"] = (validation - abs(place - 1) * 0.1)[:, None]
            ends.append(each | {"diverged": np.zeros(n, bool), "undefined": np.zeros(n, bool)})
        starts = np.zeros((n, cell.experiment.landscape.dimension))
        results.append(ungathered(cell.experiment, question.sampling, starts, ends))
    return Answer(question, tuple(results), 1, 1)


def test_flatter_and_not_better_is_said_as_it_is() -> None:
    rng = np.random.default_rng(0)
    base = 0.9 + 0.01 * rng.standard_normal(10)
    sharp = 10 * np.exp(0.05 * rng.standard_normal(10))
    noise = 0.002 * rng.standard_normal(10)
    found = told({
        "Adam": (base, sharp, base),
        "CM": (base + noise - noise.mean(), sharp * 0.5, base),
    })  # fmt: skip
    rows = compared(trained(found.results), 0)
    flatness = next(row for row in rows if row.what == "lambda_max")
    accuracy = next(row for row in rows if row.what == "test_accuracy")
    assert flatness.estimate.value == pytest.approx(0.5)
    assert (flatness.decided, accuracy.decided) == (True, False)
    said = " ".join(verdict(found))
    assert "CM against Adam: flatter, λmax × 0.5" in said
    assert "no difference in test accuracy shown" in said
    assert "not tuned" in said


def test_the_rate_is_chosen_by_other_seeds_and_an_edge_is_warned_of() -> None:
    """The middle rate validates best; of two, the first of which does, it lies at an edge."""
    flat = np.full(6, 0.9)
    found = told({"Adam": (flat, flat, flat)}, rates=(0.001, 0.01, 0.1))
    (method,) = trained(found.results)
    assert (method.rate, method.at_edge, method.seeds) == (0.01, False, 3)
    assert "edge" not in " ".join(verdict(found))
    edge = told({"Adam": (flat, flat, flat)}, rates=(0.001, 0.01))
    assert trained(edge.results)[0].at_edge
    assert "lies at the edge of those tried for Adam" in " ".join(verdict(edge))


# What cannot be asked


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"at_train_loss": (0.1, 0.5)}, "go down"),
        ({"at_train_loss": (-1.0,)}, "above 0"),
        ({"sampling": Sampling("uniform", 3)}, "starts from seeds"),
        ({"variations": (Variation("methods[*].decay", (0.5,)),)}, r"methods\[\*\].lr"),
    ],
)
def test_what_cannot_be_asked_is_refused(change: dict[str, object], said: str) -> None:
    question = Question("seeds", race(), SEEDS)
    with pytest.raises(ExperimentError, match=said):
        dataclasses.replace(question, **change)  # type: ignore[arg-type]


def test_only_networks_have_seeds() -> None:
    bowl = Experiment(make({"name": "ackley"}), (MethodSpec.create("adam"),), ((1.0, 1.0),), 10)
    with pytest.raises(ExperimentError, match="trains networks"):
        Question("seeds", bowl, SEEDS)


@pytest.mark.parametrize(
    ("kind", "sampling"),
    [("starts", "uniform"), ("sweep", "uniform"), ("escape", "disc"), ("basins", "lattice")],
)
def test_a_network_is_asked_a_seeds_study_and_no_other(kind: Kind, sampling: str) -> None:
    with pytest.raises(ExperimentError, match="ask it a seeds study"):
        Question(kind, race(), Sampling(sampling, 3))
