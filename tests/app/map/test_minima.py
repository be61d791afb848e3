"""Where the known minima are, and that their basins are seen as well."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from scene import NOTHING, at, frame_of, line, only, paint, picture, pixels

from app.look.theme import DARK, LIGHT
from app.map.drawing.colours import band_fractions, shade
from core.measures.surface import domain_scale
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
