"""Where a control without memory escapes too, the map says so; elsewhere it says nothing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scene import NOTHING, changed, frame_of, line, only, paint, picture

from app.look.theme import DARK, LIGHT
from app.map.drawing.note import caution
from app.running.shown import Failure
from core.measures.control import Unexplained
from landscapes.two_basins import TwoBasins

pytestmark = pytest.mark.usefixtures("qapp")
SHARP, FLAT = (-1.5, 0.0), (1.5, 0.0)
LEAVES, STAYS = line((-1.45, 0.05), FLAT), line((-1.45, 0.05), SHARP)


def note_in(paths, steps=None, theme=DARK, **more):
    """Pixels far below the legend that its layer adds."""
    shown = picture(paths, landscape=TwoBasins(100.0))
    if steps is not None:
        for track in shown.tracks:
            track.filled = steps
    both = (paint(shown, 20, layers, theme=theme, **more) for layers in (only("legend"), NOTHING))
    below = frame_of(shown).plot.center().y() + 60
    return int((changed(*both)[:, 1] > below).sum())


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_note_stands_on_the_map_where_the_control_ends_in_the_other_basin_too(theme):
    assert note_in({"adam+cg": LEAVES, "adam": LEAVES}, theme=theme) > 2000
    assert note_in({"adam+cg": LEAVES, "adam": STAYS}, theme=theme) == 0
    assert note_in({"adam+cg": STAYS, "adam": STAYS}, theme=theme) == 0
    assert note_in({"adam+cm": LEAVES, "adam": LEAVES}, theme=theme) == 0  # is no twin of it


@pytest.mark.parametrize("size", [(470, 290), (400, 270), (300, 240), (240, 180)])
def test_on_a_small_map_a_note_is_shorter_but_there(size):
    """The map of a window of 1024 × 640 is the first."""
    found = {}
    for end in (FLAT, SHARP):
        shown = picture(
            {"adam+cg": LEAVES, "adam": line((-1.45, 0.05), end)}, landscape=TwoBasins(100.0)
        )
        found[end] = paint(shown, 20, only("legend"), size=size)
    below = frame_of(shown, size=size).plot.center().y() + 10
    assert (changed(*found.values())[:, 1] > below).sum() > 800


def test_of_a_run_that_is_not_at_its_end_nothing_is_said():
    assert note_in({"adam+cg": LEAVES, "adam": LEAVES}, steps=19) == 0


def test_it_is_about_the_start_that_is_looked_at():
    other = line((1.2, 0.3), FLAT)  # is in the flat basin from the beginning
    paths = {
        "adam+cg": np.concatenate([LEAVES, other], 1),
        "adam": np.concatenate([LEAVES, other], 1),
    }
    assert note_in(paths, start=0) > 2000
    assert note_in(paths, start=1) == 0


def failed(paths, size):
    """How many pixels a failure adds to a picture of a map with no layers."""
    shown = picture(paths, landscape=TwoBasins(100.0))
    broken = dataclasses.replace(shown, failure=Failure("by zero", ""))
    return len(changed(*(paint(one, 20, NOTHING, size=size) for one in (shown, broken))))


@pytest.mark.parametrize("size", [(400, 300), (240, 180)])
def test_a_picture_that_is_not_up_to_date_says_so_on_the_map_itself(size):
    assert failed({"adam+cg": LEAVES}, size) > 1000


def test_the_sentence_names_the_controls_and_the_basin():
    flat = TwoBasins(100.0).minima[1]
    one = Unexplained(0, 1, flat)
    labels = ("CM", "no memory", "CG", "Adam", "x" * 80, "other")
    assert caution((), labels) == ""
    assert caution((one,), labels).startswith("“no memory” ends in the flat basin too:")
    assert caution((one, dataclasses.replace(one, method=2)), labels) == caution((one,), labels)
    two = (one, Unexplained(2, 3, flat))
    assert caution(two, labels).startswith("“no memory” and “Adam” end in the flat basin too:")
    assert "3 controls end in the same basin" in caution((*two, Unexplained(0, 5)), labels)
    assert len(caution((Unexplained(0, 4),), labels)) < 130
