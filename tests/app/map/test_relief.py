"""The landscape as a surface: where points lie, what hills hide, which colours it has."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor
from scene import ACROSS, hold, line, only, paint, picture, pixels, rgb

from app.look.theme import DARK
from app.map.drawing.camera import Camera
from app.map.drawing.colours import band_fractions, shade
from app.map.drawing.layers import Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.relief.axes import edge
from app.map.drawing.relief.field import Field, between, field_of
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.relief.horizon import Horizon, horizon_of, shaded
from app.map.drawing.relief.projection import HEIGHT, Projection
from app.map.drawing.relief.raster import pixels_of
from app.map.drawing.relief.ways import joined, on_the_way, path_of
from app.map.drawing.view import View
from core.measures.surface import Scale
from landscapes.ackley import Ackley
from landscapes.base import Array
from landscapes.two_basins import TwoBasins

SQUARE = View((-1.0, 1.0), (-1.0, 1.0))
EVEN = Scale("linear", (0.25, 0.5, 0.75), 0.0, 1.0)
PLOT = QRectF(0, 0, 300, 300)
pytestmark = pytest.mark.usefixtures("qapp")


def field_from(heights: Array) -> Field:
    """A field (rows, columns) of shares of the HEIGHT."""
    found = (HEIGHT * np.asarray(heights)).astype(np.float32)
    return Field(found, found, EVEN)


def seen_from(field: Field, camera: Camera, view: View = SQUARE) -> tuple[Projection, Horizon]:
    """Its projection into PLOT and what is seen in every pixel's column."""
    projection = Projection(view, camera, PLOT)
    u = (np.arange(300) + 0.5 - 150.0) / projection.scale
    return projection, horizon_of(
        field, shaded(field, np.ones_like(field.heights)), projection, u, 500
    )


def test_from_above_a_point_lies_where_the_map_has_it() -> None:
    projection = Projection(SQUARE, Camera(0.0, 90.0), QRectF(10, 20, 400, 200))
    # The diagonal, 2√2, fits into the lower side at every azimuth.
    assert projection.scale == pytest.approx(200 / np.sqrt(8))
    u, v = projection.turned(*projection.to_block(np.array([0.5, 1.0])))
    x, y = projection.to_pixels(u, v, np.array(HEIGHT))
    assert (x, y) == pytest.approx((210 + 0.5 * 70.7107, 120 - 70.7107), abs=1e-3)


@pytest.mark.parametrize(
    ("azimuth", "point", "expected"),
    [
        # (u, v): to the right and away from the eye; turned counter-clockwise as seen from above
        (0.0, (1.0, 0.0), (1.0, 0.0)),
        (90.0, (1.0, 0.0), (0.0, 1.0)),
        (90.0, (0.0, 1.0), (-1.0, 0.0)),
        (30.0, (1.0, 0.0), (np.sqrt(0.75), 0.5)),
    ],
)
def test_it_is_turned_counter_clockwise(azimuth, point, expected) -> None:
    projection = Projection(SQUARE, Camera(azimuth, 30.0), PLOT)
    u, v = projection.turned(*map(np.array, point))
    assert (u, v) == pytest.approx(expected)
    assert projection.back(u, v) == pytest.approx(point)
    low, high = (projection.to_pixels(u, v, np.array(h))[1] for h in (0.0, HEIGHT))
    # At 30° a height is seen by its cosine, a distance away from the eye by half.
    assert low - high == pytest.approx(projection.scale * HEIGHT * np.sqrt(0.75))
    assert low == pytest.approx(
        150 - projection.scale * (0.5 * expected[1] - 0.5 * HEIGHT * np.sqrt(0.75))
    )


def test_a_range_far_longer_than_the_other_is_shortened() -> None:
    assert Projection(View((0, 4), (0, 2)), Camera(), PLOT).sides == (1.0, 0.5)
    assert Projection(View((0, 400), (0, 2)), Camera(), PLOT).sides == (1.0, 1.0)


def test_a_line_meets_the_block_in_its_chord() -> None:
    diagonal = Projection(SQUARE, Camera(45.0, 30.0), PLOT)
    near, far = diagonal.chords(np.array([0.0, 1.0, 1.5]))
    root = np.sqrt(2.0)
    assert near[:2] == pytest.approx([-root, -(root - 1)])
    assert far[:2] == pytest.approx([root, root - 1])
    assert near[2] > far[2]
    straight = Projection(SQUARE, Camera(0.0, 30.0), PLOT)
    near, far = straight.chords(np.array([0.3, 1.2]))
    assert (near[0], far[0]) == pytest.approx((-1.0, 1.0))
    assert near[1] > far[1]


def test_between_grid_points_values_are_linear() -> None:
    grid = np.array([[0.0, 1.0, 4.0], [2.0, 3.0, 8.0]])
    columns, rows = np.array([0.25, 1.5, 2.0, 7.0]), np.array([0.0, 0.5, 1.0, -3.0])
    assert between(grid, columns, rows).tolist() == [0.25, 4.0, 8.0, 4.0]


def test_the_first_point_to_reach_a_pixel_is_the_one_that_is_seen() -> None:
    rises = np.array([[1.2, -np.inf], [0.4, 2.6], [3.6, 2.4], [9.0, 2.7]])
    reached = np.maximum.accumulate(rises, axis=0)
    none = np.zeros(2)
    horizon = Horizon(none, none, none, rises, reached, rises, rises)
    # Pixel r is reached by what is higher than r + ½; 4 is nobody.
    assert horizon.first(5, 1.0)[::-1].T.tolist() == [[3, 2, 2, 2, 0], [4, 4, 1, 1, 1]]
    assert horizon.first(2, 2.0)[::-1].T.tolist() == [[2, 0], [4, 1]]


@pytest.mark.parametrize(("azimuth", "tilt"), [(0.0, 15.0), (325.0, 38.0), (140.0, 25.0)])
def test_a_hill_hides_what_a_ray_to_the_eye_would_meet(azimuth: float, tilt: float) -> None:
    view = View.of(Ackley())
    field = field_of(Ackley(), view, "loss")
    camera = Camera(azimuth, tilt)
    frame = ReliefFrame.around(field, view, camera, (420, 400), 1.0)
    projection = frame.projection
    assert projection is not None
    u = (np.arange(frame.plot.width()) + 0.5 - 0.5 * frame.plot.width()) / projection.scale
    horizon = horizon_of(field, shaded(field, np.ones_like(field.heights)), projection, u, 500)
    frame = dataclasses.replace(frame, horizon=horizon)
    points = np.random.default_rng(3).uniform(-4.8, 4.8, (1500, 2))
    _, inside, seen = frame.placed(points)
    assert inside.all() and 100 < seen.sum() < 1490

    # March from each point toward the eye: how far the ground rises over the ray.
    along, up = projection.slants
    u0, v0 = projection.turned(*projection.to_block(points))
    steps = np.linspace(0.0, 2.0, 900)[1:, None]
    x, y = projection.back(u0, v0 - steps)
    rows, columns = field.heights.shape

    def ground(x: Array, y: Array) -> Array:
        side = projection.sides
        return between(
            field.heights,
            0.5 * (x / side[0] + 1) * (columns - 1),
            0.5 * (y / side[1] + 1) * (rows - 1),
        )

    there = (np.abs(x) <= projection.sides[0]) & (np.abs(y) <= projection.sides[1])
    ray = ground(*projection.back(u0, v0)) + steps * along / up
    over = np.where(there, ground(x, y) - ray, -1.0).max(0) * projection.scale * up
    clear = np.abs(over - 1.5) > 1.0  # what is in sight has 0, what just grazes a ridge about 1.5
    assert clear.mean() > 0.7
    assert (seen == (over < 1.5))[clear].all()


def test_the_point_under_a_pixel_is_the_one_that_is_seen_there() -> None:
    view = View.of(Ackley())
    field = field_of(Ackley(), view, "loss")
    frame = ReliefFrame.around(field, view, Camera(140.0, 25.0), (420, 400), 1.0)
    projection = frame.projection
    assert projection is not None
    u = (np.arange(frame.plot.width()) + 0.5 - 0.5 * frame.plot.width()) / projection.scale
    horizon = horizon_of(field, shaded(field, np.ones_like(field.heights)), projection, u, 500)
    frame = dataclasses.replace(frame, horizon=horizon)
    found = 0
    for x in range(40, 320, 20):
        for y in range(120, 300, 9):
            point = frame.point_under(QPointF(x, y))
            if point is not None:
                found += 1
                pixels, _, seen = frame.placed(np.array(point))
                assert seen and pixels == pytest.approx([x, y], abs=1.5)
    assert found > 80
    assert frame.point_under(QPointF(200, 12)) is None
    assert frame.point_under(QPointF(200, 385)) is None  # a wall, or below it


def test_its_colours_are_those_of_the_map() -> None:
    view = View.of(TwoBasins())
    field = field_of(TwoBasins(), view, "loss")
    projection, horizon = seen_from(field, Camera(0.0, 90.0), view)
    image = pixels_of(field, horizon, projection, DARK, 300, 1.0, lines=False)
    fractions = band_fractions(field.scale)
    edges = field.scale.fraction(np.array(field.scale.levels))
    right = 0
    for x, y in np.random.default_rng(1).integers(70, 230, (200, 2)):
        block = ((x + 0.5 - 150) / projection.scale, (150 - y - 0.5) / projection.scale)
        where = np.array([
            0.5 * sum(ends) + place / side * 0.5 * (ends[1] - ends[0])
            for place, side, ends in zip(block, projection.sides, (view.x, view.y), strict=True)
        ])  # fmt: skip
        band = np.searchsorted(edges, field.scale.fraction(TwoBasins().loss(where)))
        colour = QColor.fromRgba(int(image[y, x]))
        wanted = shade(DARK, fractions[int(band)])
        near = max(abs(a - b) for a, b in zip(colour.getRgb(), wanted.getRgb(), strict=True))
        right += near <= 4  # one tone of the light
    assert right >= 192  # the others are at the border of a band


def test_light_comes_from_the_left_of_the_eye_however_it_is_turned() -> None:
    row = np.abs(np.linspace(-1, 1, 41))
    valley = field_from(np.tile(row, (41, 1)))  # descends to the right, then climbs
    for azimuth, brighter in ((0.0, np.s_[:, 30]), (180.0, np.s_[:, 10])):
        light = valley.lit(Projection(SQUARE, Camera(azimuth, 40.0), PLOT))
        darker = light[:, 40 - brighter[1]]
        assert (light[brighter] > darker + 0.1).all()
    flat = field_from(np.full((9, 9), 0.3))
    assert flat.lit(Projection(SQUARE, Camera(77.0, 40.0), PLOT)) == pytest.approx(1.05, abs=0.01)


def test_where_no_loss_is_there_is_no_surface() -> None:
    heights = np.full((41, 41), 0.0)
    heights[15:26, 15:26] = np.nan
    field = field_from(heights)
    projection, horizon = seen_from(field, Camera(0.0, 90.0))
    image = pixels_of(field, horizon, projection, DARK, 300, 1.0, lines=True)
    assert image[150, 150] == 0
    assert image[150, 80] >> 24 == 255 == image[80, 150] >> 24
    assert image[150, 10] == 0  # beside the block
    frame = ReliefFrame.around(field, SQUARE, Camera(), (400, 300), 1.0)
    assert frame.is_ground(np.array([(0.0, 0.0), (0.8, 0.8)])).tolist() == [False, True]


def test_the_wall_below_the_near_edge_shows_the_heights() -> None:
    field = field_from(np.full((5, 5), 1.0))
    projection, horizon = seen_from(field, Camera(0.0, 45.0))
    image = pixels_of(field, horizon, projection, DARK, 300, 1.0, lines=False)
    column = image[:, 150]
    foot = 150 + projection.scale * np.sqrt(0.5) * (1 + 0.5 * HEIGHT)
    top = foot - projection.scale * np.sqrt(0.5) * HEIGHT
    painted = np.flatnonzero(column >> 24)
    assert painted[-1] == pytest.approx(foot, abs=1.5)
    inner = int(top) + 2
    changes = inner + 1 + np.flatnonzero(np.diff(column[inner : int(foot) - 1].astype(np.int64)))
    assert (foot - changes) / (foot - top) == pytest.approx([0.75, 0.5, 0.25], abs=0.03)


def test_the_outline_is_seen_as_far_as_it_covers_its_pixels() -> None:
    field = field_from(np.full((5, 5), 0.5))
    projection, horizon = seen_from(field, Camera(0.0, 40.0))
    image = pixels_of(field, horizon, projection, DARK, 300, 1.0, lines=False)
    back = 150 + projection.scale * np.sin(np.radians(40.0))  # above the bottom: half the height
    row = 299 - int(back)
    opacities = (image[row - 1 : row + 2, 150] >> 24) / 255
    assert opacities == pytest.approx([0.0, back % 1.0, 1.0], abs=0.02)


def test_long_steps_follow_the_surface_and_what_diverges_ends() -> None:
    shown = picture({"adam": ACROSS}, landscape=TwoBasins())
    view = View.of(shown.experiment.landscape)
    field = field_of(TwoBasins(), view, "loss")
    frame = ReliefFrame.around(field, view, Camera(), (400, 300), 1.0)
    ends = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.001], [np.nan, 0.0], [0.0, 0.0]])
    found = on_the_way(frame, ends)
    parts = int(np.ceil(frame.scales[0] / 5.0))
    assert len(found) == parts + 2
    assert found[::parts].tolist() == ends[:2].tolist()
    assert np.diff(found[: parts + 1, 0]) == pytest.approx(1.0 / parts)
    path = path_of(frame.to_pixels(found), joined(np.arange(len(found)) != 2))
    kinds = [path.elementAt(index).isMoveTo() for index in range(path.elementCount())]
    assert kinds == [True, False, True] + [False] * (len(found) - 4)


PEAK, HOLE = (-0.5, 4.5), (0.0, 0.0)
"""Of Ackley's function: in sight of an eye as low as any, and hidden by its rim."""


def test_a_trail_steps_back_behind_a_hill_and_a_memory_is_gone() -> None:
    def inked(name: str, at: tuple[float, float]) -> tuple[int, float]:
        """How many pixels a layer changes, and how far at most."""
        way = line((at[0] - 0.1, at[1]), (at[0] + 0.1, at[1]), 4)
        shown = picture({"adam+cm": way}, landscape=Ackley())
        hold(shown.tracks[0], 0, 1, (1.0, 0.0), 1.0)
        camera = Camera(0.0, 15.0)
        bare = paint(shown, 4, dataclasses.replace(only(), camera=camera))
        image = paint(shown, 4, dataclasses.replace(only(name), camera=camera))
        change = np.abs(pixels(image) - pixels(bare)).max(-1)
        return int((change > 8).sum()), float(change.max())

    assert inked("memory", HOLE) == (0, 0.0)
    assert inked("memory", PEAK)[0] > 40
    assert 0.15 < inked("trails", HOLE)[1] / inked("trails", PEAK)[1] < 0.6


def test_a_head_behind_a_hill_is_dimmed_one_beside_the_block_is_not_drawn() -> None:
    def mark(start: tuple[float, float]) -> float:
        """How far the middle of the head is from the method's colour."""
        shown = picture({"adam": line(start, start, 2)}, landscape=Ackley())
        layers = dataclasses.replace(only("heads"), camera=Camera(0.0, 15.0))
        image = pixels(paint(shown, 2, layers))
        return float(np.abs(image - rgb(DARK.plain_hue)).max(-1).min())

    assert mark(PEAK) < 6
    assert mark(HOLE) > 25
    assert mark((0.0, 6.5)) > 60


def test_the_near_edges_have_the_ticks() -> None:
    field = field_from(np.zeros((5, 5)))
    for azimuth in (0.0, 40.0, 130.0, 220.0, 310.0):
        frame = ReliefFrame.around(field, SQUARE, Camera(azimuth, 40.0), (400, 300), 1.0)
        middle = np.array([frame.plot.center().x(), frame.plot.center().y()])
        for axis in (0, 1):
            ends, out = edge(frame, axis)
            assert (ends.mean(0) - middle) @ out > 0
            if azimuth:  # else the edge of y runs away from the eye
                assert ends.mean(0)[1] > middle[1]
    ends, _ = edge(ReliefFrame.around(field, SQUARE, Camera(0.0, 90.0), (400, 300), 1.0), 0)
    assert ends[0, 0] < ends[1, 0]  # as on the map


def test_a_patient_painter_ends_at_the_picture_of_an_impatient_one() -> None:
    shown, owner = picture({"adam": ACROSS}, landscape=TwoBasins()), MapPainter()
    layers = Layers(camera=Camera())
    coarse = paint(shown, 20, layers, painter=owner, patient=True)
    assert owner.pending
    turns = 0
    while owner.pending:
        turns += owner.advance(1.0)
    assert turns == 1
    whole = paint(shown, 20, layers, painter=owner, patient=True)
    assert not owner.pending
    assert whole == paint(shown, 20, layers) != coarse
    # The map again, and no trace of the surface.
    flat = paint(shown, 20, Layers(), painter=owner)
    assert flat == paint(shown, 20, Layers())


def test_what_is_kept_from_frame_to_frame_is_never_of_another_moment() -> None:
    """A painter that has painted all before paints each as one that has painted nothing."""
    ways = np.concatenate(
        [line((-3.0, 0.5 * k), (3.0 - k, 2.0 - 0.3 * k), 20) for k in range(4)], axis=1
    )
    shown = picture({"adam": ways, "adam+sam": ways[:, ::-1]}, landscape=Ackley())
    other = picture({"adam": ways[:, ::-1], "adam+sam": 0.5 * ways}, landscape=Ackley())
    basins = picture({"adam": ways}, landscape=TwoBasins())
    layers = dataclasses.replace(only("trails"), camera=Camera(20.0, 40.0))
    turned = dataclasses.replace(layers, camera=Camera(75.0, 40.0))
    near = View((-1.0, 3.0), (-1.0, 2.0))
    painter = MapPainter()
    for picture_, cursor, start, seen, view in (
        (shown, 9, 0, layers, None), (shown, 20, 0, layers, None), (shown, 20, 2, layers, None),
        (shown, 20, 2, turned, None), (shown, 20, 2, turned, near), (other, 20, 2, turned, near),
        (other, 20, 2, turned, None), (basins, 20, 2, turned, None), (shown, 4, 2, turned, None),
    ):  # fmt: skip
        frames = [
            paint(picture_, cursor, seen, painter=one, view=view, start=start, size=(260, 200))
            for one in (painter, MapPainter())
        ]
        assert frames[0] == frames[1]
