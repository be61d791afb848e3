"""Numbers read as people write them, and never lose what they stand for."""

import math

import pytest

from core.writing import (
    along,
    coordinate,
    exact,
    markdown_cell,
    number,
    p_figure,
    p_value,
    plain,
    point,
    short,
    tick,
    tsv_cell,
    vector,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.3456, "12.35"),
        (-0.0012345, "−0.001234"),
        (7.9996, "8.000"),
        (0.000123456, "0.0001235"),
        (0.0000123456, "1.235·10⁻⁵"),
        (3.14159e-9, "3.142·10⁻⁹"),
        (123456.0, "123,456"),
        (-2.5e12, "−2.5·10¹²"),
        (9.99996, "10.00"),
        (0.0, "0"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize("value", [1.0, 0.5, 123.456, 1e-3, 98765.4, 3.2e7, 1.5e-8, -42.0])
def test_a_number_reads_back_to_its_digits(value):
    text = number(value, 6).replace("−", "-").replace(",", "")
    if "·10" in text:
        mantissa, power = text.split("·10")
        power = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
        text = f"{mantissa}e{power}"
    assert float(text) == pytest.approx(value, rel=5e-6)


@pytest.mark.parametrize(
    ("value", "text"), [(0.9, "0.9"), (0.90001, "0.9"), (5.0, "5"), (1e-8, "10⁻⁸"), (100, "100")]
)
def test_short_drops_what_carries_nothing(value, text):
    assert short(value) == text


def test_a_number_is_written_one_way_wherever_it_stands():
    value = 0.00123
    for text in (number(value), number(value, 3), number(value, 6), short(value), exact(value),
                 plain(value), tick(value), along([value], 1e-5)[0], vector([value])[1:-1],
                 point([value])[1:-1], coordinate(value, 1e-5)):  # fmt: skip
        assert text == "0.00123"


def test_a_rounded_number_keeps_its_width_and_an_exact_one_has_no_needless_zeros():
    assert number(0.0012300001) == "0.001230" and number(0.00123) == "0.00123"
    assert number(2.0) == "2" and number(2 + 1e-9) == "2.000"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.25, "0.25"), (-20, "−20"), (1e5, "10⁵"), (-1e4, "−10⁴"), (2.5e4, "2.5·10⁴"),
     (1e-5, "10⁻⁵")],
)  # fmt: skip
def test_ticks_of_decades_are_short(value, text):
    assert tick(value) == text


@pytest.mark.parametrize(
    ("values", "step", "labels"),
    [
        ([-0.2, 0.0, 0.2], 0.2, ["−0.2", "0.0", "0.2"]),
        ([-0.25, -1e-17], 0.25, ["−0.25", "0.00"]),
        ([1000.0, 1500.0], 500.0, ["1,000", "1,500"]),
        ([0.0, 1e5, 2e5], 1e5, ["0", "10⁵", "2·10⁵"]),
        ([100000.0, 100002.0], 2.0, ["10⁵", "1.00002·10⁵"]),
        ([2e-4, 2.5e-4], 5e-5, ["2·10⁻⁴", "2.5·10⁻⁴"]),
        ([1.0000001, 1.0000002], 1e-7, ["1.0000001", "1.0000002"]),
        ([], 1.0, []),
    ],
)
def test_labels_along_an_axis_tell_neighbours_apart(values, step, labels):
    assert along(values, step) == labels


def test_a_coordinate_has_the_decimals_of_a_pixel():
    assert coordinate(-1.23456, 0.02) == "−1.23"
    assert coordinate(1234.4, 20.0) == "1,234"
    assert coordinate(-0.001, 0.1) == "0.0"


@pytest.mark.parametrize("value", [0.1, 1e-8, 0.99, 2 / 3, 1e6, 123456789.0, -1e-300, 5, 1e22])
def test_an_exact_text_is_typed_back_as_the_same_number(value):
    assert float(exact(value)) == value and "−" not in exact(value)


def test_a_plain_text_is_the_rounded_number_to_be_typed():
    assert (plain(2 / 3), plain(-1e-8), plain(0.99)) == ("0.6667", "-1e-8", "0.99")


def test_vectors_show_three_axes_and_say_how_many_there_are():
    assert vector([1.0, -0.5]) == "(1, −0.5)"
    assert vector(range(10)) == "(0, 1, 2, … 10 axes)"
    assert point([0.0, -1.0]) == "(0, −1)"
    assert point([1234.5, -10000.0]) == "(1234, −10000)"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("＝1", "'＝1"),
        ("-1.5e-3", "-1.5e-3"),
        ("-inf", "-inf"),
        ("C = 5", "C = 5"),
    ],
)
def test_a_cell_of_a_table_starts_no_formula_and_a_number_stays_one(text, cell):
    assert tsv_cell(text) == cell


def test_a_cell_of_a_markdown_table_is_no_markup():
    assert markdown_cell("![a](b) <i>|\\") == r"!\[a\](b) \<i\>\|\\"


def test_a_p_value_that_no_float_holds_is_not_told_as_0():
    assert p_value(0.0) == "p < 10⁻³⁰⁰"
    assert p_value(2e-300) == "p = 2·10⁻³⁰⁰"
    assert (p_value(1.0), p_value(0.0312), p_value(math.nan)) == ("p = 1", "p = 0.031", "p = –")
    assert (p_figure(0.0), p_figure(0.03125)) == ("< 10⁻³⁰⁰", "0.03125")
