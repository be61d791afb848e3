"""One map per method: where the cells lie, what is in each of them, and the hand in any of them."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hand import turn_wheel
from hypothesis import given
from hypothesis import strategies as st
from pointer import drag, hover, leave, pinch, two_fingers
from PySide6.QtCore import QPoint, QPointF
from pytest_regressions.image_regression import ImageRegressionFixture
from scene import NOTHING, frame_of, hold, line, only, paint, picture, pixels, rgb
from test_pictures import check, race

from app.look.styles import styles
from app.look.theme import DARK, LIGHT, Theme
from app.map.drawing.cells import LOW, NARROW, cells_of
from app.map.drawing.layers import AnatomyVector, Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.view import View
from app.map.map_view import MapView
from app.map.seen import scene_seen, state_of
from app.running.shown import Failure, Highlight, Picture
from app.session.session import Session
from core.experiment.experiment import MethodSpec
from landscapes.ackley import Ackley
from landscapes.levy import Levy

GRID = Layers(layout="grid")
SIZE = (700, 520)
pytestmark = pytest.mark.usefixtures("qapp")


def cells(shown: Picture, size: tuple[int, int] = SIZE, ratio: float = 1.0, heading: bool = True):
    view = View.of(shown.experiment.landscape)
    found = cells_of(shown.experiment.methods, view, *size, ratio, heading=heading)
    assert found is not None
    return found


def crossing() -> Picture:
    """Four methods from one start, each on a way of its own."""
    return picture({
        name: line((-3.0, 0.0), (3.0, y))
        for name, y in (("adam", 1.5), ("adam+sam", 0.5), ("adam+cg", -0.5), ("adam+cm", -1.5))
    })  # fmt: skip


def inside(plot, ratio: float = 1.0) -> tuple[slice, slice]:
    left, top, right, bottom = plot.getCoords()
    return (slice(round(top * ratio) + 2, round(bottom * ratio) - 2),
            slice(round(left * ratio) + 2, round(right * ratio) - 2))  # fmt: skip


@pytest.mark.parametrize("ratio", [1.0, 2.0], ids=["1x", "2x"])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_race_one_map_per_method(
    theme: Theme, ratio: float, image_regression: ImageRegressionFixture
):
    check(image_regression, paint(race(), 45, GRID, theme=theme, ratio=ratio, size=SIZE))


def test_twelve_methods_in_a_small_window(image_regression: ImageRegressionFixture):
    names = [base + more for base in ("adam", "sgdm", "rmsprop") for more in ("", "+cg", "+sam")]
    paths = {name: line((3, 2), (k / 3, -1.0)) for k, name in enumerate(names)}
    shown = picture(paths, landscape=Ackley())
    more = tuple(dataclasses.replace(spec, label=f"Copy of {spec.method}")
                 for spec in shown.experiment.methods[:3])  # fmt: skip
    methods = shown.experiment.methods + more
    experiment = dataclasses.replace(shown.experiment, methods=methods)
    shown = Picture(experiment, shown.tracks + shown.tracks[:3])
    check(image_regression, paint(shown, 15, GRID, size=(420, 330)))


@given(st.integers(1, 14), st.integers(80, 1900), st.integers(80, 1200),
       st.sampled_from([1.0, 1.25, 2.0]))  # fmt: skip
def test_cells_are_alike_in_order_between_pixels_and_never_on_one_another(
    count, width, height, ratio
):
    methods = tuple(MethodSpec.create("adam", label=str(k), enabled=k != 3) for k in range(count))
    found = cells_of(methods, View((-2, 3), (-1, 1)), width, height, ratio)
    assert found is not None
    assert [cell.method for cell in found.cells] == [k for k in range(count) if k != 3]
    plots = [cell.frame.plot for cell in found.cells]
    assert len({(plot.width(), plot.height()) for plot in plots}) == 1
    for plot in plots:
        for edge in plot.getRect():
            assert edge * ratio == pytest.approx(round(edge * ratio), abs=1e-6)
    if min(plots[0].width(), plots[0].height()) > 10:
        assert all(plot.left() >= 0 and plot.right() <= width for plot in plots)
        assert all(plot.top() >= 0 and plot.bottom() <= height for plot in plots)
        for one, other in itertools.pairwise(plots):
            assert other.left() > one.right() or other.top() > one.bottom()


@pytest.mark.parametrize(
    ("size", "count", "columns"),
    [((1200, 300), 4, 4), ((300, 1200), 4, 1), ((800, 700), 4, 2), ((800, 700), 1, 1),
     ((1100, 700), 6, 3), ((1100, 700), 12, 4)],
)  # fmt: skip
def test_columns_are_those_that_show_a_square_largest(size, count, columns):
    methods = tuple(MethodSpec.create("adam", label=str(k)) for k in range(count))
    found = cells_of(methods, View((-1, 1), (-1, 1)), *size)
    assert found is not None and found.columns == columns


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_cell_has_its_own_methods_trail_and_no_other(ratio):
    shown, layers = crossing(), dataclasses.replace(only("trails"), layout="grid")
    image = pixels(paint(shown, 20, layers, size=SIZE, ratio=ratio))
    looks = styles(shown.experiment.methods, DARK)
    for cell in cells(shown, heading=False).cells:
        part = image[inside(cell.frame.plot, ratio)]
        for index, look in enumerate(looks):
            has = (np.abs(part - rgb(look.colour)).max(-1) <= 2).any()
            assert has == (index == cell.method)


def test_every_cell_shows_the_ground_of_the_overlay_at_its_own_places():
    shown = crossing()
    image = pixels(paint(shown, 20, dataclasses.replace(NOTHING, layout="grid"), size=SIZE))
    found = cells(shown, heading=False).cells
    parts = [image[inside(cell.frame.plot)] for cell in found]
    whole = pixels(paint(shown, 20, NOTHING))
    frame = frame_of(shown)
    for part in parts[1:]:
        assert np.array_equal(part, parts[0])
    points = np.random.default_rng(0).uniform((-3.5, -2.5), (3.5, 2.5), (300, 2))
    x, y = np.rint(found[2].frame.to_pixels(points)).astype(int).T
    across, down = np.rint(frame.to_pixels(points)).astype(int).T
    alike = np.abs(image[y, x] - whole[down, across]).max(-1) < 20
    assert alike.mean() > 0.85  # but next to lines


def test_a_grid_is_the_same_whichever_way_time_came_to_it_and_whatever_was_shown_before():
    shown, painter = race(), MapPainter()
    for step in (0, 20, 60, 44):
        paint(shown, step, GRID, painter=painter, size=SIZE)
    paint(shown, 10, Layers(), painter=painter, size=SIZE)
    again = paint(shown, 45, GRID, painter=painter, size=SIZE)
    assert again == paint(shown, 45, GRID, size=SIZE)


def test_the_step_of_one_method_is_explained_in_its_cell_alone():
    shown = crossing()
    vector = AnatomyVector((0.0, 1.0), (0.8, 0.0), "#ff00ff", "g", 1, method=2)
    layers = dataclasses.replace(NOTHING, layout="grid", anatomy=(vector,))
    image = pixels(paint(shown, 9, layers, size=SIZE))
    has = [
        bool((np.abs(image[inside(cell.frame.plot)] - (255, 0, 255)).max(-1) < 8).any())
        for cell in cells(shown, heading=False).cells
    ]
    assert has == [False, False, True, False]


def test_a_small_picture_gives_its_cells_the_room_of_the_ticks():
    shown = crossing()
    small = cells(shown, (int(NARROW) - 1, int(LOW) - 1))
    assert not small.has_sides and not small.has_ticks_of_x
    assert small.around.plot.width() >= NARROW - 14
    assert all(cell.frame.plot.height() > 60 for cell in small.cells)


# The hand


@pytest.fixture
def grid(map_view: MapView) -> MapView:
    map_view.grid.click()
    map_view.canvas.grab()
    return map_view


def place(map_view: MapView, method: int, point: tuple[float, float]) -> QPoint:
    found = map_view.canvas.cells
    assert found is not None
    return found.of(method).frame.pixel(np.array(point)).toPoint()


@pytest.mark.parametrize("method", range(4))
def test_a_start_is_dragged_in_any_cell(grid: MapView, session: Session, method: int):
    drag(grid, place(grid, method, (3.3, 2.2)), place(grid, method, (-1.0, 1.0)))
    assert session.experiment.starts == (pytest.approx((-1.0, 1.0), abs=0.06),)


def test_a_start_dragged_into_a_neighbour_stays_at_the_edge_of_its_cell(grid, session):
    found = grid.canvas.cells
    drag(grid, place(grid, 0, (3.3, 2.2)), place(grid, 1, (0.0, 2.2)))
    assert session.experiment.starts[0][0] == pytest.approx(found.of(0).frame.x[1], abs=0.06)


@pytest.mark.parametrize("method", range(4))
def test_the_place_under_the_pointer_is_read_off_in_every_cell(grid, method):
    hover(grid, place(grid, method, (1.0, -2.0)))
    words = grid.reading.text().split()
    assert [float(words[k].replace("−", "-")) for k in (1, 3)] == pytest.approx((1, -2), abs=0.05)
    hover(grid, QPoint(2, 2))
    assert grid.reading.text() == ""


def test_the_place_under_the_pointer_is_marked_in_all_other_cells(grid):
    before = pixels(grid.canvas.grab().toImage())
    hover(grid, place(grid, 1, (-2.0, 3.0)))
    shown = (pixels(grid.canvas.grab().toImage()) != before).any(-1)
    for method in range(4):
        at = place(grid, method, (-2.0, 3.0))
        near = shown[at.y() - 9 : at.y() + 10, at.x() - 9 : at.x() + 10]
        assert near.any() == (method != 1)
        shown[at.y() - 12 : at.y() + 13, at.x() - 12 : at.x() + 13] = False
    assert not shown.any()
    leave(grid)
    assert np.array_equal(pixels(grid.canvas.grab().toImage()), before)


def test_wheel_pinch_and_drag_in_one_cell_move_all(grid: MapView):
    before = place(grid, 2, (1.0, -1.0))
    turn_wheel(grid.canvas, QPointF(before), 1)
    assert grid.view != View.of(Ackley())
    assert (place(grid, 2, (1.0, -1.0)) - before).manhattanLength() <= 1
    frames = [cell.frame for cell in grid.canvas.cells.cells]
    assert len({(frame.x, frame.y) for frame in frames}) == 1
    pinch(grid, place(grid, 1, (0.0, 0.0)), 0.5)
    there = place(grid, 3, (0.5, 0.5))
    drag(grid, there, there + QPoint(30, -12))
    assert place(grid, 3, (0.5, 0.5)) == there + QPoint(30, -12)
    two_fingers(grid, there, QPoint(5, 5))
    assert place(grid, 0, (0.5, 0.5)) - place(grid, 3, (0.5, 0.5)) == (
        grid.canvas.cells.of(0).corner - grid.canvas.cells.of(3).corner).toPoint()  # fmt: skip


def test_an_item_is_found_in_its_methods_cell_alone(grid: MapView, session: Session):
    track = session.picture.tracks[2]  # Adam+CG holds an item of step 31, which pushes up
    track["memory_births"][:] = -1
    track["memory_births"][31:, :, 0] = 30
    track["memory_items"][31:, :, 0] = (0.0, -5.0)
    track["memory_priorities"][31:, :, 0] = 1.0
    session.seek(60)
    origin = tuple(track["positions"][30, 0])
    for method in (2, 0, 3):
        hover(grid, place(grid, method, origin) - QPoint(0, 30))
        assert session.highlight == (Highlight(2, 30) if method == 2 else None)


def test_button_and_view_go_back_to_one_map(grid: MapView):
    told = []
    grid.layers_changed.connect(told.append)
    assert grid.grid.isChecked() and grid.canvas.cells is not None
    grid.grid.click()
    assert not grid.grid.isChecked() and grid.canvas.cells is None
    assert told == [grid.layers] and grid.layers.layout == "overlay"
    grid.set_layers(GRID)
    assert grid.grid.isChecked()


def test_the_layout_survives_the_way_through_a_file(grid: MapView, session: Session):
    landscape = session.experiment.landscape
    seen = state_of(12, 0, grid.view, grid.layers, landscape)
    kept = dataclasses.replace(session.experiment, view=type(seen).parse(seen.describe()))
    bare = dataclasses.replace(grid.canvas._whole_scene, layers=Layers())
    scene = scene_seen(bare.of(dataclasses.replace(bare.picture, experiment=kept)))
    assert (scene.layers.layout, scene.cursor) == ("grid", 12)


def test_arrows_are_shorter_in_small_cells_and_alike_in_all_of_them():
    shown = crossing()
    for track in shown.tracks:
        hold(track, 0, 2, (-400.0, 0.0), 1.0)
    lengths = []
    for size in ((1000, 700), (360, 300)):
        image = pixels(
            paint(shown, 3, dataclasses.replace(only("memory"), layout="grid"), size=size)
        )
        plain = pixels(paint(shown, 3, dataclasses.replace(NOTHING, layout="grid"), size=size))
        parts = [(image != plain).any(-1)[inside(cell.frame.plot)]
                 for cell in cells(shown, size, heading=False).cells]  # fmt: skip
        lengths.append([int(np.ptp(np.nonzero(part)[1])) if part.any() else 0 for part in parts])
    (_, _, *large), (_, _, *small) = lengths
    assert large[0] == pytest.approx(large[1], abs=2)
    assert small[0] == pytest.approx(small[1], abs=2)
    assert 0.4 * large[0] < small[0] < 0.7 * large[0]


def test_without_a_method_or_a_plane_there_is_no_grid():
    shown = crossing()
    off = tuple(dataclasses.replace(spec, enabled=False) for spec in shown.experiment.methods)
    nobody = dataclasses.replace(shown.experiment, methods=off)
    bare = Picture(nobody, (None,) * 4)
    assert paint(bare, 0, GRID) == paint(bare, 0, Layers())
    deep = picture({"adam": np.zeros((3, 1, 5))}, landscape=Levy(5))
    assert paint(deep, 1, GRID) == paint(deep, 1, Layers())


def test_a_method_of_which_nothing_is_computed_has_its_cell_and_its_name():
    shown = crossing()
    waiting = dataclasses.replace(shown, tracks=(*shown.tracks[:3], None))
    whole, image = (pixels(paint(each, 10, GRID, size=SIZE)) for each in (shown, waiting))
    first, *_, last = (cell.frame.plot for cell in cells(shown).cells)
    assert np.array_equal(whole[inside(first)], image[inside(first)])
    left, top = int(last.left()), int(last.top())
    assert np.ptp(image[top - 18 : top - 3, left : left + 120]) > 60
    assert len(np.unique(image[inside(last)])) > 20


def test_a_picture_that_is_not_up_to_date_says_so_once():
    failed = dataclasses.replace(crossing(), failure=Failure("It broke off", ""))
    plain, told = (pixels(paint(each, 10, GRID, size=SIZE)) for each in (crossing(), failed))
    rows, columns = np.nonzero((plain != told).any(-1)[40:])  # below the heading
    assert len(rows) > 500 and np.ptp(columns) < 260 and np.ptp(rows) < 120
