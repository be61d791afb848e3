"""One method of the race as a card: its name, its settings and what can be done with it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.look.styles import Style
from app.panels.methods.card_head import CardHead
from app.panels.methods.card_menu import CardMenu
from app.panels.methods.method_text import control_twin, settled_twin
from app.panels.methods.settings_form import SettingsForm
from app.session.labels import spaced_title
from app.session.session import Session
from app.widgets.number_field import NumberField
from app.widgets.styled import set_styled
from core.experiment.experiment import MethodSpec

if TYPE_CHECKING:
    from app.panels.methods.colour_menu import ColourMenu


class MethodCard(QFrame):
    """A card; `picked(self)` when a person clicks it or the focus comes to it or to a part of it.

    `grown` when it has more parts. A click gives it the focus. Keys while it has it: Enter
    unfolds, F2 renames, Ctrl+D duplicates; Delete removes it, from any of its parts that has no
    use for that key.
    """

    picked = Signal(object)
    grown = Signal()

    def __init__(
        self,
        session: Session,
        appearance: Appearance,
        index: int,
        spec: MethodSpec,
        style: Style,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._index = index
        self._spec = spec
        self._shown: tuple[int, MethodSpec, Style, int] | None = None
        self.form: SettingsForm | None = None
        self.colours: ColourMenu | None = None
        self.menu = CardMenu(appearance, self)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._build(spec, style)
        self._connect()
        self.show_spec(index, spec, style)

    @property
    def index(self) -> int:
        """Which of the experiment's methods it shows."""
        return self._index

    @property
    def spec(self) -> MethodSpec:
        """What it shows."""
        return self._spec

    @property
    def expanded(self) -> bool:
        """Whether the settings are unfolded."""
        return self.form is not None and not self.form.isHidden()

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops in it, in the order of reading."""
        form = self.form.stops if self.form is not None else []
        return [self, *self.head.stops, *form]

    def show_spec(self, index: int, spec: MethodSpec, style: Style) -> None:
        """Show a method of the experiment; nothing is touched where nothing differs."""
        steps = self._session.experiment.steps
        if self._shown == (index, spec, style, steps):
            return
        self._shown = (index, spec, style, steps)
        self._index, self._spec = index, spec
        self.setObjectName(f"method-card-{index}")
        self.setAccessibleName(f"Method {index + 1}: {spec.label}")
        self.head.show_spec(spec, style)
        if self.form is not None:
            self.form.set_spec(spec, steps)

    def set_expanded(self, expanded: bool) -> None:
        """Unfold or fold the settings."""
        if expanded and self.form is None:
            self.form = SettingsForm(self._appearance, self._spec, self._session.experiment.steps)
            self.form.edited.connect(self._edit)
            self.form.held.connect(self._session.hold)
            self.form.grown.connect(self.grown)
            self._column.addWidget(self.form)
            self.grown.emit()
        if self.form is not None:
            self.form.setVisible(expanded)
        self.head.show_expanded(expanded)

    def set_picked(self, picked: bool) -> None:
        """Mark it as the card that the Edit menu means."""
        set_styled(self, "selected", picked)

    def show_caution(self, text: str) -> None:
        """Say in plain sight what is easily misread in this method's run; "" where nothing is."""
        if text != self.caution.text():
            self.caution.setText(text)
            self.caution.setVisible(bool(text))

    def rename(self) -> None:
        """Let a person type another label."""
        self.head.label.edit()

    def give_up(self) -> None:
        """Take nothing that is still being typed, before it goes: a field that is left takes it,
        and another method has this one's place by then."""
        self.head.label.give_up()
        for field in self.findChildren(NumberField):
            field.give_up()

    def do(self, word: str) -> None:
        """Act on an entry of the card's menu."""
        index, spec = self._index, self._spec
        match word:
            case "rename":
                self.rename()
            case "duplicate":
                self._session.duplicate_method(index)
            case "control":
                self._session.insert_method(index + 1, control_twin(spec))
            case "settled":
                twin = settled_twin(spec, self._session.experiment.steps)
                self._session.insert_method(index + 1, twin)
            case "defaults":
                fresh = MethodSpec.create(
                    spec.method, label=spec.label, enabled=spec.enabled, colour=spec.colour
                )
                self._session.set_method(index, fresh)
            case "remove":
                self._session.remove_method(index)

    def _build(self, spec: MethodSpec, style: Style) -> None:
        self.head = CardHead(self._appearance, spec, style, self)
        self.caution = QLabel()
        self.caution.setObjectName("caution")
        self.caution.setProperty("role", "caution")
        self.caution.setWordWrap(True)
        self.caution.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 3, 4, 2)
        self._column.setSpacing(0)
        self._column.addLayout(self.head)
        self._column.addWidget(self.caution)

    def _connect(self) -> None:
        self.head.enabled.clicked.connect(self._enable)
        self.head.swatch.clicked.connect(self._open_colours)
        self.head.label.renamed.connect(self._relabel)
        self.head.duplicate.clicked.connect(self._duplicate)
        self.head.more.clicked.connect(self._open_menu)
        self.head.chevron.clicked.connect(self._toggle)
        self.menu.asked.connect(self.do)
        self.menu.method_chosen.connect(self._change_method)

    @Slot(bool)
    def _enable(self, on: bool) -> None:
        self._edit(dataclasses.replace(self._spec, enabled=on))

    @Slot(str)
    def _relabel(self, label: str) -> None:
        label = label or spaced_title(self._spec.row)
        self._edit(dataclasses.replace(self._spec, label=label))

    @Slot(str)
    def _change_method(self, name: str) -> None:
        self._edit(self._spec.with_method(name))

    @Slot(object)
    def _edit(self, spec: MethodSpec) -> None:
        if not self._session.set_method(self._index, spec):  # show what holds
            self.head.enabled.setChecked(self._spec.enabled)
            if self.form is not None:
                self.form.set_spec(self._spec, self._session.experiment.steps)

    @Slot()
    def _duplicate(self) -> None:
        self.do("duplicate")

    @Slot()
    def _open_menu(self) -> None:
        self.picked.emit(self)
        self._pop_up(self.head.more.mapToGlobal(QPoint(0, self.head.more.height())))

    @Slot()
    def _open_colours(self) -> None:
        self.picked.emit(self)
        if self.colours is None:
            from app.panels.methods.colour_menu import ColourMenu  # made when it is first asked for

            self.colours = ColourMenu(self)
            self.colours.chosen.connect(self._recolour)
        self.colours.fill(self._spec.colour, self.head.swatch.look.colour)
        self.colours.popup(self.head.swatch.mapToGlobal(QPoint(0, self.head.swatch.height())))

    @Slot(object)
    def _recolour(self, colour: str | None) -> None:
        self._edit(dataclasses.replace(self._spec, colour=colour))

    @Slot()
    def _toggle(self) -> None:
        self.set_expanded(not self.expanded)

    def _pop_up(self, place: QPoint) -> None:
        self.menu.fill(self._spec, len(self._session.experiment.methods) > 1)
        self.menu.popup(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.picked.emit(self)
        self._pop_up(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.picked.emit(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().y() <= self._column.itemAt(0).geometry().bottom():
            self._toggle()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.picked.emit(self)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, here = event.key(), self.hasFocus()
        if here and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle()
        elif here and key == Qt.Key.Key_F2:
            self.rename()
        elif key == Qt.Key.Key_Delete:
            self.do("remove")
        else:
            super().keyPressEvent(event)
