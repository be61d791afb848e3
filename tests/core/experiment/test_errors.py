"""Refusals stay short and printable, whatever they have to show."""

import pytest

from core.experiment.errors import (
    ExperimentError,
    check_number,
    check_whole,
    refuse,
    shown,
    step_into,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (1, "1"),
        (0.1, "0.1"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
        ("a\nb", r"'a\nb'"),
        ("\ud800", r"'\ud800'"),
        ([1, [2], None], "[1, […], null]"),
        ({"a": 1}, "{'a'}"),
        (10**400, "a whole number of 401 digits"),
    ],
)
def test_values_are_shown_in_the_words_of_json(value, text):
    assert shown(value) == text


@pytest.mark.parametrize("value", ["x" * 10**6, [1.5] * 10**6, {str(n): 1 for n in range(1000)}])
def test_long_values_are_shortened(value):
    assert len(shown(value)) == 60
    assert shown(value).endswith("…")


def test_deep_values_are_shown_without_descending():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    assert shown(deep) == "[[…]]"


def test_a_key_that_is_no_name_is_quoted_in_the_path():
    assert step_into(step_into("$", "starts"), 3) == "$.starts[3]"
    assert step_into("$", "two words") == "$['two words']"
    assert len(step_into("$", "x" * 10**6)) < 100


def test_nothing_unprintable_reaches_the_message():
    assert str(ExperimentError("$.a\x1b", "b\u202e")) == r"b\u202e (at $.a\x1b)"


@pytest.mark.parametrize("value", [True, "1", None, float("nan"), -0.1, 1.1, [1], 10**400])
def test_only_numbers_in_the_range_are_numbers(value):
    with pytest.raises(ExperimentError, match="a number from 0 to 1"):
        check_number("$.x", value, 0, 1)


@pytest.mark.parametrize("value", [True, "1", None, 1.0, 0, 11, [1], 10**400])
def test_only_integers_in_the_range_are_whole_numbers(value):
    with pytest.raises(ExperimentError, match="a whole number from 1 to 10"):
        check_whole("$.x", value, 1, 10)


def test_the_place_is_cut_where_a_stranger_made_it_long():
    assert len(ExperimentError("$" + ".a" * 10**6, "wrong").path) == 200


def test_of_the_whole_file_no_place_is_named():
    assert str(ExperimentError("$", "the text is empty")) == "the text is empty"


def test_the_error_names_place_value_and_what_is_allowed():
    error = refuse("$.steps", "5", "a whole number")
    assert str(error) == "'5' is not allowed; a whole number (at $.steps)"
    assert (error.path, error.problem) == ("$.steps", "'5' is not allowed; a whole number")
