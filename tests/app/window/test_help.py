"""What Help says of the methods is what was measured."""

from __future__ import annotations

import getpass
import json
import platform
import re
from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtCore import qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QTextBrowser

from app.window.help import MEASURED, sources_page
from app.window.log_file import LogFile
from app.window.main_window import MainWindow
from app.window.news import CHANGELOG, newest

DATA = Path(__file__).parents[2] / "core" / "stepping" / "data" / "two_basins.json"


def test_every_figure_is_the_one_that_is_measured_with_its_setting():
    shares = json.loads(DATA.read_text(encoding="utf-8"))["shares"]
    settled, thrown = " memory_start=100", ""
    told = (
        ("adam+cm C=5 decay=0.7", settled),
        ("adam+cg C=5 decay=0.7", settled),
        ("adam+cm C=20 decay=0.99", settled),
        ("adam+cm strength=0", settled),
        ("adam+cm C=5 decay=0.7", thrown),
        ("adam+cm strength=0", thrown),
        ("adam+cg C=5 decay=0.7", thrown),
    )
    measured = [round(100 * shares[name + when]["100"]["end"]) for name, when in told]
    assert [int(share) for share in re.findall(r"(\d+) %", MEASURED)] == measured


def test_the_page_names_every_paper_and_promises_nothing_that_settings_decide():
    page = sources_page()
    for number in ("1412.6980", "2106.10708", "2307.09638", "2010.01412"):
        assert f"https://arxiv.org/abs/{number}" in page
    assert "momenta agree" not in page and "cancel" in page


# --- what is asked for when something is amiss, and what is new


@pytest.fixture
def window(qtbot, session, appearance):
    window = MainWindow(session, appearance)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def opened(monkeypatch):
    """What the desktop was asked to open; it opens folders only."""
    asked = []

    def open_url(url):
        asked.append(Path(url.toLocalFile()))
        return asked[-1].is_dir()

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return asked


def test_the_log_is_opened_or_else_its_folder(window, tmp_path, opened):
    window.faults.log = LogFile(tmp_path)
    window.menus.actions["log"].trigger()
    assert opened == [tmp_path / "basinscope.log", tmp_path]
    window.faults.log.close()
    window.menus.actions["log"].trigger()
    assert window.messages.text.text().startswith("There is no log") and len(opened) == 2


def test_where_the_desktop_opens_nothing_the_logs_place_is_told(window, tmp_path, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    window.faults.log = LogFile(tmp_path)
    window.menus.actions["log"].trigger()
    assert window.messages.text.text() == f"The log is {tmp_path / 'basinscope.log'}"
    window.faults.log.close()


def test_the_systems_information_names_versions_and_screens_and_nobody(window, qapp):
    window.menus.actions["system"].trigger()
    text = qapp.clipboard().text()
    for name in ("numpy", "torch"):
        assert f"{name} {metadata.version(name)}" in text
    assert f"Python {platform.python_version()}" in text and f"Qt {qVersion()}" in text
    screen = qapp.primaryScreen().size()
    assert f"screen {screen.width()}×{screen.height()}" in text and "theme dark" in text
    for personal in (str(Path.home()), getpass.getuser() + "@", platform.node()):
        assert len(personal) < 4 or personal not in text


def test_what_is_new_is_the_newest_section_and_no_other(window):
    window.menus.actions["news"].trigger()
    shown = window.findChild(QTextBrowser).toPlainText()
    changelog = CHANGELOG.read_text(encoding="utf-8")
    versions = re.findall(r"^## (.+)$", changelog, re.MULTILINE)
    assert versions[0] in shown.splitlines() and versions[1] not in shown.splitlines()
    assert len(shown) > 500 and "###" not in shown


def test_a_section_ends_where_the_next_begins():
    text = "# Changelog\n\n## 2\n\n### For users\n- b\n\n## 1\n\n- a\n"
    assert newest(text) == "## 2\n\n### For users\n- b\n"
    assert newest("## 1\n- a\n") == "## 1\n- a\n" and newest("# Changelog\n") == ""
