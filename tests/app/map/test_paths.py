"""Paths and colours built without a loop equal those that pyqtgraph builds."""

from __future__ import annotations

import numpy as np
import pytest
from pyqtgraph import colormap
from pyqtgraph.functions import arrayToQPath

from app.look.theme import DARK, LIGHT
from app.map.drawing.colours import BRIGHTEST, SHADES, shades
from app.map.drawing.paths import array_path


@pytest.mark.parametrize("count", [1, 2, 3, 500])
@pytest.mark.parametrize("density", [0.0, 0.5, 1.0])
def test_a_path_has_the_elements_that_its_points_and_connections_say(qapp, count, density):
    random = np.random.default_rng(count)
    points = random.normal(size=(count, 2)) * 1000
    connect = random.random(count) < density
    ours = array_path(points, connect)
    theirs = arrayToQPath(
        points[:, 0].copy(), points[:, 1].copy(), connect.astype(np.int32), finiteCheck=False
    )
    assert ours.elementCount() == theirs.elementCount() == count
    for index in range(count):
        one, other = ours.elementAt(index), theirs.elementAt(index)
        assert (one.type, one.x, one.y) == (other.type, other.x, other.y)


def test_no_points_are_an_empty_path(qapp):
    assert array_path(np.empty((0, 2)), np.empty(0, dtype=bool)).isEmpty()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_palettes_are_the_published_ones(theme):
    table = colormap.get(theme.colormap).getLookupTable(0.0, BRIGHTEST, SHADES, alpha=False)
    toward = np.array([int(theme.map_toward[i : i + 2], 16) for i in (1, 3, 5)])
    expected = table + (toward - table) * theme.map_blend
    assert np.abs(shades(theme).astype(float) - expected).max() <= 1.2
