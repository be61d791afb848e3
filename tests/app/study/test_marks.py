"""Where marks, names and ticks of a plot lie: apart, in order, and true."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from reading import squeezed

from app.look import vector
from app.look.theme import DARK
from app.study.drawing.look import Look
from app.study.drawing.painter import paint_plot, spots
from app.study.drawing.scale import Scale
from app.study.drawing.shapes import spread
from core.experiment.experiment import MethodSpec
from core.study.plots.values import Axis, Curve, Curves, Difference, Differences, Plot
from core.study.results.intervals import Estimate

pytestmark = pytest.mark.usefixtures("qapp")

PLACES = st.lists(st.floats(-50, 350, allow_nan=False), min_size=1, max_size=20)


@given(PLACES)
def test_names_keep_their_order_lie_apart_and_within(wanted: list[float]) -> None:
    found = spread(wanted, 15.0, 0.0, 300.0)
    order = np.argsort(wanted, kind="stable")
    placed = np.array(found)[order]
    assert (np.diff(placed) >= min(15.0, 300 / max(1, len(wanted) - 1)) - 1e-6).all()
    assert placed[0] >= -1e-6 and placed[-1] <= 300 + 1e-6


def test_names_that_have_room_stay_where_they_belong() -> None:
    assert spread([250.0, 40.0, 100.0], 15.0, 0.0, 300.0) == [250.0, 40.0, 100.0]
    assert spread([100.0, 100.0], 20.0, 0.0, 300.0) == [90.0, 110.0]


@pytest.mark.parametrize(
    ("axis", "values", "ticks"),
    [
        (Axis("", share=True), [0.3], ["0.0", "0.5", "1.0"]),
        (Axis("", log=True), [1e-4, 1.0], ["10⁻⁴", "0.01", "1"]),
        (Axis("", names=("fifo", "ema")), [], ["fifo", "ema"]),
        (Axis("", log=True, span=(10.0, 30.0, 300.0)), [10.0], ["10", "30", "300"]),
        (Axis(""), [5.0], ["4", "6"]),
    ],
)
def test_ticks_are_round_and_lie_where_they_say(
    axis: Axis, values: list[float], ticks: list[str]
) -> None:
    scale = Scale.of(axis, [np.array(values)])
    assert [label for _, label in scale.ticks(3)] == ticks
    places = [place for place, _ in scale.ticks(3)]
    assert places == sorted(places) and min(places) >= 0 and max(places) <= 1


def test_what_lies_beyond_keeps_to_the_ends() -> None:
    scale = Scale.of(Axis("", log=True), [np.array([0.01, 1.0, np.inf, np.nan, -3.0])], pad=0.0)
    found = scale.fraction(np.array([0.001, 0.01, 0.1, 1.0, np.inf]))
    assert found.tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]


@pytest.mark.parametrize("count", [2, 24])
def test_whiskers_of_many_methods_stay_nearer_to_their_value_than_to_the_next(count: int) -> None:
    x = np.linspace(1.0, 2.0, 11)
    half = np.full(11, 0.5)
    methods = tuple(MethodSpec.create("adam", label=f"card {k}") for k in range(count))
    curves = tuple(
        Curve(k, k, "card", x, half, half - 0.1, half + 0.1, np.full(11, 9), np.arange(11))
        for k in range(count)
    )
    plot = Curves("sweep", "", methods, "", Axis("x"), Axis("y", share=True), curves)
    rect = QRectF(0, 0, 700, 500)
    found = np.array([spot.at.x() for spot in spots(rect, plot, Look(DARK))]).reshape(count, 11)
    step = np.diff(found[0]).min()
    assert np.ptp(found, axis=0).max() <= 0.5 * step + 1e-6
    assert np.ptp(found, axis=0).min() > 0


def words(plot: Plot, size: tuple[float, float]) -> dict[str, float]:
    """Every text of a plot, and where it begins along the x axis."""

    def paint(painter: QPainter, size: tuple[float, float]) -> None:
        paint_plot(painter, QRectF(0, 0, *size), plot, Look(DARK))

    found = vector.bare_svg(size, "", paint).decode()
    texts = re.findall(r'<text[^>]*?\bx="([-\d.]+)"[^>]*>([^<]*)', found)
    return {squeezed(text): float(x) for x, text in texts}


def test_what_is_compared_is_told_whole_where_there_is_room_beside_a_short_name() -> None:
    methods = (MethodSpec.create("adam", label="A"), MethodSpec.create("adam", label="B"))
    what = ("ends at the sharp one", "lower final loss", "lower best loss")
    rows = tuple(Difference(0, 1, each, Estimate(0.1, 0.0, 0.2), 0.01, 0) for each in what)
    plot = Differences("differences", "", methods, "", Axis("difference"), rows)
    assert set(map(squeezed, (*what, "A"))) <= set(words(plot, (900.0, 200.0)))


def test_a_name_stands_beside_the_only_figure_not_at_the_end_of_a_line_across_the_plot() -> None:
    """Growing, a line from the first value to the far edge would be read as a curve."""
    methods = (MethodSpec.create("adam", label="card"),)
    x, one = np.array([10.0]), np.array([0.6])
    axis = Axis("x", log=True, span=(10.0, 300.0))
    curve = Curve(0, 0, "solid", x, one, one - 0.1, one + 0.1, np.array([9]), np.array([0]))
    plot = Curves("escape", "", methods, "", axis, Axis("y", share=True), (curve,))
    (spot,) = spots(QRectF(0, 0, 900, 340), plot, Look(DARK))
    assert 0 < words(plot, (900.0, 340.0))["card"] - spot.at.x() < 30
