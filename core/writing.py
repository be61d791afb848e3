"""How numbers and vectors are written for people, in formulas, tables and tool tips alike."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable

MINUS = "−"
NOTHING = "–"
SHOWN_AXES = 3
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 4) -> str:
    """`value` to `digits` significant figures: 12.35, −0.0012, 3.1·10⁻⁹; an en dash for NaN.

    Trailing zeros stay, so that a number that runs keeps its width.
    """
    if math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value == 0:
        return "0"
    exponent = int(f"{abs(value):.{digits - 1}e}".split("e")[1])
    if -4 <= exponent < max(digits, 6):
        text = f"{value:.{max(0, digits - 1 - exponent)}f}"
    else:
        mantissa = f"{value:.{digits - 1}e}".split("e")[0]
        text = f"{mantissa}·{power_of_ten(exponent)}"
    return text.replace("-", MINUS)


def short(value: float, digits: int = 4) -> str:
    """As `number`, without the zeros that carry nothing: 0.9, 5, 1·10⁻⁸."""
    text = number(value, digits)
    mantissa, dot, power = text.partition("·")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + dot + power


def power_of_ten(exponent: int) -> str:
    """10⁻³ and the like."""
    return "10" + superscript(exponent)


def superscript(exponent: int) -> str:
    """A whole number as an exponent: ⁻³."""
    return str(exponent).translate(_SUPERSCRIPTS)


def vector(components: Iterable[float], digits: int = 3) -> str:
    """(1.20, −0.500); beyond three axes the first ones and how many there are."""
    return _listed(components, lambda value: number(value, digits))


def point(components: Iterable[float], digits: int = 4) -> str:
    """A place with no superfluous zeros: (0, −1), (0.08984, −0.7127)."""
    return _listed(components, lambda value: short(value, digits))


def _listed(components: Iterable[float], write: Callable[[float], str]) -> str:
    values = [float(component) for component in components]
    shown = ", ".join(map(write, values[:SHOWN_AXES]))
    return f"({shown})" if len(values) <= SHOWN_AXES else f"({shown}, … {len(values)} axes)"


def tsv_cell(text: str) -> str:
    """Words as a cell of a tab-separated table: a spreadsheet takes them for no formula.

    What begins as a formula does gets an apostrophe in front, unless it is a number.
    """
    text = " ".join(text.split())
    if not text.startswith(_FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def markdown_cell(text: str) -> str:
    """Words as a cell of a Markdown table: they end no cell and are no markup."""
    return re.sub(r"([\\|<>`*_\[\]])", r"\\\1", " ".join(text.split()))
