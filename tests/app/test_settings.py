"""Whatever stands in the settings file, it is read or passed over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence

import app
from app import settings as kept
from app.look.appearance import Appearance
from app.panels.charts.panel import DEFAULT
from app.widgets.splitter import Splitter
from app.window.file_commands import FileCommands
from app.window.kept_layout import KeptLayout
from app.window.layouts import Layouts
from app.window.main_window import MainWindow
from app.window.preferences import Wishes
from core.experiment.view_state import PANELS

KEYS = (
    "appearance/mode",
    "files/recent",
    "files/folder",
    "window/geometry",
    "window/layout",
    "window/layouts",
    "window/charts",
    "window/network-charts",
    "window/standing",
    "window/network-standing",
    "window/task-standing",
    "window/study",
    "map/legend",
    "map/colours",
    "preferences/export_format",
    "preferences/reduce_motion",
    "preferences/restore_layout",
    "preferences/restore_file",
    "preferences/welcome",
)
HOSTILE = (
    None,
    True,
    7,
    -1.5,
    "",
    "nonsense",
    "{",
    "[" * 5_000,
    '{"version": 2, "sizes": {"columns": {"controls-frame": -1, "middle": 1e9}}}',
    '{"version": 2, "sizes": [1, 2]}',
    '{"version": 3, "panels": 7, "layouts": {"mine": {"state": 3}}}',
    '{"version": 3, "panels": {"name": [], "state": {"format": 3, "state": "AAAA", "moved": 1}}}',
    '{"version": 3, "panels": {"state": {"format": 3, "state": "ä"}}, "layouts": []}',
    QPoint(1, 2),
    QRect(0, 0, 1, 1),
    QSize(3, 4),
    QColor("red"),
    QByteArray(b"\x01\xd9\xd0\xcb\x00\x03\x00\x00"),
    QKeySequence("Ctrl+S"),
    ["a", 1, QPoint(1, 2), None],
    {"a": 1},
)
RAW = (
    r"@Point(1 2)",
    r"@Rect(1 2)",
    r"@Variant(\0\0\0\x7f\0\0\0\x9PyObject\0)",
    r"@Variant(\0\0)",
    r"@DateTime(\0\0)",
    r"@ByteArray(\x1\xd9)",
    r"@Invalid()",
    r"\x9",
    "a, b, @Point(1 2)",
)


def written(tmp_path, raw):
    """A settings file as a person or a fault may leave it."""
    groups = {}
    for key in KEYS:
        group, name = key.split("/")
        groups.setdefault(group, []).append(f"{name}={raw}")
    lines = [f"[{group}]\n" + "\n".join(names) for group, names in groups.items()]
    path = tmp_path / "settings.ini"
    path.write_text("\n".join(lines))
    return QSettings(str(path), QSettings.Format.IniFormat)


class Stored(dict):
    def value(self, key):
        return self[key]  # a KeyError where Qt would raise its own


@pytest.fixture
def window(qtbot, session, tmp_path):
    settings = written(tmp_path, "@Point(1 2)")
    window = MainWindow(session, Appearance(settings, wait=True), settings)
    qtbot.addWidget(window)
    window.show()
    return window


def reads_all(window, settings):
    """All that is read when a window opens."""
    layout = KeptLayout(settings)
    layout.restore(window, window.charts, window.standing)
    layout.restore_map(window.map_view)
    layout.restore_study(Splitter("columns", Qt.Orientation.Horizontal))
    layouts = Layouts(window, window.desk, window.studies.pages, layout)
    layouts.restore()
    for name in layouts.own:
        layouts.choose(name)
    files = FileCommands(window.session, window.appearance, window.map_view, settings, window)
    assert isinstance(files.recent, tuple)
    wishes = Wishes.read(settings)
    assert isinstance(wishes.export_format, str)
    assert {type(wishes.reduce_motion), type(wishes.restore_file)} == {bool}
    assert files.places.folder.is_dir()


def test_a_window_opens_over_settings_of_a_wrong_type(window):
    shown = window.standing.wished("planes")
    KeptLayout(Stored({"window/standing": "nonsense", "window/charts": "nonsense"})).restore(
        window, window.charts, window.standing
    )
    assert window.standing.wished("planes") == shown and shown
    assert window.isVisible() and window.appearance.mode == "system"
    assert window.charts.shown == DEFAULT
    assert window.desk.shown == frozenset(PANELS)


def test_no_value_of_any_key_keeps_the_window_from_opening(window, tmp_path):
    settings = QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat)
    for value in HOSTILE:
        for key in KEYS:
            settings.setValue(key, value)
        reads_all(window, settings)
    for raw in RAW:
        reads_all(window, written(tmp_path, raw))


def test_settings_are_read_in_one_place_and_every_key_is_tried_here():
    root = Path(app.__file__).parent
    sources = {path: path.read_text("utf-8") for path in root.rglob("*.py")}
    readers = {path.name for path, text in sources.items() if re.search(r"ettings\.value\(", text)}
    assert readers == {"settings.py"}
    keys = re.compile(r'"((?:appearance|files|map|window)/[a-z]+)"')
    named = {key for text in sources.values() for key in keys.findall(text)}
    assert named - set(KEYS) == {"window/splitters"}  # of an older version, never read


def test_what_is_of_another_type_is_not_there():
    stored = Stored(text="a", texts=["a", 1, "b"], block=QByteArray(b"ab"), number=7)
    assert kept.text(stored, "text") == "a" and kept.text(stored, "number", "x") == "x"
    assert kept.texts(stored, "texts") == ("a", "b") and kept.texts(stored, "text") == ("a",)
    assert kept.texts(stored, "number") == () and kept.block(stored, "number") == b""
    assert kept.block(stored, "block") == b"ab" and kept.block(stored, "text") == b""
    for read in (kept.text, kept.texts, kept.block):
        assert not read(stored, "missing") and not read(None, "text")
