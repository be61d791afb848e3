"""Charts are what was recorded, drawn when that changes and never at a tick."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from charts_shown import CM, SGD, drawn, settle
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea
from races import wait_until_done

from app.panels.charts.plot_view import PlotView
from core.measures.series import SERIES


def test_three_charts_stand_side_by_side_at_first(panel):
    assert panel.shown == ("loss", "sharpness", "agreement")
    places = [panel.chart(key).mapTo(panel, QPoint(0, 0)) for key in panel.shown]
    assert len({place.y() for place in places}) == 1
    assert places[0].x() < places[1].x() < places[2].x()


def test_curves_are_what_was_recorded(panel, session, qtbot):
    panel.set_shown(SERIES)
    settle(qtbot, panel)
    track, spec = session.picture.tracks[CM], session.experiment.methods[CM]
    np.testing.assert_array_equal(drawn(panel, "loss").lines[0].values, track["losses"][:, 0])
    hessians = session.experiment.landscape.hessian(track["positions"][:, 0])
    np.testing.assert_allclose(
        drawn(panel, "sharpness").lines[0].values, np.linalg.eigvalsh(hessians)[:, -1], rtol=1e-9
    )
    assert panel.shown == tuple(k for k, s in SERIES.items() if s.suits(session.experiment))
    for key in panel.shown:
        line = drawn(panel, key).lines[0]
        expected = SERIES[key].values(session.experiment, spec, track)[:, 0, 0]
        np.testing.assert_array_equal(line.values, expected)
        assert line.at(line.first + 7) == expected[7]


def test_only_memory_methods_have_a_curve_of_agreement(panel):
    assert [curve.method for curve in panel.chart("agreement").view.curves] == [1, 2, 3, 4]


def count_paintings(monkeypatch):
    """How often curves are painted from now on, by chart."""
    painted, render = [], PlotView.render

    def counted(self, *args):
        painted.append(self.objectName().split("-")[1])
        render(self, *args)

    monkeypatch.setattr(PlotView, "render", counted)
    return painted


def test_a_tick_paints_no_curve_anew(panel, session, qapp, monkeypatch):
    qapp.processEvents()
    painted = count_paintings(monkeypatch)
    for time in range(40, 60):
        session.seek(time)
        qapp.processEvents()
    assert not painted


def test_a_change_paints_every_chart_once(panel, session, qtbot, qapp, monkeypatch):
    session.seek(120)
    qapp.processEvents()
    session._pursuit._patience.setInterval(3_600_000)  # a busy machine's run is dimmed meanwhile
    painted = count_paintings(monkeypatch)
    session.set_method(CM, session.experiment.methods[CM].changed(lr=0.02))
    wait_until_done(qtbot, session)
    settle(qtbot, panel)
    qtbot.wait(20)
    assert sorted(painted) == ["agreement", "loss", "sharpness"]


@pytest.mark.parametrize("height", [150, 170, 320])
def test_where_charts_scroll_none_is_cut_at_the_foot(panel, qapp, height):
    panel.resize(480, height)  # two beside one another, as in a small window
    for _ in range(3):
        qapp.processEvents()
    area = panel.findChild(QScrollArea, "charts-area")
    sight = area.viewport().rect()
    for key in panel.shown:
        chart = panel.chart(key)
        top = chart.mapTo(area.viewport(), QPoint(0, 0)).y()
        assert top >= sight.height() or top + chart.height() <= sight.height()
    assert area.verticalScrollBar().maximum() == 0 or height < 280


def test_charts_come_and_go_by_the_menu(panel, qtbot):
    action = next(a for a in panel.menu.actions() if a.objectName() == "charts-show-path_length")
    action.trigger()
    assert panel.shown == ("loss", "sharpness", "agreement", "path_length")
    next(a for a in panel.menu.actions() if a.objectName() == "charts-show-loss").trigger()
    assert panel.shown == ("sharpness", "agreement", "path_length")
    settle(qtbot, panel)
    assert drawn(panel, "path_length").lines[0].at(0) == 0


def test_what_stays_outdated_is_dimmed_later_and_not_at_once(panel, session, qtbot):
    opacity = [panel.chart("loss").view.items_shown.item(i).opacity() for i in (CM, 0)]
    picture = dataclasses.replace(session.picture, stale=frozenset({CM}))
    panel.drawing.follow_picture(picture)
    settle(qtbot, panel)
    assert not drawn(panel, "loss").faded
    qtbot.waitUntil(lambda: drawn(panel, "loss").faded)
    assert not drawn(panel, "loss", 0).faded
    items = panel.chart("loss").view.items_shown
    assert items.item(CM).opacity() < 0.5 * opacity[0] and items.item(0).opacity() == opacity[1]
    panel.drawing.follow_picture(session.picture)
    settle(qtbot, panel)
    assert items.item(CM).opacity() == opacity[0]


def test_a_new_run_replaces_the_curves(panel, session, qtbot):
    session.set_method(CM, session.experiment.methods[CM].changed(lr=0.02))
    wait_until_done(qtbot, session)
    settle(qtbot, panel)
    track = session.picture.tracks[CM]
    np.testing.assert_array_equal(drawn(panel, "loss").lines[0].values, track["losses"][:, 0])


def test_a_diverged_run_has_no_curve_after_its_end(panel, session):
    line = drawn(panel, "loss", SGD).lines[0]
    lost = int(np.flatnonzero(np.isnan(session.picture.tracks[SGD]["losses"][:, 0]))[0])
    assert np.isfinite(line.values[:lost]).all() and np.isnan(line.values[lost:]).all()


SCRIPT = """
import sys
from app.look.appearance import Appearance
from app.window.application import make_application
from app.window.main_window import MainWindow
from app.session.session import Session
application = make_application()
session = Session()
window = MainWindow(session, Appearance())
window.resize(1440, 900)
window.show()
frames = [window.charts.chart(key).title.mapTo(window, window.rect().topLeft())
          for key in window.charts.shown]
assert not {"pyqtgraph", "torch"} & set(sys.modules), "imported too early"
while not all(window.charts.chart(key).view for key in window.charts.shown):
    application.processEvents()
assert "pyqtgraph" in sys.modules
assert frames == [window.charts.chart(key).title.mapTo(window, window.rect().topLeft())
                  for key in window.charts.shown], "the titles jumped"
session.close()
"""


def test_what_plots_is_imported_after_the_window_is_shown_and_nothing_jumps():
    root = Path(__file__).parents[4]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", SCRIPT], env=environment, check=True, timeout=60)
