"""Trails and heads stand out from the ground, wherever they are and whatever their colour."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scene import only, paint, picture, pixels

from app.look.shades import shades
from app.look.theme import DARK, LIGHT, Theme
from app.map.drawing import colours
from app.map.drawing.trails import Trail, TrailRequest, lead_of
from app.map.drawing.view import Frame, View
from core.experiment.methods import METHODS
from landscapes import LANDSCAPES

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
FAMILIES = sorted({(row.memory or "", row.sam) for row in METHODS.values()})
BARE = only()


def luminance(rgb: np.ndarray) -> np.ndarray:
    """Relative luminance (WCAG 2.1) of channels 0 … 255 in the last axis."""
    share = np.asarray(rgb, dtype=float) / 255
    light = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return light @ [0.2126, 0.7152, 0.0722]


def least_contrast(grounds: np.ndarray, *layers: str) -> float:
    """What the best of some colours has at least with any ground of these luminances."""
    of_each = []
    for layer in layers:
        own = luminance(np.array([int(layer[i : i + 2], 16) for i in (1, 3, 5)]))
        of_each.append((np.maximum(own, grounds) + 0.05) / (np.minimum(own, grounds) + 0.05))
    return float(np.max(of_each, axis=0).min())


def grounds(theme: Theme) -> np.ndarray:
    return luminance(np.array(colours.grounds(theme)))


@THEMES
def test_every_default_colour_with_its_edge_stands_out_from_every_ground(theme: Theme):
    for memory, sam in FAMILIES:
        for colour in shades(theme, (memory or None, sam)):
            assert colours.edge_colour(colour, theme) == theme.map_halo
            assert least_contrast(grounds(theme), colour, theme.map_halo) >= 3.0, colour


@THEMES
@given(st.integers(0, 0xFFFFFF))
@settings(max_examples=60)
def test_the_edge_secures_any_colour_that_a_person_chooses(theme: Theme, number: int):
    colour = f"#{number:06x}"
    assert least_contrast(grounds(theme), colour, colours.edge_colour(colour, theme)) >= 3.0


@THEMES
def test_heads_have_a_ring_that_stands_out_from_every_ground(theme: Theme):
    assert least_contrast(grounds(theme), theme.map_ink, theme.map_halo) >= 3.0


@THEMES
def test_a_trail_and_its_edge_are_opaque_and_of_its_control_too(theme: Theme):
    shown = picture({"adam": np.array([[[0.0, 0.0]], [[1.0, 1.0]]])})
    track, landscape = shown.tracks[0], shown.experiment.landscape
    frame = Frame.fit(View.of(landscape), 300, 200, 1.0)
    for ghost in (False, True):
        trail = Trail(track, "#123456", None, ghost)
        request = TrailRequest((trail,), frame, 0, theme)
        lead = lead_of(request, trail, request.lead_pixels(trail, 0, 1), 0.0)
        assert lead is not None and lead.line.color().name() == "#123456"
        assert lead.line.color().alpha() == lead.outline.color().alpha() == 255
        assert lead.outline.color().name() == colours.edge_colour("#123456", theme)


@THEMES
@pytest.mark.parametrize("name", [name for name in LANDSCAPES if name != "expression"])
def test_trails_and_heads_stand_out_from_all_of_the_painted_ground(theme: Theme, name: str, qapp):
    shown = picture({"adam": np.zeros((2, 1, 2))}, landscape=LANDSCAPES[name]())
    image = paint(shown, 0, BARE, theme=theme, size=(240, 180))
    frame = Frame.fit(View.of(shown.experiment.landscape), 240, 180, 1.0)
    inside = frame.plot.toAlignedRect().adjusted(2, 2, -2, -2)
    rows, columns = (
        np.arange(inside.top(), inside.bottom()),
        np.arange(inside.left(), inside.right()),
    )
    start = frame.to_pixels(np.zeros(2))
    away = np.hypot(*np.meshgrid(columns - start[0], rows - start[1])) > 18  # of the start's mark
    found = luminance(pixels(image)[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1][away])
    assert len(np.unique(found)) > 10
    assert least_contrast(found, theme.map_ink, theme.map_halo) >= 3.0  # of every head
    for memory, sam in FAMILIES:
        for colour in shades(theme, (memory or None, sam)):
            assert least_contrast(found, colour, colours.edge_colour(colour, theme)) >= 3.0, colour
