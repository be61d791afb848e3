"""What a person types is what the field tells, and nothing else ever changes it."""

from __future__ import annotations

import pytest
from hand import turn_wheel, type_in
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.widgets.number_field import NumberField, short_text
from app.widgets.refusal import Refusal
from core.writing import exact

Key = Qt.Key


@pytest.fixture
def field(qtbot, appearance):
    window = QWidget()
    column = QVBoxLayout(window)
    field = NumberField(0.5, lambda value: 0 < value <= 100)
    column.addWidget(field)
    column.addWidget(QLineEdit())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    field.selectAll()
    field.heard = []
    field.value_changed.connect(field.heard.append)
    yield field
    window.close()


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.05", 0.05), ("5e-2", 0.05), ("1E-8", 1e-8), ("0,25", 0.25), ("100", 100.0), (" 3 ", 3.0)],
)
def test_typed_numbers_are_told_exactly(field, text, value):
    type_in(field, text)
    assert field.heard == [value]
    assert float(field.text()) == value


@pytest.mark.parametrize("text", ["abc", "nan", "inf", "-1", "0", "101", "", "1e", "1_0"])
def test_what_is_not_allowed_is_marked_and_put_back(field, text):
    field.selectAll()
    QTest.keyClick(field, Key.Key_Backspace)
    QTest.keyClicks(field, text)
    assert field.property("wrong")
    QTest.keyClick(field, Key.Key_Tab)
    assert field.heard == [] and field.text() == "0.5" and not field.property("wrong")


def refusals(field):
    return [note for note in field.window().findChildren(Refusal) if note.isVisible()]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab, Key.Key_Down])
@pytest.mark.parametrize(
    ("text", "reason"),
    [("0", "0 is not allowed"), ("-5", "-5 is not allowed"), ("1e9", "1e9 is not allowed"),
     ("abc", "“abc” is not a finite number"), ("inf", "“inf” is not a finite number"),
     ("", "A number is missing")],
)  # fmt: skip
def test_what_is_refused_is_said_with_what_is_allowed(field, qtbot, text, reason, key):
    field.setToolTip("Radius\na number in (0, 100]")
    field.selectAll()
    QTest.keyClick(field, Key.Key_Backspace)
    QTest.keyClicks(field, text)
    assert not refusals(field)
    QTest.keyClick(field, key)
    (note,) = refusals(field)
    assert note.text() == f"{reason}; 0.5 is kept.\nRadius\na number in (0, 100]"
    assert note.accessibleName() == note.text()
    assert field.window().rect().contains(note.geometry().topLeft())
    field.setFocus()
    QTest.keyClicks(field, "7")
    qtbot.waitUntil(lambda: not refusals(field))


def test_a_refusal_goes_with_its_field_and_after_a_while(field, qtbot, monkeypatch):
    type_in(field, "-1")
    type_in(field, "-2")
    qtbot.waitUntil(lambda: len(refusals(field)) == 1)
    field.hide()
    qtbot.waitUntil(lambda: not refusals(field))
    field.show()
    monkeypatch.setattr("app.widgets.refusal.SHOWN_MS", 50)
    type_in(field, "-1")
    assert refusals(field)
    qtbot.waitUntil(lambda: not refusals(field))


def test_what_is_taken_or_left_is_not_commented(field):
    type_in(field, "7")
    type_in(field, "7")
    field.selectAll()
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Key.Key_Escape)
    QTest.keyClick(field, Key.Key_Return)
    assert not refusals(field) and field.heard == [7.0]


def test_a_whole_field_says_that_it_wants_whole_numbers(qtbot, appearance):
    field = NumberField(5, lambda value: 0 <= value <= 100, whole=True)
    qtbot.addWidget(field)
    field.show()
    type_in(field, "5.5")
    assert refusals(field)[0].text() == "“5.5” is not a whole number; 5 is kept."


def test_return_is_the_fields_own(field):
    heard = []
    field.window().keyPressEvent = heard.append
    type_in(field, "7")
    type_in(field, "-7")
    assert heard == []


def test_nothing_is_told_before_the_number_is_settled(field):
    field.selectAll()
    QTest.keyClicks(field, "0.05")
    assert field.heard == []
    QTest.keyClick(field, Key.Key_Tab)
    assert field.heard == [0.05]


def test_escape_puts_the_old_number_back(field):
    field.selectAll()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Key.Key_Escape)
    QTest.keyClick(field, Key.Key_Return)
    assert field.text() == "0.5" and field.heard == []


def test_arrows_ask_for_steps(field):
    steps = []
    field.stepped.connect(steps.append)
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_PageUp, Key.Key_PageDown):
        QTest.keyClick(field, key)
    assert steps == [1, -1, 10, -10]


def test_the_wheel_scrolls_past_it(field):
    turn_wheel(field, QPointF(5, 5), 1)
    assert field.text() == "0.5" and not field.heard


def test_another_value_from_outside_is_shown_without_a_signal(field):
    field.set_value(0.25)
    assert field.text() == "0.25" and not field.heard


def test_whole_fields_refuse_fractions(qtbot, appearance):
    field = NumberField(5, lambda value: 0 <= value <= 100, whole=True)
    qtbot.addWidget(field)
    for text, expected in (("5.5", None), ("7", 7), ("1e1", 10)):
        field.setText(text)
        assert field.read() == expected
    assert isinstance(field.read(), int)


def test_a_long_number_is_short_until_it_is_edited(field, qtbot):
    field.set_value(6.283185307179586)
    assert field.text() == "6.283185307179586"
    QTest.keyClick(field, Key.Key_Tab)
    assert field.text() == "6.283" and field.value == 6.283185307179586
    field.setFocus()
    QTest.keyClick(field, Key.Key_Return)
    assert field.value == 6.283185307179586 and field.heard == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (1e-8, "1e-8"),
        (0.05, "0.05"),
        (1e20, "1e20"),
        (7, "7"),
        (1e6, "1e6"),
        (1.2e-4, "1.2e-4"),
        (1234567.0, "1234567"),
        (1e-4, "0.0001"),
    ],
)
def test_texts_are_the_shortest_that_read_back(value, text):
    assert exact(value) == text
    assert float(exact(value)) == value


def test_short_texts_stay_short():
    assert short_text(2 / 3) == "0.6667" and short_text(0.99) == "0.99"


def test_a_number_is_cut_to_the_room_there_is(field, qtbot):
    field.set_value(0.99985)
    field.clearFocus()
    field.resize(200, 24)
    assert field.text() == "0.99985"
    field.resize(48, 24)
    assert field.text() != "0.99985" and float(field.text()) == pytest.approx(0.99985, rel=1e-2)
    assert field.value == 0.99985
