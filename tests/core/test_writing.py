"""Numbers read as people write them, and never lose what they stand for."""

import math

import pytest

from core.writing import markdown_cell, number, point, short, tsv_cell, vector


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.3456, "12.35"),
        (-0.0012345, "−0.001234"),
        (3.14e-9, "3.140·10⁻⁹"),
        (123456.0, "123456"),
        (-2.5e12, "−2.500·10¹²"),
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
    text = number(value, 6).replace("−", "-")
    if "·10" in text:
        mantissa, power = text.split("·10")
        power = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
        text = f"{mantissa}e{power}"
    assert float(text) == pytest.approx(value, rel=5e-6)


@pytest.mark.parametrize(
    ("value", "text"), [(0.9, "0.9"), (5.0, "5"), (1e-8, "1·10⁻⁸"), (100, "100")]
)
def test_short_drops_what_carries_nothing(value, text):
    assert short(value) == text


def test_vectors_show_three_axes_and_say_how_many_there_are():
    assert vector([1.0, -0.5]) == "(1.00, −0.500)"
    assert vector(range(10)) == "(0, 1.00, 2.00, … 10 axes)"
    assert point([0.0, -1.0]) == "(0, −1)"


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
