"""The experiment as a value: checked when it is made, changed by making another."""

import dataclasses

import numpy as np
import pytest

import landscapes
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import LatticeStarts, RandomStarts

ACKLEY = landscapes.make({"name": "ackley"})
ADAM = MethodSpec.create("adam")


def experiment(methods=(ADAM,), starts=((1.0, 2.0),), steps=10, **changes):
    return Experiment(ACKLEY, methods, starts, steps, **changes)


@pytest.mark.parametrize(("dimension", "most"), [(1, 10_000_000), (2, 3162), (7, 10), (1000, 1)])
def test_a_lattice_has_at_most_ten_million_starts(dimension, most):
    levy = landscapes.make({"name": "levy"}, dimension=dimension)
    assert Experiment(levy, (ADAM,), LatticeStarts(most), 1).start_count == most**dimension
    with pytest.raises(ExperimentError, match=f"1 to {most}"):
        Experiment(levy, (ADAM,), LatticeStarts(most + 1), 1)


def test_a_method_fills_in_the_defaults_of_its_base():
    assert ADAM.values["weight_decay"] == 0.0
    assert MethodSpec.create("adamw+cg").values["weight_decay"] == 0.01
    assert MethodSpec.create("adam+cm", {"capacity": 20}).values["capacity"] == 20
    assert ADAM.label == "adam"


@pytest.mark.parametrize(
    ("method", "hyperparameters", "path"),
    [("adan", {}, "method"), ("adam", {"rate": 1}, "hyperparameters.rate")],
)
def test_unknown_names_are_refused(method, hyperparameters, path):
    with pytest.raises(ExperimentError) as refused:
        MethodSpec.create(method, hyperparameters)
    assert refused.value.path == path


def test_what_a_method_ignores_is_kept_but_not_used():
    spec = MethodSpec.create("sgd", {"decay": 0.5})
    assert spec.values["decay"] == 0.5
    assert dict(spec.used) == {"lr": 0.05}
    assert spec.with_method("sgd+cg").values["decay"] == 0.5


def test_a_default_label_follows_the_method_and_a_given_one_stays():
    assert ADAM.with_method("adam+cm").label == "adam+cm"
    assert dataclasses.replace(ADAM, label="mine").with_method("adam+cm").label == "mine"


def test_equal_settings_are_equal_however_they_were_written():
    one, other = MethodSpec.create("adam", {"lr": 1}), MethodSpec.create("adam", {"lr": 1.0})
    assert one == other == ADAM.changed(lr=1)
    assert repr(one) == repr(other) == repr(ADAM.changed(lr=1))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"steps": 0}, "$.steps"),
        ({"steps": 2.0}, "$.steps"),
        ({"noise": -1.0}, "$.noise"),
        ({"noise": float("nan")}, "$.noise"),
        ({"seed": 2**63}, "$.seed"),
        ({"methods": ()}, "$.methods"),
        ({"methods": (ADAM,) * 65}, "$.methods"),
        ({"methods": (ADAM, ADAM.changed(lr=0.0))}, "$.methods[1].hyperparameters.lr"),
        ({"methods": (ADAM.changed(memory_stop=11),)}, "$.methods[0].hyperparameters.memory_stop"),
        ({"methods": (dataclasses.replace(ADAM, label=""),)}, "$.methods[0].label"),
        ({"methods": (dataclasses.replace(ADAM, label="a\tb"),)}, "$.methods[0].label"),
        ({"starts": ()}, "$.starts"),
        ({"starts": ((1.0, 2.0), (1.0,))}, "$.starts[1]"),
        ({"starts": ((1.0, float("inf")),)}, "$.starts[0]"),
        ({"starts": RandomStarts(0)}, "$.starts.random"),
        ({"starts": LatticeStarts(3163)}, "$.starts.lattice"),
    ],
)
def test_what_is_out_of_range_is_refused_at_its_place(changes, path):
    with pytest.raises(ExperimentError) as refused:
        experiment(**changes)
    assert refused.value.path == path


def test_the_memory_may_start_and_stop_up_to_the_last_step():
    spec = ADAM.changed(memory_start=10, memory_stop=10)
    assert experiment(methods=(spec,)).methods == (spec,)


def test_random_starts_lie_in_the_domain_and_follow_the_seed():
    race = experiment(starts=RandomStarts(1000), seed=3)
    points = race.start_positions()
    assert points.shape == (race.start_count, 2) == (1000, 2)
    assert (np.abs(points) < 5).all()
    assert np.allclose(points.mean(0), 0, atol=0.4)
    assert np.array_equal(points, experiment(starts=RandomStarts(1000), seed=3).start_positions())
    assert not np.array_equal(points, experiment(starts=RandomStarts(1000)).start_positions())


def test_more_random_starts_begin_with_the_same_ones():
    few, many = (experiment(starts=RandomStarts(n)).start_positions() for n in (5, 50))
    assert np.array_equal(few, many[:5])


def test_a_lattice_lies_at_the_centres_of_its_cells():
    race = experiment(starts=LatticeStarts(2))
    assert race.start_count == 4
    assert race.start_positions().tolist() == [[-2.5, -2.5], [-2.5, 2.5], [2.5, -2.5], [2.5, 2.5]]


def test_the_recorded_capacity_is_the_largest_of_the_memories_that_run():
    def cm(n, **changes):
        return MethodSpec.create("adam+cm", {"capacity": n}, **changes)

    assert experiment().capacity == 1
    assert experiment(methods=(cm(0),)).capacity == 1
    assert experiment(methods=(cm(3), cm(7), cm(9, enabled=False))).capacity == 7
    assert experiment(methods=(MethodSpec.create("adam", {"capacity": 9}),)).capacity == 1


def test_experiments_are_values():
    assert experiment() == experiment()
    assert hash(experiment()) == hash(experiment())
    assert dataclasses.replace(experiment(), steps=11) != experiment()


def test_listed_starts_are_the_rows_of_the_positions():
    points = ((1.5, -2.0), (3, 4), (5e-324, 1e308))
    assert experiment(starts=points).start_positions().tolist() == [list(p) for p in points]
