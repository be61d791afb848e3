"""The anatomy panel shows the step at the cursor, and walks through it sub-step by sub-step."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from on_screen import on_screen
from PySide6.QtCore import QPoint, Qt
from races import wait_until_done

from app.panels.anatomy.panel import AnatomyPanel
from app.panels.anatomy.words import NOT_RECORDED
from app.running import plan as runs
from core.anatomy.anatomy import anatomy
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import RandomStarts
from core.recording.recording import Track
from landscapes import make

CG, CM, SGD = 1, 2, 5


@pytest.fixture
def session(raced, goldstein):
    return raced(goldstein)


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = AnatomyPanel(session, appearance)
    panel.sent = []
    panel.vectors_changed.connect(lambda vectors, active: panel.sent.append((vectors, active)))
    on_screen(qtbot, panel, (320, 400))
    choose(panel, CM)
    return panel


def choose(panel, method):
    place = panel.method.findData(method)
    panel.method.setCurrentIndex(place)
    panel.method.activated.emit(place)


def seek(panel, session, qtbot, time):
    session.seek(time)
    qtbot.waitUntil(lambda: f"From step {time} " in panel.note.text())


def test_it_takes_apart_the_step_at_the_cursor(panel, session, qtbot):
    for time in (0, 25, 119):
        seek(panel, session, qtbot, time)
        expected = anatomy(
            session.experiment, session.experiment.methods[CM], session.picture.tracks[CM], time
        )
        assert tuple(entry.substep for entry in panel.list.entries) == expected.substeps


def test_at_the_end_it_shows_the_last_step(panel, session, qtbot):
    session.seek(120)
    qtbot.waitUntil(lambda: "From step 119 to step 120" in panel.note.text())


def test_every_method_that_runs_can_be_chosen(panel, session):
    labels = [panel.method.itemText(place) for place in range(panel.method.count())]
    assert labels == ["Adam", "CG", "CM", "average", "control", "SGD"]
    choose(panel, CG)
    names = [entry.substep.name for entry in panel.list.entries]
    assert "Aggregated gradient" in names and "Aggregated momentum" not in names


def test_its_arrows_are_the_pushes_of_the_recording(panel, session, qtbot):
    seek(panel, session, qtbot, 25)
    track = session.picture.tracks[CM]
    vectors, active = panel.sent[-1]
    assert active is None
    by_label = {vector.label: vector for vector in vectors}
    np.testing.assert_allclose(by_label["−g"].vector, -track["gradients"][25, 0])
    np.testing.assert_allclose(by_label["−m"].vector, -track["first_moments"][26, 0])
    mean = track["memory_items"][25, 0, :8].mean(0)
    np.testing.assert_allclose(by_label["−mean(B)"].vector, -mean)
    step = by_label["Δ"]
    assert step.displacement
    np.testing.assert_allclose(
        np.add(step.origin, step.vector), track["positions"][26, 0], atol=1e-9
    )
    numbers = [vector.number for vector in vectors]
    assert numbers == sorted(numbers)


def test_the_walk_goes_from_sub_step_to_sub_step_and_on_to_the_next_step(panel, session, qtbot):
    seek(panel, session, qtbot, 25)
    count, (whole, _) = len(panel.list.entries), panel.sent[-1]
    for number in range(1, count + 1):
        qtbot.mouseClick(panel.forward, Qt.MouseButton.LeftButton)
        assert panel.active == number
        vectors, active = panel.sent[-1]
        assert active == number and vectors == whole
        assert panel.list.accessibleDescription() == panel.list.entries[number - 1].substep.sentence
    qtbot.mouseClick(panel.forward, Qt.MouseButton.LeftButton)
    assert (session.cursor, panel.active) == (26, 1)
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert panel.active == 1
    qtbot.mouseClick(panel.all, Qt.MouseButton.LeftButton)
    assert panel.active is None


def test_the_walk_goes_on_by_itself_and_ends_with_the_step(panel, session, qtbot):
    seek(panel, session, qtbot, 25)
    panel._walk.setInterval(5)
    qtbot.mouseClick(panel.play, Qt.MouseButton.LeftButton)
    assert panel.active == 1
    qtbot.waitUntil(lambda: not panel.play.isChecked())
    assert panel.active == len(panel.list.entries) and session.cursor == 25


def test_the_walk_survives_a_method_whose_step_is_made_of_less(panel, session, qtbot):
    panel.go_to(len(panel.anatomy.substeps))
    spec = session.experiment.methods[CM]
    session.set_method(CM, spec.with_method("sgd"))
    qtbot.waitUntil(lambda: 0 < len(panel.list.entries) < 6)
    assert panel.active == len(panel.list.entries)


def test_the_walk_stays_with_its_card_when_another_one_goes(panel, session, qtbot):
    choose(panel, CG)
    panel.go_to(2)
    session.remove_method(0)
    wait_until_done(qtbot, session)
    assert panel.method.currentText() == "CG" and panel.active == 2
    assert panel.anatomy == anatomy(
        session.experiment, session.experiment.methods[CG - 1], session.picture.tracks[CG - 1], 0
    )


@pytest.mark.parametrize("leave", ["remove", "switch off", "switch all off"])
def test_the_walk_ends_at_once_when_its_card_goes(panel, session, qtbot, leave):
    qtbot.mouseClick(panel.play, Qt.MouseButton.LeftButton)
    assert panel.active == 1 and panel._walk.isActive()
    methods = session.experiment.methods
    if leave == "remove":
        session.remove_method(CM)
    else:
        gone = range(len(methods)) if leave == "switch all off" else [CM]
        session.edit(
            methods=tuple(
                dataclasses.replace(spec, enabled=spec.enabled and place not in gone)
                for place, spec in enumerate(methods)
            )
        )
    wait_until_done(qtbot, session)
    assert panel.active is None and not panel.play.isChecked() and not panel._walk.isActive()


@pytest.mark.parametrize("begun", [False, True])
def test_out_of_sight_nobody_walks(panel, session, begun):
    if begun:
        panel.go_to(2)
    session.play()
    panel.hide()
    panel.sent.clear()
    panel.play.click()
    panel.go_on()
    assert not panel.play.isChecked() and not panel._walk.isActive()
    assert session.playing and panel.sent == []


def test_moving_in_time_ends_the_walk(panel, session, qtbot):
    seek(panel, session, qtbot, 25)
    panel.go_to(3)
    seek(panel, session, qtbot, 40)
    assert panel.active is None


def test_a_click_or_an_arrow_key_chooses_a_sub_step(panel, session, qtbot):
    seek(panel, session, qtbot, 25)
    place = panel.list.place_of(2).center().toPoint()
    qtbot.mouseClick(panel.list, Qt.MouseButton.LeftButton, pos=QPoint(60, place.y()))
    assert panel.active == 2
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.active == 3
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert panel.active == 2


def test_hiding_it_takes_its_arrows_off_the_map(panel, session, qtbot):
    seek(panel, session, qtbot, 25)
    assert panel.sent[-1][0]
    panel.hide()
    assert panel.sent[-1] == ((), None)


def test_it_shows_the_step_of_the_other_panels_at_once_and_nothing_while_hidden(panel, session):
    session.seek(30)
    assert panel.note.text() == "From step 30 to step 31"
    panel.hide()
    session.seek(40)
    assert panel.sent[-1] == ((), None) and panel.note.text() == "From step 30 to step 31"
    panel.show()
    assert panel.note.text() == "From step 40 to step 41"


def test_a_diverged_method_has_no_step_to_take_apart(panel, session, qtbot):
    session.seek(50)
    choose(panel, SGD)
    assert "diverged" in panel.note.text() and not panel.list.entries
    assert not panel.forward.isEnabled()


@pytest.mark.parametrize("depth", ["last", "none"])
def test_where_memories_are_not_kept_it_says_so_and_what_to_do(
    panel, session, qtbot, monkeypatch, depth
):
    shown = []
    panel.vectors_changed.connect(lambda vectors, active: shown.append(vectors))
    bare = Track(session.experiment, depth)
    whole = session.picture.tracks[CM]
    bare.filled = whole.filled
    for key in bare.arrays.keys() - {"memory_items", "memory_priorities", "memory_births"}:
        bare.arrays[key] = whole[key]
    tracks = list(session.picture.tracks)
    tracks[CM] = bare
    picture = dataclasses.replace(session.picture, tracks=tuple(tracks))
    monkeypatch.setattr(type(session), "picture", property(lambda _: picture))
    for time in (0, 40, 120):
        session.seek(time)
        choose(panel, CM)
        assert panel.note.text() == NOT_RECORDED
        assert "fewer steps, starts or slots" in NOT_RECORDED
        assert not panel.list.entries and shown[-1] == () and not panel.forward.isEnabled()
    choose(panel, 0)  # Adam has no memory that could be missing
    assert "From step 119 to step 120" in panel.note.text() and panel.list.entries


def test_a_run_too_large_for_its_memories_is_shown_all_the_same(
    raced, qtbot, appearance, monkeypatch
):
    monkeypatch.setattr(runs, "WHOLE_MEMORY_BYTES", 0)
    cards = tuple(MethodSpec.create(name, {"capacity": 20}) for name in ("adam+cg", "adam+cm"))
    session = raced(Experiment(make({"name": "ackley"}), cards, RandomStarts(4), 200))
    panel = AnatomyPanel(session, appearance)
    on_screen(qtbot, panel)
    assert session.picture.tracks[1].memory == "last"
    for time in (0, 100, 200):
        session.seek(time)
        panel.leave_walk()
        assert panel.note.text() == NOT_RECORDED


def test_a_method_that_has_made_no_step_yet_has_not_diverged(panel, session, monkeypatch):
    tracks = list(session.picture.tracks)
    tracks[CM] = Track(session.experiment)
    picture = dataclasses.replace(session.picture, tracks=tuple(tracks))
    monkeypatch.setattr(type(session), "picture", property(lambda _: picture))
    panel.leave_walk()
    assert "not made one" in panel.note.text()


@pytest.mark.parametrize("press", ["play", "forward", "back"])
def test_a_walk_begun_when_the_step_has_just_gone_says_why_there_is_none(
    panel, session, qtbot, monkeypatch, press
):
    seek(panel, session, qtbot, 25)
    tracks = list(session.picture.tracks)
    tracks[CM] = Track(session.experiment)  # begun anew, and nothing of it is shown yet
    picture = dataclasses.replace(session.picture, tracks=tuple(tracks))
    monkeypatch.setattr(type(session), "picture", property(lambda _: picture))
    qtbot.mouseClick(getattr(panel, press), Qt.MouseButton.LeftButton)
    assert panel.active is None and not panel.play.isChecked() and not panel._walk.isActive()
    assert "not made one" in panel.note.text() and not panel.forward.isEnabled()


def test_where_the_loss_is_not_a_number_it_does_not_say_diverged(raced, qtbot, appearance):
    loss = {"loss": "sqrt(x)+y**2"}
    landscape = make({"name": "expression", "parameters": loss, "domain": [[-5, 5], [-5, 5]]})
    session = raced(Experiment(landscape, (MethodSpec.create("sgd"),), ((1.0, 1.0),), 100))
    panel = AnatomyPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.show()
    session.seek(100)
    assert "not a number" in panel.note.text() and "diverged" not in panel.note.text()
