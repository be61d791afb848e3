"""What a person prefers holds at once, and again at the next start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.export.formats import SUFFIXES
from app.look.appearance import Appearance
from app.map.drawing.layers import Layers
from app.session.session import Session
from app.window.main_window import MainWindow
from app.window.preferences import Preferences, Wishes
from app.window.preferences_dialog import PreferencesDialog
from core.experiment import experiment_file, presets
from core.experiment.view_colours import Colours

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, session, settings):
    window = MainWindow(session, Appearance(settings, wait=True), settings)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def dialog(window):
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Comma, CONTROL)
    return window.findChild(PreferencesDialog)


def again(settings):
    """As a new process reads the file."""
    settings.sync()
    return QSettings(settings.fileName(), QSettings.Format.IniFormat)


def choose(choice, word):
    """What a person does with the keyboard in a closed drop-down."""
    choice.setFocus()
    QTest.keyClick(choice, Key.Key_Home)
    while choice.chosen != word:
        QTest.keyClick(choice, Key.Key_Down)


def test_every_switch_is_kept_by_the_next_start(dialog, settings):
    usual = Wishes()
    for name, box in dialog.switches.items():
        assert box.isChecked() == getattr(usual, name)
        QTest.keyClick(box, Key.Key_Space)
    found = Wishes.read(again(settings))
    for name in dialog.switches:
        assert getattr(found, name) is not getattr(usual, name)
    assert Wishes.read(None) == usual


def test_a_theme_is_put_on_at_once_and_the_menu_follows(dialog, window, settings):
    choose(dialog.theme, "light")
    assert window.appearance.theme.name == "light"
    assert window.menus.actions["theme-light"].isChecked()
    assert Appearance(again(settings), wait=True).mode == "light"


def test_a_colour_map_is_chosen_for_this_theme_and_there_again_at_the_next_start(
    qtbot, dialog, window, settings
):
    choose(dialog.theme, "light")
    choose(dialog.colours, "cet-cbl2")
    assert window.map_view.layers.colours == Colours(light="cet-cbl2")
    choose(dialog.theme, "dark")
    assert dialog.colours.chosen == "viridis"
    window.close()
    kept = again(settings)
    later = MainWindow(window.session, Appearance(kept, wait=True), kept)
    qtbot.addWidget(later)
    assert later.map_view.layers.colours == Colours(light="cet-cbl2")


def test_colours_of_a_file_are_not_what_a_person_wished(window):
    window.map_view.set_layers(Layers(colours=Colours(dark="magma")))
    window.map_view.choose("levels", "more")
    assert window.map_view.layers.colours == Colours(dark="magma", levels="more")
    assert window.map_view.wished == Colours(levels="more")


@pytest.mark.parametrize("stored", ["[", "7", '{"dark": "jet"}', '{"levels": 3}', "[" * 9999])
def test_colours_that_are_none_are_passed_over(qtbot, session, settings, stored):
    settings.setValue("map/colours", stored)
    window = MainWindow(session, Appearance(settings, wait=True), settings)
    qtbot.addWidget(window)
    assert window.map_view.layers.colours == Colours()


def test_an_export_begins_with_the_wished_format(dialog, window, settings):
    choose(dialog.format, ".gif")
    dialog.reject()
    window.menus.actions["export-video"].trigger()
    export = [one for one in window.findChildren(QDialog) if one.objectName() == "exportDialog"][-1]
    assert export._form.path.suffix == ".gif"
    export.reject()
    assert Wishes.read(again(settings)).export_format == ".gif"


def test_with_little_motion_nothing_plays_by_itself_and_nothing_glides(window, session):
    window.preferences.change(reduce_motion=True)
    window.menus.actions["preset-two-basins"].trigger()
    assert not session.playing and session.experiment == presets.load("two-basins")
    session.seek(0)
    window.files.play()
    assert not session.playing and window.map_view.canvas.gaze._way.duration() == 0
    window.preferences.change(reduce_motion=False)
    window.files.play()
    assert session.playing and window.map_view.canvas.gaze._way.duration() > 0


def test_the_last_file_is_wanted_back_only_if_a_person_says_so(window, session, tmp_path):
    path = tmp_path / "race.basin.json"
    path.write_text(experiment_file.dumps(presets.load("settling")), encoding="utf-8")
    window.files.open_path(path)
    assert window.files.wanted_back == ()
    window.preferences.change(restore_file=True)
    assert window.files.wanted_back == (path,)
    path.unlink()
    assert window.files.wanted_back == ()


@pytest.mark.parametrize("wanted", [True, False])
def test_the_layout_is_brought_back_unless_a_person_says_no(qtbot, settings, wanted):
    Preferences(settings).change(restore_layout=wanted)
    for width in (1040, 1040 if wanted else None):
        window = MainWindow(Session(), Appearance(settings, wait=True), settings)
        qtbot.addWidget(window)
        if width == 1040 and window.width() != 1040:
            window.resize(1040, 700)
        window.show()
        assert (window.width() == 1040) is (width == 1040)
        window.close()


@pytest.mark.parametrize("stored", ["nonsense", "1", 1, None, [True], "True"])
def test_a_switch_that_is_none_is_passed_over(settings, stored):
    settings.setValue("preferences/restore_layout", stored)
    settings.setValue("preferences/reduce_motion", stored)
    assert Wishes.read(again(settings)) == Wishes()
    assert Wishes.read(settings) == Wishes()


def test_an_export_that_begins_with_an_unknown_format_begins_with_the_first(window, qtbot):
    window.preferences.change(export_format=".exe")
    window.exports.ask()
    export = [one for one in window.findChildren(QDialog) if one.objectName() == "exportDialog"][-1]
    assert export._form.path.suffix == SUFFIXES[0]
    export.reject()
