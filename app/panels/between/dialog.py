"""Between two ends: loss and accuracy on the straight way from one trained network to another."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.look.styles import styles
from app.look.tool_tips import set_tip
from app.panels.between.ends import Between, End, Wanted, ended_methods, last_point
from app.panels.between.way_view import WayView
from app.panels.between.worker import BetweenThread
from app.session.session import Session
from app.widgets.choice import Choice
from app.widgets.throttle import Throttle
from core.writing import number, spoken
from landscapes.networks import Network

NOTHING = "Nothing is trained yet: there are no two ends to go between."
NO_NETWORK = "Only networks have ends to go between."
ONE = "Both ends are one. Choose another method or another start."
MATCH_TIP = (
    "The hidden units of the second network are put in the order that brings it nearest to the "
    "first: it does the same, and a barrier that was only the order of its units is gone"
)
NO_UNITS = (
    "Not of this network: its units are tied over time, and their order is not searched for here"
)
AGAIN_MS = 300


class BetweenDialog(QDialog):
    """Follows the session's picture while it is open."""

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("between")
        self.setWindowTitle("Between two ends")
        self._session, self._appearance = session, appearance
        self._shown: object = None
        self._thread = BetweenThread(self)
        self._thread.found.connect(self._take)
        self._again = Throttle(self._ask, AGAIN_MS, self)
        self.view = WayView(appearance, self)
        whose, of_which = "Whose run it is the end of", "Of which start: the first, second, …"
        self.methods = tuple(
            Choice(f"between-method-{side}", f"Method of the {word} end", whose, (), self)
            for side, word in enumerate(("first", "second"))
        )
        self.starts = tuple(
            Choice(f"between-start-{side}", f"Start of the {word} end", of_which, (), self)
            for side, word in enumerate(("first", "second"))
        )
        self.match = QCheckBox("&Match units first")
        self.match.setObjectName("between-match")
        self.match.toggled.connect(self._ask)
        self.told = QLabel()
        self.told.setObjectName("between-barrier")
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for start in self.starts:
            start.setMinimumContentsLength(8)
        self._lay_out()
        session.picture_changed.connect(self._follow)
        self._follow()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(1, 1)
        for side, title in enumerate(("From", "to")):
            label = QLabel(title)
            label.setBuddy(self.methods[side])
            grid.addWidget(label, side, 0)
            grid.addWidget(self.methods[side], side, 1)
            grid.addWidget(self.starts[side], side, 2)
            self.methods[side].activated.connect(self._ask)
            self.starts[side].activated.connect(self._ask)
        grid.addWidget(self.match, 2, 1, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addWidget(self.view, 1)
        column.addWidget(self.told)

    @property
    def ends(self) -> tuple[End, End] | None:
        """What is chosen; None where there is nothing to choose."""
        if not self.methods[0].count() or not self.methods[1].count():
            return None
        one, other = (
            End(int(method.chosen), int(start.chosen))
            for method, start in zip(self.methods, self.starts, strict=True)
        )
        return one, other

    @Slot()
    def _follow(self) -> None:
        """Offer what there is now, and keep what was chosen where it still is."""
        picture = self._session.picture
        network = picture.experiment.landscape
        methods = ended_methods(picture) if isinstance(network, Network) else []
        offered = (picture.experiment.methods, tuple(methods), picture.experiment.start_count)
        if offered != self._shown:
            self._shown = offered
            self._offer(methods, picture.experiment.start_count)
        matches = isinstance(network, Network) and bool(network.units)
        self.match.setEnabled(matches)
        set_tip(self.match, MATCH_TIP if matches else NO_UNITS)
        self._again.ask()

    def _offer(self, methods: list[int], count: int) -> None:
        experiment = self._session.picture.experiment
        for side, (method, start) in enumerate(zip(self.methods, self.starts, strict=True)):
            former = method.chosen, start.chosen
            method.clear()
            start.clear()
            for index in methods:
                method.addItem(experiment.methods[index].label, str(index))
            for index in range(count if methods else 0):
                start.addItem(f"start {index + 1}", str(index))
            method.setCurrentIndex(max(0, method.findData(former[0])))
            start.setCurrentIndex(max(0, start.findData(former[1])))
            if side == 1 and former[0] == "None":  # at first: two starts, or else two methods
                if count > 1:
                    start.setCurrentIndex(1)
                elif len(methods) > 1:
                    method.setCurrentIndex(1)
            for choice in (method, start):
                choice.setEnabled(bool(methods))

    @Slot()
    def _ask(self) -> None:
        self._again.cancel()
        picture, chosen = self._session.picture, self.ends
        network = picture.experiment.landscape
        self._thread.give_up()
        if not isinstance(network, Network) or chosen is None:
            self._say(NOTHING if isinstance(network, Network) else NO_NETWORK)
            return
        one, other = (last_point(picture.tracks[end.method], end.start) for end in chosen)
        if one is None or other is None:
            self._say("One of the two runs has no point that is kept, or it has diverged.")
            return
        looks = styles(picture.experiment.methods, self._appearance.theme)
        self.view.ends = tuple(self._name(end) for end in chosen)  # type: ignore[assignment]
        self.view.colours = tuple(looks[end.method].colour for end in chosen)  # type: ignore[assignment]
        if chosen[0] == chosen[1]:
            self._say(ONE)
            return
        match = self.match.isChecked() and self.match.isEnabled()
        if self.view.between is None:
            self._say("Measuring…")
        self._thread.ask(Wanted(network, one, other, match))

    def _name(self, end: End) -> str:
        experiment = self._session.picture.experiment
        return f"{experiment.methods[end.method].label}, start {end.start + 1}"

    @Slot(object)
    def _take(self, between: Between) -> None:
        self.view.show_way(between)
        self.told.setText(words(between))

    def _say(self, message: str) -> None:
        self.view.show_way(None, message)
        self.told.setText("")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._end()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        self._end()
        super().done(result)

    def _end(self) -> None:
        self._again.cancel()
        self._thread.close()


def words(between: Between) -> str:
    """The barrier's height, in words."""
    train, test = between.train.barrier, between.test.barrier
    if math.isnan(train) or math.isnan(test):
        return "The loss on the way is not a number."
    told = (
        f"Barrier: {number(train, 3)} of training loss, {number(test, 3)} of test loss above the "
        "straight line between the losses of both ends."
    )
    if between.samples is None:
        return told
    return (
        f"{told} A preview, of {between.samples} samples each; the whole in "
        f"{spoken(between.seconds)}."
    )
