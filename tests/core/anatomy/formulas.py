"""A reader of printed formulas: a dozen lines of grammar, computed in intervals.

A printed number stands for all that rounds to it.
"""

import dataclasses
import itertools
import re

import numpy as np


@dataclasses.dataclass(frozen=True)
class Interval:
    """All values from `low` to `high`, elementwise for a vector."""

    low: np.ndarray
    high: np.ndarray

    def __add__(self, other):
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self):
        return Interval(-self.high, -self.low)

    def __mul__(self, other):
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(np.minimum.reduce(ends), np.maximum.reduce(ends))

    def __truediv__(self, other):
        with np.errstate(divide="ignore", invalid="ignore"):
            around = (other.low <= 0) & (other.high >= 0)
            inverse = Interval(
                np.where(around, -np.inf, 1 / other.high), np.where(around, np.inf, 1 / other.low)
            )
            found = self * inverse
        # 0·∞ may be anything
        low, high = np.isnan(found.low), np.isnan(found.high)
        return Interval(np.where(low, -np.inf, found.low), np.where(high, np.inf, found.high))

    def power(self, exponent):
        """To a power ≥ 0, of an interval that is on one side of 0, or to the second."""
        ends = self.low**exponent, self.high**exponent
        low, high = np.minimum(*ends), np.maximum(*ends)
        return Interval(np.where((self.low < 0) & (self.high > 0), 0.0, low), high)

    def root(self):
        return Interval(np.sqrt(np.maximum(self.low, 0)), np.sqrt(self.high))

    def meets(self, other):
        slack = 1e-12 * (1 + np.abs(other.high))
        return np.all(self.low <= other.high + slack) and np.all(self.high >= other.low - slack)


def exactly(value):
    value = np.asarray(value, dtype=np.float64)
    return Interval(value, value)


def printed(text):
    """What may have been printed as a number: an exact one, and four figures, lose zeros."""
    if re.fullmatch(POWER, text):
        text = f"1·{text}"
    mantissa, _, power = text.partition("·10")
    figures = len(mantissa.replace(".", "").lstrip("0"))
    if figures == 0:
        return exactly(0.0)
    decimals = len(mantissa.partition(".")[2])
    decimals += 4 - figures if figures < 3 else 0
    exponent = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    value, half = float(mantissa), 0.5 * 10.0**-decimals
    scale = 10.0**exponent
    return Interval(np.asarray((value - half) * scale), np.asarray((value + half) * scale))


POWER = "10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+"
NUMBER = re.compile(rf"{POWER}|\d+(?:\.\d+)?(?:·{POWER})?")


class Parser:
    """Evaluates one expression with the values of its symbols; `slope` is ∇f."""

    def __init__(self, text, values, slope=None):
        text = re.sub(r"(?<=\d),(?=\d{3})", "", text).replace(" ", "")
        self.text, self.values, self.slope = text, values, slope
        self.symbols = sorted(values, key=len, reverse=True)

    def take(self, *words):
        for word in words:
            if self.text.startswith(word):
                self.text = self.text[len(word) :]
                return word
        return None

    def whole(self):
        value = self.sum()
        assert not self.text, f"not understood: {self.text}"
        return value

    def sum(self):
        value = self.product()
        while sign := self.take("+", "−"):
            other = self.product()
            value = value + (other if sign == "+" else -other)
        return value

    def product(self):
        value = self.factor()
        while sign := self.take("·", "/"):
            other = self.factor()
            value = value * other if sign == "·" else value / other
        return value

    def factor(self):
        if self.take("−"):
            return -self.factor()
        if self.take("√"):
            return self.factor().root()
        value = self.atom()
        while power := self.take("²", "ᵗ⁻¹", "ᵗ⁺¹", "ᵗ"):
            step = self.values.get("t", 0)
            value = value.power({"²": 2, "ᵗ": step, "ᵗ⁻¹": step - 1, "ᵗ⁺¹": step + 1}[power])
        return value

    def atom(self):
        if found := NUMBER.match(self.text):
            self.text = self.text[found.end() :]
            return printed(found[0])
        if self.take("∇f("):
            return self.slope(self.rest())
        if name := self.take(*self.symbols):
            return exactly(self.values[name])
        assert self.take("("), f"not understood: {self.text}"
        return self.rest()

    def rest(self):
        values = [self.sum()]
        while self.take(","):
            values.append(self.sum())
        assert self.take(")"), f"not understood: {self.text}"
        if len(values) == 1:
            return values[0]
        return Interval(np.array([v.low for v in values]), np.array([v.high for v in values]))


def equations(text):
    """The sides of each equation of a text: commas within brackets do not part it."""
    parts = re.split(r", (?![^()]*\))", text)
    return [re.split(r" [=←] ", part) for part in parts]


def slope_of(landscape):
    def slope(place):
        shares = np.array(list(itertools.product(np.linspace(0, 1, 5), repeat=2)))
        points = place.low + shares * (place.high - place.low)
        values = landscape.gradient(points)
        spare = 0.1 * (values.max(0) - values.min(0))
        return Interval(values.min(0) - spare, values.max(0) + spare)

    return slope
