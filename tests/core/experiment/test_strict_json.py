"""JSON from a stranger: what is let through and how the rest is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.experiment import strict_json
from core.experiment.errors import ExperimentError

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(), children, max_size=4)
    ),
    max_leaves=12,
)


@given(plain)
def test_plain_json_is_read_as_the_standard_library_writes_it(value):
    assert strict_json.parse(json.dumps(value)) == value
    assert strict_json.parse(json.dumps(value, ensure_ascii=False).encode()) == value
    assert strict_json.parse(strict_json.write(value)) == value


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes_are_either_read_or_refused(text):
    try:
        strict_json.parse(text)
    except ExperimentError as error:
        assert str(error).isprintable()


@pytest.mark.parametrize(
    ("text", "path", "problem"),
    [
        ("", "$", "the text is empty"),
        (" \n\t", "$", "the text is empty"),
        (b'{"a": "\xe4"}', "$", "not UTF-8 (byte 0xe4 at offset 7)"),
        ("{}".encode("utf-16"), "$", "this is text in UTF-16; an experiment in JSON"),
        ('{"a": 1,\n "b" 2}', "$", "a colon is expected before '2}' (line 2, column 6)"),
        ("{} {}", "$", "the text should end here before '{}' (line 1, column 4)"),
        ("{'a': 1}", "$", "a key in double quotes is expected before \"'a': 1}\""),
        ('{"a": 1,}', "$", "not JSON: "),
        ('{"a": "\x01"}', "$", "a control character stands in a quoted text"),
        ("[1, 2", "$", "a closing bracket is expected (line 1, column 6)"),
        ("steps = 5", "$", "begins with {, is expected before 'steps = 5' (line 1, column 1)"),
        (b"\x89PNG\r\n\x1a\n\0", "$", "this is a PNG picture; an experiment in JSON"),
        (b"PK\x03\x04" + bytes(30), "$", "this is a zip archive; an experiment in JSON"),
        (b"<!DOCTYPE html><p>", "$", "this is a web page; an experiment in JSON"),
        ("[" * 100_000, "$", "nested too deeply"),
        ('{"a":' * 100_000, "$", "nested too deeply"),
        ("[" * 17 + "]" * 17, "$" + "[0]" * 16, "at most 16 levels"),
        ('{"a": 1, "b": 2, "a": 3}', "$.a", "appears twice"),
        ('{"x": [{}, {"b": 1, "b": 1}]}', "$.x[1].b", "appears twice"),
        (r'{"a": 1, "\u0061": 3}', "$.a", "appears twice"),
        ('{"a": [1, NaN]}', "$.a[1]", "NaN is not allowed; a finite number"),
        ('{"a": Infinity}', "$.a", "Infinity is not allowed"),
        ('{"a": -Infinity}', "$.a", "-Infinity is not allowed"),
        ('{"a": 1e999}', "$.a", "Infinity is not allowed"),
        ('{"a": -1e999}', "$.a", "-Infinity is not allowed"),
        ('{"a": ' + "1" * 5000 + "}", "$.a", "Infinity is not allowed"),
        ('{"a b": NaN}', "$['a b']", "NaN"),
        (r'"\ud800"', "$", r"'\ud800' is not allowed"),
        ('{"a": ["\\ud800"]}', "$.a[0]", r"'\ud800' is not allowed"),
        ('{"\\udfff": 1}', r"$['\udfff']", r"'\udfff' is not allowed"),
        ('{"\\u001b[31m": NaN}', "$['\\x1b[31m']", "NaN"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_place(text, path, problem):
    with pytest.raises(ExperimentError) as refused:
        strict_json.parse(text)
    assert refused.value.path == path
    assert problem in refused.value.problem
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("text", ["\ufeff{}", b"\xef\xbb\xbf{}"])
def test_a_byte_order_mark_is_passed_over(text):
    assert strict_json.parse(text) == {}


def test_sixteen_levels_are_allowed():
    assert strict_json.parse("[" * 16 + "]" * 16)


def test_too_long_a_text_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(strict_json, "MAX_BYTES", 2**20)
    with pytest.raises(ExperimentError, match="longer than 1 MiB"):
        strict_json.parse(b"[" + b" " * 2**20 + b"]")
