"""Which method's step is taken apart: a choice among those that run."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from app.look.icons import dot
from app.look.styles import styles
from app.look.theme import Theme
from app.look.tool_tips import set_tip
from app.running.shown import Picture
from app.session.pairing import places_after
from core.experiment.experiment import MethodSpec


class MethodChoice(QComboBox):
    """`method` is an index among the experiment's methods, −1 where none runs."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.method = -1
        self._shown: list[tuple[int, str, str]] = []
        self._methods: tuple[MethodSpec, ...] = ()
        self.setObjectName("anatomy-method")
        self.setAccessibleName("Method to take apart")
        set_tip(self, "The method whose step is taken apart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.activated.connect(self._choose)

    def show_methods(self, picture: Picture, theme: Theme) -> bool:
        """Offer the methods that run; at first the last one with a memory is chosen. Whether the
        card that was chosen is gone, so that another one takes its place."""
        methods, before, is_other = picture.experiment.methods, self.method, False
        if before >= 0:
            place = places_after(self._methods, methods)[before]
            self.method, is_other = (-1, True) if place is None else (place, False)
        self._methods = methods
        looks = styles(methods, theme)
        runs = [index for index, track in enumerate(picture.tracks) if track is not None]
        wanted = [(index, methods[index].label, looks[index].colour) for index in runs]
        if wanted == self._shown and self.method == before:
            return False
        self._shown = wanted
        self.clear()
        for index, label, colour in wanted:
            self.addItem(dot(colour, looks[index].ghost), label, index)
        if self.method not in runs:
            remembering = [index for index in runs if methods[index].row.memory]
            self.method, is_other = (remembering or runs or [-1])[-1], True
        self.setCurrentIndex(self.findData(self.method))
        return is_other

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.method = int(self.itemData(place))
        self.chosen.emit(self.method)
