"""The unfolded part of a method's card: a row for each hyperparameter that the method reads."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.panels.methods.method_text import control_note
from app.widgets.choice import Choice
from app.widgets.number_row import NumberRow
from app.widgets.scale import hyperparameter_scale
from core.experiment.experiment import MethodSpec
from core.experiment.methods import HYPERPARAMETERS, Hyperparameter
from core.writing import exact

# What is turned most comes first; the table's own order serves files and lists.
_FIRST = (
    "lr",
    "capacity",
    "decay",
    "strength",
    "policy",
    "memory_start",
    "memory_stop",
    "rho",
    "beta1",
    "beta2",
    "momentum",
    "smoothing",
)
_LAST = ("weight_decay", "eps")
ORDER = (*_FIRST, *(name for name in HYPERPARAMETERS if name not in _FIRST + _LAST), *_LAST)
_SHORT_TITLES = {"memory_start": "From step", "memory_stop": "To step", "weight_decay": "Decay w"}
_CHOICE_TIPS = {
    "priority": "replaces the item of lowest priority, if the newcomer's is higher (the papers)",
    "fifo": "always replaces the oldest item",
    "random": "always replaces an item drawn from the seed",
    "ema": "no slots: an exponential moving average",
}


class SettingsForm(QWidget):
    """Shows a spec and emits `edited(MethodSpec)` for every change a person makes; those between
    `held(True)` and `held(False)` are of one gesture. `grown` when it has more rows.

    Rows are made when a method first needs them and then only hidden, so that switching SAM or
    the memory on and off never takes the focus away.
    """

    edited = Signal(object)
    grown = Signal()
    held = Signal(bool)

    def __init__(self, appearance: Appearance, spec: MethodSpec, steps: int) -> None:
        super().__init__()
        self._appearance = appearance
        self._spec = spec
        self._steps = steps
        self._rows: dict[str, _Row] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 8, 4, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.sam = QCheckBox("Sharpness-aware (SAM)")
        self.sam.setObjectName("sam")
        self.sam.setAccessibleName("SAM")
        set_tip(self.sam, "Take the gradient a radius ρ uphill: on or off")
        self.sam.clicked.connect(self._switch_sam)
        self._grid.addWidget(self.sam, 0, 0, 1, 3)
        self.note = QLabel()
        self.note.setObjectName("control-note")
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        self._grid.addWidget(self.note, len(ORDER) + 1, 0, 1, 3)
        self.set_spec(spec, steps)

    def set_spec(self, spec: MethodSpec, steps: int) -> None:
        """Show other settings; `steps` ends the ranges of the memory's first and last step."""
        if spec.row.table is not self._spec.row.table:
            self._clear()
        self._spec, self._steps = spec, steps
        self.sam.setChecked(spec.row.sam)
        self.sam.setVisible(not spec.row.base.package)
        used, known = spec.row.hyperparameters, len(self._rows)
        for place, name in enumerate(self._order):
            if name in used and name not in self._rows:
                self._rows[name] = self._make(name, place + 1)
            if name in self._rows:
                self._rows[name].show_spec(spec, steps, name in used)
        if len(self._rows) > known:
            self.grown.emit()
        note = control_note(spec)
        self.note.setVisible(note is not None)
        self.note.setText(note or "")

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops in it, in the order of reading."""
        rows = (self._rows[name] for name in self._order if name in self._rows)
        sam = [] if self._spec.row.base.package else [self.sam]
        return [*sam, *(stop for row in rows for stop in row.stops)]

    @property
    def _order(self) -> tuple[str, ...]:
        """The names of the method's table in the order of the rows."""
        return tuple(self._spec.row.table) if self._spec.row.base.package else ORDER

    def _clear(self) -> None:
        """Forget the rows of another table: a name may mean something else there."""
        for row in self._rows.values():
            row.remove(self._grid)
        self._rows.clear()

    def row(self, name: str) -> _Row:
        """The row of a hyperparameter that was needed at least once."""
        return self._rows[name]

    def _make(self, name: str, line: int) -> _Row:
        row = _Row(self._appearance, self._spec.row.table[name], self._spec, self._steps, self)
        row.lay(self._grid, line)
        row.edited.connect(self._edit)
        if row.number is not None:
            row.number.held.connect(self.held)
        return row

    @Slot(str, object)
    def _edit(self, name: str, value: object) -> None:
        self.edited.emit(self._spec.changed(**{name: value}))

    @Slot(bool)
    def _switch_sam(self, on: bool) -> None:
        self.edited.emit(self._spec.with_method(self._spec.row.with_sam(on).name))


class _Row(QObject):
    """One hyperparameter: a number row, or a drop-down where it is a choice of words."""

    edited = Signal(str, object)

    def __init__(
        self,
        appearance: Appearance,
        row: Hyperparameter,
        spec: MethodSpec,
        steps: int,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._row = row
        self._steps = steps
        self.number: NumberRow | None = None
        self.choice: Choice | None = None
        if row.choices:
            self._make_choice()
        else:
            self._make_number(appearance, spec)

    def _make_choice(self) -> None:
        titles = [(word, word) for word in self._row.choices]
        self._label = QLabel(self._row.title)
        self._label.setProperty("role", "small")
        self.choice = Choice(self._row.name, self._row.title, _tip(self._row, 0), titles)
        self.choice.setMinimumContentsLength(8)
        for index, word in enumerate(self._row.choices):
            self.choice.setItemData(
                index, _CHOICE_TIPS.get(word, word), Qt.ItemDataRole.ToolTipRole
            )
        self._label.setBuddy(self.choice)
        self.choice.activated.connect(self._chosen)

    def _make_number(self, appearance: Appearance, spec: MethodSpec) -> None:
        row = self._row
        self.number = NumberRow(
            appearance,
            name=row.name,
            title=_SHORT_TITLES.get(row.name, row.title),
            tip=_tip(row, self._steps),
            value=spec.values[row.name],
            scale=hyperparameter_scale(row, self._steps),
            accepts=self._accepts,
            default=row.default,
            parent=self,
        )
        self.number.value_changed.connect(self._changed)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in it."""
        if self.number is not None:
            return (self.number.slider, self.number.field)
        return (self.choice,) if self.choice is not None else ()

    def lay(self, grid: QGridLayout, line: int) -> None:
        """Take a line of a grid of three columns."""
        if self.choice is not None:
            grid.addWidget(self._label, line, 0)
            grid.addWidget(self.choice, line, 1, 1, 2)
        elif self.number is not None:
            grid.addWidget(self.number.label, line, 0)
            grid.addWidget(self.number.slider, line, 1)
            grid.addWidget(self.number.field, line, 2)

    def remove(self, grid: QGridLayout) -> None:
        """Leave the grid for good."""
        if self.number is not None:
            self.number.field.give_up()
            widgets = (self.number.label, self.number.slider, self.number.field)
        else:
            widgets = (self._label, self.choice)
        for widget in widgets:
            grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.deleteLater()

    def show_spec(self, spec: MethodSpec, steps: int, used: bool) -> None:
        """Show this hyperparameter's value, or hide it where the method ignores it."""
        value = spec.values[self._row.name]
        if self.choice is not None:
            self.choice.show_word(str(value))
            self.choice.setVisible(used)
            self._label.setVisible(used)
        elif self.number is not None:
            if steps != self._steps:
                self._steps = steps
                self.number.set_scale(hyperparameter_scale(self._row, steps))
                self.number.set_tip(_tip(self._row, steps))
            self.number.set_value(value)
            self.number.set_visible(used)

    def _accepts(self, value: float) -> bool:
        return self._row.accepts(value, self._steps)

    @Slot(object)
    def _changed(self, value: float) -> None:
        self.edited.emit(self._row.name, value if self._row.whole else float(value))

    @Slot()
    def _chosen(self) -> None:
        self.edited.emit(self._row.name, self.choice.chosen)


def _tip(row: Hyperparameter, steps: int) -> str:
    allowed = row.allowed.replace("steps", str(steps)) if row.high is None else row.allowed
    tail = "" if row.choices else f"\nDouble-click the slider for the default, {exact(row.default)}"
    said = f": {row.description}" if row.description else ""
    return f"{row.title} ({row.name}){said}\n{allowed}{tail}"
