"""The formula's grammar: Python's precedence, and a refusal with its position for all else."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from landscapes import LandscapeError
from landscapes.expression import Expression, ExpressionError, parse

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


def value(text: str, x: float = 0.0, y: float = 0.0) -> float:
    return float(Expression(text, SQUARE).loss(np.array([x, y])))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-x**2", -9.0),
        ("(-x)**2", 9.0),
        ("2**-1", 0.5),
        ("2**-x", 0.125),
        ("-2**-2", -0.25),
        ("2**3**2", 512.0),
        ("(2**3)**2", 64.0),
        ("2**x**2", 512.0),
        ("2**-x**2", 2.0**-9),
        ("8-x-2", 3.0),
        ("x-(y-1)", 0.0),
        ("24/x/2", 4.0),
        ("24/x*2", 16.0),
        ("2*x**2*2", 36.0),
        ("-x*y", -12.0),
        ("--x", 3.0),
        ("+-+x", -3.0),
        ("x+-y", -1.0),
        ("x*-y", -12.0),
        ("1+2*x", 7.0),
        ("-(x+y)*2", -14.0),
        ("((x))", 3.0),
        ("1.5e2 + .5 + 1.", 151.5),
        ("2E-1*x", 0.6),
        ("\tx\n + y ", 7.0),
        ("pi", math.pi),
        ("e**1", math.e),
        ("2*e", 2 * math.e),
        ("sin(pi/2)", 1.0),
        ("max(x, y) - min(x, y)", 1.0),
        ("max(x, 10)", 10.0),
        ("min(2, 1)", 1.0),
        ("max(x, 1, y, 2)", 4.0),
        ("min(x, 1, y, 2)", 1.0),
        ("x^2", 9.0),
        ("-x^2", -9.0),
        ("2^3^2", 512.0),
        ("2^3**2", 512.0),
        ("x1 + 10*x2", 43.0),
        ("ln(e**x)", 3.0),
        ("log10(1000) + log10(x)", 3.0 + math.log10(3.0)),
        ("sign(-x) + sign(0) + sign(y)", 0.0),
        ("floor(x/2) + floor(-2.5)", -2.0),
        ("relu(x) + relu(-y)", 3.0),
        ("atan2(y, -x)", math.atan2(4.0, -3.0)),
        ("atan2(-1, -1)", -0.75 * math.pi),
        ("hypot(x, y) + hypot(5, 12)", 18.0),
        ("hypot(x, 2)", math.sqrt(13.0)),
        ("where(x > y, 1, 2) + where(x < y, 10, 20)", 12.0),
        ("where(x >= 3, 1, 2) + where(x <= 3, 10, 20)", 11.0),
        ("where(x > 3, 1, 2) + where(x < 3, 10, 20)", 22.0),
        ("where(1 >= 1, x, y) + where(1 > 1, x, y)", 7.0),
        ("abs(-x)", 3.0),
        ("x*0", 0.0),
        ("x**0", 1.0),
        ("x**64/x**62", 9.0),
        ("1e300*1e-300*x", 3.0),
        ("1e-200*x*1e-200*1e200*1e200", 0.0),
        ("007", 7.0),
    ],
)
def test_reads_as_python_does(text, expected):
    assert value(text, 3.0, 4.0) == pytest.approx(expected, rel=1e-15)


NUMBERS = st.one_of(st.integers(0, 9).map(str), st.floats(0.1, 9.0).map(lambda n: f"{n:.2f}"))
TEXTS = st.recursive(
    st.one_of(NUMBERS, st.sampled_from(["x", "y", "pi", "e"])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", "-", "*", " / "]), inner).map("".join),
        inner.map("-{}".format),
        inner.map("({})".format),
        inner.map("({})**2".format),
        st.tuples(inner, st.sampled_from(["**2", "**-1", "**3"])).map("".join),
        inner.map("sin({})".format),
        inner.map("exp(-abs({}))".format),
        st.tuples(inner, inner).map("max(%s, %s)".__mod__),
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.floats(-2, 2), st.floats(-2, 2))
def test_any_formula_has_the_value_python_gives_it(text, x, y):
    names = {"x": x, "y": y, "pi": math.pi, "e": math.e, "sin": math.sin, "exp": math.exp}
    try:
        # Only texts made by the strategy above get here.
        expected = eval(text, {"__builtins__": {}}, {**names, "max": max, "abs": abs})
    except (ZeroDivisionError, OverflowError):
        return
    if isinstance(expected, complex) or not 1e-6 < abs(expected) < 1e6:
        return
    try:
        ours = value(text, x, y)
    except ExpressionError:  # a constant part without a value, which Python multiplied away
        return
    # Cancellation inside makes any bound on the rounding a guess.
    assert ours == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "empty"),
        ("   ", 3, "empty"),
        ("x.real", 1, "attributes are not allowed"),
        ("x.__class__", 1, "attributes are not allowed"),
        ("1..real", 2, "attributes are not allowed"),
        ("(1).__class__.__bases__", 3, "attributes are not allowed"),
        ("__import__('os').system('ls')", 0, "__import__ is not known"),
        ("x + __builtins__", 4, "__builtins__ is not known"),
        ("lambda: x", 0, "lambda is not known"),
        ("x if y else 1", 2, "an operator"),
        ("eval(x)", 0, "eval is not known"),
        ("1 + open(x)", 4, "open is not known"),
        ("gamma(x)", 0, "allowed are x, y (or x1, x2), pi, e and the functions sin"),
        ("z", 0, "z is not known"),
        ("X", 0, "X is not known"),
        ("x[0]", 1, "[ is not allowed"),
        ("{x}", 0, "{ is not allowed"),
        ("'x'", 0, "' is not allowed"),
        ("x = 1", 2, "= is not allowed"),
        ("x := 1", 2, ": is not allowed"),
        ("x; y", 1, "; is not allowed"),
        ("x\\y", 1, "\\ is not allowed"),
        ("x@y", 1, "@ is not allowed"),
        ("x % y", 2, "% is not allowed"),
        ("x // y", 3, "is expected"),
        ("x < y", 2, "only in where(x > 0, x, -x)"),
        ("x == y", 2, "only < <= > >= compare"),
        ("x ≤ y", 2, "type <="),
        ("x ^^ y", 3, "is expected"),
        ("x^65", 2, "exponents go from"),
        ("x y", 2, "an operator is expected; type * for a product"),
        ("2x", 1, "an operator is expected; type * for a product"),
        ("x3", 0, "x3 is not known"),
        ("0x10", 1, "an operator is expected"),
        ("1_000", 1, "an operator is expected"),
        ("1j", 1, "an operator is expected"),
        ("x(2)", 1, "an operator is expected"),
        ("e(2)", 1, "an operator is expected"),
        ("(x)(y)", 3, "an operator is expected"),
        ("sin", 3, "parentheses"),
        ("sin x", 4, "parentheses"),
        ("sin()", 4, "is expected"),
        ("sin(x", 5, ") is expected"),
        ("sin(x, y)", 5, ") is expected"),
        ("max(x)", 5, "two arguments"),
        ("max()", 4, "is expected"),
        ("atan2(x)", 7, "two arguments with a comma between"),
        ("hypot(x, y, 1)", 10, "two arguments"),
        ("where(x, 1, 2)", 7, "a comparison and two values"),
        ("where(x > 0, 1)", 14, "a comparison and two values"),
        ("where(x > 0 > 1, 1, 2)", 12, "an operator or ) is expected"),
        ("where(x > 0, 1, 2, 3)", 17, "a comparison and two values"),
        ("(x", 2, ") is expected"),
        ("x)", 1, "an operator is expected"),
        ("()", 1, "is expected"),
        ("x +", 3, "ends here"),
        ("* x", 0, "is expected"),
        ("x *** y", 4, "is expected"),
        (",", 0, "is expected"),
        ("x−y", 1, "type - for a minus"),
        ("x²", 1, "**2"),
        ("é", 0, "only plain ASCII"),
        ("x + \u0445", 4, "only plain ASCII"),  # Cyrillic х
        ("\uff58", 0, "only plain ASCII"),  # fullwidth x
        ("\u0663", 0, "only plain ASCII"),  # Arabic-Indic 3
        ("x\u00a0+ y", 1, "only plain ASCII"),
        ("\ud800", 0, "'\\ud800' is not allowed"),
        ("x\x00", 1, "'\\x00' is not allowed"),
    ],
)
def test_a_fault_is_refused_at_its_position(text, position, words):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.position == position
    assert words in str(caught.value)
    assert str(caught.value).endswith(f", at position {position + 1}")  # as people count
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("9**9**9", 3),
        ("9**9**9**9**9", 9),
        ("x**65", 3),
        ("x**-65", 3),
        ("x**64.5", 3),
        ("x**(8*9)", 3),
        ("x**(2**7)", 3),
        ("x**1e300", 3),
        ("1e300**2", 5),
        ("1e200*1e200", 5),
        ("1e300 + 1e300", 6),
        ("exp(1000)", 0),
        ("1/0", 1),
        ("x + 0**-1", 5),
        ("log(0)", 0),
        ("sqrt(-1)", 0),
        ("(-8)**(1/3)", 4),
        ("1e301", 0),
        ("x*1e999", 2),
        ("x + " + "1" * 41, 4),
        ("0." + "0" * 40, 0),
    ],
)
def test_numbers_without_a_sensible_value_are_refused(text, position):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.position == position


@pytest.mark.parametrize("opening", ["(", "-", "+", "sin(", "x**-", "max(1,", "x**("])
def test_too_deep_is_refused_before_anything_breaks(opening):
    closing = ")" * opening.count("(")
    parse(opening * 25 + "x" + closing * 25)
    with pytest.raises(ExpressionError, match="nested deeper than 60 levels") as caught:
        parse(opening * 100 + "x" + closing * 100)
    assert caught.value.position < 61 * len(opening)


def test_depth_is_not_length():
    assert value("+".join(["x"] * 500), 2.0) == 1000.0
    assert value("x" + "-(y)" * 240, 2.0, 1.0) == -238.0
    assert value("*".join(["(x)"] * 200), 1.0) == 1.0


def test_too_long_is_refused_at_the_first_character_too_many():
    parse("x" + " " * 999)
    with pytest.raises(ExpressionError, match="at most 1000 characters") as caught:
        parse("x" + " " * 1000)
    assert caught.value.position == 1000


def test_a_long_unknown_name_does_not_flood_the_message():
    with pytest.raises(ExpressionError) as caught:
        parse("q" * 900)
    assert len(str(caught.value)) < 350


def test_the_first_fault_in_reading_order_is_the_one_reported():
    with pytest.raises(ExpressionError) as caught:
        parse("foo + x.real + ²")
    assert caught.value.position == 0


def test_the_error_is_a_landscape_error_of_the_loss():
    with pytest.raises(LandscapeError) as caught:
        Expression("x +", SQUARE)
    assert caught.value.field == "parameters.loss"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="xye0159.+-*/()^, sincoexp_", max_size=60))
@example("((((")
@example("x" * 1001)
def test_any_text_is_read_or_refused_inside_it(text):
    try:
        formula = parse(text)
    except ExpressionError as fault:
        assert 0 <= fault.position <= len(text)
    else:
        assert formula.nodes
