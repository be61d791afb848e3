"""The experiment file: everything comes back as it went, and nothing else gets in."""

import copy
import json
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import landscapes
from core.experiment import experiment_file, long_list
from core.experiment.drift import Drift
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.experiment.schedules import Schedule
from core.experiment.starts import LatticeStarts, RandomStarts
from landscapes import LANDSCAPES

# The example of the format's description: every key that is required, and all the others.
EXAMPLE = {
    "format": 1,
    "landscape": {"name": "two-basins", "parameters": {"sharpness": 100}},
    "methods": [
        {
            "method": "adam+cm",
            "label": "C = 5",
            "enabled": True,
            "hyperparameters": {"lr": 0.05, "capacity": 5, "decay": 0.7},
        }
    ],
    "starts": [[-1.5, 0.1]],
    "steps": 500,
    "schedules": {"lr": {"kind": "constant"}, "strength": {"kind": "constant"}},
    "noise": 0.0,
    "seed": 0,
}

DRIFT = {"kind": "jump", "period": 100, "by": [2, 0.6]}


def example(**changes):
    return copy.deepcopy(EXAMPLE) | changes


def with_method(**changes):
    return example(methods=[EXAMPLE["methods"][0] | changes])


def with_hyperparameter(name, value):
    return with_method(hyperparameters={name: value})


def loads(document):
    return experiment_file.loads(json.dumps(document))


def refusal(document):
    with pytest.raises(ExperimentError) as refused:
        loads(document)
    return refused.value


# --- what is read


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


# --- there and back


def numbers(low, high):
    return st.floats(low, high, allow_nan=False)


def hyperparameter(row, steps):
    if row.choices:
        return st.sampled_from(row.choices)
    high = steps if row.high is None else row.high
    if row.whole:
        return st.integers(int(row.low), int(high))
    return st.floats(row.low, high, exclude_min=row.low_open, exclude_max=row.high_open)


schedules = st.builds(
    Schedule,
    st.sampled_from(["constant", "step", "linear", "cosine"]),
    at=numbers(0, 1),
    factor=numbers(0, 100),
    to=numbers(0, 100),
)


drifts = st.none() | st.builds(
    Drift,
    st.sampled_from(["jump", "circle", "glide"]),
    st.integers(1, 1_000_000),
    st.tuples(numbers(-1000, 1000), numbers(-1000, 1000)),
)


@st.composite
def some_landscapes(draw):
    kind = draw(st.sampled_from(list(LANDSCAPES.values())))
    if kind.name == "expression":
        low = draw(st.integers(-100, 100))
        return landscapes.make(
            {
                "name": "expression",
                "parameters": {
                    "loss": draw(st.sampled_from(["x*y", "exp(-x**2) + y", "(1-x)**2"]))
                },
                "domain": [[low, low + 1], [-0.5, 1e3]],
            }
        )
    parameters = {}
    for row in kind.parameters:
        if row.name == "dimension":
            parameters[row.name] = draw(st.integers(1, 5))
        elif draw(st.booleans()):
            parameters[row.name] = draw(numbers(row.low, row.high))
    return landscapes.make({"name": kind.name, "parameters": parameters})


@st.composite
def experiments(draw):
    landscape = draw(some_landscapes())
    steps = draw(st.integers(1, 1_000_000))
    methods = []
    for name in draw(st.lists(st.sampled_from(list(METHODS)), min_size=1, max_size=3)):
        values = {key: hyperparameter(row, steps) for key, row in HYPERPARAMETERS.items()}
        label = draw(st.text(st.characters(categories=["L", "M", "N", "P", "S"]), max_size=80))
        methods.append(
            MethodSpec.create(
                name,
                draw(st.fixed_dictionaries({}, optional=values)),
                label="a" + label[1:] if label else None,  # not of blanks alone
                enabled=draw(st.booleans()),
            )
        )
    point = st.tuples(*[numbers(None, None)] * landscape.dimension).filter(
        lambda point: np.isfinite(point).all()
    )
    lattice = 10_000_000 if landscape.dimension == 1 else int(10**7 ** (1 / landscape.dimension))
    starts = draw(
        st.lists(point, min_size=1, max_size=4).map(tuple)
        | st.builds(RandomStarts, st.integers(1, 10_000_000))
        | st.builds(LatticeStarts, st.integers(1, lattice - 1))
    )
    return Experiment(
        landscape,
        tuple(methods),
        starts,
        steps,
        draw(schedules),
        draw(schedules),
        draw(numbers(0, 1e6)),
        draw(st.integers(0, 2**63 - 1)),
        draw(drifts) if landscape.dimension == 2 else None,
    )


@settings(max_examples=100, deadline=None)
@given(experiments())
def test_every_experiment_comes_back_from_its_text(experiment):
    text = experiment_file.dumps(experiment)
    assert experiment_file.loads(text) == experiment
    assert experiment_file.dumps(experiment_file.loads(text.encode())) == text


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


# --- what is refused

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


def test_what_a_study_has_written_says_what_of_it_opens():
    for text, said in (
        ('{"setting": {}, "rows": []}', "saved as .npz"),
        ('{"claims": []}', "claims"),
    ):
        with pytest.raises(ExperimentError, match=said):
            experiment_file.loads(text)


def test_a_key_given_twice_is_refused():
    text = json.dumps(EXAMPLE).replace('"lr": 0.05', '"lr": 0.05, "lr": 0.5')
    with pytest.raises(
        ExperimentError, match=r"'lr' appears twice .*\$\.methods\[0\]\.hyperparameters\.lr"
    ):
        experiment_file.loads(text)


def test_a_formula_that_python_could_run_is_not_run():
    landscape = {
        "name": "expression",
        "parameters": {"loss": "__import__('os').system('true')"},
        "domain": [[0, 1], [0, 1]],
    }
    assert refusal(example(landscape=landscape)).path == "$.landscape.parameters.loss"


def test_a_later_format_is_named_before_its_unknown_keys():
    assert refusal({"format": 2, "races": []}).path == "$.format"


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\xef\xbb\xbf{}", b"\x00" * 100, b"PK\x03\x04", b"{"]
)
def test_a_file_of_something_else_is_refused(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(ExperimentError):
        experiment_file.read(path)


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        (b"{" + b" " * 999, "no longer than 64 MiB"),
        (b"PK\x03\x04", "this is a zip archive; an experiment in JSON"),
    ],
)
def test_a_huge_file_is_refused_without_reading_all_of_it(tmp_path, begins, said):
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.write(begins)
        file.truncate(2**40)  # sparse: it takes no room
    with pytest.raises(ExperimentError, match=said):
        experiment_file.read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_or_a_device_is_no_file_and_nobody_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(OSError, match="not an ordinary file"):
            experiment_file.read(path)


def longest(starts, **others):
    return json.dumps(example(**others) | {"starts": "HERE"}).replace('"HERE"', starts)


def test_a_long_list_of_starts_is_read_as_a_short_one_is():
    points = tuple((x / 7, -1.5e-300 * x) for x in range(40_000))
    text = "[" + ", ".join(f"[{x!r} ,{y!r}\n]" for x, y in points) + " ]"
    assert len(text) > 2**20
    for whole in (longest(text), longest(text).encode(), "\ufeff" + longest(text)):
        read = experiment_file.loads(whole)
        assert read.starts == points and read.steps == EXAMPLE["steps"]
    assert experiment_file.loads(experiment_file.dumps(read)) == read


@pytest.mark.parametrize(
    ("end", "path", "value"),
    [
        (",[1,2,3]]", "$.starts[300000]", "[1,2,3]"),
        (",[1]]", "$.starts[300000]", "[1]"),
        (",[]]", "$.starts[300000]", "[]"),
        (",3]", "$.starts[300000]", "3]"),
        (",[[1,2]]]", "$.starts[300000]", "[[1,2]]"),
        (",[1,null]]", "$.starts[300000]", "[1,null]"),
        (',"<img>"]', "$.starts[300000]", '"<img>"'),
        (',{"x":[1,2]}]', "$.starts[300000]", '{"x":[1,2]}'),
        (",[1,1e999],[2,2]]", "$.starts[300000]", "[1.0, Infinity]"),
        (",[1,NaN]]", "$", "not JSON"),
        (",[1,2]", "$", "not JSON"),
    ],
)
def test_a_fault_in_a_long_list_of_starts_is_named(end, path, value):
    with pytest.raises(ExperimentError) as refused:
        experiment_file.loads(longest("[" + ",".join(["[1,2]"] * 300_000) + end))
    assert refused.value.path == path and value in refused.value.problem


@pytest.mark.parametrize(
    ("begins", "item", "ends"),
    [
        ("[", "1,", "1]"),
        ("[[1]", ",[ ]", "]"),
        ("[", "[],", "[]]"),
        ("[" * 900, "1,", "1" + "]" * 900),
    ],
    ids=["numbers", "one then none", "empty lists", "deep"],
)
def test_a_long_list_of_something_else_is_refused(begins, item, ends):
    text = begins + item * 500_000 + ends
    with pytest.raises(ExperimentError, match=r"at \$\.starts"):
        experiment_file.loads(longest(text + " " * 2**20))


def test_what_is_long_beside_the_starts_is_refused_before_it_is_read():
    for text in ("[" + '{"a":1},' * 200_000 + "1]", json.dumps(EXAMPLE)[:-1] + " " * 2**21 + "}"):
        with pytest.raises(ExperimentError) as refused:
            experiment_file.loads(text)
        assert refused.value.path == "$"
    twice = longest("[" + ",".join(["[1,2]"] * 300_000) + "]").replace("{", '{"starts": [], ', 1)
    with pytest.raises(ExperimentError, match="'starts' appears twice"):
        experiment_file.loads(twice)


def test_a_long_list_is_refused_by_its_own_check_for_a_number_without_end():
    text = longest("[" + ",".join(["[1,1e999]"] * 200_000) + "]")
    _, points = long_list.set_apart(text.encode())
    with pytest.raises(ExperimentError, match=r"2 finite numbers \(at \$\.starts\[0\]"):
        points.read()


def test_a_long_list_of_more_starts_than_there_may_be_is_refused(monkeypatch):
    monkeypatch.setattr("core.experiment.starts.MAX_STARTS", 200_000)
    with pytest.raises(ExperimentError, match=r"300000 starts are not allowed.*at \$\.starts\)"):
        experiment_file.loads(longest("[" + ",".join(["[1,2]"] * 300_000) + "]"))


def test_too_many_starts_are_refused_by_their_number_before_they_are_read():
    seen = []

    def refuse(experiment):
        seen.append(experiment.start_count)
        raise ExperimentError("$", "too many")

    with pytest.raises(ExperimentError, match="too many"):
        experiment_file.loads(longest("[" + ",".join(["[1,1e999]"] * 200_000) + "]"), refuse)
    assert seen == [200_000]


def test_a_missing_file_and_a_folder_are_errors_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        experiment_file.read(tmp_path / "nowhere")
    with pytest.raises(IsADirectoryError):
        experiment_file.read(tmp_path)


# One fault anywhere must be refused, never crash: replace or remove what stands at any place.
def places(node, path=()):
    yield path
    children = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, child in children:
        yield from places(child, (*path, key))


FULL = json.loads(experiment_file.dumps(loads(EXAMPLE)))
ODD = [None, True, -1, 0.5, 10**400, "", "\ud800", [], [[]], {}, {"\x00": 1}, [None] * 3]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(places(FULL))[1:]), st.sampled_from(ODD))
def test_one_odd_value_anywhere_is_read_or_refused_in_printable_words(place, value):
    document = copy.deepcopy(FULL)
    node = document
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    try:
        experiment = loads(document)
    except ExperimentError as error:
        assert error.path.startswith("$")
        assert str(error).isprintable()
    else:
        assert experiment_file.loads(experiment_file.dumps(experiment)) == experiment


@pytest.mark.parametrize("colour", ["#12ab34", "#12AB34"])
def test_a_colour_that_a_person_gave_is_kept_in_small_letters(colour):
    experiment = loads(with_method(colour=colour))
    assert experiment.methods[0].colour == "#12ab34"
    assert '"colour": "#12ab34"' in experiment_file.dumps(experiment)
    assert experiment_file.loads(experiment_file.dumps(experiment)) == experiment


def test_a_card_without_a_colour_of_its_own_has_none_in_the_file():
    assert "colour" not in experiment_file.dumps(loads(example()))


@pytest.mark.parametrize(
    "colour", ["red", "#fff", "#12ab3g", "#12ab34ff", "", 7, None, ["#12ab34"]]
)
def test_what_is_no_colour_is_refused_with_its_place(colour):
    with pytest.raises(ExperimentError) as caught:
        loads(with_method(colour=colour))
    assert "$.methods[0].colour" in str(caught.value) and "#2f6fde" in str(caught.value)
