"""Landscapes by name: what `make` accepts, what it refuses, and that `describe` is its inverse."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from landscapes import LANDSCAPES, LandscapeError, make

EXPRESSION = {"name": "expression", "parameters": {"loss": "x*y"}, "domain": [[-1, 1], [-2, 2]]}
BUILT_IN = sorted(set(LANDSCAPES) - {"expression"})


@pytest.mark.parametrize(
    "description",
    [
        *({"name": name} for name in BUILT_IN),
        {"name": "two-basins", "parameters": {"sharpness": 7}},
        {"name": "ackley", "parameters": {"a": 1.5, "c": 2}},
        {"name": "levy", "parameters": {"dimension": 10}},
        EXPRESSION,
    ],
    ids=str,
)
def test_describe_is_the_inverse_of_make(description):
    landscape = make(description)
    assert make(landscape.describe()) == landscape
    assert hash(make(landscape.describe())) == hash(landscape)
    assert pickle.loads(pickle.dumps(landscape)) == landscape


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_description_fills_every_parameter_in(name):
    landscape = make({"name": name})
    names = [parameter.name for parameter in landscape.parameters]
    assert list(landscape.describe()["parameters"]) == names


@pytest.mark.parametrize("kind", LANDSCAPES.values(), ids=list(LANDSCAPES))
def test_the_table_of_parameters_and_the_fields_agree(kind):
    fields = {field.name: field.default for field in dataclasses.fields(kind)}
    for parameter in kind.parameters:
        assert fields[parameter.name] == parameter.default
        assert parameter.accepts(parameter.default)
        assert parameter.accepts(type(parameter.default)(parameter.low))
        assert parameter.accepts(type(parameter.default)(parameter.high))
        assert parameter.description
    assert kind.title
    assert kind.formula
    assert kind.source


@pytest.mark.parametrize("kind", LANDSCAPES.values(), ids=list(LANDSCAPES))
def test_every_landscape_can_be_made_without_arguments(kind):
    landscape = kind()
    assert make(landscape.describe()) == landscape


def test_names_are_those_of_the_classes():
    assert all(kind.name == name for name, kind in LANDSCAPES.items())


@pytest.mark.parametrize(
    ("description", "field", "words"),
    [
        ("ackley", "", "an object"),
        ({}, "name", "one of ackley, "),
        ({"name": "Ackley"}, "name", "'Ackley' is not allowed"),
        ({"name": ["ackley"]}, "name", "one of ackley, "),
        ({"name": "ackley", "size": 1}, "size", "one of name, parameters, domain"),
        ({"name": "ackley", "parameters": [1]}, "parameters", "an object"),
        ({"name": "ackley", "parameters": {"d": 1}}, "parameters.d", "one of a, b, c"),
        ({"name": "beale", "parameters": {"d": 1}}, "parameters.d", "no parameters"),
        ({"name": "beale", "domain": [[0, 1], [0, 1]]}, "domain", "fixed"),
        ({"name": "two-basins", "parameters": {"sharpness": 0.5}}, "parameters.sharpness", "1000"),
        ({"name": "two-basins", "parameters": {"sharpness": "9"}}, "parameters.sharpness", "'9'"),
        ({"name": "two-basins", "parameters": {"sharpness": True}}, "parameters.sharpness", "true"),
        ({"name": "ackley", "parameters": {"a": float("nan")}}, "parameters.a", "NaN"),
        ({"name": "ackley", "parameters": {"a": float("inf")}}, "parameters.a", "from 0.1 to 100"),
        ({"name": "ackley", "parameters": {"a": 10**400}}, "parameters.a", "from 0.1 to 100"),
        ({"name": "levy", "parameters": {"dimension": 2.0}}, "parameters.dimension", "whole"),
        ({"name": "levy", "parameters": {"dimension": 0}}, "parameters.dimension", "from 1"),
        ({"name": "levy", "parameters": {"dimension": 1001}}, "parameters.dimension", "1000"),
        ({"name": "expression"}, "parameters.loss", "missing"),
        ({**EXPRESSION, "parameters": {"loss": 3}}, "parameters.loss", "text"),
        ({**EXPRESSION, "parameters": {"loss": "x", "g": "y"}}, "parameters.g", "only loss"),
        ({"name": "expression", "parameters": {"loss": "x"}}, "domain", "missing"),
        ({**EXPRESSION, "domain": None}, "domain", "two intervals"),
        ({"name": "beale", "domain": None}, "domain", "leave it out"),
        ({**EXPRESSION, "domain": [[-1, 1]]}, "domain", "two intervals"),
        ({**EXPRESSION, "domain": "ab"}, "domain", "two intervals"),
        ({**EXPRESSION, "domain": [[-1, 1], [1, 1]]}, "domain[1]", "low < high"),
        ({**EXPRESSION, "domain": [[1, -1], [0, 1]]}, "domain[0]", "low < high"),
        ({**EXPRESSION, "domain": [[0, 1e-310], [0, 1]]}, "domain[0]", "at least 1e-100 wide"),
        ({**EXPRESSION, "domain": [[0, 1, 2], [0, 1]]}, "domain[0]", "low < high"),
        ({**EXPRESSION, "domain": [[0, float("inf")], [0, 1]]}, "domain[0]", "1e+09"),
        ({**EXPRESSION, "domain": [[float("nan"), 1], [0, 1]]}, "domain[0]", "NaN"),
        ({**EXPRESSION, "domain": [[False, True], [0, 1]]}, "domain[0]", "[false, true]"),
        ({**EXPRESSION, "domain": [[0, 10**400], [0, 1]]}, "domain[0]", "1e+09"),
        ({**EXPRESSION, "domain": [["0", 1], [0, 1]]}, "domain[0]", "low < high"),
    ],
    ids=str,
)
def test_refusals_name_the_field_and_what_is_allowed(description, field, words):
    with pytest.raises(LandscapeError) as caught:
        make(description)
    assert caught.value.field == field
    assert words in str(caught.value)


def test_a_landscape_made_by_hand_is_checked_too():
    with pytest.raises(LandscapeError, match="from 1 to 1000"):
        LANDSCAPES["two-basins"](sharpness=0.0)


def test_explicit_starts_tell_the_dimension_where_any_is_possible():
    assert make({"name": "levy"}, dimension=10).dimension == 10
    assert len(make({"name": "levy"}, dimension=10).domain) == 10
    assert make({"name": "levy"}).dimension == 2
    assert make({"name": "levy", "parameters": {"dimension": 3}}, dimension=3).dimension == 3
    assert make({"name": "ackley"}, dimension=2).dimension == 2


@pytest.mark.parametrize(
    ("description", "dimension", "field", "numbers"),
    [
        ({"name": "ackley"}, 3, "", ("2", "3")),
        ({"name": "levy", "parameters": {"dimension": 5}}, 7, "parameters.dimension", ("5", "7")),
        (EXPRESSION, 1, "", ("2", "1")),
    ],
)
def test_starts_of_another_dimension_are_refused_with_both(description, dimension, field, numbers):
    with pytest.raises(LandscapeError) as caught:
        make(description, dimension=dimension)
    assert caught.value.field == field
    assert all(number in str(caught.value) for number in numbers)
