"""What the format does not describe is refused with its place, the value and what is allowed."""

import json

import pytest

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from tests.core.experiment.example_file import (
    DRIFT,
    example,
    loads,
    refusal,
    with_hyperparameter,
    with_method,
)

LONG = "x" * 1000


@pytest.mark.parametrize(
    ("document", "path", "value", "allowed"),
    [
        ([], "$", "[]", "an object"),
        (None, "$", "null", "an object"),
        (example(format=2), "$.format", "2", "1 (the format that this version reads)"),
        (example(format=True), "$.format", "true", "1"),
        (example(format=1.0), "$.format", "1.0", "1"),
        (example(format="1"), "$.format", "'1'", "1"),
        (example(name="x"), "$.name", "'name'", "one of the keys format, landscape, methods"),
        (example(**{LONG: 1}), "$['xxx", "'xxx", "one of the keys"),
        (example(**{"steps` - at `$.x": 1}), "$['steps` - at `$.x']", "'steps`", "one of the keys"),
        # the landscape
        (example(landscape="ackley"), "$.landscape", "'ackley'", "an object with a name"),
        (example(landscape={"name": "nope"}), "$.landscape.name", "'nope'", "ackley, goldstein"),
        (example(landscape={"name": ["x"]}), "$.landscape.name", "['x']", "one of ackley"),
        (
            example(landscape={"name": "two-basins", "parameters": {"sharpness": 0}}),
            "$.landscape.parameters.sharpness",
            "0",
            "a number from 1 to 1000",
        ),
        (
            example(landscape={"name": "two-basins", "parameters": {"sharpness": True}}),
            "$.landscape.parameters.sharpness",
            "true",
            "a number from 1 to 1000",
        ),
        (
            example(landscape={"name": "ackley", "parameters": {"d\n": 1}}),
            r"$.landscape.parameters['d\n']",
            r"'d\n'",
            "one of a, b, c",
        ),
        (example(landscape={"name": "ackley", "x": 1}), "$.landscape.x", "'x'", "one of name"),
        # the methods
        (example(methods={}), "$.methods", "{}", "a list of 1 to 64 methods"),
        (example(methods=[]), "$.methods", "0 methods", "1 to 64"),
        (example(methods=[{"method": "adam"}] * 65), "$.methods", "65 methods", "1 to 64"),
        (example(methods=["adam"]), "$.methods[0]", "'adam'", "an object with a method"),
        (with_method(method="adan"), "$.methods[0].method", "'adan'", "one of adam, adam+sam"),
        (with_method(method="sgd+cm"), "$.methods[0].method", "'sgd+cm'", "one of adam"),
        (with_method(method=1), "$.methods[0].method", "1", "the name of a method"),
        (with_method(label=None), "$.methods[0].label", "null", "a text"),
        (with_method(label=""), "$.methods[0].label", "''", "1 to 80 characters"),
        (with_method(label="x" * 81), "$.methods[0].label", "'xxx", "1 to 80 characters"),
        (with_method(label="a\nb"), "$.methods[0].label", r"'a\nb'", "that can be seen"),
        (with_method(label="\x1b[31m"), "$.methods[0].label", r"'\x1b[31m'", "that can be seen"),
        (with_method(label="a\u202eb"), "$.methods[0].label", r"'a\u202eb'", "that can be seen"),
        (with_method(label=" \u2003"), "$.methods[0].label", "' \\u2003'", "that can be seen"),
        (with_method(label="\u200d"), "$.methods[0].label", "'\\u200d'", "that can be seen"),
        (with_method(label="\u2800"), "$.methods[0].label", "'\u2800'", "that can be seen"),
        (with_method(label="\ud800"), "$.methods[0].label", r"'\ud800'", "surrogate"),
        (with_method(enabled=1), "$.methods[0].enabled", "1", "true or false"),
        (with_method(lr=1), "$.methods[0].lr", "'lr'", "one of the keys method, label, enabled"),
        (with_method(hyperparameters=[]), "$.methods[0].hyperparameters", "[]", "an object"),
        (with_hyperparameter("LR", 1), "$.methods[0].hyperparameters.LR", "'LR'", "one of lr, "),
        (with_hyperparameter("lr", 0), "$.methods[0].hyperparameters.lr", "0", "(0, 100]"),
        (with_hyperparameter("lr", True), "$.methods[0].hyperparameters.lr", "true", "a number"),
        (with_hyperparameter("lr", "1"), "$.methods[0].hyperparameters.lr", "'1'", "a number"),
        (with_hyperparameter("lr", None), "$.methods[0].hyperparameters.lr", "null", "a number"),
        (with_hyperparameter("lr", [[1]]), "$.methods[0].hyperparameters.lr", "[[…]]", "a number"),
        (with_hyperparameter("beta1", 1), "$.methods[0].hyperparameters.beta1", "1", "[0, 1)"),
        (
            with_hyperparameter("capacity", 5.0),
            "$.methods[0].hyperparameters.capacity",
            "5.0",
            "a whole number in [0, 100]",
        ),
        (
            with_hyperparameter("policy", "lifo"),
            "$.methods[0].hyperparameters.policy",
            "'lifo'",
            "one of priority, fifo, random, ema",
        ),
        (
            with_hyperparameter("memory_start", 501),
            "$.methods[0].hyperparameters.memory_start",
            "501",
            "a whole number in [0, steps] (steps is 500)",
        ),
        # the starts
        (example(starts=1), "$.starts", "1", 'a list of points, {"random": n}, {"lattice": n}'),
        (example(starts=[]), "$.starts", "0 starts", "1 to 10000000"),
        (example(starts=[1, 2]), "$.starts[0]", "1", "a point: a list of numbers"),
        (example(starts=[[]]), "$.starts[0]", "the starts have 0", "2 dimensions"),
        (example(starts=[[1, 2, 3]]), "$.starts[0]", "the starts have 3", "2 dimensions"),
        (example(starts=[[1, 2], [3]]), "$.starts[1]", "[3.0]", "2 finite numbers"),
        (example(starts=[[1, 2], [3, "4"]]), "$.starts[1][1]", "'4'", "a number"),
        (example(starts=[[1, True]]), "$.starts[0][1]", "true", "a number"),
        (example(starts=[[1, None]]), "$.starts[0][1]", "null", "a number"),
        (example(starts=[[1, 10**400]]), "$.starts[0][1]", "Infinity", "a finite number"),
        (example(starts={}), "$.starts", "{}", "just one of"),
        (example(starts={"random": 1, "lattice": 1}), "$.starts", "{'random', 'la", "just one of"),
        (example(starts={"grid": 1}), "$.starts.grid", "'grid'", '{"random": n}'),
        (example(starts={"random": 0}), "$.starts.random", "0", "from 1 to 10000000"),
        (example(starts={"random": 1.0}), "$.starts.random", "1.0", "a whole number"),
        (example(starts={"random": True}), "$.starts.random", "true", "a whole number"),
        (example(starts={"lattice": 3163}), "$.starts.lattice", "3163", "from 1 to 3162"),
        # steps, noise, seed
        (example(steps=0), "$.steps", "0", "a whole number from 1 to 1000000"),
        (example(steps=1_000_001), "$.steps", "1000001", "a whole number"),
        (example(steps=5.0), "$.steps", "5.0", "a whole number"),
        (example(steps=True), "$.steps", "true", "a whole number"),
        (example(steps="5"), "$.steps", "'5'", "a whole number"),
        (example(steps=10**100), "$.steps", "101 digits", "a whole number"),
        (example(noise=-1), "$.noise", "-1", "a number from 0 to 1e6"),
        (example(noise="0"), "$.noise", "'0'", "a number"),
        (example(noise=False), "$.noise", "false", "a number"),
        (example(seed=2**63), "$.seed", str(2**63), f"from 0 to {2**63 - 1}"),
        (example(seed=-1), "$.seed", "-1", "a whole number"),
        # the drift
        (example(drift=None), "$.drift", "null", "an object with kind, period and by"),
        (example(drift={}), "$.drift.kind", "'kind' is missing", ""),
        (example(drift={"kind": "jump", "by": [1, 2]}), "$.drift.period", "'period'", "missing"),
        (
            example(drift=DRIFT | {"at": 1}),
            "$.drift.at",
            "'at'",
            "one of the keys kind, period, by",
        ),
        (example(drift=DRIFT | {"kind": "spin"}), "$.drift.kind", "'spin'", "one of jump, circle"),
        (example(drift=DRIFT | {"kind": []}), "$.drift.kind", "[]", "one of jump, circle, glide"),
        (example(drift=DRIFT | {"period": 0}), "$.drift.period", "0", "a whole number from 1 to"),
        (example(drift=DRIFT | {"by": 1}), "$.drift.by", "1", "two numbers, [dx, dy]"),
        (example(drift=DRIFT | {"by": [1]}), "$.drift.by", "[1.0]", "two numbers, [dx, dy]"),
        (example(drift=DRIFT | {"by": [1, "2"]}), "$.drift.by[1]", "'2'", "a number from -1000"),
        (example(drift=DRIFT | {"by": [1001, 0]}), "$.drift.by[0]", "1001.0", "from -1000 to 1000"),
        (
            example(
                drift=DRIFT,
                landscape={"name": "levy", "parameters": {"dimension": 3}},
                starts=[[1, 2, 3]],
            ),
            "$.drift",
            "this one has 3",
            "only landscapes of 2 dimensions drift",
        ),
        # the schedules
        (example(schedules=[]), "$.schedules", "[]", "an object with lr and strength"),
        (example(schedules={"x": {}}), "$.schedules.x", "'x'", "one of the keys lr, strength"),
        (example(schedules={"lr": "step"}), "$.schedules.lr", "'step'", "an object with a kind"),
        (
            example(schedules={"lr": {"kind": "exp"}}),
            "$.schedules.lr.kind",
            "'exp'",
            "one of constant, step, linear, cosine",
        ),
        (example(schedules={"lr": {"kind": []}}), "$.schedules.lr.kind", "[]", "one of constant"),
        (
            example(schedules={"strength": {"kind": "linear", "at": 1}}),
            "$.schedules.strength.at",
            "'at'",
            "a linear schedule takes to",
        ),
        (
            example(schedules={"lr": {"kind": "constant", "to": 1}}),
            "$.schedules.lr.to",
            "'to'",
            "a constant schedule takes no other key",
        ),
        (
            example(schedules={"lr": {"kind": "step", "at": 2}}),
            "$.schedules.lr.at",
            "2",
            "a fraction of the steps from 0 to 1",
        ),
        (
            example(schedules={"lr": {"kind": "cosine", "to": "0"}}),
            "$.schedules.lr.to",
            "'0'",
            "a number from 0 to 100",
        ),
    ],
)
def test_refusals_name_the_place_the_value_and_what_is_allowed(document, path, value, allowed):
    error = refusal(document)
    assert error.path.startswith(path)
    assert len(error.path) < 120
    assert value in error.problem
    assert allowed in error.problem
    assert str(error).isprintable()


@pytest.mark.parametrize("key", ["format", "landscape", "methods", "starts", "steps"])
def test_a_missing_key_is_named(key):
    document = example()
    del document[key]
    error = refusal(document)
    assert (error.path, error.problem) == (f"$.{key}", f"'{key}' is missing")


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (example(landscape={}), "$.landscape.name"),
        (example(methods=[{}]), "$.methods[0].method"),
        (example(schedules={"lr": {}}), "$.schedules.lr.kind"),
        (
            example(landscape={"name": "expression", "parameters": {"loss": "x"}}),
            "$.landscape.domain",
        ),
        (
            example(landscape={"name": "expression", "domain": [[0, 1], [0, 1]]}),
            "$.landscape.parameters.loss",
        ),
    ],
)
def test_what_is_missing_deeper_is_named(document, path):
    error = refusal(document)
    assert error.path == path
    assert "is missing" in error.problem


@pytest.mark.parametrize("place", ["steps", "seed", "noise"])
@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "1" * 5000])
def test_numbers_that_are_not_finite_are_refused_wherever_they_stand(place, number):
    text = json.dumps(example(**{place: "HERE"})).replace('"HERE"', number)
    with pytest.raises(ExperimentError) as refused:
        experiment_file.loads(text)
    assert refused.value.path == f"$.{place}"


def test_a_formula_that_python_could_run_is_not_run():
    landscape = {
        "name": "expression",
        "parameters": {"loss": "__import__('os').system('true')"},
        "domain": [[0, 1], [0, 1]],
    }
    assert refusal(example(landscape=landscape)).path == "$.landscape.parameters.loss"


@pytest.mark.parametrize(
    "colour", ["red", "#fff", "#12ab3g", "#12ab34ff", "", 7, None, ["#12ab34"]]
)
def test_what_is_no_colour_is_refused_with_its_place(colour):
    with pytest.raises(ExperimentError) as caught:
        loads(with_method(colour=colour))
    assert "$.methods[0].colour" in str(caught.value) and "#2f6fde" in str(caught.value)
