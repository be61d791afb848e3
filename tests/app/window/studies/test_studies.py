"""The study's page in the window: shown by its keys, beside the race, closed without a trace."""

from __future__ import annotations

import multiprocessing
import threading

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox
from short_race import SHORT, click
from study_hand import asked, opened
from window_hand import press

from app.session.session import Session
from app.study.computing import working
from core.experiment import experiment_file, presets

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL = Modifier.ControlModifier


def enabled(window, name):
    return window.menus.actions[name].isEnabled()


def test_control_two_shows_the_study_and_control_one_the_race(window):
    assert window.studies.pages.study is None  # nothing of it is there before it is wanted
    press(Key.Key_2, CONTROL)
    page = window.studies.pages.study
    assert page.isVisible() and not window.desk.isVisible()
    assert window.menus.actions["page-study"].isChecked()
    press(Key.Key_1, CONTROL)
    assert window.desk.isVisible() and not page.isVisible()
    assert window.menus.actions["page-race"].isChecked()
    assert QApplication.focusWidget() is window.map_view.canvas or window.map_view.hasFocus()


def test_the_keys_of_time_are_the_races_alone(window, race):
    press(Key.Key_2, CONTROL)
    assert not enabled(window, "toggle") and not enabled(window, "step-forward")
    was = race.playing
    press(Key.Key_Space)
    assert race.playing == was
    press(Key.Key_1, CONTROL)
    assert enabled(window, "toggle")
    press(Key.Key_Space)
    assert race.playing != was


def test_the_parts_of_the_race_are_hidden_by_alt_and_a_number(window):
    press(Key.Key_2, Modifier.AltModifier)
    assert not window.charts.isVisible() and window.studies.pages.shows_race


@pytest.mark.parametrize("kind", ["starts", "basins", "sweep", "escape"])
def test_the_menu_goes_to_each_kind_of_study(window, kind):
    window.menus.actions[f"study-{kind}"].trigger()
    assert window.studies.pages.study.form.kind == kind


def test_what_needs_an_answer_waits_for_one(qtbot, window):
    needing = ("study-save", "study-copy-table", "study-copy-plot", "study-copy-verdict")
    assert not any(enabled(window, name) for name in needing)
    asked(qtbot, window)
    assert all(enabled(window, name) for name in needing)
    window.menus.actions["study-copy-verdict"].trigger()
    assert (
        QGuiApplication.clipboard().text()
        == window.studies.pages.study.results.answer.verdict.paragraph
    )
    window.menus.actions["study-copy-table"].trigger()
    assert QGuiApplication.clipboard().text().startswith("method\tn\t")
    assert window.messages.text.text() == "Copied the table" and window.messages.isVisible()


def test_who_has_gone_back_to_the_race_is_told_that_there_is_an_answer(qtbot, window):
    page = window.studies.show()
    qtbot.waitUntil(lambda: page.course.is_ready)
    page.form.fields.starts.set_value(64)
    click(page.form.back)
    qtbot.waitUntil(lambda: window.studies.pages.shows_race)
    page.ask()
    qtbot.waitUntil(lambda: "finished" in window.messages.text.text())
    assert window.messages.isVisible()


@pytest.mark.parametrize("looks_at_race", [True, False])
def test_that_a_study_broke_off_is_said_once_where_a_person_looks(
    qtbot, window, monkeypatch, looks_at_race
):
    def break_off(*_):
        raise RuntimeError("planted")

    monkeypatch.setattr(working, "answered", break_off)
    page = window.studies.show()
    qtbot.waitUntil(lambda: page.course.is_ready)
    if looks_at_race:
        window.studies.show_race()
    page.ask()
    qtbot.waitUntil(lambda: page.course.state == "failed")
    said = [label for label in window.findChildren(QLabel)
            if label.isVisible() and "planted" in label.text()]  # fmt: skip
    assert len(said) == 1
    assert window.messages.isVisible() == looks_at_race


def test_a_study_comes_back_from_its_file_with_its_race(qtbot, window, race, tmp_path, monkeypatch):
    page = asked(qtbot, window, "escape")
    tables = {name: table.csv() for name, table in page.course.found.tables.items()}
    path = tmp_path / "study.npz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path.with_suffix("")), ""))
    window.menus.actions["study-save"].trigger()
    qtbot.waitUntil(lambda: window.messages.text.text() == "Saved study.npz")
    race.set_steps(9)
    race.save(tmp_path / "other.basin.json")
    window.studies.show_race()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(40, 40),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Modifier.NoModifier,
    )
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: window.messages.text.text() == "Opened study.npz")
    assert page.isVisible() and page.course.state == "done"
    assert {n: t.csv() for n, t in page.course.found.tables.items()} == tables
    assert race.experiment == SHORT and not race.modified and race.path is None
    assert window.files.recent[0] == path


def test_a_damaged_study_is_refused_in_words(qtbot, window, tmp_path):
    page = asked(qtbot, window)
    from core.study.asking import study_file

    path = tmp_path / "study.npz"
    study_file.save(page.course.found.answer, path)
    whole = path.read_bytes()
    place = whole.index(b"final_loss.npy") + 200
    path.write_bytes(whole[:place] + bytes(64) + whole[place + 64 :])
    window.files.open_path(path)
    qtbot.waitUntil(lambda: "study.npz: " in window.messages.text.text())
    assert "Traceback" not in window.messages.text.text()


def test_an_example_that_needs_another_race_asks_about_unsaved_work_first(qtbot, race, appearance):
    session = Session(presets.load("default"))
    window = opened(qtbot, session, appearance)
    page = window.studies.show()
    qtbot.waitUntil(lambda: page.course.is_ready)
    session.set_steps(7)
    click(page.results.empty.buttons["study-example-leaves"])
    box = window.findChild(QMessageBox, "save-question")
    assert box.isVisible() and page.course.state == "empty"
    click(box.button(QMessageBox.StandardButton.Cancel))
    assert page.course.state == "empty" and session.experiment.steps == 7
    window.end()
    session.close()


def test_a_window_that_is_closed_asks_and_leaves_no_process_behind(
    qtbot, race, appearance, monkeypatch
):
    window = opened(qtbot, race, appearance)
    page = window.studies.show()
    qtbot.waitUntil(lambda: page.course.is_ready)
    monkeypatch.setattr(working, "PROCESS_SECONDS", -1.0)
    page.form.fields.starts.set_value(2_000_000)
    window.studies.ask()
    qtbot.waitUntil(lambda: bool(multiprocessing.active_children()))
    window.close()
    box = window.findChild(QMessageBox, "study-question")
    assert window.isVisible() and box.isVisible()
    click(box.button(QMessageBox.StandardButton.Cancel))
    assert window.isVisible() and page.course.busy
    window.close()
    boxes = [
        each for each in window.findChildren(QMessageBox, "study-question") if each.isVisible()
    ]
    click(boxes[0].button(QMessageBox.StandardButton.Discard))
    assert not window.isVisible()
    assert multiprocessing.active_children() == []
    assert [each for each in threading.enumerate() if each.name.startswith("study")] == []


def test_a_study_that_is_computed_gives_way_only_if_a_person_says_so(qtbot, window):
    page = window.studies.show()
    qtbot.waitUntil(lambda: page.course.is_ready)

    def box():
        boxes = window.findChildren(QMessageBox, "study-instead")
        return next((each for each in boxes if each.isVisible()), None)

    page.form.fields.starts.set_value(2_000_000)
    page.form.fields.workers.set_value(1)
    window.studies.ask()
    first = page.course.question
    window.studies.ask()  # the same
    assert page.course.busy and box() is None
    page.form.fields.starts.set_value(64)
    window.studies.ask()
    click(box().button(QMessageBox.StandardButton.Cancel))
    assert page.course.question is first and page.course.busy
    window.studies.reproduce()
    click(box().button(QMessageBox.StandardButton.Cancel))
    assert page.course.question is first and not page.course.reproduces
    window.studies.ask()
    click(box().button(QMessageBox.StandardButton.Discard))
    qtbot.waitUntil(lambda: not page.course.busy)
    assert page.course.question.sampling.count == 64 and page.course.state == "done"


def test_the_sizes_of_the_page_are_remembered_but_not_that_it_was_shown(
    qtbot, race, appearance, tmp_path
):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = opened(qtbot, race, appearance, settings)
    page = window.studies.show()
    QApplication.processEvents()
    handle = page.splitter.handle(1)
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(60, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 0))
    chosen = page.splitter.sizes()
    window.end()
    again = opened(qtbot, race, appearance, settings)
    assert again.studies.pages.shows_race
    assert again.studies.show().splitter.sizes()[0] == pytest.approx(chosen[0], abs=2)
    again.end()


def test_tab_goes_through_the_page_as_one_reads_and_all_it_reaches_has_a_name(qtbot, window):
    page = asked(qtbot, window, "starts")
    page.findChild(type(page.foot.ask_button), "study-ask").setFocus()
    stops = [QApplication.focusWidget()]
    while True:
        press(Key.Key_Tab)
        stop = QApplication.focusWidget()
        if stop is stops[0]:
            break
        stops.append(stop)
        assert len(stops) < 100, "Tab never comes back"
    unnamed = [f"{type(s).__name__} {s.objectName()}" for s in stops if not s.accessibleName()]
    assert unnamed == [] and all(stop.objectName() for stop in stops)
    names = [stop.objectName() for stop in stops]
    order = ["study-kind-starts", "study-starts", "study-sampling", "study-seed", "study-workers"]
    places = [names.index(name) for name in order]
    assert places == sorted(places)
    assert names.index("study-copy-table") < names.index("study-tab-bar")


def test_another_experiment_is_opened_to_be_seen(window, tmp_path):
    path = tmp_path / "other.basin.json"
    experiment_file.write(path, presets.load("default"))
    window.studies.show()
    window.files.open_path(path)
    assert window.studies.pages.shows_race
    window.studies.show()
    window.files.new_from_preset("two-basins")
    assert window.studies.pages.shows_race
