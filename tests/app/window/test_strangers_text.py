"""What a stranger wrote is shown as it stands, and never as markup."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox, QToolTip

from core.experiment import experiment_file

HOSTILE = "<img src=/nowhere/a.png><b>x</b>"
OWN_MARKUP = {"expression-error"}  # escapes what it quotes
PLAIN = Qt.TextFormat.PlainText


@pytest.fixture
def window(styled_window):
    return styled_window


def mislabelled(experiment):
    first = dataclasses.replace(experiment.methods[0], label=HOSTILE)
    return dataclasses.replace(experiment, methods=(first, *experiment.methods[1:]))


def test_labels_of_the_whole_window_show_markup_as_it_is_written(window, session, qtbot, tmp_path):
    path = tmp_path / "<b>&x<b>.basin.json"
    experiment_file.write(path, mislabelled(session.experiment))
    window.files.open_path(path)
    window.methods.cards[0].set_expanded(True)
    window.messages.fail(HOSTILE)
    labels = [label for label in window.findChildren(QLabel) if not label.isHidden()]
    assert HOSTILE in {label.text() for label in labels}
    for label in labels:
        assert label.textFormat() == PLAIN or label.objectName() in OWN_MARKUP, label.text()


def test_labels_of_a_dialog_show_markup_as_it_is_written(window, session, tmp_path):
    window.exports.ask()
    dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
    for field in dialog.findChildren(QLineEdit):
        field.setText(HOSTILE)
    labels = dialog.findChildren(QLabel)
    assert any("<img" in label.text() for label in labels)
    assert all(label.textFormat() == PLAIN for label in labels)
    dialog.close()


def test_a_tool_tip_shows_markup_as_it_is_written(window, session, qtbot):
    session.begin(mislabelled(session.experiment))
    tip = window.methods.cards[0].head.label.toolTip()
    assert HOSTILE in tip
    QToolTip.showText(QPoint(5, 5), tip, window)
    tips = [w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel")]
    assert [tip.textFormat() for tip in tips] == [PLAIN] * len(tips) and tips
    QToolTip.hideText()


def test_a_message_box_shows_markup_as_it_is_written(window):
    box = QMessageBox(QMessageBox.Icon.Warning, "Replace?", HOSTILE, parent=window)
    box.open()
    assert all(label.textFormat() == PLAIN for label in box.findChildren(QLabel))
    box.close()


def test_a_file_name_in_the_menu_is_no_shortcut(window, session, tmp_path):
    path = tmp_path / "a&b.basin.json"
    experiment_file.write(path, session.experiment)
    window.files.open_path(path)
    action = window.findChild(QAction, "open").parent()
    names = [a.text() for m in window.menuBar().findChildren(type(action)) for a in m.actions()]
    assert "a&&b.basin.json" in names


def test_a_message_is_cut_and_printable_whatever_it_quotes(window, session, tmp_path):
    path = tmp_path / "long.basin.json"
    text = experiment_file.dumps(session.experiment)
    path.write_text(
        text.replace('"parameters": {', '"parameters": {"' + "k " * 4 * 10**5 + '": 1, ', 1)
    )
    window.files.open_path(path)
    assert "k k k" in window.messages.text.text() and len(window.messages.text.text()) < 400
    window.messages.fail("x\x1b[31m\u202e" * 10**5)
    assert window.messages.text.text().isprintable() and len(window.messages.text.text()) <= 1000


def test_a_copied_table_starts_no_formula(window, session, qtbot):
    label = '=HYPERLINK("http://a")'
    first = dataclasses.replace(session.experiment.methods[0], label=label)
    session.begin(dataclasses.replace(session.experiment, methods=(first,)))
    window.copy_standing()
    cells = QGuiApplication.clipboard().text().splitlines()[1].split("\t")
    assert cells[0] == "'" + label
