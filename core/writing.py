"""How numbers are written, the only place: for people in tables, axes and words, and to be typed.

For people a minus is −, thousands are parted and powers of ten are raised; `exact` is plain text
that a field or a file takes back."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence

MINUS = "−"
NOTHING = "–"
SHOWN_AXES = 3
LEAST = -4
"""Powers of ten from here on are written in full."""
LARGEST_PLAIN, SMALLEST_PLAIN = 1e5, 1e-3
"""An axis whose ends lie beyond is written with powers of ten."""
LEAST_P = 1e-300
PLAIN = 6
"""Characters of an exact number that is never written as a power of ten."""
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 4) -> str:
    """A measured number to `digits` significant figures: 12.35, −0.001235, 3.142·10⁻⁹, 10⁻⁸.

    A number that was rounded keeps its zeros, so that one that runs keeps its width; one that is
    exact loses them: 0.00123 is written 0.00123, however many figures are asked for. An en dash
    for NaN.
    """
    if math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value == 0:
        return "0"
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    exponent, exact = int(power), float(f"{mantissa}e{power}") == value
    if LEAST <= exponent < max(digits, 6):
        text = f"{value:,.{max(0, digits - 1 - exponent)}f}"
        return (_bare(text) if exact else text).replace("-", MINUS)
    return _times_power(_bare(mantissa) if exact else mantissa, exponent)


def short(value: float, digits: int = 4) -> str:
    """As `number`, without the zeros of rounding either: 0.9, 5, 10⁻⁸."""
    return number(float(f"{value:.{digits}g}"), digits)


def p_value(p: float) -> str:
    """p = 0.012, or a power of ten: p = 1.2·10⁻³⁰; no p is 0, but a float may be."""
    told = p_figure(p, 2)
    return f"p {told}" if told.startswith("<") else f"p = {told}"


def p_figure(p: float, digits: int = 4) -> str:
    """A p-value without its name: 0.01234, < 10⁻³⁰⁰."""
    return f"< {power_of_ten(-300)}" if p <= LEAST_P else number(p, digits)


def exact(value: float) -> str:
    """The shortest text that reads back as exactly `value`, as it is typed and kept in files.

    Plain, or a power of ten where that is shorter and the plain text would be long: 0.00123, 1e-8.
    """
    if isinstance(value, int):
        return str(value)
    text = str(int(value)) if value.is_integer() and abs(value) < 1e7 else _tidy(repr(value))
    power = _tidy(f"{value:e}")
    shorter = len(text) > PLAIN and len(power) < len(text) and float(power) == value
    return power if shorter else text


def plain(value: float, digits: int = 4) -> str:
    """As `exact`, of the number rounded to significant figures."""
    return exact(float(f"{value:.{digits}g}"))


def tick(value: float) -> str:
    """A round number beside a scale of many decades, as short as can be: 0.25, 20, 10⁵, 2·10⁻⁴."""
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)) + 1e-12)
    if -3 <= exponent <= 2:
        return f"{value:g}".replace("-", MINUS)
    return _times_power(f"{value / 10.0**exponent:g}", exponent)


def along(values: Sequence[float], step: float) -> list[str]:
    """Multiples of a step along an axis, all with the decimals that tell neighbours apart."""
    if not values:
        return []
    largest = max(map(abs, values))
    places = _decimals(step)
    # What arithmetic leaves of zero is no number, and nobody wants to read its sign.
    values = [value if abs(value) > 0.5 * step else 0.0 for value in values]
    if largest >= LARGEST_PLAIN or 0 < largest < SMALLEST_PLAIN:
        return [_with_power(value, places) if value else "0" for value in values]
    return [f"{value:,.{max(0, places)}f}".replace("-", MINUS) for value in values]


def coordinate(value: float, precision: float) -> str:
    """A coordinate with the decimals that a precision (one pixel, say) allows."""
    decimals = min(12, max(0, math.ceil(-math.log10(precision))))
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", MINUS)


def _decimals(step: float) -> int:
    """Decimals of a round number; less than none where it is a multiple of ten."""
    places = math.ceil(-math.log10(step) - 1e-9)
    return places if math.isclose(round(step, places), step) else places + 1


def _with_power(value: float, places: int) -> str:
    exponent = math.floor(math.log10(abs(value)) + 1e-9)
    mantissa = f"{value / 10.0**exponent:.{max(0, exponent + places)}f}"
    return _times_power(_bare(mantissa), exponent)


def _times_power(mantissa: str, exponent: int) -> str:
    sign, figures = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    power = power_of_ten(exponent)
    return (sign + (power if figures == "1" else f"{figures}·{power}")).replace("-", MINUS)


def _tidy(text: str) -> str:
    """Without what says nothing: 1.20e-04 is 1.2e-4."""
    mantissa, e, exponent = text.partition("e")
    return f"{_bare(mantissa)}e{int(exponent)}" if e else text


def _bare(text: str) -> str:
    """Without the zeros that carry nothing."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def power_of_ten(exponent: int) -> str:
    """10⁻³ and the like."""
    return "10" + superscript(exponent)


def superscript(exponent: int) -> str:
    """A whole number as an exponent: ⁻³."""
    return str(exponent).translate(_SUPERSCRIPTS)


def vector(components: Iterable[float], digits: int = 3) -> str:
    """(1.21, −0.500); beyond three axes the first ones and how many there are."""
    return _listed(components, lambda value: number(value, digits))


def point(components: Iterable[float], digits: int = 4) -> str:
    """A place with no superfluous zeros: (0, −1), (0.08984, −0.7127)."""
    return _listed(components, lambda value: short(value, digits))


def place_told(text: str) -> str:
    """A place as it was typed, -0.6,-0.4, as it is told: (−0.6, −0.4). A name stays what it is."""
    try:
        return point(float(part) for part in text.split(",")) if "," in text else text
    except ValueError:
        return text


def _listed(components: Iterable[float], write: Callable[[float], str]) -> str:
    values = [float(component) for component in components]
    # A comma parts the axes, so it does not part thousands as well.
    shown = ", ".join(write(value).replace(",", "") for value in values[:SHOWN_AXES])
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


def spoken(seconds: float) -> str:
    """A time as one says it: less than a second, 12 s, 3 min, 2 h."""
    if seconds < 1:
        return "less than a second"
    if seconds < 90:
        return f"{round(seconds)} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:,.0f} h"
