"""The memory panel has a section for every memory, and each that is seen is whole."""

from __future__ import annotations

import dataclasses

import pytest
from memory_cards import AVERAGE, CG, CM, CONTROL, section, settle
from PySide6.QtCore import QPoint
from races import wait_until_done

from app.look.appearance import LIGHT
from app.panels.memory.section_grid import pages
from app.running.shown import Highlight
from core.recording.recording import Track


def test_every_memory_method_that_runs_has_a_section(panel):
    assert [s.index for s in panel.sections] == [CG, CM, AVERAGE, CONTROL]
    assert panel.empty.isHidden()


def test_without_a_memory_method_it_says_what_to_do(panel, session, qtbot):
    methods = tuple(
        dataclasses.replace(spec, enabled=spec.row.memory is None)
        for spec in session.experiment.methods
    )
    session.edit(methods=methods)
    wait_until_done(qtbot, session)
    qtbot.waitUntil(lambda: not panel.sections)
    assert panel.empty.isVisible() and "switched off" in panel.empty.text()


def test_sections_follow_the_methods_that_come_and_go(panel, session, qtbot):
    session.remove_method(CG)
    wait_until_done(qtbot, session)
    qtbot.waitUntil(lambda: len(panel.sections) == 3)
    assert [s.index for s in panel.sections] == [CM - 1, AVERAGE - 1, CONTROL - 1]
    assert section(panel, CM - 1).rows.contents.spec.label == "CM"


def test_a_folded_section_stays_folded_when_a_card_before_it_goes(panel, session, qtbot):
    section(panel, CM).header.fold_asked.emit()
    assert section(panel, CM).rows.isHidden()
    session.remove_method(CG)
    wait_until_done(qtbot, session)
    qtbot.waitUntil(lambda: len(panel.sections) == 3)
    panel._measure()
    hidden = {
        s.rows.contents.spec.label for s in panel.sections if s.rows.isHidden() and s.rows.contents
    }
    assert hidden == {"CM"}


def test_a_panel_out_of_sight_keeps_up_with_theme_and_methods(panel, session, appearance, qtbot):
    panel.hide()
    session.remove_method(CONTROL)
    session.remove_method(AVERAGE)
    wait_until_done(qtbot, session)
    with qtbot.captureExceptions() as raised:
        appearance.set_mode("light" if appearance.mode == "dark" else "dark")
    assert not raised
    panel.show()
    assert [s.index for s in panel.sections] == [CG, CM]


def test_a_wide_panel_sets_the_sections_side_by_side(panel, qapp):
    panel.resize(1300, 500)
    qapp.processEvents()
    assert len({s.x() for s in panel.sections}) == 4
    panel.resize(320, 500)
    qapp.processEvents()
    assert len({s.x() for s in panel.sections}) == 1


@pytest.mark.parametrize("height", [230, 300, 480])
def test_where_it_scrolls_anyway_rows_are_read_easily(crowd, height):
    settle(crowd, 336, height)
    assert crowd._scroll.verticalScrollBar().isVisible()
    for part in crowd.sections:
        assert part.rows.rows.height >= 16 and part.rows.rows.lettering >= 11


def test_a_section_that_comes_into_sight_is_painted_before_time_moves(crowd):
    settle(crowd, 336, 230)
    crowd._session.seek(60)
    last = crowd.sections[-1]
    assert last.visibleRegion().isEmpty()
    crowd._session.seek(61)
    settle(crowd, 336, 570)
    assert not last.visibleRegion().isEmpty()
    assert last.rows.contents.held.time == 61
    assert "slot" in last.header.accessibleDescription()


def test_a_section_that_is_scrolled_into_sight_shows_the_time(crowd):
    settle(crowd, 336, 230)
    crowd._session.seek(61)
    last, bar = crowd.sections[-1], crowd._scroll.verticalScrollBar()
    assert last.visibleRegion().isEmpty()
    bar.setValue(bar.maximum())
    settle(crowd, 336, 230)
    assert last.rows.contents.held.time == 61


def test_a_section_made_out_of_sight_is_whole_when_the_panel_grows(crowd, goldstein, qtbot):
    session = crowd._session
    crowd.resize(336, 230)
    wait_until_done(qtbot, session)
    session.edit(methods=(*session.experiment.methods, goldstein.methods[CONTROL]))
    wait_until_done(qtbot, session)
    qtbot.waitUntil(lambda: len(crowd.sections) == 3)
    last = crowd.sections[-1]
    assert last.rows.rows.slots == 3
    cursor = session.cursor
    settle(crowd, 336, 1100)
    assert session.cursor == cursor
    image = crowd.grab().toImage()
    at = last.mapTo(crowd, QPoint(0, 0))
    assert last.header.accessibleDescription()
    black = sum(
        image.pixelColor(at.x() + x, at.y() + y).value() < 5
        for x in range(0, last.width(), 5) for y in range(last.height())
    )  # fmt: skip
    assert black == 0


def test_an_item_lit_up_on_the_map_scrolls_into_view(panel, session, qapp):
    session.seek(50)
    panel.resize(320, 300)
    qapp.processEvents()
    rows = section(panel, CONTROL).rows
    assert rows.visibleRegion().isEmpty()
    birth = int(session.picture.tracks[CONTROL]["memory_births"][50, 0, 0])
    session.set_highlight(Highlight(CONTROL, birth))
    session.set_highlight(None)
    session.set_highlight(Highlight(CONTROL, birth))
    assert rows.visibleRegion().contains(rows.place_of(birth).center())


def test_a_change_of_theme_repaints(panel, session, appearance):
    session.seek(50)
    rows = section(panel, CM).rows
    dark = rows.grab().toImage().pixelColor(rows.width() - 2, rows.rows.top(0) - 4)
    appearance.set_theme(LIGHT)
    light = rows.grab().toImage().pixelColor(rows.width() - 2, rows.rows.top(0) - 4)
    assert light.lightness() > 200 > 60 > dark.lightness()


def test_without_a_memory_the_title_stays_at_the_top(panel, session):
    before = panel.step.y()
    for index in (CG, CM, AVERAGE, CONTROL):
        spec = session.experiment.methods[index]
        session.set_method(index, dataclasses.replace(spec, enabled=False))
    panel.layout().activate()
    assert not panel.empty.isHidden()
    assert panel.step.y() == before


def test_memories_that_are_not_recorded_leave_nothing_of_others_behind(panel, session):
    shown = section(panel, CM)
    spec, track = session.experiment.methods[CM], session.picture.tracks[CM]
    assert not shown.rows.isHidden() and not shown.strip.isHidden()
    shown.show_run(spec, Track(session.experiment, "none"), 0)
    assert shown.rows.isHidden() and shown.strip.isHidden()
    shown.show_run(spec, track, 0)
    assert not shown.rows.isHidden() and not shown.strip.isHidden()


def test_where_sections_scroll_none_is_cut_at_the_foot_of_the_page(panel, session, qapp):
    for height in (300, 420, 560, 700):
        settle(panel, 336, height)
        sight = panel._scroll.viewport().rect()
        seen = []
        for part in panel.sections:
            top = part.header.mapTo(panel._scroll.viewport(), QPoint(0, 0)).y()
            foot = next(w for w in (part.strip, part.average, part.header) if not w.isHidden())
            bottom = foot.mapTo(panel._scroll.viewport(), QPoint(0, foot.height())).y()
            seen.append((sight.top() <= top < sight.bottom(), bottom <= sight.bottom() + 1))
        assert seen[0] == (True, True) or height == 300
        assert all(whole for starts, whole in seen[1:] if starts), (height, seen)


@pytest.mark.parametrize("height", [500, 525, 540, 555])
def test_where_sections_scroll_each_is_seen_whole_if_its_rows_can_be_low_enough(crowd, height):
    settle(crowd, 336, height)
    room = crowd._scroll.viewport().height()
    assert crowd._scroll.verticalScrollBar().isVisible()
    for part in crowd.sections:
        foot = part.strip.mapTo(part, QPoint(0, part.strip.height())).y()
        assert foot <= room, (foot, room, part.rows.rows)


@pytest.mark.parametrize(
    ("heights", "expected"),
    [([100], [[0]]), ([100, 100, 100], [[0, 1], [2]]), ([100, 300, 90, 100], [[0], [1], [2, 3]])],
)
def test_a_page_has_as_many_sections_as_are_seen_whole(heights, expected):
    assert pages(heights, 210) == expected


def test_a_hidden_panel_does_nothing_and_shows_what_holds_when_it_is_seen_again(panel, session):
    before = panel.step.text()
    panel.hide()
    session.remove_method(CG)
    session.seek(3)
    assert panel.step.text() == before and len(panel.sections) == 4
    panel.show()
    assert panel.step.text() == "step 3"
    names = [section.header.accessibleName() for section in panel.sections]
    specs = [spec for spec in session.experiment.methods if spec.row.memory]
    assert names == [f"{spec.label}: memory" for spec in specs]
