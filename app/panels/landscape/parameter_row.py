"""One parameter of a landscape: its label, its slider and its number."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from app.look.appearance import Appearance
from app.widgets.number_row import NumberRow
from app.widgets.scale import parameter_scale
from core.writing import exact
from landscapes.base import Parameter


class ParameterRow(QObject):
    """One parameter of a landscape; `edited(name, value)` for a person's change."""

    edited = Signal(str, object)

    def __init__(self, appearance: Appearance, parameter: Parameter, value: float) -> None:
        super().__init__()
        self._parameter = parameter
        self.number = NumberRow(
            appearance,
            name=f"parameter-{parameter.name}",
            title=_title(parameter),
            tip=f"{parameter.description}\n{parameter.allowed}; double-click the slider for "
            f"the default, {exact(parameter.default)}",
            value=value,
            scale=parameter_scale(parameter),
            accepts=parameter.accepts,
            default=parameter.default,
            parent=self,
        )
        self.number.value_changed.connect(self._changed)

    def lay(self, grid: QGridLayout, line: int) -> None:
        """Take a line of a grid of three columns."""
        for column, widget in enumerate(self._widgets):
            grid.addWidget(widget, line, column)

    def remove(self) -> None:
        """Take its widgets away."""
        for widget in self._widgets:
            widget.hide()
            widget.deleteLater()

    @property
    def _widgets(self) -> tuple[QWidget, ...]:
        return (self.number.label, self.number.slider, self.number.field)

    @Slot(object)
    def _changed(self, value: float) -> None:
        whole = self._parameter.whole
        self.edited.emit(self._parameter.name, value if whole else float(value))


def _title(parameter: Parameter) -> str:
    """Its name with its symbol, which may be one and the same."""
    if parameter.name == parameter.symbol:
        return parameter.name
    name = parameter.name.replace("_", " ")
    return f"{name.capitalize()} {parameter.symbol}"
