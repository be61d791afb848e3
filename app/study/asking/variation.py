"""A setting that a sweep varies: which one, and its values, typed or spread over a range."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look.tool_tips import set_tip
from app.study.asking.asked import Varied
from app.study.asking.field import Line, text_field
from app.study.asking.settings import MOST_SPREAD, Setting, finite, spread
from app.widgets.choice import Choice

NOTHING = ("", "nothing else")


class VariationField(QWidget):
    """`changed` when a person has chosen another setting or other values."""

    changed = Signal()

    def __init__(self, name: str, title: str, *, optional: bool) -> None:
        super().__init__()
        self.setObjectName(f"study-{name}-field")
        self._optional = optional
        self._settings: dict[str, Setting] = {}
        self.setting = Choice(
            f"study-{name}", f"{title}: setting", "The setting that is varied", ()
        )
        self.values = text_field(f"{name}-values", f"{title}: values", "Values with commas between")
        self.low, self.high, self.count = (
            text_field(f"{name}-{end}", f"{title}: {words}", tip)
            for end, words, tip in (
                ("from", "first value", "The first of the values that are spread"),
                ("to", "last value", "The last of the values that are spread"),
                ("count", "number of values", f"How many values\n2 to {MOST_SPREAD}"),
            )
        )
        self.count.setText("5")
        self.spread = QPushButton("Spread")
        self.spread.setObjectName(f"study-{name}-spread")
        self.spread.setAccessibleName(f"{title}: spread the values")
        set_tip(self.spread, "Write so many values from the first to the last in the field above")
        self.line = Line(name, title, self.setting)
        self._range = QWidget()
        row = QHBoxLayout(self._range)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for word, field, stretch in (
            ("", self.low, 3), ("to", self.high, 3), ("in", self.count, 2)
        ):  # fmt: skip
            if word:
                label = QLabel(word)
                label.setProperty("role", "small")
                row.addWidget(label)
            field.setMinimumWidth(36)
            row.addWidget(field, stretch)
        row.addWidget(self.spread)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.line, self.values, self._range):
            column.addWidget(part)
        # The refusal stands below what it refuses.
        column.addWidget(self.line.problem)
        self.low.setPlaceholderText("from")
        self.high.setPlaceholderText("to")
        self.setting.activated.connect(self._choose)
        self.values.textEdited.connect(self.changed)
        self.spread.clicked.connect(self._spread)
        for field in (self.low, self.high, self.count):
            field.returnPressed.connect(self._spread)

    @property
    def varied(self) -> Varied:
        """What is varied."""
        return Varied(self.setting.chosen, self.values.text())

    def show_varied(self, varied: Varied) -> None:
        """Show a setting, if there is such a one, and its values."""
        if varied.path in self._settings or (self._optional and not varied.path):
            self.setting.show_word(varied.path)
            self.values.setText(varied.values)
            self._follow()

    def offer(self, settings: Sequence[Setting]) -> None:
        """Offer these; the one that was chosen stays if it is among them."""
        known = {setting.path: setting for setting in settings}
        if known == self._settings:
            return
        chosen = self.setting.chosen if self.setting.count() else None
        self._settings = known
        self.setting.clear()
        if self._optional:
            self.setting.addItem(NOTHING[1], NOTHING[0])
        for setting in settings:
            self.setting.addItem(setting.title, setting.path)
        if chosen in known or (self._optional and chosen in (None, "")):
            self.setting.show_word(chosen or "")
            self._follow()
        elif settings and not self._optional:
            first = next((s for s in settings if s.path.endswith("capacity")), settings[0])
            self.setting.show_word(first.path)
            self._choose()
        else:
            self.setting.setCurrentIndex(0)
            self._follow()

    def show_problem(self, problem: str) -> None:
        """Explain beneath the values what is wrong with them."""
        self.line.show_problem(problem)

    @Slot()
    def _choose(self) -> None:
        setting = self._settings.get(self.setting.chosen)
        self.values.setText(setting.values if setting else "")
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        setting = self._settings.get(self.setting.chosen)
        self.values.setVisible(setting is not None)
        spreads = setting is not None and "one of" not in setting.allowed
        self._range.setVisible(spreads)
        if setting is not None:
            set_tip(self.values, f"Values with commas between; each {setting.allowed}")
            set_tip(self.setting, setting.title)

    @Slot()
    def _spread(self) -> None:
        setting = self._settings.get(self.setting.chosen)
        low, high, count = (finite(field.text()) for field in (self.low, self.high, self.count))
        if setting is None:
            return
        if low is None or high is None:
            self.show_problem("To spread values, a first and a last one are needed")
            return
        if count is None or not 2 <= count <= MOST_SPREAD or not float(count).is_integer():
            self.show_problem(f"How many values: a whole number from 2 to {MOST_SPREAD}")
            return
        logarithmic, whole = setting.logarithmic, setting.whole
        self.values.setText(spread(low, high, int(count), logarithmic=logarithmic, whole=whole))
        self.changed.emit()
