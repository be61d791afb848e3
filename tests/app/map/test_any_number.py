"""Any finite number is survived, without an error and without a warning.

The painter's parts are fed with numbers from the ends of what a computer can count.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from scene import hold, paint, picture, pixels

from app.map.drawing.arrows import ArrowScale, pushes
from app.map.drawing.curvature_layer import half_axes, rise_at, shown_spans
from app.map.drawing.layers import AnatomyVector, Layers
from app.map.drawing.ticks import linear_ticks, scale_ticks
from app.map.drawing.view import Frame, View
from app.map.pointing import describe_place
from core.measures import surface
from core.measures.surface import Grid, domain_scale, scale_of
from landscapes import make
from landscapes.ackley import Ackley
from landscapes.expression import Expression

pytestmark = pytest.mark.usefixtures("qapp")
ENDS = (0.0, -0.0, 5e-324, 1e-310, 1e-300, 1e-160, 1e-9, 1.0, 1e9, 1e154, 1e155, 1e300, 1.7e308)
NUMBERS = st.sampled_from([*ENDS, *(-end for end in ENDS)]) | st.floats(
    allow_nan=False, allow_infinity=False
)
FRAME = Frame.fit(View.of(Ackley()), 300, 240)


@settings(max_examples=25)
@given(
    numbers=st.lists(NUMBERS, min_size=8, max_size=8),
    priority=NUMBERS,
    ways=st.tuples(NUMBERS, NUMBERS),
    start=st.tuples(NUMBERS, NUMBERS),
)
def test_a_run_of_any_numbers_is_drawn(numbers, priority, ways, start):
    """As a run may be that starts anywhere, holds anything and is lost at once."""
    path = np.array(numbers).reshape(4, 1, 2)
    shown = picture({"adam+cg": path, "adam+cm": path[::-1]})
    for track in shown.tracks:
        hold(track, 0, 0, (numbers[1], numbers[6]), abs(priority))
        hold(track, 1, 1, (numbers[3], numbers[2]), 1.0)
    vectors = tuple(
        AnatomyVector((numbers[0], numbers[5]), ways, "#ffffff", "v", number, number == 2)
        for number in (1, 2)
    )
    layers = Layers(ellipses=True, anatomy=vectors)
    for cursor, starts in ((0, None), (3, np.array([start]))):
        paint(shown, cursor, layers, size=(160, 130), starts=starts)


@settings(max_examples=50)
@given(vector=st.tuples(NUMBERS, NUMBERS), unit=NUMBERS, longest=NUMBERS)
def test_any_vector_is_an_arrow_of_its_direction_or_none(vector, unit, longest):
    scale = ArrowScale(max(abs(unit), 1e-290), max(abs(unit) * 2, abs(longest), 1e-280))
    (arrow,) = pushes(FRAME, scale, np.array([vector]))
    assert np.isfinite(arrow).all() and np.hypot(*arrow) < 1e5
    assert arrow.any() == any(vector)
    assert (np.sign(arrow) * np.sign((vector[0], -vector[1])) >= 0).all()


DOMAINS = (
    [[0, 2e-100], [0, 2e-100]],
    [[-1e9, 1e9], [-1e9, 1e9]],
    [[0, 2e-100], [-1e9, 1e9]],
    [[1e9 - 2, 1e9], [-1e9, 2 - 1e9]],
    [[-2, 2], [-2, 2]],
)


@pytest.mark.parametrize("domain", DOMAINS, ids=str)
def test_the_map_of_any_domain_is_drawn_and_can_be_moved_and_zoomed(domain):
    landscape = make({"name": "expression", "parameters": {"loss": "x*x+y"}, "domain": domain})
    (x0, x1), (y0, y1) = landscape.domain
    path = np.array([[[x0, y0]], [[0.5 * (x0 + x1), 0.5 * (y0 + y1)]], [[x1, y1]]])
    shown, view = picture({"adam+cm": path}, landscape=landscape), View.of(landscape)
    for _ in range(6):
        image = paint(shown, 2, Layers(ellipses=True), view=view, size=(240, 200))
        assert len(np.unique(pixels(image).reshape(-1, 3), axis=0)) > 20
        frame = Frame.fit(view, 240, 200)
        assert describe_place(frame, landscape, QPointF(100, 100))
        view = frame.panned(view.zoomed(1e3, x1, y0), QPointF(1e6, -3.0))


@pytest.mark.parametrize("toward", [QPointF(1.0, 0.3), QPointF(-1.0, -1.0)])
def test_no_hand_pans_or_zooms_to_where_no_map_is(toward):
    view = View.of(Ackley())
    for _ in range(80):
        view = Frame.fit(view, 300, 240).panned(view, toward * 1e9).zoomed(0.3, 1e300, -1e300)
        assert view.x[0] < view.x[1] and view.y[0] < view.y[1]
        assert all(np.isfinite(Frame.fit(view, 300, 240).scales))
    paint(picture({"adam": np.zeros((2, 1, 2))}), 1, Layers(), view=view, size=(160, 130))


LOSSES = (
    "abs(x)/x",
    "min(max(1000*x,0),1)",
    "0*x",
    "1e-310*x",
    "5e-324*(x+y)",
    "1e-14*x+y*0",
    "1e16+x*x",
    "1e300*x**3",
    "1e300*x*1e7",
    "1e300*abs(x)/x",
    "exp(700*x)",
    "1/(x*1e300)",
    "1e-300*x*x",
    "x**2/1e-300",
)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("quantity", ["loss", "sharpness"])
def test_any_loss_has_a_scale_of_ascending_levels_and_ticks(loss, quantity):
    landscape = Expression(loss, ((-2.0, 2.0), (-2.0, 2.0)))
    scale = domain_scale(landscape, quantity)
    assert scale.low < scale.high
    assert (np.diff(scale.levels) > 0).all()
    fractions = scale.fraction(np.array([scale.low, *scale.levels, scale.high, 1e308, -1e308, 0]))
    assert np.isfinite(fractions).all()
    assert all(tick.label for tick in scale_ticks(scale, 8))
    grid = surface.sample(landscape, (-2, 2), (-2, 2), 30, 30, quantity)
    visible = surface.visible_scale(landscape, grid, quantity)
    assert all(len(outline.offsets) for _, outline in surface.fills(grid, visible))
    shown = picture({"adam": np.zeros((2, 1, 2))}, landscape=landscape)
    paint(shown, 1, Layers(sharpness=quantity == "sharpness", ellipses=True), size=(160, 130))


@settings(max_examples=50)
@given(values=st.lists(NUMBERS, min_size=4, max_size=9))
def test_any_values_have_a_scale(values):
    grid = Grid(np.arange(2.0), np.arange(float(len(values) // 2)),
                np.array(values[: len(values) // 2 * 2]).reshape(-1, 2))  # fmt: skip
    for quantity in ("loss", "sharpness"):
        for floor in (None, min(values)):
            scale = scale_of(grid, floor, quantity)
            assert scale.low < scale.high and (np.diff(scale.levels) > 0).all()
            assert np.isfinite(scale.fraction(grid.values)).all()
            scale_ticks(scale, 7)
            assert np.isfinite(rise_at(scale, values[0]))


@settings(max_examples=50)
@given(low=NUMBERS, width=NUMBERS, most=st.integers(0, 30))
def test_ticks_of_any_interval_end(low, width, most):
    high = low + abs(width)
    if abs(low) * 1e-9 + 1e-110 < high - low < np.inf:  # as narrow as a domain can be
        assert len(linear_ticks((low, high), most)) <= max(1, most)


@dataclasses.dataclass(frozen=True)
class Bent(Ackley):
    """A landscape with any Hessian."""

    curvatures: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def hessian(self, points):
        xx, xy, yy = self.curvatures
        return np.array([[xx, xy], [xy, yy]])


@settings(max_examples=50)
@given(curvatures=st.tuples(NUMBERS, NUMBERS, NUMBERS), rise=NUMBERS)
def test_any_curvature_has_half_axes(curvatures, rise):
    axes = half_axes(Bent(curvatures=curvatures), np.zeros(2), abs(rise))
    if axes is not None:
        vectors, lengths, _ = axes
        spans = shown_spans(np.linalg.norm(FRAME.vectors(vectors * lengths[:, None]), axis=-1))
        assert np.isfinite(spans).all()
