"""Labels of the axes: round, true to their place, and never touching."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from app.map.drawing.axes import (
    bar_caption,
    bar_ticks,
    colour_bar,
    horizontal_ticks,
    vertical_ticks,
)
from app.map.drawing.text import Fonts
from app.map.drawing.ticks import linear_ticks, scale_ticks
from app.map.drawing.view import Frame, View
from core.measures.surface import Scale, domain_scale
from landscapes import LANDSCAPES
from landscapes.goldstein_price import GoldsteinPrice
from landscapes.two_basins import TwoBasins

DRAWN = [name for name in LANDSCAPES if name != "expression"]


def value_of(label: str) -> float:
    label = re.sub(r"(^|−)10(?=[⁻⁰-⁹¹²³])", r"\g<1>1·10", label.replace(",", ""))
    mantissa, _, power = label.replace("−", "-").partition("·10")
    power = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or "0"
    return float(f"{mantissa}e{power}")


@given(st.floats(-1e4, 1e4), st.floats(1e-4, 1e4), st.integers(2, 12))
def test_ticks_are_inside_few_and_say_where_they_stand(low, length, most):
    ticks = linear_ticks((low, low + length), most)
    assert len(ticks) <= most
    for tick in ticks:
        assert low - 1e-6 * length <= tick.value <= low + length * (1 + 1e-6)
        assert value_of(tick.label) == pytest.approx(tick.value, rel=1e-6, abs=1e-6 * length)
    assert len({tick.label for tick in ticks}) == len(ticks)


def test_zero_is_written_without_a_sign_and_decimals_agree():
    labels = [tick.label for tick in linear_ticks((-0.31, 0.32), 6)]
    assert "0.0" in labels and "−0.2" in labels
    assert len({len(label.lstrip("−")) for label in labels}) == 1


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("size", [(200, 160), (420, 300), (740, 540), (1900, 1000)])
@pytest.mark.parametrize("zoom", [1.0, 37.0, 4e4])
def test_no_two_labels_touch(qapp, name, size, zoom):
    landscape, fonts = LANDSCAPES[name](), Fonts()
    metrics = QFontMetricsF(fonts.small)
    view = View.of(landscape).zoomed(zoom, 0.3, -0.2)
    frame = Frame.fit(view, *size)
    across = horizontal_ticks(frame, fonts)
    ends = [
        (x - metrics.horizontalAdvance(t.label) / 2, x + metrics.horizontalAdvance(t.label) / 2)
        for t, x in across
    ]
    assert all(right + 4 < left for (_, right), (left, _) in itertools.pairwise(ends))
    down = sorted(y for _, y in vertical_ticks(frame, fonts))
    assert all(b - a >= metrics.height() for a, b in itertools.pairwise(down))
    for quantity in ("loss", "sharpness"):
        scale = domain_scale(landscape, quantity)
        bar = colour_bar(frame)
        places = [y for _, y in bar_ticks(scale, bar, fonts)] if bar.height() > 60 else []
        assert all(a - b >= metrics.height() for a, b in itertools.pairwise(places))


@pytest.mark.parametrize("name", DRAWN)
def test_labels_fit_beside_the_map(qapp, name):
    landscape, fonts = LANDSCAPES[name](), Fonts()
    frame = Frame.fit(View.of(landscape), 740, 540)
    width = QFontMetricsF(fonts.small).horizontalAdvance
    for tick, _ in vertical_ticks(frame, fonts):
        assert width(tick.label) <= frame.plot.left() - 8
    for quantity in ("loss", "sharpness"):
        bar = colour_bar(frame)
        for tick, _ in bar_ticks(domain_scale(landscape, quantity), bar, fonts):
            assert bar.right() + 6 + width(tick.label) <= frame.width, tick.label


@pytest.mark.parametrize("low", [-0.0011, 1.50625, -1.50625, -12345.6, -4000.0])
@pytest.mark.parametrize("side", [0.4, 1.4e-3, 3e-6])
def test_no_label_loses_its_sign_or_a_figure_in_a_close_up(qapp, low, side):
    fonts, frame = Fonts(), Frame.fit(View((0.0, side), (low, low + side)), 740, 540)
    found = vertical_ticks(frame, fonts)
    width = QFontMetricsF(fonts.small).horizontalAdvance
    assert len(found) > 1
    assert all(width(tick.label) <= frame.plot.left() - 6 for tick, _ in found)
    for tick, _ in found:
        if tick.label:
            written = float(tick.label.replace("−", "-").replace(",", ""))
            assert written == pytest.approx(tick.value, abs=side / 1000)


@pytest.mark.parametrize("height", [60, 200, 540, 1000])
@pytest.mark.parametrize("low", [-0.325, -9.9, -87.0])
def test_a_bar_has_no_more_decimals_than_there_is_room_for_beside_it(qapp, low, height):
    """At 540 pixels there would be room for −0.300, −0.275, … one above the other."""
    fonts, scale = Fonts(), Scale("linear", (low, 0.5 * low, 0.0), low, 0.0)
    frame = Frame.fit(View.of(GoldsteinPrice()), 740, height)
    bar = colour_bar(frame)
    found = bar_ticks(scale, bar, fonts)
    width = QFontMetricsF(fonts.small).horizontalAdvance
    assert found or height == 60
    for tick, _ in found:
        assert bar.right() + 6 + width(tick.label) <= frame.width, tick.label


def test_a_logarithmic_bar_counts_from_the_minimum():
    scale = domain_scale(GoldsteinPrice())
    assert bar_caption(scale, "loss") == "loss − 3"
    labels = [tick.label for tick in scale_ticks(scale, 9)]
    assert labels == ["10", "100", "10³", "10⁴", "10⁵", "10⁶"]
    assert {round(math.log10(tick.value - 3), 9) % 1 for tick in scale_ticks(scale, 9)} == {0}


def test_a_minimum_next_to_zero_is_not_worth_a_word():
    assert bar_caption(domain_scale(TwoBasins()), "loss") == "loss"
    assert bar_caption(domain_scale(TwoBasins(), "sharpness"), "sharpness") == "λ max"
