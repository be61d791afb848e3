"""The standing's numbers are the recording's, in the order asked for, and copy as they read."""

from __future__ import annotations

import csv
import dataclasses
import io
import re

import numpy as np
import pytest
from on_screen import on_screen
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from app.look.styles import styles
from app.look.theme import DARK
from app.panels.standing import StandingPanel, courses
from app.panels.standing.delegate import TEXT_LEFT
from app.panels.standing.rows import (
    BEST,
    COLUMNS,
    DEFAULT,
    LOSS,
    METHOD,
    MINIMUM,
    OUTCOMES,
    PLANES,
    STATUS,
)
from core.experiment import presets
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import RandomStarts
from core.writing import number
from landscapes import make

CM, SGD = 2, 5


@pytest.fixture
def session(raced, goldstein):
    return raced(goldstein)


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = StandingPanel(session, appearance)
    return on_screen(qtbot, panel, (760, 300))


def seek(panel, session, qtbot, time):
    session.seek(time)
    qtbot.waitUntil(lambda: panel.note.text().startswith(f"at step {time}"))


def row(panel, method):
    return next(row for row in panel.rows if row.method == method)


@pytest.mark.parametrize("time", [0, 37, 120])
def test_numbers_equal_the_recordings(panel, session, qtbot, time):
    seek(panel, session, qtbot, time)
    assert [r.method for r in panel.rows] == [0, 1, 2, 3, 4, 5]
    for method in (0, CM):
        track, standing = session.picture.tracks[method], row(panel, method).standing
        walk = track["positions"][: time + 1, 0]
        assert standing.loss == track["losses"][time, 0]
        assert standing.best == track["losses"][: time + 1, 0].min()
        assert standing.path_length == pytest.approx(
            np.hypot(*np.diff(walk, axis=0).T).sum(), abs=1e-12
        )
        hessian = session.experiment.landscape.hessian(walk[-1])
        assert standing.sharpness == pytest.approx(np.linalg.eigvalsh(hessian)[-1])


def test_a_diverged_run_keeps_its_best(panel, session, qtbot):
    seek(panel, session, qtbot, 100)
    losses = session.picture.tracks[SGD]["losses"][:, 0]
    lost = int(np.flatnonzero(np.isnan(losses))[0])
    shown = row(panel, SGD)
    assert shown.text(STATUS) == f"diverged at {lost}"
    assert shown.text(LOSS) == "–" and shown.standing.best == np.nanmin(losses)
    seek(panel, session, qtbot, 0)
    assert row(panel, SGD).text(STATUS) == "running"


def test_a_click_on_a_heading_sorts_and_another_turns_round(panel, session, qtbot):
    seek(panel, session, qtbot, 60)
    head = panel.table.figures.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(LOSS) + 20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    one = [r.standing.loss for r in panel.rows]
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    other = [r.standing.loss for r in panel.rows]
    assert np.isnan(one[-1]) and np.isnan(other[-1])  # what has no loss stays last
    assert sorted([one[:-1], other[:-1]]) == [sorted(one[:-1]), sorted(one[:-1])[::-1]]
    seek(panel, session, qtbot, 3)
    order = [r.standing.loss for r in panel.rows][:-1]
    assert order in (sorted(order), sorted(order)[::-1])


def test_the_table_shows_what_its_rows_say(panel, session, qtbot):
    seek(panel, session, qtbot, 60)
    model = panel.table.figures.model()
    for place, shown in enumerate(panel.rows):
        assert model.index(place, METHOD).data() == shown.label
        text = model.index(place, BEST).data()
        assert text in [number(shown.standing.best, digits) for digits in (4, 5)]
        alignment = model.index(place, LOSS).data(Qt.ItemDataRole.TextAlignmentRole)
        assert alignment & Qt.AlignmentFlag.AlignRight


def test_copies_as_tab_separated_values_that_a_program_reads(panel, session, qtbot):
    seek(panel, session, qtbot, 60)
    panel.table.setFocus()
    qtbot.keyClick(panel.table.figures, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    header, *lines = csv.reader(io.StringIO(text), delimiter="\t")
    assert tuple(header) == tuple(COLUMNS[c] for c in (METHOD, *PLANES)) and len(lines) == 6
    for line, shown in zip(lines, panel.rows, strict=True):
        assert line[METHOD] == shown.label
        assert float(line[LOSS]) == pytest.approx(shown.standing.loss, rel=1e-5, nan_ok=True)


def test_copies_as_markdown(panel, session, qtbot):
    panel.copy.menu().actions()[1].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 8 and lines[1].count("---:") == 4
    assert all(line.count("|") == len(PLANES) + 2 for line in lines)


def test_the_minimum_reached_has_its_name(raced, goldstein, qtbot, appearance):
    slow = goldstein.methods[0].changed(lr=1e-4)
    near = dataclasses.replace(
        goldstein, methods=(slow,), starts=((0.01, -1.01), (1.5, 1.5)), steps=5
    )
    session = raced(near)
    panel = StandingPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.show()
    assert row(panel, 0).text(MINIMUM) == "global (0, −1)"
    session.select_start(1)
    qtbot.waitUntil(lambda: panel.note.text().endswith("start 2 of 2"))
    assert row(panel, 0).text(MINIMUM) == ""


@pytest.fixture
def diverging(raced):
    """Sixteen starts on Levy's function, most of which one method loses."""
    cards = (
        MethodSpec.create("adam", label="Adam"),
        MethodSpec.create("sgdm+cm", {"lr": 0.05}, label="SGDM + CM"),
    )
    return raced(Experiment(make({"name": "levy"}), cards, RandomStarts(16), 200))


def shown(qtbot, session, appearance):
    """As wide as in a window of 1440 pixels, after it was wider."""
    panel = StandingPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.resize(700, 220)
    panel.show()
    panel.resize(314, 220)
    qtbot.waitUntil(lambda: not panel._courses.behind)
    return panel


def test_what_became_of_all_starts_stands_under_every_method(diverging, qtbot, appearance):
    panel = shown(qtbot, diverging, appearance)
    diverging.seek(200)
    for index, track in enumerate(diverging.picture.tracks):
        lost = int(np.isnan(track["positions"][-1, :, 0]).sum())
        assert (lost == 0) == (index == 0)
        tally = row(panel, index).tally
        assert tally.startswith("all 16: ") and tally.endswith(f"diverged {lost}")
        assert sum(map(int, re.findall(r"\d+", tally.replace("all 16", "")))) == 16
        place = panel.table.figures.model().index(index, METHOD)
        assert tally in place.data(Qt.ItemDataRole.ToolTipRole)
    for width in (220, 250, 330):  # none of the counts is cut, however narrow the table
        panel.resize(width, 300)
        delegate, tally = panel._delegate, row(panel, 0).tally
        lines = delegate.tally_lines(tally)
        assert " · ".join(lines) == tally
        room = delegate.whole_width - TEXT_LEFT
        assert all(delegate._small.width(line) <= room for line in lines)
        place = next(n for n, one in enumerate(panel.table._model.rows) if one.method == 0)
        name = delegate.name_lines(row(panel, 0).label)
        heights = 16 * len(name) + 15 * (1 + len(lines)) + 4
        assert panel.table.figures.rowHeight(place) == heights
    diverging.seek(0)
    assert row(panel, 1).tally.endswith("diverged 0")
    panel.copy_tsv()
    cells = next(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
    assert cells[OUTCOMES] == "All starts"


def test_of_very_many_starts_it_says_over_how_many_it_has_counted(raced, goldstein, monkeypatch):
    monkeypatch.setattr(courses, "MOST_STARTS", 4)
    many = dataclasses.replace(
        goldstein, methods=goldstein.methods[:1], starts=RandomStarts(9), steps=10
    )
    counted = courses.Courses()
    counted.follow(raced(many).picture)
    while counted.count_one():
        pass
    (only,) = counted.rows(10, 0, styles(many.methods, DARK))
    assert only.tally.startswith("3 of 9: ")  # every third


def test_a_run_that_has_converged_still_names_its_basin_and_first(qtbot, appearance, raced):
    session = raced(presets.load("two-basins"))
    panel = shown(qtbot, session, appearance)
    session.seek(500)
    first = row(panel, 0)
    assert first.standing.status.kind == "converged"
    assert first.fate == f"flat (1.5, 0) · {first.standing.status}"
    assert first.short_fate == "flat"
    assert panel._delegate._small.width(first.fate) < panel._delegate.whole_width - TEXT_LEFT


def test_names_never_scroll_away_and_are_whole_as_the_panel_comes(qtbot, appearance, raced):
    session = raced(presets.load("ackley-64"))
    panel = shown(qtbot, session, appearance)
    names, figures = panel.table.names, panel.table.figures
    assert panel.width() == 314 and figures.horizontalScrollBar().maximum() == 0
    for spec in session.experiment.methods:
        assert " ".join(panel._delegate.name_lines(spec.label)) == spec.label
    for action in panel.columns_menu.actions():
        if not action.isChecked():
            action.trigger()
    assert panel.table.columns == PLANES
    bar = figures.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    assert names.columnViewportPosition(METHOD) == 0 and names.columnWidth(METHOD) >= 100
    assert names.mapTo(panel, QPoint(0, 0)).x() == 0
    figures.verticalScrollBar().setValue(10)
    assert names.verticalScrollBar().value() == 10
    assert [names.rowHeight(i) for i in range(5)] == [figures.rowHeight(i) for i in range(5)]


def test_a_name_of_eighty_characters_is_broken_and_never_wider_than_its_room(panel):
    delegate = panel._delegate
    delegate.names_width = 180
    words = "a label of eighty characters that says more than most people will ever like read"
    for label in (words, "x" * 80, "short"):
        lines = delegate.name_lines(label)
        assert len(lines) <= 4
        assert all(delegate._bold.width(line) <= 180 - TEXT_LEFT for line in lines)
    assert " ".join(delegate.name_lines(words)) == words


def test_it_shows_the_step_that_all_panels_show_at_once(panel, session):
    for time in (1, 47, 48):
        session.seek(time)
        assert panel.note.text().startswith(f"at step {time}")
        for shown in panel.rows:
            expected = session.picture.tracks[shown.method]["losses"][time, 0]
            np.testing.assert_equal(shown.standing.loss, expected)
    panel.hide()
    session.seek(60)
    assert panel.note.text().startswith("at step 48")  # nobody sees it
    panel.show()
    assert panel.note.text().startswith("at step 60")


def test_where_the_loss_is_not_a_number_a_run_is_undefined(raced, qtbot, appearance):
    landscape = make(
        {"name": "expression", "parameters": {"loss": "log(x)+y**2"}, "domain": [[-5, 5], [-5, 5]]}
    )
    session = raced(Experiment(landscape, (MethodSpec.create("sgd"),), ((1.0, 1.0),), 100))
    panel = shown(qtbot, session, appearance)
    session.seek(100)
    (only,) = panel.rows
    assert only.fate.startswith("undefined at ") and only.standing.status.lost


def test_in_a_narrow_table_fewer_figures_are_seen_unless_they_were_chosen(panel, qtbot):
    panel.resize(220, 200)
    assert panel.table.columns == DEFAULT and panel.table.seen == (LOSS,)
    assert panel.table.figures.horizontalScrollBar().maximum() == 0
    panel.show_columns((LOSS, BEST))
    assert panel.table.seen == (LOSS, BEST)
    panel.show_columns(DEFAULT)
    panel.resize(314, 200)
    assert panel.table.seen == DEFAULT


def test_the_cursor_may_move_before_it_is_told_of_another_picture(panel, session, qtbot):
    session.picture_changed.disconnect(panel._follow_picture)  # it has not come here yet
    session.set_experiment(
        dataclasses.replace(session.experiment, methods=session.experiment.methods[:1])
    )
    qtbot.waitUntil(lambda: len(session.picture.experiment.methods) == 1)
    session.seek(3)
    assert panel._model.rowCount() > 1
