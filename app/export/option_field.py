"""The field of one option in the export dialog, made from what the option says of itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from app.export.option import Option
from app.export.options import SIZE
from app.look.tool_tips import set_tip
from app.widgets.choice import Choice
from app.widgets.styled import set_styled

CUSTOM = "custom"
UNIT_WIDTH = 140  # the units of all fields, so that the fields end together
ACROSS = 3
"""Boxes to check side by side."""
SIDES = ("Width", "Height")


class OptionField(QObject):
    """An option's widgets, left to right; `text` is what they say, for the option's `parse`."""

    changed = Signal()

    def __init__(self, option: Option, parent: QWidget) -> None:
        super().__init__(parent)
        self.option = option
        self.widgets: list[QWidget] = []

    @property
    def text(self) -> str:
        """What stands in the field."""
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        """Let this stand in the field."""
        raise NotImplementedError

    def show_wrong(self, wrong: bool) -> None:
        """Mark what is not taken."""

    @property
    def _tip(self) -> str:
        return self.option.allowed[:1].upper() + self.option.allowed[1:]

    @property
    def _name(self) -> str:
        return f"export{self.option.key[0].upper()}{self.option.key[1:]}"

    def _choice(self, choices: tuple[tuple[str, str], ...]) -> Choice:
        choice = Choice(self._name, self.option.title, self._tip, choices)
        choice.currentIndexChanged.connect(self.changed)
        return choice


class ClosedField(OptionField):
    """One of the option's choices and no other."""

    def __init__(self, option: Option, parent: QWidget) -> None:
        super().__init__(option, parent)
        self._box = self._choice(option.choices)
        self.widgets = [self._box]

    @property
    def text(self) -> str:
        return self._box.chosen

    def show_text(self, text: str) -> None:
        self._box.show_word(text)


class TypedField(OptionField):
    """A text that may be typed; the choices are offered."""

    def __init__(self, option: Option, parent: QWidget) -> None:
        super().__init__(option, parent)
        self._box = QComboBox()
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.addItems([text for text, _ in option.choices])
        named(self._box, self._name, option.title, self._tip)
        self._box.lineEdit().setAccessibleName(option.title)
        self._box.currentTextChanged.connect(self.changed)
        unit = QLabel(option.unit)
        unit.setProperty("role", "dim")
        unit.setMinimumWidth(UNIT_WIDTH)
        self.widgets = [self._box, unit]

    @property
    def text(self) -> str:
        return self._box.currentText()

    def show_text(self, text: str) -> None:
        self._box.setCurrentText(text)


class SizeField(OptionField):
    """WIDTHxHEIGHT: one of the choices, or two numbers of one's own."""

    def __init__(self, option: Option, parent: QWidget) -> None:
        super().__init__(option, parent)
        self._box = self._choice((*option.choices, (CUSTOM, "Custom")))
        self._box.currentIndexChanged.connect(self._follow_choice)
        self._sides = [self._side(title) for title in SIDES]
        self._times = QLabel("×")
        self.widgets = [self._box, self._sides[0], self._times, self._sides[1]]
        self.show_text(option.default)
        self._follow_choice()

    def _side(self, title: str) -> QLineEdit:
        side = QLineEdit()
        named(side, f"export{title}", title, f"{title} in pixels: {self.option.allowed}")
        side.setMaxLength(5)
        side.setFixedWidth(72)
        side.setAlignment(Qt.AlignmentFlag.AlignRight)
        side.textChanged.connect(self.changed)
        return side

    @property
    def text(self) -> str:
        if self._box.chosen != CUSTOM:
            return self._box.chosen
        return "x".join(side.text() for side in self._sides)

    def show_text(self, text: str) -> None:
        known = text in [word for word, _ in self.option.choices]
        for side, number in zip(self._sides, text.split("x"), strict=False):
            side.setText(number)
        self._box.show_word(text if known else CUSTOM)

    def show_wrong(self, wrong: bool) -> None:
        for side in self._sides:
            set_styled(side, "wrong", wrong)

    def _follow_choice(self) -> None:
        for widget in self.widgets[1:]:
            widget.setVisible(self._box.chosen == CUSTOM)


class SeveralField(OptionField):
    """Any number of the option's choices, each with a box to check."""

    def __init__(self, option: Option, parent: QWidget) -> None:
        super().__init__(option, parent)
        self._boxes = {word: QCheckBox(title) for word, title in option.choices}
        whole = QWidget()
        named(whole, self._name, option.title, self._tip)
        lines = QGridLayout(whole)
        lines.setContentsMargins(0, 4, 0, 4)
        lines.setHorizontalSpacing(18)
        lines.setVerticalSpacing(4)
        for place, (word, box) in enumerate(self._boxes.items()):
            name = f"{self._name}{word[0].upper()}{word[1:]}"
            named(box, name, f"{option.title}: {box.text()}", self._tip)
            box.toggled.connect(self._follow)
            lines.addWidget(box, place // ACROSS, place % ACROSS)
        lines.setColumnStretch(ACROSS, 1)
        self.widgets = [whole]

    @property
    def text(self) -> str:
        words = [word for word, box in self._boxes.items() if box.isChecked()]
        return ",".join(words) or ("" if self.option.is_switch else "none")

    @Slot()
    def _follow(self) -> None:
        """Check what is taken in any case, such as a map where nothing else would be seen."""
        taken = self.option.parse(self.text)
        for word in taken if isinstance(taken, frozenset) else ():
            with QSignalBlocker(self._boxes[word]):
                self._boxes[word].setChecked(True)
        self.changed.emit()

    def show_text(self, text: str) -> None:
        words = text.split(",")
        for word, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setChecked(word in words)
        self._follow()


class WordsField(OptionField):
    """Words of one's own."""

    def __init__(self, option: Option, parent: QWidget) -> None:
        super().__init__(option, parent)
        self._line = QLineEdit()
        named(self._line, self._name, option.title, self._tip)
        self._line.textChanged.connect(self.changed)
        self.widgets = [self._line]

    @property
    def text(self) -> str:
        return self._line.text()

    def show_text(self, text: str) -> None:
        self._line.setText(text)

    def show_wrong(self, wrong: bool) -> None:
        set_styled(self._line, "wrong", wrong)


def field_of(option: Option, parent: QWidget) -> OptionField:
    """The field that suits an option."""
    if option.several:
        return SeveralField(option, parent)
    if option.closed:
        return ClosedField(option, parent)
    if option.free:
        return WordsField(option, parent)
    return (SizeField if option == SIZE else TypedField)(option, parent)


def named(widget: QWidget, name: str, title: str, tip: str) -> None:
    """Give a field its names and its tip."""
    widget.setObjectName(name)
    widget.setAccessibleName(title)
    set_tip(widget, tip)
