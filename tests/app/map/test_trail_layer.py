"""Trails that grow with time look as if they had been drawn at once, however one got there."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPainter
from scene import changed, only, paint, picture, pixels

from app.look.theme import DARK
from app.map.drawing import trail_sheets, trails
from app.map.drawing.device import OPAQUE, image_for
from app.map.drawing.trail_layer import TrailLayer
from app.map.drawing.trails import Trail, TrailRequest
from app.map.drawing.view import Frame, View
from core.recording.recording import Track

pytestmark = pytest.mark.usefixtures("qapp")
STEPS = 200


def wander(seed: int, starts: int = 3) -> np.ndarray:
    """A smooth random walk, (STEPS + 1, starts, 2)."""
    random = np.random.default_rng(seed)
    moves = np.cumsum(random.normal(0, 0.01, (STEPS + 1, starts, 2)), axis=0)
    return np.cumsum(moves, axis=0) * 0.3 + random.uniform(-1.5, 1.5, (starts, 2))


@pytest.fixture(params=[1.0, 2.0])
def request_(request: pytest.FixtureRequest) -> TrailRequest:
    shown = picture({"adam": wander(1), "adam+cm": wander(2)})
    tracks = [track for track in shown.tracks if track is not None]
    trails = (
        Trail(tracks[0], "#E69F00", None),
        Trail(tracks[1], "#56B4E9", (6.0, 3.0)),
    )
    frame = Frame.fit(View((-4, 4), (-3, 3)), 420, 320, request.param)
    return TrailRequest(trails, frame, 0, DARK)


def drawn(layer: TrailLayer, request: TrailRequest, cursor: int) -> np.ndarray:
    image = image_for(request.frame, OPAQUE)
    image.fill(QColor(DARK.window))
    painter = QPainter(image)
    painter.scale(request.frame.pixel_ratio, request.frame.pixel_ratio)
    layer.draw(painter, request, cursor)
    painter.end()
    return pixels(image)


def crossing(request: TrailRequest) -> TrailRequest:
    """The same with both methods over one another, one of them translucent."""
    one, two = request.trails
    (near,) = picture({"adam+cm": wander(1) + 0.01}).tracks
    assert near is not None
    return dataclasses.replace(request, trails=(one, two._replace(track=near, ghost=True)))


@pytest.mark.parametrize("goal", [STEPS, 130, 7])
def test_however_one_got_to_a_time_the_trails_are_the_same_to_the_pixel(request_, goal):
    """Step by step, at once, from behind, there and back, and after a method was exchanged."""
    request = crossing(request_)
    at_once = drawn(TrailLayer(), request, goal)
    played, scrubbed, exchanged = TrailLayer(), TrailLayer(), TrailLayer()
    for cursor in range(goal + 1):
        last = drawn(played, request, cursor)
    assert np.array_equal(last, at_once)
    for cursor in (STEPS, 140, 20, STEPS, 63, 65, goal + 9, goal):
        last = drawn(scrubbed, request, cursor)
    assert np.array_equal(last, at_once)
    for other, cursor in ((swapped(request), 90), (dimmed(request), STEPS), (request, goal)):
        last = drawn(exchanged, other, cursor)
    assert np.array_equal(last, at_once)


def test_another_view_leaves_nothing_of_the_former(request_):
    layer, other = TrailLayer(), dataclasses.replace(request_, frame=moved(request_.frame))
    drawn(layer, request_, 150)
    assert np.array_equal(drawn(layer, other, 150), drawn(TrailLayer(), other, 150))
    assert np.array_equal(drawn(layer, request_, 150), drawn(TrailLayer(), request_, 150))


def moved(frame: Frame) -> Frame:
    """A frame of the same size that looks elsewhere."""
    return Frame.fit(View((-3, 5), (-2, 4)), 420, 320, frame.pixel_ratio)


def test_kept_copies_are_not_painted_on(request_):
    layer = TrailLayer()
    drawn(layer, request_, STEPS)
    early = drawn(layer, request_, 130)
    for cursor in (STEPS, 10, STEPS, 140, 130):
        again = drawn(layer, request_, cursor)
    assert np.array_equal(again, early)


def test_another_view_or_start_begins_anew(request_):
    layer = TrailLayer()
    drawn(layer, request_, STEPS)
    for other in (
        dataclasses.replace(request_, start=2),
        dataclasses.replace(request_, frame=Frame.fit(View((-1, 1), (-1, 1)), 420, 320)),
        dataclasses.replace(request_, trails=request_.trails[:1]),
    ):
        assert np.array_equal(drawn(layer, other, 90), drawn(TrailLayer(), other, 90))


def swapped(request: TrailRequest) -> TrailRequest:
    """The same with another run of the second method."""
    (track,) = picture({"adam+cm": wander(5)}).tracks
    assert track is not None
    other = request.trails[1]._replace(track=track)
    return dataclasses.replace(request, trails=(request.trails[0], other))


def dimmed(request: TrailRequest) -> TrailRequest:
    """The same with the second method waiting for its newer run."""
    other = request.trails[1]._replace(stale=True)
    return dataclasses.replace(request, trails=(request.trails[0], other))


def test_a_dimmed_method_is_dim_and_the_other_as_before(request_):
    layer, other = TrailLayer(), dimmed(request_)
    before = drawn(layer, request_, 170)
    after = drawn(layer, other, 170)
    assert np.array_equal(after, drawn(TrailLayer(), other, 170))
    first = dataclasses.replace(request_, trails=request_.trails[:1])
    second = dataclasses.replace(request_, trails=request_.trails[1:])
    ground = np.array(QColor(DARK.window).getRgb()[:3])
    one, two = ((drawn(TrailLayer(), each, 170) != ground).any(-1) for each in (first, second))
    same = np.abs(after - before)[one & ~two].max(-1)
    assert (same > 8).mean() < 0.01
    assert (
        np.abs(after[two & ~one] - ground).mean() < 0.5 * np.abs(before[two & ~one] - ground).mean()
    )
    assert np.array_equal(drawn(layer, request_, 170), before)


def test_when_one_method_changes_the_others_are_not_drawn_again(request_, monkeypatch):
    layer = TrailLayer()
    drawn(layer, request_, 192)
    stroked = []
    for name in ("lead_of", "draw_crowd"):
        former = getattr(trail_sheets, name)
        monkeypatch.setattr(
            trail_sheets,
            name,
            lambda *all_, former=former, at=1 if name == "lead_of" else 2: (
                stroked.append(all_[at].colour),
                former(*all_),
            )[1],
        )
    drawn(layer, request_, 192)
    assert not stroked
    drawn(layer, swapped(request_), 192)
    assert set(stroked) == {request_.trails[1].colour}


def test_a_track_that_grows_is_drawn_as_far_as_it_goes(request_):
    layer = TrailLayer()
    track: Track = request_.trails[0].track
    track.filled = 40
    halted = drawn(layer, request_, 150)
    track.filled = STEPS
    assert not np.array_equal(halted, drawn(layer, request_, 150))
    assert np.array_equal(drawn(layer, request_, 150), drawn(TrailLayer(), request_, 150))


def test_the_selected_start_is_bold_and_the_others_are_not():
    paths = np.stack([np.linspace((-3, y), (3, y), 21) for y in (2.0, -2.0)], axis=1)
    shown = picture({"adam": paths})
    ground = paint(shown, 0, only("trails"))
    for start in (0, 1):
        places = changed(ground, paint(shown, 20, only("trails"), start=start), 48)
        middle = 0.5 * (places[:, 1].min() + places[:, 1].max())
        upper, lower = (places[:, 1] < middle).sum(), (places[:, 1] > middle).sum()
        bold, thin = (upper, lower) if start == 0 else (lower, upper)
        assert bold > 1.5 * thin > 0


def test_of_very_many_starts_a_fair_share_is_drawn(monkeypatch):
    monkeypatch.setattr(trails, "CROWD", 16)
    shown = picture({"adam": wander(3, starts=100)})
    track = shown.tracks[0]
    assert track is not None
    request = TrailRequest((Trail(track, "#E69F00", None),),
                           Frame.fit(View((-4, 4), (-3, 3)), 420, 320), 7, DARK)  # fmt: skip
    assert len(request.others) == 16 and 7 not in request.others
    assert np.ptp(np.diff(request.others)) <= 2


def test_moves_too_small_to_see_cost_nothing_and_leave_no_gap():
    # A spiral into a point: its last steps are far below a pixel.
    angle = np.linspace(0, 12 * np.pi, STEPS + 1)
    path = (2 * np.exp(-angle / 4))[:, None] * np.stack([np.cos(angle), np.sin(angle)], -1)
    both = np.stack([path, path + 0.001], axis=1)
    shown = picture({"adam": both})
    frame = Frame.fit(View((-4, 4), (-3, 3)), 420, 320)
    track = shown.tracks[0]
    assert track is not None
    request = TrailRequest((Trail(track, "#E69F00", None),), frame, 0, DARK)
    whole, grown = TrailLayer(), TrailLayer()
    for cursor in range(STEPS + 1):
        last = drawn(grown, request, cursor)
    assert np.array_equal(last, drawn(whole, request, STEPS))
