"""Where the known minima are, and that their basins are seen as well."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from scene import NOTHING, at, frame_of, line, only, paint, picture, pixels

from app.look.theme import DARK, LIGHT
from app.map.drawing.colours import band_fractions, shade
from app.map.drawing.rings import thinned
from core.measures import surface
from core.measures.surface import Grid, Scale, domain_scale
from landscapes.two_basins import TwoBasins

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_at_the_usual_size_the_sharp_basin_is_as_deep_as_places_of_its_loss_elsewhere(theme):
    """The sharp basin is 15 pixels wide there, and its star must leave it to be seen."""
    shown = picture({"adam": line((0.0, 0.0), (0.0, 0.1))}, landscape=TwoBasins(100.0))
    image, frame = paint(shown, 0, only("minima"), theme=theme), frame_of(shown)
    for loss in (0.85, 1.7, 2.5):
        inside = (-1.5 + np.sqrt(2 * loss / 100), 0.0)
        beside = (1.5, np.sqrt(2 * loss))  # in the flat basin
        assert np.abs(at(image, frame, inside) - at(image, frame, beside)).max() < 12, loss
    outside, inside = at(image, frame, (-1.5, 0.4)), at(image, frame, (-1.37, 0.0))
    assert np.abs(outside - inside).sum() > 30


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_ground_of_a_basin_of_few_pixels_has_the_colours_of_its_losses(theme):
    landscape = TwoBasins(1000.0)
    shown = picture({"adam": line((0.0, 0.0), (0.0, 0.1))}, landscape=landscape)
    image, frame = pixels(paint(shown, 0, NOTHING, theme=theme)), frame_of(shown)
    scale = domain_scale(landscape)
    middles, basin = band_fractions(scale), np.array((-1.5, 0.0))
    left, top = frame.to_pixels(basin).astype(int) - 6
    right = []
    for y in range(top, top + 13):
        for x in range(left, left + 13):
            point = np.array(frame.to_data(QPointF(x + 0.5, y + 0.5)))
            if np.linalg.norm(point - basin) < 3 / (np.sqrt(1000) + 1):
                band = np.searchsorted(scale.levels, landscape.loss(point), side="right")
                wanted = shade(theme, middles[band]).getRgb()[:3]
                right.append(np.abs(image[y, x] - wanted).max() < 16)
    assert len(right) > 40 and np.mean(right) > 0.93


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_sharp_basin_has_contours_inside_with_ground_between_them(theme):
    """At the usual size of a window, from the middle of the basin outward in four directions."""
    size = (730, 502)
    shown = picture({"adam": line((3.0, 3.0), (3.0, 3.1))}, landscape=TwoBasins(100.0))
    lined = pixels(paint(shown, 0, only("contours"), theme=theme, size=size))
    plain = pixels(paint(shown, 0, NOTHING, theme=theme, size=size))
    x, y = frame_of(shown, size=size).to_pixels(np.array((-1.5, 0.0))).astype(int)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        along = [np.abs(lined - plain).sum(-1)[y + dy * k, x + dx * k] for k in range(20)]
        rings = [
            k for k in range(1, 19) if along[k] > 12 and along[k - 1] < along[k] >= along[k + 1]
        ]
        assert len(rings) >= 3, along
        assert min(np.diff(rings)) >= 3
        assert min(along[rings[0] : rings[-1]]) < 0.5 * max(along)
        ground = plain[y, x : x + 20].astype(int)
    # From its rim to its middle the ground goes as far down as the flat basin's.
    flat = frame_of(shown, size=size).to_pixels(np.array((1.5, 0.0))).astype(int)
    assert np.abs(ground[0] - plain[flat[1], flat[0]]).max() < 12


def test_of_small_rings_around_one_minimum_those_are_drawn_that_lie_apart():
    axis = np.linspace(-50.0, 50.0, 201)
    bowl = Grid(axis, axis, np.hypot(axis, axis[:, None]))
    scale = Scale("linear", (2.0, 5.0, 9.5, 15.0, 18.0, 20.0, 24.5, 40.0), 0.0, 60.0)
    levels = [(outline, outline.points) for _, outline in surface.lines(bowl, scale)]
    kept = thinned(levels, np.zeros((1, 2)))
    drawn = [
        level for level, (outline, _) in zip(scale.levels, kept, strict=True) if len(outline.points)
    ]
    # 24.5 is the outermost small one, then each that is 4 pixels inside the last one drawn.
    assert drawn == [5.0, 9.5, 15.0, 20.0, 24.5, 40.0]
    assert thinned(levels, np.array([[45.0, 45.0]]))[0][1] is levels[0][1]
