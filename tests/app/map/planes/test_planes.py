"""A network's map is a plane through its runs: what lies on it, and what it hides."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from app.look.appearance import Appearance
from app.map.map_view import MapView
from app.map.planes.filling import COARSE, Filled, closer, filled, losses, needs_closer, passes
from app.map.planes.fitting import Fitted, Wish, filters_of, fitted, moved
from app.map.planes.planes import Planes
from app.map.planes.projected import dropped, paths_of
from app.running.shown import Picture
from app.session.session import Session
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.record import Record
from core.experiment.starts import SeedStarts
from core.experiment.view_plane import PlaneChoice, PlaneKind
from core.stepping.simulate import record
from landscapes.gridded import Gridded
from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.networks.text_lstm import TextLSTM


def race(*methods: MethodSpec, steps: int = 24) -> Experiment:
    specs = methods or (
        MethodSpec.create("adam", {"lr": 0.02}),
        MethodSpec.create("sgd", {"lr": 0.5}),
        MethodSpec.create("adam+cm", {"lr": 0.01, "capacity": 2}),
    )
    return Experiment(DigitsMLP(train=64, hidden=3), specs, SeedStarts(2), steps, batch=16)


@pytest.fixture(scope="module")
def picture() -> Picture:
    return Picture.of(record(race()))


def wish(picture: Picture, kind: PlaneKind = "paths", start: int = 0) -> Wish:
    network = picture.experiment.landscape
    assert isinstance(network, DigitsMLP)
    return Wish(kind, network, "train", tuple(paths_of(picture, start)), 0, False)


def ground(found: Fitted) -> Gridded:
    network = found.wish.network
    values = losses(network, "train", found.plane, found.rectangle, COARSE)
    assert values is not None
    return Gridded(found.rectangle, found.key, values)


def test_a_run_lies_on_the_map_where_it_is_dropped_on_the_plane(picture: Picture) -> None:
    found = fitted(wish(picture, start=1))
    shown, drops = dropped(picture, found.plane, ground(found), 1)
    whole, on_it = picture.tracks[0], shown.tracks[0]
    assert whole is not None and on_it is not None and drops[0] is not None
    for row, time in enumerate(whole.kept):
        point = whole["positions"][row, 1].astype(float)
        across = (point - found.plane.origin) @ found.plane.axes.T
        assert on_it["positions"][time, 0] == pytest.approx(across)
        away = np.linalg.norm(point - found.plane.origin - across @ found.plane.axes)
        assert drops[0].distances[time] == pytest.approx(away)
    first, second = whole.kept[:2]
    between = on_it["positions"][(first + second) // 2, 0]
    ends = on_it["positions"][[first, second], 0]
    assert (between >= ends.min(0) - 1e-12).all() and (between <= ends.max(0) + 1e-12).all()
    assert shown.experiment.landscape.dimension == 2


def test_the_losses_of_a_run_on_the_map_are_the_true_ones(picture: Picture) -> None:
    """Of all the data that the ground is of, not of a step's mini-batch."""
    found = fitted(wish(picture))
    for part in ("train", "test"):
        shown, _ = dropped(picture, found.plane, ground(found), 1, part)
        whole, on_it = picture.tracks[1], shown.tracks[1]
        assert whole is not None and on_it is not None
        point = whole["positions"][2, 1]
        true = picture.experiment.landscape.measured(point, part).loss
        assert on_it["losses"][whole.kept[2], 0] == pytest.approx(float(true), rel=1e-5)


def test_a_part_that_is_looked_at_closely_is_as_fine_as_the_whole_was(picture: Picture) -> None:
    found = fitted(wish(picture))
    known, network = Filled(found, ground(found), True), picture.experiment.landscape
    (x0, x1), (y0, y1) = found.rectangle
    seen = (x0, x0 + 0.2 * (x1 - x0)), (y0, y0 + 0.2 * (y1 - y0))
    near = closer(known, seen, lambda: True)
    assert near is not None
    place = np.array([[x0 + 0.1 * (x1 - x0), y0 + 0.1 * (y1 - y0)]])
    true = network.loss(found.plane.points(place))
    assert near.ground.loss(place) == pytest.approx(true, rel=1e-3)
    middle = ((x0, (x0 + x1) / 2), (y0, (y0 + y1) / 2))
    assert needs_closer(known, seen) and not needs_closer(near, seen)
    assert not needs_closer(known, middle)
    beyond = ((x0 - 1, x1), (y0, y1))
    assert needs_closer(known, beyond)  # what was not filled yet


def test_a_map_is_filled_whatever_its_shape(picture: Picture) -> None:
    plain = fitted(wish(picture))
    wide = fitted(dataclasses.replace(wish(picture), aspect=4.0))
    (x0, x1), (y0, y1) = wide.rectangle
    assert (x1 - x0) / (y1 - y0) == pytest.approx(4)
    assert x0 < plain.rectangle[0][0] and y0 == pytest.approx(plain.rectangle[1][0])


def test_memory_items_are_arrows_of_the_plane(picture: Picture) -> None:
    found = fitted(wish(picture))
    shown, _ = dropped(picture, found.plane, ground(found), 0)
    whole, on_it = picture.tracks[2], shown.tracks[2]
    assert whole is not None and on_it is not None
    time = int(whole.kept[2])
    births = whole["memory_births"][time, 0]
    assert (on_it["memory_births"][time, 0, : len(births)] == births).all()
    arrow = whole["memory_items"][2, 0, 0].astype(float) @ found.plane.axes.T
    assert on_it["memory_items"][time, 0, 0] == pytest.approx(arrow)


def test_the_ground_is_the_loss_of_the_planes_own_points(picture: Picture) -> None:
    found = fitted(wish(picture))
    surface, network = ground(found), picture.experiment.landscape
    (x0, x1), (y0, y1) = found.rectangle
    places = np.array([[x0, y0], [x1, y1], [(x0 + x1) / 2, (y0 + y1) / 2]])  # points of the grid
    there = network.loss(found.plane.points(places))
    assert surface.loss(places) == pytest.approx(there, rel=1e-5)
    # The first is a preview where there is much to look at; the last is of all of it.
    assert passes(DigitsMLP(train=1000), "train")[0].samples == 256
    assert passes(DigitsMLP(train=1000), "train")[-1].samples is None
    # Of a network whose exact ground would take an hour there is a coarse one of some samples.
    coarse, whole = passes(TextLSTM(), "train")
    assert coarse.samples < whole.samples < 30 and coarse.count < whole.count == COARSE


def test_while_the_runs_grow_the_ground_is_a_preview(picture: Picture) -> None:
    whole = fitted(wish(picture))
    growing = fitted(dataclasses.replace(wish(picture), goes_on=True))
    assert [each.exact for each in filled(whole, lambda: True)] == [False, True]
    assert [each.exact for each in filled(growing, lambda: True)] == [False]


def test_three_ends_lie_on_their_plane(picture: Picture) -> None:
    found = fitted(wish(picture, "ends"))
    ends = np.stack([path[-1] for path in paths_of(picture, 0)]).astype(float)
    assert found.plane.distances(ends) == pytest.approx(np.zeros(3), abs=1e-6)
    (x0, x1), (y0, y1) = found.rectangle
    places = found.plane.coordinates(ends)
    assert (places > [x0, y0]).all() and (places < [x1, y1]).all()


def test_filters_lead_to_one_unit_each() -> None:
    """64–3–10: three filters of 64 numbers, ten of 3; biases belong to none."""
    sizes = [part.stop - part.start for part in filters_of(DigitsMLP(train=64, hidden=3))]
    assert sizes == [64] * 3 + [3] * 10


@pytest.mark.parametrize("kind", ["random", "hessian"])
def test_about_an_end_there_is_the_ground_alone(picture: Picture, kind: PlaneKind) -> None:
    found = fitted(wish(picture, kind))
    end = paths_of(picture, 0)[0][-1].astype(float)
    assert found.plane.distances(end) == pytest.approx(0, abs=1e-6)
    assert found.plane.coordinates(end) == pytest.approx([0, 0], abs=1e-6)
    assert not found.wish.shows_paths


def test_a_moving_plane_goes_through_the_point_and_has_another_name(picture: Picture) -> None:
    found, point = fitted(wish(picture)), paths_of(picture, 0)[1][1]
    there = moved(found, point)
    assert there.plane.distances(point.astype(float)) == pytest.approx(0, abs=1e-6)
    assert there.key != found.key


def test_what_diverged_takes_part_as_far_as_it_went(picture: Picture) -> None:
    asked = wish(picture)
    lost = asked.paths[0].copy()
    lost[1:] = np.nan
    found = fitted(dataclasses.replace(asked, paths=(lost, *asked.paths[1:])))
    assert np.isfinite(found.plane.axes).all() and np.isfinite(found.rectangle).all()


def test_runs_that_have_not_begun_have_no_plane(picture: Picture) -> None:
    with pytest.raises(ValueError, match="not gone far enough"):
        fitted(dataclasses.replace(wish(picture), paths=()))


# In the window


@pytest.fixture
def session(qtbot, picture: Picture) -> Session:
    found = Session()
    found.set_experiment(picture.experiment)
    yield found
    found.close()


@pytest.fixture
def view(qtbot, session: Session):
    found = MapView(session, Appearance())
    qtbot.addWidget(found)
    found.resize(700, 560)
    found.show()
    yield found
    found.close_down()


def is_exact(planes: Planes) -> bool:
    return planes.is_planar and planes.state == "" and bool(planes.readings)


def test_a_race_whose_positions_are_not_kept_is_not_promised_a_plane(qtbot, session, view) -> None:
    planes = view.canvas.planes
    qtbot.waitUntil(lambda: planes.is_planar, timeout=20_000)
    session.set_experiment(dataclasses.replace(race(), record=Record(what="scalars")))
    qtbot.waitUntil(lambda: "scalars are recorded" in planes.problem, timeout=20_000)
    qtbot.waitUntil(lambda: session.ready == session.last_step, timeout=20_000)
    assert "scalars are recorded" in planes.problem and not planes.is_planar
    session.set_experiment(race())
    qtbot.waitUntil(lambda: planes.is_planar, timeout=20_000)


def test_the_window_shows_the_plane_and_what_it_hides(qtbot, session, view) -> None:
    planes = view.canvas.planes
    qtbot.waitUntil(lambda: session.ready == session.last_step)
    qtbot.waitUntil(lambda: is_exact(planes))
    session.seek(session.last_step)
    assert view.canvas.is_plane and not view.canvas.moves_starts
    assert view.plane.isVisible()
    assert "random walks" in planes.shares
    track = session.picture.tracks[1]
    reading = planes.readings[1]
    assert reading.true_loss == pytest.approx(track["train_losses"][-1, 0])
    assert reading.distance > 0
    assert np.isfinite(reading.plane_loss)
    assert not view.layer_actions["ellipses"].isEnabled()
    assert "plane" in view.layer_actions["ellipses"].toolTip()
    assert view.layer_actions["true_loss"].isEnabled()
    assert not view.canvas.scene.layers.minima
    before = session.experiment
    qtbot.mouseDClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 250))
    assert session.experiment == before  # nobody moves where a network begins


def test_another_plane_is_chosen_in_the_menu(qtbot, session, view) -> None:
    planes = view.canvas.planes
    qtbot.waitUntil(lambda: session.ready == session.last_step)
    qtbot.waitUntil(lambda: is_exact(planes))
    view.plane.actions_by_name["ends"].trigger()
    view.plane.actions_by_name["test"].trigger()
    qtbot.waitUntil(lambda: planes.names[0] == "first to second end")
    assert planes.chosen == PlaneChoice("ends", "test")
    view.plane.actions_by_name["random"].trigger()
    qtbot.waitUntil(lambda: not any(planes.picture.tracks))


def test_a_race_in_the_plane_is_its_own_picture(qtbot, view, session) -> None:
    session.set_experiment(Session().experiment)
    qtbot.waitUntil(lambda: session.picture.experiment.landscape.dimension == 2)
    assert view.canvas.planes.picture is session.picture
    assert not view.plane.isVisible() and view.canvas.moves_starts
