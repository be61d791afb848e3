"""The legend tells every method, and leaves to be seen what counts."""

from __future__ import annotations

import numpy as np
import pytest
from on_the_map import DOWN, FOUR
from scene import (
    ACROSS,
    HEIGHT,
    NOTHING,
    WIDTH,
    changed,
    frame_of,
    line,
    only,
    paint,
    picture,
    pixels,
    rgb,
)

from app.look.theme import DARK
from app.map.drawing.layers import Layers
from app.map.drawing.legend_layout import Legend, LegendRow, laid_out, widths
from app.map.drawing.painter import MapPainter
from app.running.shown import Picture
from core.writing import number
from landscapes.two_basins import TwoBasins

pytestmark = pytest.mark.usefixtures("qapp")


def test_legend_and_step_counter_show_and_hide():
    shown = picture({"adam": ACROSS, "adam+cm": DOWN})
    bare = paint(shown, 10, NOTHING)
    counter = paint(shown, 10, only("step_counter"))
    whole = paint(shown, 10, only("step_counter", "legend"))
    assert 0 < len(changed(bare, counter)) < len(changed(bare, whole))
    colours = pixels(whole).reshape(-1, 3)
    for hue in (DARK.plain_hue, DARK.cm_hue):
        assert (np.abs(colours - rgb(hue)).max(-1) < 12).sum() > 20
    assert len(changed(counter, paint(shown, 11, only("step_counter"))))  # it counts


def test_the_legend_leaves_the_corner_where_the_trails_are():
    corner = line((-3.9, 3.9), (-2.0, 3.0))
    usual, evading = (paint(picture({"adam": path}), 10, only("legend")) for path in (DOWN, corner))
    bare = paint(picture({"adam": DOWN}), 10, NOTHING)
    left = changed(bare, usual)
    right = changed(paint(picture({"adam": corner}), 10, NOTHING), evading)
    assert left[:, 0].max() < WIDTH / 2 < right[:, 0].min()


def test_the_legend_lies_on_trails_sooner_than_on_a_head_and_stays_there_while_time_goes_on():
    """One head comes to rest in the upper left, the other's way is dense in all other corners."""
    there = np.array([[(0.0, 0.0)]] * 48 + [[(-3.0, 3.4)]])
    others = [(3.2, 3.4), (3.2, -3.4), (-3.2, -3.4)]
    shown = picture({"adam": there, "sgdm": np.array([[at] for at in others * 16] + [[(0, 0)]])})
    painter, cards = MapPainter(), []
    for cursor in (0, 30, 48):
        paint(shown, cursor, only("legend"), painter=painter)
        cards.append(painter.legend_card)
    head = frame_of(shown).pixel((-3.0, 3.4))
    assert not cards[0].adjusted(-9, -9, 9, 9).contains(head)
    assert cards[0].topLeft() == cards[1].topLeft() == cards[2].topLeft()


MANY = (*FOUR, "sgd", "sgdm")


def share_covered(shown: Picture, size: tuple[int, int], *layers: str) -> float:
    """How much of the map lies in the box of what layers add to it."""
    places = changed(paint(shown, 5, NOTHING, size=size), paint(shown, 5, only(*layers), size=size))
    if not len(places):
        return 0.0
    plot = frame_of(shown, size=size).plot
    return float(np.prod(np.ptp(places, axis=0) + 1)) / (plot.width() * plot.height())


@pytest.mark.parametrize("names", [FOUR, MANY], ids=len)
@pytest.mark.parametrize("size", [(240, 180), (260, 220), (284, 208), (390, 310), (900, 160)])
def test_the_legend_never_covers_a_small_map(size, names):
    shown = picture(dict.fromkeys(names, ACROSS))
    assert share_covered(shown, size, "legend", "step_counter") <= 0.25


def test_the_arrows_scale_is_left_out_of_a_small_map():
    shown = picture({"adam+cg": ACROSS})
    small, large = (390, 310), (WIDTH, HEIGHT)
    for size, there in ((small, False), (large, True)):
        legend = paint(shown, 5, only("legend"), size=size)
        assert bool(len(changed(legend, paint(shown, 5, only("legend", "memory"), size=size)))) == (
            there
        )


@pytest.mark.parametrize(("size", "losses"), [((284, 208), False), ((390, 310), True)])
def test_a_small_map_still_names_all_four_methods(size, losses):
    shown = picture(dict.fromkeys(FOUR, ACROSS))
    first, later = (paint(shown, cursor, only("legend"), size=size) for cursor in (5, 9))
    image = pixels(first)
    bare = pixels(paint(shown, 5, NOTHING, size=size))
    for hue in (DARK.plain_hue, DARK.sam_hue, DARK.cg_hue, DARK.cm_hue):
        marks = np.abs(image - rgb(hue)).max(-1) < 12
        assert (marks & (np.abs(image - bare).max(-1) > 0)).sum() > 8
    assert bool(len(changed(first, later))) == losses


@pytest.mark.parametrize("size", [(390, 310), (390, 268)])
def test_a_legend_cuts_no_label_that_tells_sisters_apart_where_the_map_has_room(size):
    shown = picture(dict.fromkeys(FOUR, ACROSS))
    labels = ("Adam + CM, C = 5", "Adam + CM, no memory", "Adam + CG", "Adam + CM, C = 20")
    rows = tuple(LegendRow("#fff", None, "disc", label) for label in labels)
    frame, fonts = frame_of(shown, size=size), MapPainter().fonts
    legend, manner = laid_out(frame, fonts, Legend(rows, ("start 1 of 8", "arrows"), "step 1 / 9"))
    room = widths(frame.plot.width(), fonts, legend, manner, legend.nominal)[0]
    assert len(legend.rows) == 4
    assert all(fonts.width(manner.font, label) <= room for label in labels)


@pytest.mark.parametrize("size", [(284, 208), (390, 310), (460, 330)])
def test_the_legend_keeps_its_size_while_time_goes_on(size):
    shown, painter, heights = picture(dict.fromkeys(FOUR, ACROSS)), MapPainter(), set()
    for cursor in (0, 5, 9, shown.experiment.steps):
        paint(shown, cursor, only("legend", "step_counter"), painter=painter, size=size)
        heights.add(painter.legend_card.height())
    assert len(heights) == 1


def test_a_number_that_runs_is_as_wide_as_measured_once():
    fonts, draw = MapPainter().fonts, np.random.default_rng(0)
    for font in ("tiny", "small", "normal"):
        for value in 10.0 ** draw.uniform(-12, 9, 100):
            for text in (number(value), f"step {int(value):,} / 500", f"C = {value:.2f}"):
                assert fonts.width(font, text) == fonts.metrics(font).horizontalAdvance(text)


def test_the_legends_card_stays_while_losses_grow_longer_and_shorter():
    painter, cards = MapPainter(), set()
    for y in (2.0, 1.5, 1.25, 1.125):  # of losses with one to four figures
        shown = picture({"adam": line((1.5, y), (1.5, y))}, landscape=TwoBasins(1.0))
        paint(shown, 0, only("legend"), painter=painter)
        cards.add(painter.legend_card.size().toTuple())
    assert len(cards) == 1


@pytest.mark.parametrize("size", [(460, 380), (600, 320), (600, 380), (760, 470)])
def test_the_legend_leaves_both_basins_to_be_seen_at_any_time(size):
    """Also where a map is so low that a roomy legend would reach down to them from every corner."""
    path = np.repeat(line((-1.4, 0.2), (-1.5, 0.0)), 8, axis=1)
    shown, painter = picture(dict.fromkeys(FOUR, path), landscape=TwoBasins(100.0)), MapPainter()
    frame, cards = frame_of(shown, size=size), set()
    for cursor in (0, 10, 20):
        paint(shown, cursor, Layers(), painter=painter, size=size)
        cards.add(painter.legend_card.height())
        for minimum in TwoBasins(100.0).minima:
            near = painter.legend_card.adjusted(-9, -9, 9, 9)
            assert not near.contains(frame.pixel(minimum.position))
    assert len(cards) == 1


def test_the_cards_leave_the_corner_where_the_start_is_marked():
    begins = {"left": (-3.6, 3.5), "right": (3.6, 3.5)}
    for side, begin in begins.items():
        shown = picture({"adam": np.broadcast_to((0.0, 0.0), (21, 1, 2)).copy()})
        start = np.array([begin])
        bare = paint(shown, 5, NOTHING, starts=start)
        places = changed(bare, paint(shown, 5, only("legend"), starts=start))
        assert (places[:, 0].mean() < WIDTH / 2) == (side == "right")
