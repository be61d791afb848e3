"""Any experiment comes back from its text; any odd value is read, or refused in words."""

import copy
import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import landscapes
from core.experiment import experiment_file
from core.experiment.drift import Drift
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.experiment.schedules import Schedule
from core.experiment.starts import LatticeStarts, RandomStarts
from landscapes import LANDSCAPES
from tests.core.experiment.example_file import EXAMPLE, loads


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
