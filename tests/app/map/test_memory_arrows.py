"""Items and their mean are arrows: where, how long, how strong."""

from __future__ import annotations

import numpy as np
import pytest
from scene import ACROSS, HEIGHT, NOTHING, changed, frame_of, hold, only, paint, picture, pixels

from app.running.shown import Highlight, Picture

pytestmark = pytest.mark.usefixtures("qapp")


def with_memory(item=(0.0, -1.0), priority=1.0) -> Picture:
    """Adam+CG that holds one item, taken at step 5 where x = −1.5, and a weaker one of step 15."""
    shown = picture({"adam+cg": ACROSS})
    hold(shown.tracks[0], 0, 5, item, priority)
    return shown


def test_an_item_is_an_arrow_from_its_birthplace_that_points_the_other_way():
    shown = with_memory(item=(0.0, -1.0))  # the push goes up
    frame = frame_of(shown)
    places = changed(paint(shown, 6, only("memory")), paint(shown, 5, only("memory")))
    x, y = frame.to_pixels((-1.5, 2.0))
    at_birthplace = np.abs(places - (x, y)).max(-1) < 4
    assert at_birthplace.any()
    alone = places[places[:, 0] < x + 15]  # the mean's arrow stands at the head
    assert alone[:, 1].min() < y - 12 and alone[:, 1].max() < y + 5


def test_arrows_are_longer_for_longer_items_but_not_in_proportion():
    heights = []
    for norm in (1.0, 10.0):
        shown = with_memory(item=(0.0, -norm))
        places = changed(paint(shown, 6, only("memory")), paint(shown, 5, only("memory")))
        x, y = frame_of(shown).to_pixels((-1.5, 2.0))
        heights.append(y - places[places[:, 0] < x + 15][:, 1].min())
    assert 1.2 * heights[0] < heights[1] < 5 * heights[0]


def test_an_item_of_low_priority_is_fainter():
    strengths = []
    for priority in (1.0, 0.05):
        shown = with_memory(item=(0.0, -3.0), priority=priority)
        hold(shown.tracks[0], 1, 15, (0.0, -3.0), 1.0)
        before = pixels(paint(shown, 5, only("memory")))
        after = pixels(paint(shown, 16, only("memory")))
        x, y = frame_of(shown).to_pixels((-1.5, 2.0)).astype(int)
        strengths.append(np.abs(after - before)[y - 40 : y, x - 6 : x + 7].sum())
    assert strengths[1] < 0.7 * strengths[0]


def test_the_mean_pushes_from_the_head_by_the_strength():
    weak = picture({"adam+cg": ACROSS}, strength=0.0)
    strong = picture({"adam+cg": ACROSS}, strength=2.0)
    spans = []
    for shown in (weak, strong):
        hold(shown.tracks[0], 0, 5, (0.0, 2.0), 1.0)  # the push goes down
        places = changed(paint(shown, 10, only("memory")), paint(shown, 10, NOTHING))
        x, y = frame_of(shown).to_pixels((0.0, 2.0))
        below = (np.abs(places[:, 0] - x) < 8) & (places[:, 1] > y)
        spans.append(int(below.sum()))
    assert spans[0] == 0 < spans[1]


def test_the_mean_pushes_where_the_next_step_uses_the_memory_and_nowhere_else():
    """After step 12 and up to step 16, that is, in the steps 13 to 16."""
    shown = picture({"adam+cg": ACROSS}, memory_start=12, memory_stop=16)
    hold(shown.tracks[0], 0, 5, (0.0, 2.0), 1.0)
    for cursor, used in ((11, False), (12, True), (15, True), (16, False)):
        head = frame_of(shown).to_pixels(ACROSS[cursor, 0])
        places = changed(paint(shown, cursor, only("memory")), paint(shown, cursor, NOTHING))
        at_head = (np.abs(places[:, 0] - head[0]) < 8) & (places[:, 1] > head[1] + 4)
        assert at_head.any() == used


def test_a_highlighted_item_glows_and_its_origin_is_ringed():
    shown = with_memory()
    plain = paint(shown, 10, only("memory"))
    glowing = paint(shown, 10, only("memory"), highlight=Highlight(0, 5))
    x, y = frame_of(shown).to_pixels((-1.5, 2.0))
    places = changed(plain, glowing)
    assert len(places) > 60 and np.abs(places - (x, y)).max() < 90
    assert len(changed(plain, paint(shown, 10, only("memory"), highlight=Highlight(0, 6)))) == 0


def test_arrows_of_other_starts_are_there_but_thinner():
    both = np.concatenate([ACROSS, ACROSS - (0.0, 3.0)], axis=1)
    shown = picture({"adam+cg": both})
    hold(shown.tracks[0], 0, 5, (0.0, -3.0), 1.0)
    places = changed(paint(shown, 6, only("memory")), paint(shown, 5, only("memory")))
    counts = []
    for start in (0, 1):
        x, y = frame_of(shown).to_pixels(both[5, start])
        near_birth = (np.abs(places[:, 0] - x) < 10) & (np.abs(places[:, 1] - y + 20) < 22)
        counts.append(int(near_birth.sum()))
    assert 5 < counts[1] < counts[0]


def test_the_arrow_scale_is_there_with_a_memory_only():
    low = (0, HEIGHT - 100)
    for name, there in (("adam", False), ("adam+cg", True)):
        shown = picture({name: ACROSS})
        places = changed(paint(shown, 0, NOTHING), paint(shown, 0, only("legend", "memory")))
        assert (places[:, 1] > low[1]).any() == there
