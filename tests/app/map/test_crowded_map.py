"""Many starts, and methods that step back: how much of them is drawn, and how strongly."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QPainter
from scene import (
    ACROSS,
    NOTHING,
    at,
    changed,
    frame_of,
    hold,
    only,
    paint,
    picture,
    pixels,
)

from app.look.theme import DARK, LIGHT
from app.map.drawing.device import TRANSLUCENT, image_for
from app.map.drawing.trail_layer import TrailLayer
from app.map.drawing.trails import Trail, TrailRequest
from app.map.drawing.view import Frame, View
from landscapes.ackley import Ackley

pytestmark = pytest.mark.usefixtures("qapp")


def columns(count: int) -> np.ndarray:
    """So many starts side by side, each of which walks straight up, (2, count, 2)."""
    x = np.linspace(-3.9, 3.9, count)
    return np.stack([np.stack([x, np.full(count, y)], -1) for y in (-1.0, 1.0)])


def trails_seen(count: int) -> int:
    """How many of so many trails a very wide map shows."""
    (track,) = picture({"adam": columns(count)}, landscape=Ackley()).tracks
    frame = Frame.fit(View((-4.0, 4.0), (-0.4, 0.4)), 8 * count, count, 1.0)
    image = image_for(frame, TRANSLUCENT)
    image.fill(0)
    painter = QPainter(image)
    TrailLayer().draw(painter, TrailRequest((Trail(track, "#ffffff", None),), frame, 0, DARK), 1)
    painter.end()
    row = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    inked = row[image.height() // 2, :, 3] > 30
    return int((inked[1:] & ~inked[:-1]).sum())


def test_up_to_a_few_hundred_starts_all_trails_are_drawn_and_then_a_fair_share():
    assert trails_seen(200) == 200
    assert 200 <= trails_seen(1000) <= 400


@pytest.mark.parametrize(("count", "arrows"), [(2, True), (4, True), (5, False), (64, False)])
def test_of_more_than_four_starts_the_selected_one_alone_has_arrows(count, arrows):
    offsets = np.linspace(0, -4.0, count)[:, None] * (0.0, 1.0)
    shown = picture({"adam+cg": ACROSS + offsets})
    hold(shown.tracks[0], 0, 5, (-3.0, 0.0), 1.0)
    places = changed(paint(shown, 6, only("memory")), paint(shown, 6, NOTHING))
    birth = frame_of(shown).to_pixels(np.array([-1.5, 2.0]))
    assert (np.abs(places - birth) < 10).all(-1).any()
    # Arrows to the right of where all starts took their items, the selected one's left out.
    below = (places[:, 1] > birth[1] + 20) & (np.abs(places[:, 0] - birth[0] - 20) < 18)
    assert below.any() == arrows


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_ghost_steps_back_and_what_waits_for_a_newer_run_farther(theme):
    """The thin trails of the no-memory control are fainter and still plain; stale ones are dim."""
    place, both = (0.0, -2.0), ACROSS + np.array([[[0.0, 0.0], [0.0, -4.0]]])
    strengths = []
    for stale, strength in ((False, 1.0), (False, 0.0), (True, 1.0)):
        shown = picture({"adam+cm": both}, stale=frozenset({0} if stale else ()), strength=strength)
        frame = frame_of(shown)
        x, y = frame.to_pixels(np.array(place)).astype(int)
        image = pixels(paint(shown, 20, only("trails"), theme=theme))
        trail = image[y - 3 : y + 4, x - 30 : x + 30]
        ground = at(paint(shown, 20, NOTHING, theme=theme), frame, place)
        strengths.append(np.abs(trail - ground).sum(-1).max())
    plain, ghost, dim = strengths
    assert 0.6 * plain < ghost < 0.9 * plain
    assert 0.25 * plain < dim < 0.5 * plain
