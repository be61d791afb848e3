"""The real window, driven by mouse and keyboard: what a person does from start to close."""

from __future__ import annotations

import dataclasses

import hand
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QMessageBox,
    QWidget,
)

from app.look.appearance import DARK, LIGHT, Appearance
from app.window.main_window import MainWindow
from core.experiment import experiment_file, presets
from landscapes.two_basins import TwoBasins

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
PARTS = {
    "controls": "controls-frame",
    "charts": "charts-panel",
    "memory": "memory-panel",
    "standing": "standing-panel",
    "anatomy": "anatomy-panel",
}


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def appearance(qapp):
    appearance = Appearance(wait=True)
    appearance.set_theme(DARK)
    return appearance


@pytest.fixture
def window(qtbot, session, appearance, settings):
    window = MainWindow(session, appearance, settings)
    appearance.begin()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: session.ready == 200)
    yield window
    window.end()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)


# Keys


def test_time_keys_work_right_after_the_start(window, session):
    press(Key.Key_Right)
    press(Key.Key_Right)
    press(Key.Key_Left)
    assert session.cursor == 1
    press(Key.Key_End)
    assert session.cursor == 200
    press(Key.Key_Home)
    assert session.cursor == 0
    press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert session.cursor == 10
    press(Key.Key_Space)
    assert session.playing
    press(Key.Key_Space)
    assert not session.playing


def test_time_keys_work_after_clicks_on_map_buttons_boxes_and_cards(window, session):
    for widget in (
        window.map_view.canvas,
        window.playback.loop,
        window.methods.cards[1].head.enabled,
        window.methods.cards[0].head.chevron,
        window.methods.cards[2].head.label,
    ):
        QTest.mouseClick(widget, LEFT)
        session.seek(5)
        press(Key.Key_Right)
        assert session.cursor == 6, widget.objectName()
        press(Key.Key_Space)
        assert session.playing, widget.objectName()
        session.pause()


def test_a_slider_with_the_focus_keeps_its_arrows_and_space_still_plays(window, session):
    card = window.methods.cards[0]
    card.set_expanded(True)
    slider = card.form.row("lr").number.slider
    QTest.mouseClick(slider, LEFT, pos=slider.centre_of(400).toPoint())
    before = session.experiment.methods[0].values["lr"]
    press(Key.Key_Right)
    assert session.experiment.methods[0].values["lr"] > before and session.cursor == 0
    press(Key.Key_Space)
    assert session.playing
    session.pause()
    session.seek(5)
    press(Key.Key_Escape)
    press(Key.Key_Right)
    assert session.cursor == 6


def test_text_fields_keep_the_keys_that_edit(window, session):
    field = window.starts.x
    field.setFocus()
    press(Key.Key_Home)
    press(Key.Key_Right)
    press(Key.Key_End)
    assert session.cursor == 0 and field.cursorPosition() == len(field.text())
    label = window.methods.cards[0].head.label
    label.edit()
    QTest.keyClicks(label.editor, "a b")
    press(Key.Key_Return)
    assert session.experiment.methods[0].label == "a b" and not session.playing


def test_after_a_number_was_taken_space_and_the_ends_drive_time(window, session):
    for field in (window.run.steps, window.starts.x, window.run.noise.field):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "3")
        press(Key.Key_End)
        assert session.cursor == 0 and field.hasFocus()  # it is being edited
        press(Key.Key_Return)
        press(Key.Key_End)
        assert session.cursor == session.experiment.steps > 0, field.objectName()
        press(Key.Key_Home)
        assert session.cursor == 0
        press(Key.Key_Space)
        assert session.playing
        session.pause()
        session.to_start()
        session.undo()


def test_space_plays_while_a_number_is_typed_and_the_number_stays(window, session):
    field = window.run.seed
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    press(Key.Key_Space)
    assert session.playing and field.text() == "12"


def test_a_button_reached_by_tab_takes_space_for_itself(window, session):
    button = window.playback.to_end
    button.setFocus(Qt.FocusReason.TabFocusReason)
    press(Key.Key_Space)
    assert session.cursor == 200 and not session.playing


def test_a_drop_down_reached_by_tab_keeps_home_and_end(window, session):
    choice = window.playback.speed
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    press(Key.Key_End)
    assert session.speed == 16 and session.cursor == 0


def test_tab_reaches_every_control(window):
    window.methods.cards[3].set_expanded(True)
    wanted = {
        widget.objectName()
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.objectName()
        and not widget.objectName().startswith("qt_")
    }
    reached, widget = set(), window.map_view
    for _ in range(600):
        widget = widget.nextInFocusChain()
        reached.add(widget.objectName())
    assert wanted <= reached
    assert {"landscape", "lr-slider", "decay-number", "time", "play", "steps"} <= wanted


def test_the_other_shortcuts(window, session):
    press(Key.Key_BracketRight)
    assert session.speed == 2
    press(Key.Key_BracketLeft)
    press(Key.Key_BracketLeft)
    assert session.speed == 0.5
    QTest.mouseClick(window.methods.cards[1], LEFT, pos=QPoint(3, 3))
    press(Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [spec.label for spec in session.experiment.methods][1:3] == ["Adam+SAM", "Adam+SAM (2)"]
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(session.experiment.methods) == 4


# Files


def answer(monkeypatch, which, path):
    monkeypatch.setattr(QFileDialog, which, lambda *arguments: (str(path) if path else "", ""))


def trigger(window, name):
    window.menus.actions[name].trigger()


def test_the_title_shows_a_files_name_as_it_is(window, session, monkeypatch, tmp_path):
    answer(monkeypatch, "getSaveFileName", tmp_path / "a[*]b[*]")
    trigger(window, "save-as")
    assert window.windowHandle().title().startswith("a[*]b[*].basin.json — ")
    session.set_steps(77)
    assert window.windowHandle().title().startswith("a[*]b[*].basin.json* — ")


def test_saving_and_opening_again(window, session, monkeypatch, tmp_path):
    answer(monkeypatch, "getSaveFileName", tmp_path / "mine")
    session.set_landscape(TwoBasins(sharpness=30.0))
    assert window.isWindowModified()
    trigger(window, "save")
    saved = tmp_path / "mine.basin.json"
    assert experiment_file.read(saved) == session.experiment
    assert not window.isWindowModified() and window.windowTitle().startswith("mine.basin.json")
    kept = session.experiment
    session.set_steps(77)
    assert window.isWindowModified()
    answer(monkeypatch, "getOpenFileName", saved)
    trigger(window, "open")
    hand.answer(window, "Discard")
    assert session.experiment == kept
    assert window.messages.text.text() == "Opened mine.basin.json"
    assert window.files.recent == (saved,)


def test_a_cancelled_dialog_changes_nothing(window, session, monkeypatch):
    kept = session.experiment
    answer(monkeypatch, "getOpenFileName", None)
    answer(monkeypatch, "getSaveFileName", None)
    for name in ("open", "save-as", "save-image"):
        trigger(window, name)
    assert session.experiment == kept and not window.messages.isVisible()


def test_a_file_that_is_gone_leaves_the_recent_ones(window, session, tmp_path):
    for name in ("kept", "gone"):
        session.save(tmp_path / f"{name}.basin.json")
        window.files.open_path(tmp_path / f"{name}.basin.json")
    (tmp_path / "gone.basin.json").unlink()
    window.files.open_path(tmp_path / "gone.basin.json")
    assert [path.name for path in window.files.recent] == ["kept.basin.json"]


def test_a_broken_file_is_explained_and_nothing_is_lost(window, session, tmp_path):
    kept = session.experiment
    bad = tmp_path / "bad.basin.json"
    bad.write_text('{"format": 1, "landscape": {"name": "nowhere"}}')
    window.files.open_path(bad)
    assert session.experiment == kept and window.files.recent == ()
    assert window.messages.isVisible() and "bad.basin.json" in window.messages.text.text()
    window.files.open_path(tmp_path / "missing.json")
    assert "missing.json" in window.messages.text.text()
    QTest.mouseClick(window.messages.button, LEFT)
    assert not window.messages.isVisible()


def test_an_unwritable_place_is_explained(window, session, monkeypatch, tmp_path):
    answer(monkeypatch, "getSaveFileName", tmp_path / "no" / "such.json")
    trigger(window, "save-as")
    assert window.messages.isVisible() and "such.json" in window.messages.text.text()
    answer(monkeypatch, "getSaveFileName", tmp_path / "no" / "map.png")
    trigger(window, "save-image")
    assert "map.png" in window.messages.text.text() and list(tmp_path.glob("**/*.part")) == []


def test_a_preset_is_never_saved_over_the_file_that_was_open(
    window, session, monkeypatch, tmp_path
):
    mine = tmp_path / "mine.basin.json"
    session.save(mine)
    kept = mine.read_bytes()
    trigger(window, "preset-two-basins")
    assert window.windowTitle().startswith("Untitled")
    answer(monkeypatch, "getSaveFileName", tmp_path / "preset.basin.json")
    press(Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert mine.read_bytes() == kept
    assert experiment_file.read(tmp_path / "preset.basin.json") == presets.load("two-basins")
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.windowTitle().startswith("mine.basin.json") and not window.isWindowModified()


def answer_each(monkeypatch, *paths):
    """What the dialogs for a place are answered, one after the other; cancelled after that."""
    given = iter(paths)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(next(given, "")), ""))


def click_in_the_question(name):
    """Click a button of the message box that will stand open; the list gets what it asked."""
    asked = []

    def click():
        box = QApplication.activeModalWidget()
        asked.append(box.text())
        QTest.mouseClick(box.button(getattr(QMessageBox.StandardButton, name)), LEFT)

    QTimer.singleShot(100, click)
    return asked


@pytest.mark.parametrize(
    ("command", "typed", "made"),
    [("save-as", "mine", "mine.basin.json"), ("save-image", "mine", "mine.png")],
)
def test_a_completed_name_replaces_no_file_unasked(
    window, monkeypatch, tmp_path, command, typed, made
):
    there = tmp_path / made
    there.write_text("precious")
    answer_each(monkeypatch, tmp_path / typed)
    asked = click_in_the_question("No")
    trigger(window, command)
    assert there.read_text() == "precious" and made in asked[0]
    answer_each(monkeypatch, tmp_path / typed)
    asked = click_in_the_question("Yes")
    trigger(window, command)
    assert asked and there.read_bytes() != b"precious"
    answer_each(monkeypatch, there)  # in full: the dialog itself has asked
    trigger(window, command)
    assert window.messages.text.text() == f"Saved {made}"


def test_an_image_of_another_format_is_refused(window, monkeypatch, tmp_path):
    answer(monkeypatch, "getSaveFileName", tmp_path / "img.jpg")
    trigger(window, "save-image")
    text = window.messages.text.text()
    assert "img.jpg" in text and ".png" in text and list(tmp_path.glob("img*")) == []


def test_the_maps_image_is_twice_its_size(window, monkeypatch, tmp_path):
    from PySide6.QtGui import QImage

    answer(monkeypatch, "getSaveFileName", tmp_path / "map")
    trigger(window, "save-image")
    image = QImage(str(tmp_path / "map.png"))
    assert image.width() == 2 * window.map_view.canvas.width()
    assert len({image.pixel(x, image.height() // 2) for x in range(0, image.width(), 7)}) > 5


def test_presets_begin_a_race(window, session):
    names = [name for name in window.menus.actions if name.startswith("preset-")]
    assert names
    for name in names:
        trigger(window, name)
        assert session.playing
        assert session.experiment == presets.load(name.removeprefix("preset-"))
        assert window.note.text.text() == presets.commentary(name.removeprefix("preset-"))


def test_a_presets_note_ends_with_the_first_edit(window, session):
    trigger(window, "preset-two-basins")
    assert window.note.isVisible()
    session.set_landscape(TwoBasins(sharpness=30.0))
    assert not window.note.isVisible()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 600)])
def test_a_presets_note_hides_nothing(window, qapp, size):
    window.resize(*size)
    trigger(window, "preset-two-basins")
    qapp.processEvents()
    note = window.note
    assert note.text.heightForWidth(note.text.width()) <= note.text.height()
    place = QRect(note.mapTo(window, QPoint(0, 0)), note.size())
    for part in (window.map_view, window.playback, window.memory, window.landscape, window.run):
        assert not place.intersects(QRect(part.mapTo(window, QPoint(0, 0)), part.size()))
        assert part.mapTo(window, QPoint(0, part.height())).y() <= window.height()
    QTest.mouseClick(note.button, LEFT)
    assert not note.isVisible()


def test_the_export_dialog_opens_on_what_the_map_shows(window, qtbot):
    QTest.mouseClick(window.playback.export, LEFT)
    dialog = window.findChild(QDialog)
    assert dialog.isVisible()
    dialog.reject()


# Messages


def places(window):
    parts = (window.map_view.canvas, window.landscape, window.run, window.memory, window.playback)
    return [(part.mapTo(window, QPoint(0, 0)), part.size()) for part in parts]


@pytest.mark.parametrize("size", [(1440, 900), (880, 600)])
def test_messages_move_nothing_and_leave_the_maps_buttons_free(window, qapp, size):
    window.resize(*size)
    qapp.processEvents()
    before = places(window)
    bar, view = window.messages, window.map_view
    for say in (bar.tell, bar.fail):
        say("Two basins of sharpness 100 at α = 0.05. " * 8)
        qapp.processEvents()
        assert bar.isVisible() and places(window) == before
        assert not bar.visibleRegion().isEmpty() and bar.button.isVisible()
        for button in (view.layers_button, view.zoom_in, view.zoom_out, view.fit, view.image):
            middle = button.mapTo(window, button.rect().center())
            assert window.childAt(middle) is button, button.objectName()
        assert bar.text.heightForWidth(bar.text.width()) <= bar.text.height()
    QTest.mouseClick(bar.button, LEFT)
    assert not bar.isVisible() and places(window) == before


def test_a_message_lies_over_no_note(window, qapp):
    trigger(window, "preset-two-basins")
    window.messages.fail("Two basins of sharpness 100 at α = 0.05.")
    qapp.processEvents()
    window.note.say("A note of one line")
    window.note.say("A longer note. " * 40)
    qapp.processEvents()
    assert not window.messages.geometry().intersects(window.note.geometry())


def test_a_message_follows_the_window(window, qapp):
    bar = window.messages
    bar.fail("Two basins of sharpness 100 at α = 0.05. " * 8)
    qapp.processEvents()
    wide, low = bar.width(), bar.height()
    window.resize(900, 700)
    qapp.processEvents()
    assert bar.width() < wide and bar.height() > low
    window.resize(1440, 900)
    qapp.processEvents()
    assert (bar.width(), bar.height()) == (wide, low)
    trigger(window, "panel-controls")
    qapp.processEvents()
    assert bar.geometry().left() >= 0
    buttons = window.map_view.layers_button
    assert bar.geometry().right() < buttons.mapTo(bar.parentWidget(), QPoint(0, 0)).x()


# The window itself


@pytest.mark.parametrize("size", [(1440, 900), (1000, 700)])
@pytest.mark.parametrize("expanded", [False, True])
def test_nothing_of_the_controls_is_cut_off(window, size, expanded, qtbot):
    window.resize(*size)
    for card in window.methods.cards:
        card.set_expanded(expanded)
    qtbot.wait(20)
    for part in (window.landscape, window.starts, window.methods, window.run, window.playback):
        for child in part.findChildren(QWidget):
            if child.isVisible() and child.visibleRegion().isEmpty() is False:
                right = child.mapTo(part, QPoint(child.width(), 0)).x()
                assert right <= part.width(), child.objectName()
    for frame in (window.landscape, window.starts, window.methods):
        viewport = frame.parentWidget().parentWidget()
        assert frame.mapTo(viewport, QPoint(frame.width(), 0)).x() <= viewport.width()


@pytest.mark.parametrize("size", [(1024, 570), (1280, 650), (1366, 700), (2560, 1400)])
def test_on_every_screen_all_parts_lie_within_the_window_and_no_button_is_left_out(
    window, qapp, size
):
    """The sizes are what bars and title leave of screens of 1024×640 to 2560×1440."""
    window.resize(*size)
    qapp.processEvents()
    assert (window.width(), window.height()) == size
    for part in (window.landscape, window.run, window.map_view, window.playback, window.charts):
        assert part.isVisible()
        corner = part.mapTo(window, QPoint(part.width(), part.height()))
        if part is not window.landscape:  # the column above the run scrolls
            assert corner.y() <= size[1], part.objectName()
        assert corner.x() <= size[0], part.objectName()
    for button in window.playback.findChildren(QAbstractButton):
        assert button.isVisible() and button.width() >= 20, button.objectName()
    assert window.map_view.canvas.height() >= 180 and window.map_view.canvas.width() >= 400


def test_labels_are_whole_at_the_usual_size(window):
    window.resize(1440, 900)
    for label in window.run.findChildren(QLabel) + window.starts.findChildren(QLabel):
        if label.isVisible():
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width() + 1


def part(window, name):
    return window.findChild(QWidget, PARTS[name])


def test_the_view_menu_hides_and_shows_the_parts(window):
    trigger(window, "panel-anatomy")  # which lies behind another
    for name in PARTS:
        if not part(window, name).isVisible():
            trigger(window, f"panel-{name}")
        trigger(window, f"panel-{name}")
        assert not part(window, name).isVisible()
        trigger(window, f"panel-{name}")
        assert part(window, name).isVisible()


def test_the_view_menu_switches_layers_of_the_map(window):
    assert window.map_view.layers.trails
    trigger(window, "layer-trails")
    assert not window.map_view.layers.trails
    window.map_view.set_layers(dataclasses.replace(window.map_view.layers, trails=True))
    assert window.menus.actions["layer-trails"].isChecked()


def test_the_theme_is_chosen_in_the_view_menu(window, appearance):
    trigger(window, "theme-light")
    assert appearance.theme == LIGHT
    assert window.menus.actions["theme-light"].isChecked()


def test_the_standing_goes_to_the_clipboard(window):
    trigger(window, "copy-standing")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 5 and lines[1].startswith("Adam\t")


def test_help_shows_keys_and_papers(window):
    trigger(window, "keyboard")
    trigger(window, "sources")
    first, second = window.findChildren(QWidget, "help")
    texts = [d.findChild(QWidget, "help-text").toPlainText() for d in (first, second)]
    assert any("Space" in text for text in texts) and any("2307.09638" in text for text in texts)
    first.close()
    second.close()


def test_closing_while_it_runs_stops_everything(window, session, qtbot):
    session.play()
    session.set_steps(5000)
    window.end()
    heard = []
    session.picture_changed.connect(heard.append)
    session.cursor_changed.connect(heard.append)
    qtbot.wait(100)
    assert not session.playing and heard == []


def test_the_map_s_picture_is_copied_as_it_is_seen(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    next(each for each in window.commands if each.id == "copy-map").do()
    copied = QGuiApplication.clipboard().image()
    canvas = window.map_view.canvas
    assert copied.size() == canvas.size() * 2
    assert copied.convertToFormat(canvas.image(2).format()) == canvas.image(2)
