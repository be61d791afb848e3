"""What a network is, in words, and the size of its mini-batches."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.widgets.number_row import NumberRow
from app.widgets.scale import Scale
from core.experiment.experiment import Experiment
from landscapes.networks import Network


class NetworkRows(QObject):
    """`facts` are lines above the parameters, `batch` a row below them; `edited(int)` for another
    batch size of a person's, `held` as of a NumberRow."""

    edited = Signal(int)
    held = Signal(bool)

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._most = 1
        self.architecture, self.data = _line("network-architecture"), _line("network-data")
        self.facts = QWidget()
        self.facts.setObjectName("network-facts")
        self.facts.setAccessibleName("What the network is")
        column = QVBoxLayout(self.facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.architecture)
        column.addWidget(self.data)
        self.batch = NumberRow(
            appearance, name="batch", title="Batch B", tip="", value=1,
            scale=Scale(1, 2, "log", whole=True),
            accepts=lambda value: 1 <= value <= self._most, parent=self,
        )  # fmt: skip
        self.batch.value_changed.connect(self._edit)
        self.batch.held.connect(self.held)

    def show_of(self, experiment: Experiment) -> None:
        """Show a network's race; of any other nothing is seen."""
        network = experiment.landscape
        seen = isinstance(network, Network)
        self.facts.setVisible(seen)
        self.batch.set_visible(seen)
        if not isinstance(network, Network):
            return
        self._most = network.train_count
        self.architecture.setText(f"{network.architecture} · {network.dimension:,} parameters")
        self.data.setText(network.data[:1].upper() + network.data[1:])
        about = f"{network.title}\nSource: {network.source}\nLicence of the data: {network.licence}"
        set_tip(self.facts, about)
        self.batch.set_scale(Scale(1, self._most, "log", whole=True))
        self.batch.set_value(experiment.batch or self._most)
        self.batch.set_tip(
            f"samples of each step's mini-batch, the same for all methods of a seed\n"
            f"a whole number from 1 to {self._most:,}, which is the whole training set"
        )

    @Slot()
    def _edit(self) -> None:
        self.edited.emit(int(self.batch.value))


def _line(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "small")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
