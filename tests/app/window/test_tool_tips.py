"""Tool tips are read at a glance: no line is wider than a column of the window."""

from __future__ import annotations

import textwrap

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from app.look.tool_tips import WIDEST, wrapped
from core.experiment import presets
from core.experiment.experiment import MAX_LABEL

WIDTH = 440


@pytest.fixture
def window(styled_window):
    return styled_window


def test_no_tool_tip_of_the_window_is_wider_than_is_read_at_a_glance(window, qtbot):
    for card in window.methods.cards:
        card.set_expanded(True)
    window.methods.add_menu.fill()
    metrics = QFontMetrics(QToolTip.font())
    for part in window.findChildren(QWidget) + window.findChildren(QAction):
        for line in part.toolTip().split("\n"):
            assert metrics.horizontalAdvance(line) <= WIDTH, (part.objectName(), line)


def test_a_click_on_what_explains_the_landscape_shows_it(window, qtbot):
    info = window.landscape.info
    QTest.mouseClick(info, Qt.MouseButton.LeftButton)
    assert QToolTip.isVisible() and QToolTip.text() == info.toolTip()
    assert "Source" in QToolTip.text()
    QToolTip.hideText()
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("two\nlines\n\nand more", "two\nlines\n\nand more"),
        ("x" * (WIDEST + 3), "x" * WIDEST + "\nxxx"),
        (" ".join(["ab"] * 40), " ".join(["ab"] * 21) + "\n" + " ".join(["ab"] * 19)),
    ],
)
def test_lines_are_broken_between_words_and_own_line_ends_stay(text, expected):
    assert wrapped(text) == expected
    assert max(map(len, wrapped("w" * MAX_LABEL + "\n" + text).split("\n"))) <= WIDEST


@pytest.mark.parametrize("preset", presets.presets(), ids=lambda preset: preset.name)
def test_lines_are_broken_where_pythons_own_wrapping_breaks_them(preset):
    for text in (preset.commentary, preset.limits, preset.claim):
        assert wrapped(text) == "\n".join(textwrap.wrap(text, WIDEST, break_on_hyphens=False))
