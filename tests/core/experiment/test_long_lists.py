"""A long list of starts is read as a short one is, and refused as early."""

import json

import pytest

from core.experiment import experiment_file, long_list
from core.experiment.errors import ExperimentError
from tests.core.experiment.example_file import EXAMPLE, example


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
