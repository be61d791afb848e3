"""The methods of the race, one card each, and the menu that adds another."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.look.styles import Style, styles
from app.panels.methods.card_menu import AddMenu
from app.panels.methods.method_card import MethodCard
from app.panels.methods.method_text import caution
from app.session.pairing import unpaired
from app.session.session import Session
from app.widgets.icon_button import IconButton
from app.widgets.tab_order import read_in_order
from app.widgets.throttle import Throttle
from core.experiment.experiment import Experiment, MethodSpec
from core.measures.control import Unexplained, from_all_starts, memory_does_not_explain

REST_MS = 250
"""How long runs have to stand still before it is looked for where their controls end."""


class MethodList(QWidget):
    """Cards follow the experiment one by one: a card whose method stays keeps its widgets,
    its focus and whether it is unfolded. `picked_changed` when another card is picked, or none."""

    picked_changed = Signal()

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._cards: list[MethodCard] = []
        self._picked: MethodCard | None = None
        self.setObjectName("method-list")
        self.setAccessibleName("Methods")
        self.add_menu = AddMenu(appearance, self)
        self._build()
        self._counted: tuple[object, tuple[Unexplained, ...]] = (None, ())  # of the runs it names
        self._look = Throttle(self._say_what_controls_tell, REST_MS, self, rests=True)
        session.experiment_changed.connect(self._follow)
        session.picture_changed.connect(self._look_soon)
        session.start_selected.connect(self._look_soon)
        appearance.theme_changed.connect(self._restyle)
        self.add_menu.chosen.connect(session.add_method)
        QApplication.instance().focusChanged.connect(self._follow_focus)
        self._follow(session.experiment)
        self._look.ask()

    @property
    def cards(self) -> tuple[MethodCard, ...]:
        """The cards from top to bottom."""
        return tuple(self._cards)

    @property
    def picked(self) -> MethodCard | None:
        """The card that the Edit menu means: the last one clicked or reached by keyboard."""
        return self._picked

    def _build(self) -> None:
        title = QLabel("Methods")
        title.setProperty("role", "title")
        self.add_button = IconButton(
            self._appearance, "plus", "add-method", "Add a method", token="accent"
        )
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add_button.setMenu(self.add_menu)
        header = QHBoxLayout()
        header.addWidget(title)
        header.addStretch()
        header.addWidget(self.add_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(header)

    @Slot(object)
    def _follow(self, experiment: Experiment) -> None:
        methods, focus = experiment.methods, QApplication.focusWidget()
        first, last = unpaired([card.spec for card in self._cards], methods)
        left = any(card.isAncestorOf(focus) or card is focus for card in self._cards[first:last])
        for card in self._cards[first:last]:
            self._drop(card)
        del self._cards[first:last]
        looks = styles(methods, self._appearance.theme)
        missing = len(methods) - len(self._cards)
        for index in range(first, first + missing):
            self._insert(index, methods[index], looks[index])
        for index, card in enumerate(self._cards):
            card.show_spec(index, methods[index], looks[index])
        if missing or first < last:
            self._order_stops()
        if left:  # what had the keys is gone: they go on where it was
            self._cards[min(first, len(self._cards) - 1)].setFocus()

    def _insert(self, index: int, spec: MethodSpec, look: Style) -> None:
        card = MethodCard(self._session, self._appearance, index, spec, look, self)
        card.picked.connect(self._pick)
        card.grown.connect(self._order_stops)
        self._cards.insert(index, card)
        self._column.insertWidget(index + 1, card)

    @Slot()
    def _order_stops(self) -> None:
        """Let Tab go through the cards from top to bottom, however late a part was made."""
        stops = (stop for card in self._cards for stop in card.stops)
        read_in_order([self.add_button, *stops])

    def _drop(self, card: MethodCard) -> None:
        if card is self._picked:
            self._picked = None
            self.picked_changed.emit()
        card.give_up()
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    @Slot(object)
    def _pick(self, card: MethodCard) -> None:
        for other in {self._picked, card} - {None}:
            other.set_picked(other is card)
        if card is not self._picked:
            self._picked = card
            self.picked_changed.emit()

    @Slot(QWidget, QWidget)
    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Pick the card to a part of which the focus has come."""
        for card in self._cards:
            if new is not None and card is not self._picked and card.isAncestorOf(new):
                self._pick(card)

    @Slot()
    def _look_soon(self) -> None:
        """Look at the controls when the hand rests: where basins end takes a while to find."""
        self._look.ask()

    @Slot()
    def _say_what_controls_tell(self) -> None:
        """Tell on a card where the no-memory control escapes too."""
        picture, start = self._session.picture, self._session.selected_start
        if picture.experiment.methods != self._session.experiment.methods or picture.stale:
            return  # the next picture comes
        found = memory_does_not_explain(picture.experiment, picture.tracks, start)
        if picture.experiment.start_count > 1:
            if self._counted[0] != (runs := (picture.tracks, picture.ready)):
                self._counted = runs, from_all_starts(picture.experiment, picture.tracks)
            found = (*found, *self._counted[1])
        said = {case.method: caution(case, picture.experiment.start_count) for case in found}
        for index, card in enumerate(self._cards):
            card.show_caution(said.get(index, ""))

    @Slot()
    def _restyle(self) -> None:
        self._follow(self._session.experiment)
