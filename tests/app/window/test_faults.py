"""An exception that nobody expected is told once, kept in the log, and stops nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path, PurePosixPath

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.session.session import Session
from app.session.working_copy import WorkingCopy
from app.window import log_file
from app.window.log_file import LARGEST, LogFile, log_folder
from app.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


class QuietLog(LogFile):
    """A log that leaves the crashes of this process to the test runner."""

    def __init__(self, folder, monkeypatch):
        monkeypatch.setattr(log_file.faulthandler, "enable", lambda file: None)
        monkeypatch.setattr(log_file.faulthandler, "disable", lambda: None)
        super().__init__(folder)


@pytest.fixture
def log(tmp_path, monkeypatch):
    log = QuietLog(tmp_path / "log", monkeypatch)
    yield log
    log.close()


@pytest.fixture
def window(qtbot, session, appearance, tmp_path, log):
    copy = WorkingCopy(session, tmp_path / "unsaved")
    window = MainWindow(session, appearance, None, copy)
    qtbot.addWidget(window)
    window.show()
    before = sys.excepthook, threading.excepthook
    window.faults.install(log)
    yield window
    window.faults.uninstall()
    assert (sys.excepthook, threading.excepthook) == before  # exceptions are whose they were
    copy.close(keep=False)


def lines(log):
    return log.path.read_text("utf-8")


def shown(window):
    QApplication.processEvents()
    return window.messages.text.text() if window.messages.isVisible() else ""


class Broken(QWidget):
    """Its painter fails at every frame."""

    def paintEvent(self, event):
        raise ZeroDivisionError("a painter")


def fail():
    raise LookupError("a slot")


def test_a_slot_that_fails_is_told_and_the_work_is_kept(window, session, log, tmp_path):
    session.set_steps(77)
    QTimer.singleShot(0, fail)
    QApplication.processEvents()
    assert "LookupError: a slot" in shown(window) and "Your work is kept" in shown(window)
    assert "Traceback" not in shown(window) and "\\n" not in shown(window)
    assert "Traceback" in lines(log)
    assert list((tmp_path / "unsaved").glob("*.unsaved.json"))
    session.set_steps(78)  # the program goes on, and the bar stays
    assert session.experiment.steps == 78 and "a slot" in shown(window)


def test_a_painter_that_fails_at_every_frame_floods_nothing(window, log, qtbot):
    broken = Broken()
    qtbot.addWidget(broken)
    broken.resize(50, 50)
    broken.show()
    told = []
    window.faults.told.connect(told.append)
    for _ in range(150):
        broken.update()
        QApplication.processEvents()
    assert [fault.count for fault in told] == [1, 10, 100]
    assert lines(log).count("Traceback") == 1 and len(lines(log).splitlines()) < 15
    assert "100 times" in shown(window)


def test_of_a_painter_that_fails_in_the_window_the_terminal_hears_nothing(window, capfd):
    broken = Broken(window)
    broken.resize(50, 50)
    broken.show()
    for _ in range(3):
        broken.update()
        QApplication.processEvents()
    assert shown(window).endswith("What failed: ZeroDivisionError: a painter")
    assert capfd.readouterr().err == ""


def test_faults_are_told_apart_by_where_they_arise(window, log):
    for text in ("1", "2", "x"):
        QTimer.singleShot(0, lambda text=text: [int(text), [][int(text)]])
    QApplication.processEvents()
    assert lines(log).count("Traceback") == 2


def test_any_number_of_kinds_ends_as_one(window, log):
    for place in range(1000):
        window.faults.record(place, f"fault {place}", "Traceback")
    assert 100 < lines(log).count("Traceback") < 300


def test_a_thread_that_fails_is_told(window, log):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "LookupError: a slot" in shown(window) and "Traceback" in lines(log)


def test_a_run_that_breaks_off_has_details_and_can_be_tried_again(
    window, session, log, qtbot, monkeypatch
):
    tried = []
    monkeypatch.setattr(Session, "try_again", lambda self: tried.append(self))
    puppet = session._pursuit._runner._worker._load.__self__
    puppet.fault = FloatingPointError("the ground gave way")
    session.set_steps(201)
    qtbot.waitUntil(window.messages.isVisible)
    assert "the ground gave way" in shown(window) and "FloatingPointError" in lines(log)
    window.messages.offers["try-again"].click()
    assert tried == [session]


def test_details_can_be_copied_with_versions_and_the_experiment(window, session, log):
    QTimer.singleShot(0, fail)
    QApplication.processEvents()
    shown(window)
    QTest.mouseClick(window.messages.offers["fault-details"], LEFT)
    dialog = window.findChild(QWidget, "fault")
    QTest.mouseClick(dialog.findChild(QWidget, "fault-copy"), LEFT)
    text = QGuiApplication.clipboard().text()
    for part in (
        "Traceback",
        "in fail",
        "LookupError: a slot",
        "PySide6-Essentials 6.",
        "Python 3.",
    ):
        assert part in text, part
    assert '"ackley"' in text and '"steps": 200' in text


def test_the_log_can_be_shown(window, log, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    QTimer.singleShot(0, fail)
    QApplication.processEvents()
    shown(window)
    window.messages.offers["show-log"].click()
    assert [Path(url.toLocalFile()) for url in opened] == [log.path]


def test_each_system_has_its_place_for_logs():
    home = PurePosixPath("/home/me")
    assert log_folder("darwin", {}, home) == home / "Library/Logs/Basinscope"
    assert log_folder("linux", {}, home) == home / ".local/state/basinscope"
    assert (
        log_folder("linux", {"XDG_STATE_HOME": "relative"}, home)
        == home / ".local/state/basinscope"
    )
    assert str(log_folder("linux", {"XDG_STATE_HOME": "/state"}, home)) == "/state/basinscope"
    given = {"LOCALAPPDATA": "/local"}
    assert str(log_folder("win32", given, home)) == "/local/Basinscope/Logs"
    assert log_folder("win32", {}, home) == home / "AppData/Local/Basinscope/Logs"


def test_the_log_begins_anew_when_it_is_large_and_keeps_the_one_before(tmp_path, monkeypatch):
    log = QuietLog(tmp_path, monkeypatch)
    for number in range(3):
        log.write(f"{number} " + "x" * LARGEST)
    log.write("last")
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"basinscope.log", "basinscope.1.log"}
    assert sum(sizes.values()) < 3 * LARGEST and "last" in log.path.read_text()
    log.close()


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    log = QuietLog(tmp_path / "file" / "folder", monkeypatch)
    log.write("lost")
    assert log.path is None


def test_a_crash_of_the_process_is_in_the_log(tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from app.window.log_file import LogFile\n"
        "log = LogFile(Path(sys.argv[1])); os.abort()"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=root, check=False)
    assert done.returncode != 0
    assert "Fatal Python error" in (tmp_path / log_file.NAME).read_text()
