"""The memory panel shows exactly what was recorded, and points and seeks both ways."""

from __future__ import annotations

import dataclasses
import itertools
import re

import numpy as np
import pytest
from hand import turn_wheel
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from races import wait_until_done

from app.figures.memory.captions import bar_range, paint_captions
from app.figures.memory.columns import LEAST_ROW, MARK_RIGHT, ROW, Columns
from app.figures.memory.events import TALL, column_heights
from app.figures.memory.header import LEFT, Header, HeaderLetters
from app.figures.memory.row_painter import fitted, fitted_vector
from app.figures.memory.scales import ArrowScale, BarScale, round_up
from app.look.appearance import LIGHT
from app.look.lettering import Lettering
from app.map.pointing import ItemAt, describe_item
from app.panels.memory import slot_rows
from app.panels.memory.panel import MemoryPanel
from app.panels.memory.section_grid import pages
from app.running.shown import Highlight
from core.anatomy.anatomy import anatomy
from core.experiment.experiment import Experiment, MethodSpec
from core.measures.held import held
from core.recording.recording import REJECTED, REPLACED, STORED, Track
from core.writing import number, point, vector
from landscapes.ackley import Ackley

CG, CM, AVERAGE, CONTROL = 1, 2, 3, 4
ARROW_HALF = 6.5  # pixels, in rows of the height that two lanes have


@pytest.fixture
def session(raced, goldstein):
    return raced(goldstein)


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = MemoryPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.resize(320, 1400)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def section(panel, index):
    return next(s for s in panel.sections if s.index == index)


def test_every_memory_method_that_runs_has_a_section(panel):
    assert [s.index for s in panel.sections] == [CG, CM, AVERAGE, CONTROL]
    assert panel.empty.isHidden()


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


def test_the_header_says_what_this_step_did_and_what_the_next_one_will(panel, session):
    track = session.picture.tracks[CG]
    words = {STORED: "stored in slot {}", REPLACED: "replaced slot {}", REJECTED: "rejected"}
    seen = set()
    for time in range(1, 120):
        session.seek(time)
        said = section(panel, CG).header.accessibleDescription()
        event, slot = (int(track[key][time - 1, 0]) for key in ("memory_events", "memory_slots"))
        assert words[event].format(slot + 1) in said
        following = int(track["memory_events"][time, 0])
        newcomer = number(float(track["gradient_norms"][time, 0]), 3)
        assert f"next {newcomer}" in said
        assert ("≤" in said) == (following == REJECTED)
        seen.add(event)
    assert seen == {STORED, REPLACED, REJECTED}


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


def test_a_click_on_an_event_goes_there(panel, session, qtbot):
    session.seek(0)
    strip = section(panel, CG).strip
    times = strip.event_times((REPLACED,))
    for time in (int(times[5]), int(times[-1])):
        x = round(float(strip.x_of(time)))
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
        assert abs(session.cursor - time) <= 2
        assert session.picture.tracks[CG]["memory_events"][session.cursor - 1, 0] != REJECTED


def test_the_hand_on_an_event_lights_up_what_it_took(panel, session, qtbot):
    strip = section(panel, CG).strip
    time = int(strip.event_times((STORED,))[0])
    qtbot.mouseMove(strip, QPoint(100, 3))
    qtbot.mouseMove(strip, QPoint(round(float(strip.x_of(time))), 8))
    assert session.highlight == Highlight(CG, time - 1)


def test_page_keys_go_from_event_to_event(panel, session, qtbot):
    session.seek(30)
    strip = section(panel, CG).strip
    later = strip.event_times((STORED, REPLACED))
    qtbot.keyClick(strip, Qt.Key.Key_PageDown)
    assert session.cursor == later[later > 30][0]
    qtbot.keyClick(strip, Qt.Key.Key_PageUp)
    assert session.cursor == later[later < session.cursor][-1] or session.cursor <= 30


def test_the_wheel_zooms_all_strips_around_the_hand_and_a_double_click_shows_all(
    panel, qtbot, qapp
):
    strip = section(panel, CG).strip
    x = strip.x_of(60)
    turn_wheel(strip, QPointF(x, 8), 5)
    left, right = strip.window_shown
    assert right - left == pytest.approx(120 * 0.8**5)
    assert strip.time_at(x) == pytest.approx(60, abs=0.5)
    assert section(panel, CM).strip.window_shown == (left, right)
    qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 8))
    assert section(panel, CM).strip.window_shown == (0, 120)


def test_a_double_click_that_shows_all_leaves_the_time_where_it_was(panel, session, qtbot):
    session.seek(100)
    strip = section(panel, CG).strip
    turn_wheel(strip, QPointF(strip.x_of(60), 8), 5)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 8))
    assert session.cursor != 100
    qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 8))
    assert strip.window_shown == (0, 120)
    assert session.cursor == 100


def test_steps_that_share_a_column_of_pixels_have_their_shares_of_it():
    columns = {
        STORED: np.array([0]),
        REPLACED: np.repeat([1, 3], [1, 36]),
        REJECTED: np.repeat([2, 3], [1, 64]),
    }
    heights = column_heights(columns, 5)
    np.testing.assert_allclose(heights[STORED], [TALL[STORED], 0, 0, 0, 0])
    np.testing.assert_allclose(heights[REPLACED], TALL[REPLACED] * np.array([0, 1, 0, 0.36, 0]))
    np.testing.assert_allclose(heights[REJECTED], TALL[REJECTED] * np.array([0, 0, 1, 0.64, 0]))


@pytest.fixture
def long_run(raced, goldstein, qtbot, appearance):
    """The strip of a run with some fifteen steps to a pixel."""
    spec = goldstein.methods[CG].changed(capacity=20, decay=0.99)
    panel = MemoryPanel(
        raced(dataclasses.replace(goldstein, methods=(spec,), steps=5000, noise=1.0)), appearance
    )
    qtbot.addWidget(panel)
    panel.resize(336, 570)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_the_strip_of_a_long_run_shows_the_shares_of_its_events(long_run, appearance):
    strip = long_run.sections[0].strip
    track = long_run._session.picture.tracks[0]
    events = track["memory_events"][:, 0]
    long_run._session.seek(0)
    image = strip.grab().toImage()
    hue, dim = (QColor(c).rgb() for c in (appearance.theme.cg_hue, appearance.theme.dim))
    bottom = next(y for y in range(image.height() - 1, 0, -1) if image.pixel(150, y) in (hue, dim))
    seen = {REPLACED: 0, REJECTED: 0}
    for x in range(40, 290):
        of_column = np.round(strip.x_of(np.arange(1, len(events) + 1))) == x
        shown = [image.pixel(x, y) for y in range(bottom + 1)]
        for kind, colour in ((REPLACED, hue), (REJECTED, dim)):
            share = (events[of_column] == kind).mean()
            assert shown.count(colour) == pytest.approx(share * TALL[kind] * bottom, abs=1.6)
            seen[kind] += share > 0.1
    assert min(seen.values()) > 100  # both kinds in most columns


def test_an_average_has_no_slots_and_says_so(panel, session):
    shown = section(panel, AVERAGE)
    assert shown.rows.isHidden() and shown.strip.isHidden() and not shown.average.isHidden()
    assert "running average" in shown.header.accessibleDescription()


def test_a_control_says_that_it_is_one(panel, session):
    session.seek(20)
    assert "κ = 0" in section(panel, CONTROL).header.accessibleDescription()


def test_a_memory_that_is_not_in_use_yet_says_from_when(panel, session, qtbot):
    session.set_method(CG, session.experiment.methods[CG].changed(memory_start=40))
    wait_until_done(qtbot, session)
    session.seek(10)
    assert "not in use before step 41" in section(panel, CG).header.accessibleDescription()
    session.seek(40)
    assert "not in use" not in section(panel, CG).header.accessibleDescription()


NARROW_HEADER, USUAL_HEADER = 212, 292  # pixels, in windows of 1024 and 1440


@pytest.mark.parametrize("width", [NARROW_HEADER, USUAL_HEADER])
def test_a_header_cuts_no_label_for_the_sake_of_what_the_step_did(panel, width):
    letters = HeaderLetters(panel.font())
    header = Header("Adam + CM, C = 20", "agreement 0.80", 0.8, "replaced slot 12", "slot 12")
    event, _ = header.shown(width, letters, LEFT)
    label = letters.bold.width(header.label)
    assert LEFT + label + letters.small.width(event) + 8 < width and "slot 12" in event


def test_a_header_says_whole_that_a_memory_is_not_used(panel, session):
    session.seek(100)
    spec, track = session.experiment.methods[CONTROL], session.picture.tracks[CONTROL]
    letters, words = HeaderLetters(panel.font()), {"strength": "κ = 0: not used"}
    for name, said in {**words, "capacity": "C = 0: no slots"}.items():
        off = spec.changed(**{"strength": 1.0, name: 0})
        now = held(session.experiment, off, track, 100)
        header = Header.of(off, now, 100)
        shown = [header.shown(width, letters, LEFT)[1] for width in (NARROW_HEADER, 700)]
        assert all(note.startswith(said) and "…" not in note for note in shown)
        assert header.notes[1] in shown[1]


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


@pytest.fixture
def crowd(raced, goldstein, qtbot, appearance):
    """A panel as wide as in the window, over two memories of twenty slots."""
    big = [spec.changed(capacity=20) for spec in goldstein.methods[CG : CM + 1]]
    panel = MemoryPanel(raced(dataclasses.replace(goldstein, methods=tuple(big))), appearance)
    qtbot.addWidget(panel)
    panel.resize(336, 570)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_rows_become_lower_and_stand_in_two_lanes_so_that_all_sections_are_seen(crowd, qapp):
    for size, lanes, lowest in (((336, 570), 2, LEAST_ROW), ((336, 900), 1, LEAST_ROW),
                                ((336, 1200), 1, ROW)):  # fmt: skip
        crowd.resize(*size)
        qapp.processEvents()
        assert not crowd._scroll.verticalScrollBar().isVisible()
        for part in crowd.sections:
            assert part.rows.rows.lanes == lanes
            assert lowest <= part.rows.rows.height <= ROW
            assert part.strip.visibleRegion().boundingRect().height() == part.strip.height()
            assert part.header.height() == part.header.sizeHint().height()


def test_headings_never_touch(crowd, monkeypatch):
    ends, look = [], crowd.sections[1].rows._manner
    for way, share in (("left", 0.0), ("centred", 0.5), ("right", 1.0)):
        monkeypatch.setattr(
            Lettering,
            way,
            lambda self, painter, x, middle, text, share=share: ends.append(
                (x - share * self.width(text), x + (1 - share) * self.width(text))
            ),
        )
    image = QImage(9, 9, QImage.Format.Format_RGB32)
    for width in (*range(110, 200), *range(250, 420)):  # a lane of two and one alone
        ends.clear()
        columns = Columns.of(width, 500, 5)
        paint_captions(QPainter(image), dataclasses.replace(look, columns=columns))
        ends.sort()
        assert len(ends) > 1
        assert all(left - right > 3 for (_, right), (left, _) in itertools.pairwise(ends)), width


def settle(panel, *size):
    """Resize, and wait until the rows have what they then ask for."""
    panel.resize(*size)
    for _ in range(3):
        QApplication.processEvents()


def test_above_low_bars_nothing_stands_but_the_captions_and_the_newcomers_pointer(
    crowd, monkeypatch
):
    settle(crowd, 336, 570)
    rows, written = crowd.sections[1].rows, []
    assert rows.rows.stacked and rows.rows.height >= 15
    for way in ("left", "right"):
        monkeypatch.setattr(
            Lettering, way, lambda self, painter, x, middle, text: written.append((middle, text))
        )
    crowd._session.seek(100)
    rows._still = None
    rows.grab()
    above = {text for middle, text in written if middle < rows.rows.caption}
    assert above <= {"push", "priority", "age", "taken"} and "priority" in above
    left, right = bar_range(rows.contents)
    assert f"from {left} to {right}" in rows.tip_at(QPointF(5, 5))  # what they no longer say
    normal = rows._manner.letters.normal.metrics
    foot = rows.rows.middle(0) - rows.rows.above + normal.capHeight() / 2
    assert foot < rows.rows.bar_top(0)  # no bar under a digit


@pytest.mark.parametrize("height", [230, 300, 480])
def test_where_it_scrolls_anyway_rows_are_read_easily(crowd, height):
    settle(crowd, 336, height)
    assert crowd._scroll.verticalScrollBar().isVisible()
    for part in crowd.sections:
        assert part.rows.rows.height >= 16 and part.rows.rows.lettering >= 11


def test_no_row_is_lettered_smaller_than_eleven_pixels(crowd):
    for height in range(230, 1000, 30):
        settle(crowd, 336, height)
        rows = crowd.sections[0].rows
        assert rows._manner.letters.normal.font.pixelSize() >= 11
        if rows.rows.stacked:  # figures and bar have room above one another
            figure = rows._manner.letters.normal.metrics.capHeight()
            assert figure + rows.rows.bar < rows.rows.card


@pytest.mark.parametrize("lanes", [1, 2])
def test_age_and_birth_of_every_item_are_written_also_in_two_lanes(crowd, monkeypatch, lanes):
    written = {}
    column = Lettering.column

    def spy(self, painter, x, rows):
        rows = list(rows)
        written.setdefault(round(painter.transform().map(x, 0.0)[0]), set()).update(
            text for _, text in rows
        )
        column(self, painter, x, rows)

    settle(crowd, 336, {1: 1000, 2: 570}[lanes])
    crowd._session.seek(100)
    rows = crowd.sections[1].rows
    assert rows.rows.lanes == lanes
    rows._still = None
    monkeypatch.setattr(Lettering, "column", spy)
    rows.grab()
    held, places = rows.contents.held, rows._manner.columns
    for right, numbers in (
        (places.age_right, 100 - held.births), (places.birth_right, held.births + 1),
    ):  # fmt: skip
        shown = set()
        for lane in range(lanes):
            shown |= written[round(rows.lanes.left(lane) + right)]
        assert shown == {str(number) for number in numbers.tolist()}


@pytest.mark.parametrize("width", [98, 151, 210, 300, 420])
@pytest.mark.parametrize("slots", [5, 20, 100])
def test_the_mark_of_an_event_stands_beside_the_number_of_its_slot(panel, width, slots):
    columns = Columns.of(width, 500, slots)
    for pixels in (11, 12):
        digits = Lettering(panel.font(), pixels).metrics.horizontalAdvance(str(slots))
        assert columns.slot_right - digits > MARK_RIGHT


def test_the_mark_of_an_event_covers_no_figure(crowd):
    settle(crowd, 336, 570)
    session, rows = crowd._session, crowd.sections[0].rows
    ratio, left = rows.devicePixelRatioF(), round(rows.lanes.left(1))
    marked = 0
    for time in range(30, 120):
        session.seek(time)
        image, slot = rows.grab().toImage(), rows.contents.held.slot
        for other in range(10, 20):
            y = round(float(rows.rows.middle(other)) * ratio)
            inked = {
                image.pixel(round(x * ratio), y + dy)
                for x in range(left + 1, left + int(MARK_RIGHT)) for dy in range(-4, 5)
            }  # fmt: skip
            if other == slot:
                marked += len(inked) > 1
            else:
                assert len(inked) == 1
    assert marked > 3


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


def test_the_legends_arrows_are_of_norms_that_are_held(panel, session):
    norms = panel.legend.norms
    held = np.concatenate([
        np.linalg.norm(session.picture.tracks[index]["memory_items"][:, 0], axis=-1).ravel()
        for index in (CG, CM, CONTROL)
    ])  # fmt: skip
    held = held[np.isfinite(held)]
    assert len(norms) == 3 and held.min() <= norms[0] and norms[-1] <= held.max()
    assert norms[-1] > 0.4 * held.max()


@pytest.mark.parametrize(
    ("unit", "largest"), [(0.29, 7.67), (3.5, 7.7), (5.0, 5.0), (1e-6, 10.0), (2e-9, 3e-8)]
)
def test_the_legends_arrows_differ_clearly_in_length(unit, largest):
    scale = ArrowScale(unit, largest)
    norms = scale.references()
    lengths = [scale.length(norm) for norm in norms]
    assert len(norms) >= 2 and norms[-1] <= largest
    assert all(later > 1.25 * earlier for earlier, later in itertools.pairwise(lengths))
    for norm in norms:  # 1, 2 or 5 and zeros
        assert f"{norm:e}"[0] in "125" and set(f"{norm:e}"[2:8]) == {"0"}


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


@pytest.mark.parametrize("lane", [103, 118, 148, 330])  # 103: in a window of 1024 × 640
@pytest.mark.parametrize("pixels", [11, 12])
@pytest.mark.parametrize(
    "priority", [8.13e-11, 4.98e-6, 1.234e-4, 0.01234, 12.34, 99_999.4, 1.234e12]
)
def test_a_priority_never_runs_into_its_bar(panel, lane, pixels, priority):
    normal = Lettering(panel.font(), pixels)
    columns = Columns.of(lane, 500, small=True)
    text = fitted(priority, columns, normal)
    left = columns.value_right - normal.metrics.horizontalAdvance(text)
    assert left > columns.arrow_middle + ARROW_HALF
    assert left > columns.bar_right or columns.bar_left <= columns.value_left  # beside or above it


@pytest.mark.parametrize("scale", [1e-4, 1e-3, 0.01, 0.1, 1.0, 30.0, 999.0, 1e4])
def test_priorities_of_one_scale_are_told_beside_their_arrows_whatever_it_is(panel, scale):
    """As of one whose gradients fade: a memory that is not used in a sharp basin."""
    spec = MethodSpec.create("adam+cm", {"capacity": 2})
    priorities = scale * np.array([3.7, 12.3])
    track = Track(Experiment(Ackley(), (spec,), ((0.0, 0.0),), 1))
    track["memory_births"][:] = 0
    track["memory_priorities"][:] = priorities
    track["gradient_norms"][:] = scale
    track.filled = 1
    bars, normal = BarScale.of(spec, track, 0), Lettering(panel.font(), 11)
    columns = Columns.of(103, 500, small=bars.long_figures)
    assert not bars.logarithmic
    for priority in priorities:
        text = fitted(priority, columns, normal)
        left = columns.value_right - normal.metrics.horizontalAdvance(text)
        assert left > columns.arrow_middle + ARROW_HALF, text


@pytest.mark.parametrize(
    "push", [(0.5, -1.25), (-1.24e-11, -6.65e-14), (1.234e-120, -1.234e-123), (-123.4,) * 9]
)
def test_a_push_in_numbers_never_runs_into_the_column_before(panel, push):
    normal = Lettering(panel.font(), 12)
    columns = Columns.of(460, 500, 5)
    text = fitted_vector(np.array(push), columns, normal)
    left = columns.vector_right - normal.metrics.horizontalAdvance(text)
    assert left >= columns.birth_right + 6
    if push[0] == 0.5:
        assert text == vector(push)  # where there is room for all figures, they stand


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
