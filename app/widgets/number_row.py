"""A named number with a slider and a text field that always agree."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QLabel

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.widgets.number_field import NumberField
from app.widgets.scale import Scale
from app.widgets.slider import POSITIONS, Slider


class NumberRow(QObject):
    """The label, slider and number field of one value, to be laid out by its owner.

    `value_changed(float | int)` is emitted at once for every move of the hand, key or text; the
    value is exact: what was typed is what is told, wherever the slider's handle rounds to.
    `held(bool)` tells when a hand takes hold of it and lets go: what lies between is one change.
    """

    value_changed = Signal(object)
    held = Signal(bool)

    def __init__(
        self,
        appearance: Appearance,
        *,
        name: str,
        title: str,
        tip: str,
        value: float,
        scale: Scale,
        accepts: Callable[[float], bool],
        default: float | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._scale = scale
        self._default = default
        self.label = QLabel(title)
        self.label.setProperty("role", "small")
        self.slider = Slider(appearance)
        self.field = NumberField(value, accepts, whole=scale.whole)
        self.field.setFixedWidth(60)
        for widget, kind in ((self.slider, "slider"), (self.field, "number")):
            widget.setObjectName(f"{name}-{kind}")
            widget.setAccessibleName(title)
        self.label.setBuddy(self.field)
        self.set_tip(tip)
        self._place()
        self.slider.moved.connect(self._moved)
        self.slider.stepped.connect(self._stepped)
        self.slider.reset.connect(self._reset)
        self.field.value_changed.connect(self._typed)
        self.field.stepped.connect(self._stepped)
        for part in (self.slider, self.field):
            part.held.connect(self.held)

    @property
    def value(self) -> float:
        """The number shown."""
        return self.field.value

    def set_value(self, value: float) -> None:
        """Show a number, without a signal."""
        if value != self.field.value:
            self.field.set_value(value)
            self._place()

    def set_scale(self, scale: Scale) -> None:
        """Lay the slider out over another range."""
        if scale != self._scale:
            self._scale = scale
            self._place()

    def set_tip(self, tip: str) -> None:
        """Give all three parts the same tool tip."""
        for widget in (self.label, self.slider, self.field):
            set_tip(widget, tip)

    def set_visible(self, visible: bool) -> None:
        """Show or hide all three parts; what is being typed in a field that hides is given up."""
        if not visible:
            self.field.give_up()
        for widget in (self.label, self.slider, self.field):
            widget.setVisible(visible)

    def _place(self) -> None:
        self.slider.setValue(round(self._scale.fraction(self.field.value) * POSITIONS))

    def _take(self, value: float) -> None:
        if value != self.field.value:
            self.field.set_value(value)
            self.value_changed.emit(value)

    @Slot(int)
    def _moved(self, position: int) -> None:
        self._take(self._scale.value(position / POSITIONS))

    @Slot(int)
    def _stepped(self, count: int) -> None:
        self._take(self._scale.stepped(self.field.value, count))
        self._place()

    @Slot()
    def _reset(self) -> None:
        if self._default is not None:
            self._take(self._default)
            self._place()

    @Slot(object)
    def _typed(self, value: float) -> None:
        self._place()
        self.value_changed.emit(value)
