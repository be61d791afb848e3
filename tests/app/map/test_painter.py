"""Frames of the map, looked at pixel by pixel."""

from __future__ import annotations

import dataclasses
import threading

import numpy as np
import pytest
from on_the_map import DOWN, near
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from scene import (
    ACROSS,
    NOTHING,
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
from app.map.drawing.layers import AnatomyVector, Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.view import View
from landscapes.goldstein_price import GoldsteinPrice
from landscapes.levy import Levy

pytestmark = pytest.mark.usefixtures("qapp")


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


def test_of_several_starts_the_legend_tells_how_many_of_each_method_are_lost(monkeypatch):
    """The loss that it tells is of one start, which may be among the few that are left."""
    starts = np.repeat(ACROSS, 64, axis=1)
    paths = {"sgdm": starts, "sgdm+cm": starts.copy()}
    paths["sgdm+cm"][12:, 5:] = np.nan
    shown, said = picture(paths), {}
    drawn = QPainter.drawText
    monkeypatch.setattr(
        QPainter, "drawText", lambda self, *to: (said.setdefault(to[-1], to), drawn(self, *to))[1]
    )
    for cursor, gone in ((11, "0"), (12, "59"), (20, "59")):
        said.clear()
        paint(shown, cursor, only("legend"))
        assert gone in said and ("59" in said) == (cursor >= 12) and "lost of 64" in said
    for whole in ({"sgdm": starts}, {"sgdm": ACROSS}):
        said.clear()
        paint(picture(whole), 20, only("legend"))
        assert not [text for text in said if isinstance(text, str) and "lost" in text]


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
