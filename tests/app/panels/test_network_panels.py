"""The panels of a network's race show what its training left: as good, as sharp and as forgetful as
it is, and nothing that is not kept."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

import resources
from app.panels.anatomy.panel import AnatomyPanel
from app.panels.charts import ChartsPanel
from app.panels.landscape.panel import LandscapePanel
from app.panels.memory.panel import MemoryPanel
from app.panels.run.panel import RunPanel
from app.panels.standing import StandingPanel
from app.panels.standing.rows import FORGETTING, LEARNING, SHARPNESS, TEST_ACCURACY, TRAIN_LOSS
from app.session.session import Session
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.record import Record
from core.experiment.starts import SeedStarts
from core.measures.network_series import CURVATURE
from landscapes.ackley import Ackley
from landscapes.networks import NETWORKS

FOLDER = Path(resources.__file__).parent / "networks"
LICENCES = {path.stem: path.read_text() for path in FOLDER.glob("*.LICENSE")}
NETWORK = NETWORKS["digits-mlp"](train=50, hidden=3)
CARDS = (
    MethodSpec.create("adam", {"lr": 0.01}),
    MethodSpec.create("adam+cm", {"lr": 0.01, "capacity": 3}),
)
RACE = Experiment(NETWORK, CARDS, SeedStarts(2), 40, batch=16, record=Record(10))


@pytest.fixture(scope="module")
def tasks():
    network = NETWORKS["digits-tasks"](train=100, hidden=3)
    return Experiment(network, CARDS, SeedStarts(2), network.task_ends(4)[-1], batch=4)


def shown(kind, session, appearance, qtbot, size=(760, 400)):
    panel = kind(session, appearance)
    return on_screen(qtbot, panel, size)


def test_charts_of_networks_are_their_own_and_each_kind_is_remembered(raced, appearance, qtbot):
    session = raced(RACE)
    panel = shown(ChartsPanel, session, appearance, qtbot)
    assert panel.shown == ("losses", "accuracy", "agreement")
    offered = {action.objectName() for action in panel.menu.actions() if action.isVisible()}
    assert "charts-show-gap" in offered
    assert offered.isdisjoint({"charts-show-loss", "charts-show-scores", "charts-show-smallest"})
    panel.set_shown(["losses", "gap"])
    drawn = panel.chart("gap")
    qtbot.waitUntil(lambda: drawn.view is not None and not panel.drawing.at_work)
    track = session.picture.tracks[0]
    (line, *_) = drawn.view.curves[0].lines
    gaps = np.median(track["test_losses"] - track["train_losses"], axis=1)
    np.testing.assert_allclose(line.values[::10], gaps)
    np.testing.assert_allclose(line.values[5], (gaps[0] + gaps[1]) / 2)
    session.set_landscape(Ackley())
    qtbot.waitUntil(lambda: panel.shown == ("loss", "sharpness", "agreement"))
    session.undo()
    qtbot.waitUntil(lambda: panel.shown == ("losses", "gap"))


def test_curvature_is_measured_when_a_chart_of_it_is_shown_and_then_stands_in_the_table(
    raced, appearance, qtbot
):
    session = raced(dataclasses.replace(RACE, record=Record(20)))
    session.seek(40)
    charts = shown(ChartsPanel, session, appearance, qtbot)
    standing = shown(StandingPanel, session, appearance, qtbot)
    assert not session.curvatures.busy and np.isnan(standing.rows[0].number(SHARPNESS))
    charts.set_shown(CURVATURE)
    qtbot.waitUntil(lambda: not session.curvatures.busy)
    for track in session.picture.tracks:
        known = track.measured["lambda_max"]
        assert known.shape == (3, 2) and np.isfinite(known).all()
        for start in range(2):
            expected = largest_eigenvalue(track["positions"][-1, start])
            assert known[-1, start] == pytest.approx(expected, rel=1e-4)
    found = session.picture.tracks[0].measured["lambda_max"][-1, 0]
    qtbot.waitUntil(lambda: standing.rows[0].number(SHARPNESS) == found)
    qtbot.waitUntil(lambda: not charts.drawing.at_work)
    qtbot.waitUntil(lambda: charts.chart("lambda_max").view.curves[0].lines[0].at(40) > 0)


def largest_eigenvalue(point):
    """By the full Hessian, product by product."""
    unit = np.eye(NETWORK.dimension)
    points = np.tile(point.astype(np.float64), (len(unit), 1))
    hessian = NETWORK.hessian_vector(points, unit)
    return np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1]


def test_what_a_network_learns_from_is_told_with_its_licence(raced, appearance, qtbot):
    session = raced(RACE)
    panel = shown(LandscapePanel, session, appearance, qtbot, (300, 400))
    for network in NETWORKS.values():
        session.set_landscape(network())
        for told in (panel.info, panel.network.facts):
            assert f"Licence of the data: {network.licence}" in told.toolTip()
    assert "CC BY 4.0" in LICENCES["digits"] and "Apache License" in LICENCES["mnist1d"]
    assert "public" in LICENCES["alice"]


def test_the_standing_of_a_network_is_that_of_whole_sets(raced, appearance, qtbot):
    session = raced(RACE)
    panel = shown(StandingPanel, session, appearance, qtbot)
    session.select_start(1)
    session.seek(27)
    assert panel.note.text() == "at step 27 · seed 2 of 2"
    assert panel.table.columns == (TRAIN_LOSS, TEST_ACCURACY)
    for row, track in zip(panel.rows, session.picture.tracks, strict=True):
        loss = NETWORK.measured(track["positions"][2, 1], "train").loss
        assert row.number(TRAIN_LOSS) == pytest.approx(float(loss), rel=1e-5)
        assert row.number(TEST_ACCURACY) == track["test_accuracies"][2, 1]
    panel.copy_tsv()
    head = QGuiApplication.clipboard().text().splitlines()[0].split("\t")
    assert {"Train loss", "Test acc.", "Gap"} <= set(head)
    assert {"Best", "Minimum reached", "Learnt"}.isdisjoint(head)


def test_what_was_learnt_of_tasks_stands_beside_what_is_left_of_it(raced, tasks, appearance, qtbot):
    session = raced(tasks)
    panel = shown(StandingPanel, session, appearance, qtbot)
    ends, track = tasks.landscape.task_ends(4), session.picture.tracks[0]
    session.seek(ends[0] - 1)
    assert np.isnan(panel.rows[0].number(LEARNING))
    session.seek(ends[2])
    at = [int(np.flatnonzero(track.kept <= end)[-1]) for end in ends[:3]]
    right_after = [track["task_accuracies"][row, 0, task] for task, row in enumerate(at)]
    now = track["task_accuracies"][at[2], 0, :3]
    assert panel.rows[0].number(LEARNING) == pytest.approx(np.mean(right_after))
    lost = np.mean(np.array(right_after[:2]) - now[:2])
    assert panel.rows[0].number(FORGETTING) == pytest.approx(lost)
    charts = shown(ChartsPanel, session, appearance, qtbot)
    assert "scores" in charts.shown


def test_what_was_learnt_kept_and_forgotten_fits_beside_each_other(raced, tasks, appearance, qtbot):
    """As wide as the panel is at the right of a window of 1,400 pixels."""
    session = raced(tasks)
    panel = shown(StandingPanel, session, appearance, qtbot, (304, 240))
    assert panel.table.figures.horizontalScrollBar().maximum() == 0
    session.seek(session.last_step)
    assert len(panel.rows[0].text(LEARNING)) == 5  # 0.957


def test_the_memory_of_a_network_tells_norms_and_cosines_in_the_place_of_arrows(
    raced, appearance, qtbot
):
    session = raced(dataclasses.replace(RACE, record=Record(1)))
    panel = shown(MemoryPanel, session, appearance, qtbot, (320, 400))
    session.seek(30)
    (section,) = panel.sections
    assert section.rows.isVisible() and section.strip.isVisible() and panel.legend.isHidden()
    track, now = session.picture.tracks[1], section.rows.contents.held
    items = track["memory_items"][30, 0].astype(float)
    mean = items.mean(0)
    norms = np.linalg.norm(items, axis=1)
    np.testing.assert_allclose(now.norms, norms, rtol=1e-4)
    np.testing.assert_allclose(
        now.cosines, items @ mean / norms / np.linalg.norm(mean), rtol=1e-4, atol=1e-4
    )
    tip = section.rows.tip_at(section.rows.lanes.place(1).center().toPointF())
    assert "Norm " in tip and "cosine to the mean" in tip and "θ =" not in tip
    (average,) = (spec for spec in (CARDS[1].changed(policy="ema"),))
    session.set_method(1, average)
    qtbot.waitUntil(lambda: not session.busy)
    assert panel.sections[0].average.isHidden()


def test_a_step_of_a_network_says_why_it_cannot_be_taken_apart(raced, appearance, qtbot):
    panel = shown(AnatomyPanel, raced(RACE), appearance, qtbot)
    assert "not kept of networks" in panel.note.text() and not panel.forward.isEnabled()


def test_a_training_says_how_far_it_is_and_can_be_paused(raced, appearance, qtbot):
    session = raced(RACE)
    panel = shown(RunPanel, session, appearance, qtbot)
    assert panel.training.words.text() == "Trained" and panel.training.button.isHidden()
    session.set_experiment(dataclasses.replace(RACE, steps=20_000, record=Record(2000)))
    qtbot.waitUntil(lambda: (session.progress[0] or 0) > 0)
    qtbot.mouseClick(panel.training.button, Qt.MouseButton.LeftButton)
    assert panel.training.words.text().startswith("Paused at step ") and session.busy
    qtbot.wait(100)  # what was on its way has come
    before = session.progress
    qtbot.wait(50)
    assert session.progress == before and before[0] < 20_000
    qtbot.mouseClick(panel.training.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.progress[0] > before[0])
    assert panel.training.words.text().startswith("Training at step ")
    session.set_landscape(Ackley())
    assert panel.training.isHidden()


def test_another_networks_training_is_seen_from_its_first_steps_on(qtbot):
    session = Session(dataclasses.replace(RACE, steps=5, record=None))
    qtbot.waitUntil(lambda: not session.busy and session.ready == 5, timeout=10_000)
    session.to_end()
    seen = []
    session.picture_changed.connect(lambda picture: seen.append((picture.ready, session.cursor)))
    longer = NETWORKS["digits-tasks"](train=100, hidden=3)
    session.set_experiment(Experiment(longer, CARDS, SeedStarts(2), 5000, batch=4))
    qtbot.waitUntil(lambda: session.picture.experiment.landscape == longer and session.ready > 0)
    assert session.busy and 0 < session.ready < 5000
    session.undo()  # while it trains: what was there is back at once, and stays
    assert session.picture.experiment.landscape == NETWORK and session.ready == 5
    assert all(cursor <= ready for ready, cursor in seen if ready)
    session.close()
