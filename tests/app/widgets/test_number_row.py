"""Slider and text of one number always agree, and a hand on the slider is heard at once."""

from __future__ import annotations

import pytest
from hand import turn_wheel
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.look.appearance import DARK, LIGHT
from app.widgets.number_row import NumberRow
from app.widgets.scale import Scale


@pytest.fixture
def row(qtbot, appearance):
    window = QWidget()
    row = NumberRow(
        appearance,
        name="lr",
        title="Learning rate",
        tip="in (0, 100]",
        value=0.05,
        scale=Scale(1e-4, 100, "log"),
        accepts=lambda value: 0 < value <= 100,
        default=0.05,
        parent=window,
    )
    line = QHBoxLayout(window)
    for widget in (row.label, row.slider, row.field):
        line.addWidget(widget)
    window.resize(400, 40)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    row.heard = []
    row.value_changed.connect(row.heard.append)
    yield row
    window.close()


def place(row, position: int) -> QPoint:
    return row.slider.centre_of(position).toPoint()


def test_dragging_tells_every_move_and_the_text_follows(row):
    QTest.mousePress(row.slider, Qt.MouseButton.LeftButton, pos=place(row, 500))
    for position in range(510, 700, 10):
        QTest.mouseMove(row.slider, place(row, position))
    QTest.mouseRelease(row.slider, Qt.MouseButton.LeftButton, pos=place(row, 700))
    assert len(row.heard) >= 15 and row.heard == sorted(row.heard)
    assert float(row.field.text()) == row.value == row.heard[-1]


def test_a_click_jumps_there(row):
    QTest.mouseClick(row.slider, Qt.MouseButton.LeftButton, pos=place(row, 1000))
    assert row.value == 100


def test_a_typed_number_is_exact_and_moves_the_handle(row):
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, "0.0123456789")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert row.heard == [0.0123456789] and row.value == 0.0123456789
    assert row.slider.value() == pytest.approx(
        1000 * Scale(1e-4, 100, "log").fraction(0.0123), abs=1
    )


def test_arrow_keys_on_the_slider_make_small_steps(row):
    row.slider.setFocus()
    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert 0.05 < row.value < 0.07
    QTest.keyClick(row.slider, Qt.Key.Key_Left)
    assert row.value == pytest.approx(0.05, rel=0.05)
    QTest.keyClick(row.slider, Qt.Key.Key_End)
    assert row.value == 100


def test_a_double_click_on_the_slider_brings_the_default_back(row):
    row.field.setFocus()
    row.set_value(3.0)
    QTest.mouseDClick(row.slider, Qt.MouseButton.LeftButton, pos=place(row, 100))
    assert row.value == 0.05 and row.heard[-1] == 0.05


def test_setting_a_value_tells_nobody(row):
    row.set_value(0.5)
    assert row.field.text() == "0.5" and row.heard == []


def test_the_wheel_over_a_slider_changes_nothing(row):
    row.slider.setFocus()
    assert not turn_wheel(row.slider, QPointF(5, 5), 1)
    assert row.heard == []


def test_every_part_has_a_name_and_says_its_range(row):
    for widget in (row.slider, row.field):
        assert widget.objectName() and widget.accessibleName() == "Learning rate"
        assert "(0, 100]" in widget.toolTip()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_groove_is_accent_up_to_the_handle(row, appearance, theme):
    appearance.set_theme(theme)
    row.set_value(1.0)
    image = row.slider.grab().toImage()
    middle = image.height() // 2
    handle = round(row.slider.centre_of(row.slider.value()).x())
    assert image.pixelColor(handle - 20, middle).name() == theme.accent
    assert image.pixelColor(handle, middle).name() == theme.handle
    assert image.pixelColor(handle + 20, middle).name() == theme.groove
