"""Frames of the map, looked at pixel by pixel."""

from __future__ import annotations

import dataclasses
import threading

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from scene import (
    ACROSS,
    HEIGHT,
    NOTHING,
    WIDTH,
    at,
    changed,
    frame_of,
    hold,
    line,
    only,
    paint,
    picture,
    pixels,
    rgb,
)

import landscapes
from app.look.shades import shades
from app.look.theme import DARK, LIGHT
from app.map.drawing.anatomy_layer import BADGE, _free_place
from app.map.drawing.cast import cast_of
from app.map.drawing.curvature_layer import CLEAR, shown_spans
from app.map.drawing.layers import AnatomyVector, Layers
from app.map.drawing.legend_layout import Legend, LegendRow, laid_out, widths
from app.map.drawing.off_view import INSET, toward
from app.map.drawing.painter import MapPainter
from app.map.drawing.view import View
from app.running.shown import Highlight, Picture
from core.writing import number
from landscapes.ackley import Ackley
from landscapes.goldstein_price import GoldsteinPrice
from landscapes.levy import Levy
from landscapes.two_basins import TwoBasins

pytestmark = pytest.mark.usefixtures("qapp")
DOWN = line((2.5, 3.0), (2.5, -3.0))


def near(colour: np.ndarray, other: str, tolerance: int = 40) -> bool:
    return bool(np.abs(colour - rgb(other)).max() <= tolerance)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_a_trail_has_its_methods_colour_up_to_the_cursor_and_no_farther(theme, ratio):
    shown = picture({"adam": ACROSS})
    image = paint(shown, 10, only("trails"), theme=theme, ratio=ratio)
    frame = frame_of(shown)
    assert near(at(image, frame, (-1.5, 2.0)), theme.plain_hue)
    assert not near(at(image, frame, (1.5, 2.0)), theme.plain_hue)
    bare = paint(shown, 10, NOTHING, theme=theme, ratio=ratio)
    assert np.array_equal(at(image, frame, (1.5, 2.0)), at(bare, frame, (1.5, 2.0)))


def test_the_map_is_painted_to_the_last_pixel():
    image = paint(picture({"adam": ACROSS}), 3, Layers(), ratio=1.25)
    assert not (pixels(image) == (255, 0, 255)).all(-1).any()


def test_a_stale_methods_trail_is_dimmed():
    fresh = picture({"adam": ACROSS, "adam+sam": DOWN})
    stale = picture({"adam": ACROSS, "adam+sam": DOWN}, stale=frozenset({0}))
    frame = frame_of(fresh)
    images = [paint(shown, 20, only("trails")) for shown in (fresh, stale)]
    bare = at(paint(fresh, 20, NOTHING), frame, (-1.5, 2.0))
    strong, weak = (np.abs(at(image, frame, (-1.5, 2.0)) - bare).sum() for image in images)
    assert 10 < weak < 0.6 * strong
    same = [at(image, frame, (2.5, -1.0)) for image in images]
    assert np.array_equal(*same) and near(same[0], DARK.sam_hue)


def test_a_copy_of_a_hue_is_dashed():
    shown = picture({"adam": ACROSS, "adamw": line((-3.0, -2.0), (3.0, -2.0))})
    image = paint(shown, 20, only("trails"))
    frame = frame_of(shown)
    first, second = shades(DARK, (None, False))[:2]
    rows = {y: [near(at(image, frame, (x, y)), shade) for x in np.linspace(-2, 2, 80)]
            for y, shade in ((2.0, first), (-2.0, second))}  # fmt: skip
    assert all(rows[2.0])
    assert 0.3 < np.mean(rows[-2.0]) < 0.95


def test_where_the_loss_is_no_number_the_legend_says_so_and_not_that_it_diverged():
    loss = {"name": "expression", "parameters": {"loss": "log(x)+y**2"}}
    landscape = landscapes.make({**loss, "domain": [[-2, 2], [-2, 2]]})
    path = np.stack([np.linspace(1.0, -1.0, 21), np.zeros(21)], -1)[:, None]
    (actor,) = cast_of(picture({"sgd": path}, landscape=landscape), DARK)
    assert actor.lost(9, 0) is None
    assert str(actor.lost(20, 0)) == "undefined at 11"


def test_what_diverged_has_a_trail_up_to_there_and_no_head():
    path = ACROSS.copy()
    path[12:] = np.nan
    shown = picture({"adam": path})
    frame = frame_of(shown)
    image = paint(shown, 20, only("trails", "heads"))
    assert near(at(image, frame, (0.0, 2.0)), DARK.plain_hue)
    assert np.array_equal(
        at(image, frame, (2.0, 2.0)), at(paint(shown, 20, NOTHING), frame, (2.0, 2.0))
    )
    said = changed(paint(shown, 11, only("legend")), paint(shown, 12, only("legend")))
    assert len(said)  # the legend says so


def test_a_far_jump_is_drawn_along_its_true_direction():
    path = np.array([[[0.0, 0.0]], [[3e6, 1.5e6]], [[3e6, 1.5e6]]])
    shown = picture({"adam": path})
    image = paint(shown, 2, only("trails"))
    for x in (0.5, 2.0, 3.5):
        assert near(at(image, frame_of(shown), (x, x / 2)), DARK.plain_hue), x


def test_heads_stand_at_the_cursor():
    shown = picture({"adam": ACROSS})
    image = paint(shown, 10, only("heads"))
    frame = frame_of(shown)
    assert near(at(image, frame, (0.0, 2.0)), DARK.plain_hue, 3)
    x, y = frame.to_pixels((0.0, 2.0)).astype(int)
    ring = pixels(image)[y, x + 5 : x + 10].min(-1).max()
    assert ring > 200  # the white ring


def test_a_head_under_another_shows_around_it():
    shown = picture({"adam": ACROSS, "adam+sam": ACROSS})
    image = pixels(paint(shown, 10, only("heads")))
    x, y = frame_of(shown).to_pixels((0.0, 2.0)).astype(int)
    window = image[y - 12 : y + 13, x - 12 : x + 13].reshape(-1, 3)
    for hue in (DARK.plain_hue, DARK.sam_hue):
        assert (np.abs(window - rgb(hue)).max(-1) < 30).any()


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


def test_minima_are_stars_full_for_global_ones():
    shown = picture({"adam": line((-1, -1), (1, 1))}, landscape=GoldsteinPrice())
    image = paint(shown, 0, only("minima"), view=View((-0.9, 0.3), (-1.3, -0.2)))
    frame = frame_of(shown, View((-0.9, 0.3), (-1.3, -0.2)))
    assert near(at(image, frame, (0.0, -1.0)), DARK.map_ink, 5)
    assert not near(at(image, frame, (-0.6, -0.4)), DARK.map_ink, 60)
    x, y = frame.to_pixels((-0.6, -0.4)).astype(int)
    assert pixels(image)[y - 7 : y + 8, x - 7 : x + 8].min(-1).max() > 200


def test_the_selected_start_has_a_ring_and_follows_the_hand():
    shown = picture({"adam": ACROSS})
    moved = paint(shown, 0, NOTHING, starts=np.array([[1.0, -1.0]]))
    x, y = frame_of(shown).to_pixels((1.0, -1.0)).astype(int)
    row = pixels(moved)[y, x : x + 14]
    assert near(row[9], DARK.map_ink, 60) and not near(row[0], DARK.map_ink, 60)


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


def test_the_arrow_scale_is_there_with_a_memory_only():
    low = (0, HEIGHT - 100)
    for name, there in (("adam", False), ("adam+cg", True)):
        shown = picture({name: ACROSS})
        places = changed(paint(shown, 0, NOTHING), paint(shown, 0, only("legend", "memory")))
        assert (places[:, 1] > low[1]).any() == there


def test_sharpness_can_replace_the_loss_as_colours():
    shown = picture({"adam": ACROSS})
    loss, sharp = paint(shown, 0, NOTHING), paint(shown, 0, only("sharpness"))
    frame = frame_of(shown)
    # Around the sharp minimum the loss is low but λ_max is high.
    low, high = (at(image, frame, (-1.5, 0.0)).sum() for image in (loss, sharp))
    assert high > low + 60
    assert near(at(sharp, frame, (1.5, 0.0)), "#351144", 30)


def test_contour_lines_can_be_hidden():
    shown = picture({"adam": ACROSS})
    assert len(changed(paint(shown, 0, NOTHING), paint(shown, 0, only("contours")))) > 500


def test_the_ellipse_is_small_across_a_sharp_valley():
    stays = np.full((3, 1, 2), (-1.5, 0.0))
    flat = np.full((3, 1, 2), (1.5, 0.0))
    sizes = []
    for path in (stays, flat):
        shown = picture({"adam": path})
        sizes.append(len(changed(paint(shown, 1, NOTHING), paint(shown, 1, only("ellipses")))))
    assert 0 < sizes[0] < sizes[1]


def test_anatomy_draws_numbered_arrows_true_to_scale_where_they_are_displacements():
    shown = picture({"adam": ACROSS})
    step = AnatomyVector((0.0, -2.0), (1.5, 0.0), "#ff2020", "step", 1, displacement=True)
    layers = dataclasses.replace(NOTHING, anatomy=(step,))
    places = changed(paint(shown, 0, NOTHING), paint(shown, 0, layers))
    red = pixels(paint(shown, 0, layers))
    reds = np.argwhere(np.abs(red - rgb("#ff2020")).max(-1) < 60)[:, ::-1]
    x0, _ = frame_of(shown).to_pixels((0.0, -2.0))
    x1, _ = frame_of(shown).to_pixels((1.5, -2.0))
    assert reds[:, 0].min() == pytest.approx(x0, abs=9)
    assert places[:, 0].max() > x1 + 10  # the badge with the number beyond the tip
    fainter = dataclasses.replace(layers, anatomy_active=2)
    assert len(changed(paint(shown, 0, layers), paint(shown, 0, fainter))) > 50


def test_of_a_walk_what_comes_later_is_not_there_yet():
    shown = picture({"adam": line((0.0, 0.0), (0.0, 0.1))})
    vectors = tuple(
        AnatomyVector((0.0, 0.0), vector, "#ff00ff", "v", number, displacement=True)
        for number, vector in ((1, (2.0, 0.0)), (2, (0.0, 2.0)), (3, (-2.0, 0.0)))
    )
    layers = dataclasses.replace(NOTHING, anatomy=vectors, anatomy_active=2)
    frame, image, bare = frame_of(shown), paint(shown, 0, layers), paint(shown, 0, NOTHING)
    seen = [
        np.abs(at(image, frame, place) - at(bare, frame, place)).sum()
        for place in ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
    ]
    assert 0 == seen[2] < seen[0] < seen[1]


@pytest.mark.parametrize("size", [(240, 180), (320, 240), (390, 310), (640, 480)])
def test_an_ellipse_is_never_hidden_by_its_head(size):
    place = (0.95, 0.95)  # near a minimum that is sharper than a head is wide
    shown = picture({"adam": np.full((3, 1, 2), place)}, landscape=Ackley())
    heads, both = (
        paint(shown, 1, only(*layers), size=size) for layers in (["heads"], ["heads", "ellipses"])
    )
    places = changed(heads, both, 40) - frame_of(shown, size=size).to_pixels(place)
    spans = np.hypot(*places.T)
    assert spans.max() > CLEAR - 2 and (spans > 9).sum() > 30


def test_ellipses_keep_their_shape_and_their_order():
    true = np.array([[6.0, 2.0], [4.0, 4.0], [60.0, 30.0], [900.0, 90.0]])
    drawn = np.array([shown_spans(spans) for spans in true])
    assert drawn[0, 0] / drawn[0, 1] == pytest.approx(3) and drawn[1, 0] == drawn[1, 1]
    assert (drawn.max(1) >= CLEAR).all() and np.all(np.diff(drawn[[1, 0, 2, 3], 0]) > 0)
    assert drawn[2] == pytest.approx(true[2], rel=0.05)  # a long one is true


def test_of_another_landscape_no_frame_shows_the_former_ground():
    before = picture({"adam": ACROSS}, landscape=TwoBasins())
    after = picture({"adam": ACROSS}, landscape=TwoBasins(sharpness=30))
    layers = only("minima", "contours")
    for shown, more in ((after, layers), (before, dataclasses.replace(layers, sharpness=True))):
        painter = MapPainter()
        paint(before, 0, layers, painter=painter, patient=True)
        at_once = paint(shown, 0, more, painter=painter, patient=True)
        assert painter.pending
        exact, former = paint(shown, 0, more), paint(before, 0, layers)
        assert len(changed(at_once, exact, 40)) < 0.02 * WIDTH * HEIGHT
        assert len(changed(at_once, exact, 40)) < 0.2 * len(changed(former, exact, 40))
        while not painter.advance(3.0):
            assert painter.pending
        last = paint(shown, 0, more, painter=painter, patient=True)
        assert not painter.pending and np.array_equal(pixels(last), pixels(exact))


def test_a_ground_begun_for_the_former_landscape_is_given_up():
    shown = [picture({"adam": ACROSS}, landscape=TwoBasins(sharpness=s)) for s in (10, 20, 30)]
    painter = MapPainter()
    paint(shown[0], 0, painter=painter, patient=True)
    paint(shown[1], 0, painter=painter, patient=True)
    painter.advance(0.1)
    paint(shown[2], 0, painter=painter, patient=True)
    while not painter.advance(3.0):
        pass
    image = paint(shown[2], 0, painter=painter, patient=True)
    assert not painter.pending
    assert np.array_equal(pixels(image), pixels(paint(shown[2], 0)))


def test_a_new_ground_may_wait_and_is_the_same_once_it_is_done():
    shown = picture({"adam": ACROSS}, landscape=Ackley())
    painter = MapPainter()
    paint(shown, 0, painter=painter, patient=True)
    assert not painter.pending  # the first ground does not wait
    closer = View((-2.0, 1.0), (0.5, 3.0))
    stretched = paint(shown, 0, painter=painter, view=closer, patient=True)
    assert painter.pending
    exact = paint(shown, 0, view=closer)
    assert len(changed(stretched, exact, 60)) < 0.2 * WIDTH * HEIGHT  # stretched to its place
    while not painter.advance(3.0):
        assert painter.pending
    assert np.array_equal(
        pixels(paint(shown, 0, painter=painter, view=closer, patient=True)), pixels(exact)
    )


def test_what_was_begun_is_finished_before_the_newest_view():
    shown = picture({"adam": ACROSS}, landscape=Ackley())
    painter = MapPainter()
    paint(shown, 0, painter=painter, patient=True)
    finished = 0
    for step in range(60):  # a zoom that never rests
        view = View((-2.0 + step * 0.01, 2.0), (-2.0, 2.0))
        paint(shown, 0, painter=painter, view=view, patient=True)
        finished += painter.advance(2.0)
    assert finished >= 2


def test_a_video_thread_paints_the_same_frame_as_the_window():
    shown = picture({"adam": ACROSS, "adam+cg": DOWN})
    images: list[QImage] = []
    thread = threading.Thread(target=lambda: images.append(paint(shown, 10, Layers())))
    thread.start()
    thread.join()
    assert np.array_equal(pixels(images[0]), pixels(paint(shown, 10, Layers())))


@pytest.mark.parametrize("dimension", [1, 5])
def test_a_landscape_without_a_plane_is_explained(dimension):
    path = np.zeros((3, 1, dimension))
    shown = picture({"adam": path}, landscape=Levy(dimension))
    image = pixels(paint(shown, 1, Layers()))
    assert (image == rgb(DARK.panel)).all(-1).mean() > 0.9
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 5


def test_a_method_without_a_track_takes_no_part():
    shown = picture({"adam": ACROSS, "adam+sam": DOWN})
    missing = dataclasses.replace(shown, tracks=(shown.tracks[0], None))
    image = paint(missing, 10, Layers())
    assert near(at(image, frame_of(shown), (-1.5, 2.0)), DARK.plain_hue)
    nobody = dataclasses.replace(shown, tracks=(None, None))
    paint(nobody, 10, Layers())


FOUR = ("adam", "adam+sam", "adam+cg", "adam+cm")
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


def toward_border(image: QImage, other: QImage, plot) -> np.ndarray:
    """Where two images differ within 22 pixels of a plot's border."""
    places = changed(image, other, 40)
    inner = plot.adjusted(22, 22, -22, -22)
    return np.array([place for place in places if not inner.contains(*map(float, place))])


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("far", [(30.0, 0.0), (0.0, -1e9), (-1e300, 1e300), (1e200, 1e-200)])
def test_an_arrow_at_the_border_points_to_a_start_out_of_view(far, ratio):
    shown = picture({"adam": np.full((3, 1, 2), far)})
    seen = picture({"adam": np.full((3, 1, 2), (0.0, 0.0))})
    view = View.of(shown.experiment.landscape)
    empty = paint(seen, 1, NOTHING, ratio=ratio, starts=np.empty((0, 2)))
    image = paint(shown, 1, NOTHING, ratio=ratio)
    plot = frame_of(shown, view).plot
    scaled = type(plot)(plot.topLeft() * ratio, plot.size() * ratio)
    places = toward_border(empty, image, scaled)
    assert len(places) > 20
    middle = places.mean(0) / ratio - plot.center().toTuple()
    signs = np.sign(far) * (1, -1) * (np.abs(far) > 1e-3)
    assert all(sign * value > 0.6 * half for sign, value, half in zip(
        signs, middle, (plot.width() / 2, plot.height() / 2), strict=True) if sign)  # fmt: skip


def test_words_are_on_an_empty_map_only():
    gone, staying = np.full((3, 1, 2), (30.0, 0.0)), np.full((3, 1, 2), (30.0, 0.0))
    staying[1:] = (0.0, 0.0)
    layers = only("heads")
    plain = paint(picture({"adam": gone}), 1, NOTHING)
    inner = frame_of(picture({"adam": gone})).plot.adjusted(30, 30, -30, -30)
    empty, populated = (paint(picture({"adam": path}), 1, layers) for path in (gone, staying))

    def light(image: QImage) -> int:
        """Pixels as light as letters, away from the border."""
        box = inner.toRect()
        part = pixels(image)[box.top() : box.bottom(), box.left() : box.right()]
        return int((part.min(-1) > 200).sum())

    assert light(plain) > 30  # its start is out of view, and no head is asked for
    assert light(empty) > 30
    # A head in view is light too, by its ring.
    ring = light(paint(picture({"adam": np.zeros((3, 1, 2))}), 1, layers, starts=np.empty((0, 2))))
    assert light(populated) == ring < light(empty)


def test_every_head_out_of_view_has_an_arrow_of_its_colour():
    paths = {name: np.full((3, 1, 2), (30.0, 1.0)) for name in FOUR}
    for path in paths.values():
        path[0] = (0.0, 0.0)
    image = paint(picture(paths), 1, only("heads"))
    for hue in (DARK.plain_hue, DARK.sam_hue, DARK.cg_hue, DARK.cm_hue):
        assert (np.abs(pixels(image) - rgb(hue)).max(-1) < 12).sum() > 15
    left = paint(picture(paths), 0, only("heads"))
    assert len(changed(image, left))


def test_what_is_in_view_has_no_arrow():
    shown = picture({"adam": ACROSS})
    assert toward(frame_of(shown), np.array([3.9, 3.9])) is None
    place, along = toward(frame_of(shown), np.array([0.0, 99.0]))
    assert along == pytest.approx([0.0, -1.0])
    assert place.y() == pytest.approx(frame_of(shown).plot.top() + INSET)


@pytest.mark.parametrize(
    "loss",
    [
        "log(x)*sqrt(y)",
        "1/x",
        "x*0 + 3",
        "exp(100*x)",
        "log(-1 - x**2)",
        "1e300*x**2",
        "x**2 - 1e6",
    ],
)
@pytest.mark.parametrize("sharp", [False, True])
def test_whatever_a_person_types_as_a_loss_is_drawn(loss, sharp):
    landscape = landscapes.make(
        {"name": "expression", "parameters": {"loss": loss}, "domain": [[-2, 2], [-2, 2]]}
    )
    shown = picture({"adam+cg": line((-1.5, 1.0), (1.5, 0.5))}, landscape=landscape)
    hold(shown.tracks[0], 0, 5, (1.0, 2.0), 1.0)
    image = paint(shown, 10, Layers(ellipses=True, sharpness=sharp), size=(320, 240))
    assert len(np.unique(pixels(image).reshape(-1, 3), axis=0)) > 50


def test_where_a_loss_has_no_value_the_map_is_empty():
    landscape = landscapes.make(
        {"name": "expression", "parameters": {"loss": "log(x) + y"}, "domain": [[-2, 2], [-2, 2]]}
    )
    shown = picture({"adam": line((1.0, 1.0), (1.5, 1.5))}, landscape=landscape)
    image, frame = paint(shown, 0, NOTHING), frame_of(shown)
    assert near(at(image, frame, (-1.0, -1.0)), DARK.window, 1)
    assert not near(at(image, frame, (0.4, -1.0)), DARK.window, 12)


@pytest.mark.parametrize("direction", [(50.0, 0.0), (35.0, 35.0), (0.0, -9.0)])
def test_badges_of_vectors_that_point_one_way_are_all_seen(direction):
    taken = []
    for _ in range(10):
        place = _free_place(QPointF(300, 300), np.array(direction), taken)
        assert all(np.hypot(place.x() - one.x(), place.y() - one.y()) > 2 * BADGE for one in taken)
        taken.append(place)


def test_the_map_at_rest_is_the_same_whichever_way_time_came_to_it():
    shown = picture({"adam": wander(1), "adam+cm": wander(2)}, strength=0.5)
    for track in shown.tracks:
        for birth in (2, 9, 17):
            hold(track, birth % 2, birth, (1.0 + birth, -2.0), 1.0 / birth)
    played, scrubbed = MapPainter(), MapPainter()
    for cursor in range(27):
        last = paint(shown, cursor, Layers(), painter=played)
    for cursor in (40, 3, 33, 8, 26):
        other = paint(shown, cursor, Layers(), painter=scrubbed)
    assert last == other == paint(shown, 26, Layers())


def wander(seed: int) -> np.ndarray:
    """Six starts on crossing ways, (41, 6, 2)."""
    random = np.random.default_rng(seed)
    return np.cumsum(random.normal(0, 0.15, (41, 6, 2)), axis=0)
