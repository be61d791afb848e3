"""The experiment file: everything comes back as it went, and nothing else gets in."""

import json

import numpy as np
import pytest

import landscapes
from core.experiment import experiment_file
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.experiment.starts import RandomStarts
from tests.core.experiment.example_file import (
    EXAMPLE,
    example,
    loads,
    with_hyperparameter,
    with_method,
)


def test_the_example_is_read_as_it_says():
    experiment = loads(EXAMPLE)
    assert experiment.landscape == landscapes.make({"name": "two-basins"})
    (spec,) = experiment.methods
    assert (spec.method, spec.label, spec.enabled) == ("adam+cm", "C = 5", True)
    assert spec.values["capacity"] == 5
    assert spec.values["beta1"] == 0.9
    assert experiment.starts == ((-1.5, 0.1),)
    assert (experiment.steps, experiment.noise, experiment.seed) == (500, 0.0, 0)


def test_the_shortest_file_takes_defaults_for_the_rest():
    experiment = loads(
        {
            "format": 1,
            "landscape": {"name": "ackley"},
            "methods": [{"method": "adamw"}],
            "starts": {"random": 3},
            "steps": 10,
        }
    )
    assert experiment == Experiment(
        landscapes.make({"name": "ackley"}),
        (MethodSpec.create("adamw", label="adamw"),),
        RandomStarts(3),
        10,
    )
    assert experiment.methods[0].values["weight_decay"] == 0.01


def test_defaults_are_written_out():
    document = json.loads(experiment_file.dumps(loads(EXAMPLE)))
    assert list(document) == list(EXAMPLE)
    assert list(document["methods"][0]["hyperparameters"]) == list(HYPERPARAMETERS)
    assert document["schedules"] == EXAMPLE["schedules"]


def test_hyperparameters_that_a_method_ignores_are_kept():
    text = experiment_file.dumps(loads(with_method(method="sgd")))
    assert experiment_file.loads(text).methods[0].values["decay"] == 0.7


def test_numbers_without_a_fraction_are_numbers():
    experiment = loads(with_hyperparameter("lr", 1) | {"starts": [[1, 2]], "noise": 3})
    assert experiment.starts == ((1.0, 2.0),)
    assert type(experiment.starts[0][0]) is float
    assert type(experiment.methods[0].values["lr"]) is float
    assert experiment_file.dumps(experiment) == experiment_file.dumps(
        loads(with_hyperparameter("lr", 1.0) | {"starts": [[1.0, 2.0]], "noise": 3.0})
    )


def test_a_start_outside_the_domain_is_allowed():
    assert loads(example(starts=[[1e6, -1e300]])).starts == ((1e6, -1e300),)


def test_the_starts_tell_the_dimension():
    levy = example(landscape={"name": "levy"}, starts=[[1.0] * 10])
    assert loads(levy).landscape.dimension == 10
    assert loads(example(landscape={"name": "levy"}, starts={"random": 1})).landscape.dimension == 2


def test_every_method_may_be_disabled_in_a_file():
    experiment = loads(with_method(enabled=False))
    assert experiment.enabled_methods == ()
    assert experiment_file.loads(experiment_file.dumps(experiment)) == experiment


def test_the_same_method_twice_with_the_same_label_is_allowed():
    assert len(loads(example(methods=[{"method": "adam"}] * 2)).methods) == 2


def test_labels_take_any_script():
    label = "Größe λ = 0,99 – 記憶 👩‍🔬 نص"
    experiment = loads(with_method(label=label))
    assert experiment.methods[0].label == label
    assert label in experiment_file.dumps(experiment)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_comes_back(method):
    experiment = loads(example(methods=[{"method": method}]))
    assert experiment_file.loads(experiment_file.dumps(experiment)) == experiment


def test_a_file_comes_back_and_is_made_to_be_read(tmp_path):
    path = tmp_path / "race.basin.json"
    experiment = loads(EXAMPLE)
    experiment_file.write(path, experiment)
    assert experiment_file.read(path) == experiment
    lines = path.read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 100
    assert '  "steps": 500,' in lines


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "race.basin.json"
    path.write_text("old")
    monkeypatch.setattr(experiment_file, "dumps", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        experiment_file.write(path, loads(EXAMPLE))
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_hundred_thousand_starts_are_read():
    starts = np.random.default_rng(0).uniform(-4, 4, (100_000, 2)).tolist()
    text = json.dumps(example(starts=starts))
    experiment = experiment_file.loads(text)
    assert experiment.starts == tuple(map(tuple, starts))


@pytest.mark.parametrize("colour", ["#12ab34", "#12AB34"])
def test_a_colour_that_a_person_gave_is_kept_in_small_letters(colour):
    experiment = loads(with_method(colour=colour))
    assert experiment.methods[0].colour == "#12ab34"
    assert '"colour": "#12ab34"' in experiment_file.dumps(experiment)
    assert experiment_file.loads(experiment_file.dumps(experiment)) == experiment


def test_a_card_without_a_colour_of_its_own_has_none_in_the_file():
    assert "colour" not in experiment_file.dumps(loads(example()))
