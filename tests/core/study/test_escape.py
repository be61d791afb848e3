"""Escape studies: who races, who has left, and from where."""

from __future__ import annotations

import numpy as np
import pytest

from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.study.asking.question import Question
from core.study.asking.studying import study
from core.study.plots import plots
from core.study.starting import sampling
from core.study.starting.sampling import Sampling
from core.study.starting.twins import with_twins
from core.study.starting.vary import Variation
from core.study.telling.tables import tables
from core.study.telling.verdict import verdict
from landscapes import make
from landscapes.two_basins import TwoBasins

ADAM, CM = MethodSpec.create("adam", label="Adam"), MethodSpec.create("adam+cm", label="CM")


def race(*specs: MethodSpec, landscape: object = None, steps: int = 500) -> Experiment:
    ground = landscape or TwoBasins(100.0)
    return Experiment(ground, specs, ((0.0, 0.0),), steps=steps)


def labels(*specs: MethodSpec, steps: int = 500) -> list[str]:
    return [spec.label for spec in with_twins(race(*specs, steps=steps)).methods]


def test_every_memory_races_beside_its_control_and_its_settled_form() -> None:
    wanted = ["CM", "CM, no memory", "CM, memory from 100", "CM, no memory, from 100"]
    assert labels(CM) == wanted
    assert labels(ADAM) == ["Adam"]
    twins = with_twins(race(CM)).methods
    assert [spec.values["strength"] for spec in twins] == [1, 0, 1, 0]
    assert [spec.values["memory_start"] for spec in twins] == [0, 0, 100, 100]


def test_no_twin_races_that_is_there_already() -> None:
    cg = MethodSpec.create("adam+cg", label="CG")
    # Adam is the control of gradients in memory, settled or not.
    assert labels(ADAM, cg) == ["Adam", "CG", "CG, memory from 100"]
    control = MethodSpec.create("adam+cm", {"capacity": 0}, label="none")
    larger = MethodSpec.create("adam+cm", {"capacity": 20}, label="C 20")
    assert labels(CM, larger, control) == [
        "CM", "C 20", "none", "CM, memory from 100", "CM, no memory, from 100",
        "C 20, memory from 100",
    ]  # fmt: skip
    settled = CM.changed(memory_start=100)
    assert len(labels(CM, settled)) == 4
    for start in (50, 100):  # settled already
        assert labels(CM.changed(memory_start=start)) == ["CM", "CM, no memory"]
    assert labels(CM, steps=100) == ["CM", "CM, no memory"]  # over before it settles


def test_too_many_twins_are_refused_in_words() -> None:
    many = [MethodSpec.create("adam+cm", {"lr": 0.01 + 0.001 * k}) for k in range(17)]
    with pytest.raises(ExperimentError, match=r"17 methods.*twins.*68; 64"):
        with_twins(race(*many))


def test_the_memory_and_not_the_changed_second_moment_carries_out() -> None:
    """The reference at s = 100: CM 1 and its control .92 at once, 1 and 0 after settling."""
    question = Question("escape", race(ADAM, CM), Sampling("disc", 128), (100.0,))
    found = tables(study(question))
    table = found["escape"]
    assert table.columns == (
        "method", "sharpness", "escape_ratio", "low", "high", "by_attractor", "n",
    )  # fmt: skip
    shares = dict(zip(table.column("method"), table.column("escape_ratio"), strict=True))
    assert shares["Adam"] == 0 and shares["CM, no memory, from 100"] == 0
    assert shares["CM"] == pytest.approx(1, abs=0.06)
    assert shares["CM, memory from 100"] == pytest.approx(1, abs=0.06)
    assert shares["CM, no memory"] == pytest.approx(0.92, abs=0.07)
    pairs = [row[1:4] for row in found["differences"].rows]
    assert pairs == [
        ("CM", "CM, no memory", "escape_ratio"),
        ("CM", "CM, no memory", "by_attractor"),
        ("CM, memory from 100", "CM, no memory, from 100", "escape_ratio"),
        ("CM, memory from 100", "CM, no memory, from 100", "by_attractor"),
    ]
    assert found["differences"].column("p")[2] < 1e-20


def test_a_reference_is_what_all_are_compared_with() -> None:
    question = Question(
        "escape", race(ADAM, CM, steps=20), Sampling("disc", 16), (10.0, 300.0), reference=0
    )
    table = tables(study(question))["differences"]
    assert set(table.column("reference")) == {"Adam"}
    assert table.columns[0] == "sharpness" and set(table.column("sharpness")) == {10.0, 300.0}


def test_elsewhere_it_is_the_basin_of_a_chosen_minimum_that_is_left() -> None:
    ground = make({"name": "goldstein-price"})
    fast = MethodSpec.create("adam", {"lr": 0.5}, label="fast")
    flow = MethodSpec.create("sgd", {"lr": 1e-6}, label="flow")
    question = Question(
        "escape", race(fast, flow, landscape=ground), Sampling("basin", 64, "-0.6,-0.4")
    )
    answer = study(question)
    table = tables(answer)["escape"]
    assert table.columns == ("method", "escape_ratio", "low", "high", "by_attractor", "n")
    ends = answer.known[0].methods[0].ends["rest"]
    away = np.linalg.norm(ends - [-0.6, -0.4], axis=-1) > 0.01
    assert away.mean() > 0.1 and table.column("escape_ratio") == [away.mean(), 0.0]
    assert table.column("by_attractor") == table.column("escape_ratio")


def plain_descent(points: np.ndarray, steps: int = 4000) -> np.ndarray:
    """Where steps along Ackley's slope, written out here, lead to from points (n, 2)."""
    for _ in range(steps):
        radius = np.sqrt((points**2).sum(-1, keepdims=True)) + 1e-300
        cone = 20 * 0.2 / np.sqrt(2) * np.exp(-0.2 / np.sqrt(2) * radius) * points / radius
        crest = np.exp(np.cos(2 * np.pi * points).mean(-1, keepdims=True))
        points = points - 1e-3 * (cone + np.pi * np.sin(2 * np.pi * points) * crest)
    return points


def test_a_place_means_the_minimum_that_it_comes_down_to_be_it_listed_or_not() -> None:
    """A dimple of Ackley's is in no list, and is left as any other basin is."""
    ground = make({"name": "ackley"})
    (dimple,) = plain_descent(np.array([[0.9, 0.05]]))
    fast = MethodSpec.create("adam", {"lr": 0.7}, label="fast")
    flow = MethodSpec.create("sgd", {"lr": 1e-6}, label="flow")
    experiment = race(fast, flow, landscape=ground, steps=40)
    answer = study(Question("escape", experiment, Sampling("basin", 64, "0.9,0.05")))
    (result,) = answer.known
    places = (result.starts, *(method.ends["position"] for method in result.methods))
    begun, *away = (
        (np.linalg.norm(plain_descent(place) - dimple, axis=-1) > 1e-3).mean() for place in places
    )
    assert begun < 0.05  # on a ridge the two may take different ways down
    table = tables(answer)["escape"]
    fast_left, flow_left = table.column("by_attractor")
    assert fast_left > 0.5 and abs(fast_left - away[0]) < 0.05 and flow_left == 0
    assert table.column("escape_ratio") == [fast_left, flow_left]
    assert "from the basin of (0.9, 0.05)" in verdict(answer)[0]
    escape, *others = plots(answer)
    assert escape.title == "Escape from the basin of (0.9, 0.05)"
    assert "by_attractor" not in [plot.name for plot in others]  # which would be the same again
    # A listed one is meant by any place of its basin, and drawn as by its name.
    named, placed = (
        Sampling("basin", 16, basin).points(ground, 3) for basin in ("(0, 0)", "0.1,-0.2")
    )
    np.testing.assert_array_equal(named, placed)
    for wrong in ("deep", "1,2,3", "nan,0", "1e300,0", "-5.1,0"):
        with pytest.raises(ExperimentError) as refused:
            Question("escape", experiment, Sampling("basin", 8, wrong))
        assert refused.value.path == "sampling"


def test_a_small_basin_is_looked_for_long_enough_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of Ackley's domain a dimple's basin is about a hundredth."""
    ground = make({"name": "ackley"})
    found = Sampling("basin", 1200, "0.9,0.05").points(ground, 0)
    assert len(found) == 1200 and np.abs(found - [0.95, 0.0]).max() < 1
    monkeypatch.setattr(sampling, "MOST_DRAWN", 1000)
    with pytest.raises(ExperimentError, match=r"\(3.9, 4\) is too small to find 300 starts"):
        Sampling("basin", 300, "3.9,4").points(ground, 0)


def test_elsewhere_a_parameter_of_the_landscape_may_vary() -> None:
    experiment = race(ADAM, landscape=make({"name": "ackley"}), steps=10)
    varied = (Variation.parsed("landscape.a=10,20", experiment),)
    question = Question("escape", experiment, Sampling("basin", 8, "(0, 0)"), variations=varied)
    table = tables(study(question))["escape"]
    assert table.columns[:2] == ("method", "a") and table.column("a") == [10, 20]


def test_what_is_left_is_the_basin_that_was_chosen() -> None:
    flow = MethodSpec.create("sgd", {"lr": 0.01}, label="flow")
    wild = MethodSpec.create("sgd", {"lr": 50.0}, label="wild")
    for name, sharpness in (("flat", 100.0), ("sharp", 10.0)):
        question = Question("escape", race(flow, wild), Sampling("basin", 64, name), (sharpness,))
        answer = study(question)
        table = tables(answer)["escape"]
        assert table.column("by_attractor")[0] == 0 and table.column("escape_ratio")[0] < 0.1
        assert answer.known[0].methods[1].ends["diverged"].sum() > 32
        for rule in ("escape_ratio", "by_attractor"):
            assert max(table.column(rule)) < 0.5  # who was lost has not left
    with pytest.raises(ExperimentError, match="basin:NAME"):
        Question("escape", race(ADAM, landscape=make({"name": "levy"})), Sampling("uniform", 8))
