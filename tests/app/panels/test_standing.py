"""The standing's numbers are the recording's, in the order asked for, and copy as they read."""

from __future__ import annotations

import csv
import dataclasses
import io

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from app.panels.standing import StandingPanel
from app.panels.standing.rows import BEST, COLUMNS, LOSS, METHOD, MINIMUM, STATUS
from core.writing import number

CM, SGD = 2, 5


@pytest.fixture
def session(raced, goldstein):
    return raced(goldstein)


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = StandingPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.resize(760, 300)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


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
    head = panel.table.horizontalHeader()
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
    model = panel.table.model()
    for place, shown in enumerate(panel.rows):
        assert model.index(place, METHOD).data() == shown.label
        text = model.index(place, BEST).data()
        assert text in [number(shown.standing.best, digits) for digits in (4, 5)]
        alignment = model.index(place, LOSS).data(Qt.ItemDataRole.TextAlignmentRole)
        assert alignment & Qt.AlignmentFlag.AlignRight


def test_copies_as_tab_separated_values_that_a_program_reads(panel, session, qtbot):
    seek(panel, session, qtbot, 60)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    header, *lines = csv.reader(io.StringIO(text), delimiter="\t")
    assert tuple(header) == COLUMNS and len(lines) == 6
    for line, shown in zip(lines, panel.rows, strict=True):
        assert line[METHOD] == shown.label
        assert float(line[LOSS]) == pytest.approx(shown.standing.loss, rel=1e-5, nan_ok=True)


def test_copies_as_markdown(panel, session, qtbot):
    panel.copy.menu().actions()[1].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 8 and lines[1].count("---:") == 4
    assert all(line.count("|") == len(COLUMNS) + 1 for line in lines)


def test_the_minimum_reached_has_its_name(raced, goldstein, qtbot, appearance):
    slow = goldstein.methods[0].changed(lr=1e-4)
    near = dataclasses.replace(
        goldstein, methods=(slow,), starts=((0.01, -1.01), (1.5, 1.5)), steps=5
    )
    session = raced(near)
    panel = StandingPanel(session, appearance)
    qtbot.addWidget(panel)
    assert row(panel, 0).text(MINIMUM) == "global (0, −1)"
    session.select_start(1)
    qtbot.waitUntil(lambda: panel.note.text().endswith("start 2 of 2"))
    assert row(panel, 0).text(MINIMUM) == ""
