"""Which landscape is raced on, with its formula, its source and its parameters."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip, show_tip
from app.panels.landscape.drift_rows import DriftRows
from app.panels.landscape.parameter_row import ParameterRow
from app.session.session import Session
from app.widgets.choice import Choice
from app.widgets.icon_button import IconButton
from app.widgets.number_field import NumberField
from core.experiment.experiment import Experiment
from landscapes import LANDSCAPES, NETWORKS, make
from landscapes.base import Landscape
from landscapes.networks import Network

if TYPE_CHECKING:
    from app.panels.landscape.expression_form import ExpressionForm
    from app.panels.landscape.network_rows import NetworkRows

_LAST_LINE = 40  # of the parameters' grid, below any of them
_NOT_SHOWN = ("dimension", "loss")  # the map is of the plane; a loss has its own field


class LandscapePanel(QWidget):
    """A drop-down of all landscapes and, below it, what the chosen one can be told.

    Several parameters that stand at their defaults stay folded until they are asked for.
    A landscape that is chosen again comes back with the parameters it was left with.
    """

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._left: dict[str, Landscape] = {}
        self._rows: dict[str, ParameterRow] = {}
        self._kind: type[Landscape] | None = None
        self.expression: ExpressionForm | None = None
        self.network: NetworkRows | None = None
        self.setObjectName("landscape-panel")
        self.setAccessibleName("Landscape")
        self._make()
        self._lay()
        self.choice.activated.connect(self._choose)
        self.tune.toggled.connect(self._parameters.setVisible)
        session.experiment_changed.connect(self._follow)
        self._follow(session.experiment)

    @property
    def rows(self) -> dict[str, ParameterRow]:
        """The rows of the chosen landscape's parameters by name."""
        return dict(self._rows)

    def _make(self) -> None:
        self.info = IconButton(self._appearance, "info", "landscape-info", "About this landscape")
        self.info.clicked.connect(self._explain)
        self.tune = IconButton(
            self._appearance, "tune", "landscape-tune", "Show or hide the landscape's parameters"
        )
        self.tune.setCheckable(True)
        titles = [(name, kind.title) for name, kind in LANDSCAPES.items()]
        self.choice = Choice("landscape", "Landscape", "The loss that is raced on", titles)
        self.choice.insertSeparator(self.choice.count())
        for name, network in NETWORKS.items():
            self.choice.addItem(network.title, name)
        self.choice.setMaxVisibleItems(24)
        self.formula = QLabel()
        self.formula.setObjectName("formula")
        self.formula.setProperty("role", "small")
        self.formula.setWordWrap(True)
        self.drift = DriftRows(self._appearance, self)
        self.drift.edited.connect(self._set_drift)
        self.drift.held.connect(self._session.hold)

    def _lay(self) -> None:
        title = QLabel("Landscape")
        title.setProperty("role", "title")
        header = QHBoxLayout()
        header.addWidget(title)
        header.addStretch()
        header.addWidget(self.tune)
        header.addWidget(self.info)
        self._parameters = QWidget()
        self._grid = _grid(self._parameters)
        self._drifting = QWidget()
        self.drift.lay(_grid(self._drifting))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(header)
        self._column.addWidget(self.choice)
        self._column.addWidget(self.formula)
        self._column.addWidget(self._parameters)
        self._column.addWidget(self._drifting)

    @Slot(object)
    def _follow(self, experiment: Experiment) -> None:
        landscape = experiment.landscape
        self._left[landscape.name] = landscape
        self.choice.show_word(landscape.name)
        if type(landscape) is not self._kind:
            self._kind = type(landscape)
            self._change_kind(landscape)
        for name, row in self._rows.items():
            row.number.set_value(getattr(landscape, name))
        if self.expression is not None and landscape.name == "expression":
            self.expression.set_landscape(landscape)
        if self.network is None and isinstance(landscape, Network):
            self.network = self._make_network()
        if self.network is not None:
            self.network.show_of(experiment)
        self._drifting.setVisible(landscape.dimension == 2)
        if landscape.dimension == 2:
            self.drift.show_of(experiment)

    def _change_kind(self, landscape: Landscape) -> None:
        for field in self.findChildren(NumberField):
            field.give_up()  # it was meant for the former landscape
        if self.expression is not None:
            self.expression.give_up()
        own = landscape.name == "expression"
        self.formula.setText(f"f = {landscape.formula}")
        self.formula.setVisible(not own and not isinstance(landscape, Network))
        about = f"{landscape.title}: f = {landscape.formula}\n\nSource: {landscape.source}"
        if isinstance(landscape, Network):
            about += f"\n\nLicence of the data: {landscape.licence}"
        set_tip(self.info, about)
        set_tip(self.formula, about)
        self._make_rows(landscape)
        if own and self.expression is None:
            from app.panels.landscape.expression_form import ExpressionForm  # few write their own

            self.expression = ExpressionForm()
            self.expression.edited.connect(self._session.set_landscape)
            self._column.insertWidget(self._column.count() - 1, self.expression)
        if self.expression is not None:
            self.expression.setVisible(own)

    def _make_network(self) -> NetworkRows:
        from app.panels.landscape.network_rows import NetworkRows  # few begin with one

        rows = NetworkRows(self._appearance, self)
        rows.edited.connect(self._set_batch)
        rows.held.connect(self._session.hold)
        self._column.insertWidget(self._column.indexOf(self._parameters), rows.facts)
        for column, widget in enumerate((rows.batch.label, rows.batch.slider, rows.batch.field)):
            self._grid.addWidget(widget, _LAST_LINE, column)
        return rows

    @Slot()
    def _explain(self) -> None:
        """Say at once what the pointer would be told after a while."""
        show_tip(self.info)

    def _make_rows(self, landscape: Landscape) -> None:
        for row in self._rows.values():
            row.remove()
        shown = [p for p in landscape.parameters if p.name not in _NOT_SHOWN]
        self._rows = {}
        for line, parameter in enumerate(shown):
            row = ParameterRow(self._appearance, parameter, getattr(landscape, parameter.name))
            row.lay(self._grid, line)
            row.edited.connect(self._edit)
            row.number.held.connect(self._session.hold)
            self._rows[parameter.name] = row
        many = len(shown) > 1 and landscape == type(landscape)()
        many = many and not isinstance(landscape, Network)
        self.tune.setVisible(bool(shown))
        self.tune.setChecked(bool(shown) and not many)
        self._parameters.setVisible(self.tune.isChecked())

    @Slot(str, object)
    def _edit(self, name: str, value: object) -> None:
        self._session.set_landscape(
            dataclasses.replace(self._session.experiment.landscape, **{name: value})
        )

    @Slot(int)
    def _set_batch(self, size: int) -> None:
        network = self._session.experiment.landscape
        whole = isinstance(network, Network) and size == network.train_count
        self._session.edit(batch=None if whole else size)

    @Slot(object)
    def _set_drift(self, drift: object) -> None:
        self._session.edit(drift=drift)
        self.drift.show_of(self._session.experiment)

    @Slot()
    def _choose(self) -> None:
        name = self.choice.chosen
        if name == self._session.experiment.landscape.name:
            return
        landscape = self._left.get(name) or _first(name)
        self._session.set_landscape(landscape)
        self.choice.show_word(self._session.experiment.landscape.name)


def _first(name: str) -> Landscape:
    """A landscape as it is when it is chosen first."""
    if name != "expression":
        return make({"name": name})
    from app.panels.landscape.expression_form import EXAMPLE

    return make(EXAMPLE)


def _grid(owner: QWidget) -> QGridLayout:
    """Lines of label, slider and field."""
    grid = QGridLayout(owner)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    return grid
