"""Slots show exactly what was recorded, and point both ways."""

from __future__ import annotations

import re

import numpy as np
from memory_cards import AVERAGE, CG, CM, CONTROL, section
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from app.figures.memory.scales import BarScale, round_up
from app.map.pointing import ItemAt, describe_item
from app.panels.memory import slot_rows
from app.running.shown import Highlight
from core.anatomy.anatomy import anatomy
from core.recording.recording import REPLACED, STORED
from core.writing import number, point


def test_rows_are_what_was_recorded_at_the_cursor_also_on_the_way_back(panel, session):
    for time in (0, 3, 60, 120, 61, 2, 0):
        session.seek(time)
        for index in (CG, CM, CONTROL):
            held = section(panel, index).rows.contents.held
            track = session.picture.tracks[index]
            capacity = int(session.experiment.methods[index].values["capacity"])
            np.testing.assert_array_equal(held.births, track["memory_births"][time, 0, :capacity])
            np.testing.assert_array_equal(held.items, track["memory_items"][time, 0, :capacity])
            np.testing.assert_array_equal(
                held.priorities, track["memory_priorities"][time, 0, :capacity]
            )
            taken = held.births >= 0
            np.testing.assert_allclose(
                held.first_priorities[taken],
                np.linalg.norm(track["gradients"][held.births[taken], 0], axis=-1),
            )


def test_agreement_is_that_of_the_items(panel, session):
    session.seek(50)
    items = session.picture.tracks[CM]["memory_items"][50, 0, :8]
    expected = np.linalg.norm(items.sum(0)) / np.hypot(items[:, 0], items[:, 1]).sum()
    assert f"agreement {expected:.2f}" in section(panel, CM).header.accessibleDescription()


def test_a_decayed_priority_has_a_shorter_bar(panel, session, appearance):
    session.seek(50)
    rows = section(panel, CM).rows
    image = rows.grab().toImage()
    hue = QColor(appearance.theme.cm_hue).rgb()
    held = rows.contents.held
    bars = [
        sum(image.pixel(x, int(rows.rows.middle(slot))) == hue for x in range(60, rows.width()))
        for slot in range(8)
    ]
    order = np.argsort(held.priorities)
    lengths = np.array(bars)[order]
    assert (np.diff(lengths) >= 0).all() and lengths[-1] > lengths[0] + 10


def test_the_bars_scale_is_one_for_the_whole_run(session):
    track, spec = session.picture.tracks[CM], session.experiment.methods[CM]
    scale = BarScale.of(spec, track, 0)
    assert scale == BarScale.of(spec, track, 0)
    np.testing.assert_allclose(
        BarScale().share(np.array([0.5, 2.0, np.nan]), 1.0), [0.5, 1, np.nan]
    )
    np.testing.assert_allclose(BarScale(3).share(np.array([0.001, 0.1, 1.0]), 1.0), [0, 2 / 3, 1])
    assert [round_up(v) for v in (0.0, 0.11, 3, 5, 51)] == [1, 0.2, 5, 5, 100]


def test_the_hand_on_a_slot_lights_its_item_up_and_leaving_puts_it_out(panel, session, qtbot):
    session.seek(50)
    rows = section(panel, CM).rows
    qtbot.mouseMove(rows, QPoint(100, 5))
    qtbot.mouseMove(rows, QPoint(100, rows.rows.top(2) + 8))
    birth = int(rows.contents.held.births[2])
    assert session.highlight == Highlight(CM, birth)
    assert rows.contents.birth_lit == birth
    assert section(panel, CG).rows.contents.birth_lit is None
    qtbot.mouseMove(rows, QPoint(100, 3))
    assert session.highlight is None


def test_an_item_lit_up_elsewhere_is_outlined_here(panel, session, appearance):
    session.seek(50)
    rows = section(panel, CM).rows
    before = rows.grab().toImage()
    session.set_highlight(Highlight(CM, int(rows.contents.held.births[4])))
    after = rows.grab().toImage()
    changed = [y for y in range(before.height()) if any(
        before.pixel(x, y) != after.pixel(x, y) for x in range(0, before.width(), 3))]  # fmt: skip
    assert changed and rows.rows.top(4) <= min(changed) and max(changed) < rows.rows.top(5)


def test_keys_choose_a_slot_and_return_goes_to_its_birth(panel, session, qtbot):
    session.seek(50)
    rows = section(panel, CM).rows
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    births = rows.contents.held.births
    assert session.highlight == Highlight(CM, int(births[0]))
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert session.highlight == Highlight(CM, int(births[1]))
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert session.cursor == births[1]


def test_a_tool_tip_tells_how_the_priority_came_about(panel, session):
    session.seek(50)
    rows = section(panel, CM).rows
    held = rows.contents.held
    tip = rows.tip_at(QPointF(100, rows.rows.top(3) + 4))
    age = 50 - int(held.births[3])
    assert number(float(held.first_priorities[3] * 0.9**age)) in tip
    birth = int(held.births[3])
    assert f"Age {age}, counting that step" in tip
    assert f"taken in step {birth + 1}\n" in tip and tip.count("step ") == 1
    # the step that is named is the one whose momentum is held, and the last of `age` steps is 50
    track = session.picture.tracks[CM]
    np.testing.assert_array_equal(held.items[3], track["first_moments"][birth + 1, 0])
    assert len(range(birth + 1, 50 + 1)) == age
    assert f"taken at θ = {point(track['positions'][birth, 0])}" in tip


def test_one_item_is_named_alike_in_its_tip_on_the_map_and_in_the_anatomy(panel, session):
    track, spec = session.picture.tracks[CM], session.experiment.methods[CM]
    events, slots = track["memory_events"][:, 0], track["memory_slots"][:, 0]
    time = int(np.flatnonzero(events == REPLACED)[10])
    slot, birth = int(slots[time]), int(track["memory_births"][time, 0, slots[time]])
    session.seek(time)
    rows = section(panel, CM).rows
    on_map = describe_item(ItemAt(CM, "CM", birth, np.array([3.0, 4.0]), 0.5))
    steps = anatomy(session.experiment, spec, track, time).substeps
    given_up = next(s for s in steps if s.key == "replace").sentence
    tip = rows.tip_at(QPointF(100, rows.rows.top(slot) + 4))
    names = [re.search(r"taken in step (\d+)", text)[1] for text in (tip, on_map, given_up)]
    assert names == [str(birth + 1)] * 3
    assert f"Age {time - birth}," in tip and f", {time - birth} step" in given_up


def test_an_average_has_no_slots_and_says_so(panel, session):
    shown = section(panel, AVERAGE)
    assert shown.rows.isHidden() and shown.strip.isHidden() and not shown.average.isHidden()
    assert "running average" in shown.header.accessibleDescription()


def test_a_control_says_that_it_is_one(panel, session):
    session.seek(20)
    assert "κ = 0" in section(panel, CONTROL).header.accessibleDescription()


def test_every_slot_can_be_pointed_at_in_two_lanes(crowd, qtbot):
    rows = crowd.sections[1].rows
    crowd._session.seek(100)
    for slot in (0, 9, 10, 19):
        place = rows.lanes.place(slot).center()
        assert rows.lanes.slot_at(QPointF(place)) == slot
        qtbot.mouseMove(rows, place)
        assert crowd._session.highlight == Highlight(1, int(rows.contents.held.births[slot]))
    assert rows.lanes.slot_at(QPointF(20, 3)) == -1 and rows.lanes.slot_at(QPointF(20, 9000)) == -1


def test_what_is_kept_of_a_picture_looks_as_if_painted_anew(crowd, qapp, appearance):
    rows = crowd.sections[0].rows
    for time in (3, 30, 31, 32, 60, 5, 119):
        crowd._session.seek(time)
        kept = rows.grab().toImage()
        rows._still = None
        assert rows.grab().toImage() == kept


def test_a_step_paints_only_the_items_that_it_changed(crowd, monkeypatch):
    painted = []
    paint = slot_rows.paint_items
    monkeypatch.setattr(
        slot_rows, "paint_items", lambda *args: (painted.append(args[-1].tolist()), paint(*args))
    )
    rows, session = crowd.sections[0].rows, crowd._session
    track = session.picture.tracks[0]
    session.seek(60)
    rows.grab()
    for time in range(61, 75):
        painted.clear()
        session.seek(time)
        rows.grab()
        slot = int(track["memory_slots"][time - 1, 0])
        kept = track["memory_events"][time - 1, 0] in (STORED, REPLACED)
        assert painted == ([[slot]] if kept else [])


def test_slots_fold_away_under_their_header_by_hand_and_by_key(panel, qtbot):
    shown = section(panel, CM)
    qtbot.mouseClick(shown.header, Qt.MouseButton.LeftButton)
    assert shown.rows.isHidden() and shown.strip.isVisible()
    qtbot.keyClick(shown.header, Qt.Key.Key_Space)
    assert shown.rows.isVisible()
