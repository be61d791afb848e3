"""The table of the standing: names that stay where they are, and beside them figures."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.panels.standing.delegate import StandingDelegate
from app.panels.standing.model import StandingModel
from app.panels.standing.rows import COLUMNS, DEFAULT, FIGURES, METHOD, NUMBERS, ROOM, Row
from app.widgets.plain_table import make_plain
from app.widgets.viewport import make_viewport

NARROWEST_NAMES, HEAD = 120, 24


class StandingTable(QWidget):
    """Two views of one model: `names`, which never scroll sideways, and `figures`.

    `columns` of figures are chosen with `show_columns`; a click on a heading sorts; `copy_asked`
    on Ctrl+C; `choice_asked(place)` on a right click at a heading, in global pixels.
    """

    copy_asked = Signal()
    choice_asked = Signal(object)

    def __init__(
        self, model: StandingModel, delegate: StandingDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._delegate = model, delegate
        self._columns, self._narrows = DEFAULT, True
        self._widths = {column: delegate.width(column) for column in FIGURES}
        self.names, self.figures = _View(model, delegate), _View(model, delegate)
        self.names.setObjectName("standing-names")
        self.names.setAccessibleName("Methods")
        self.names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setSelectionModel(self.figures.selectionModel())
        self.figures.setObjectName("standing-table")
        self.figures.setAccessibleName("Standing of the methods")
        self.figures.copy_asked.connect(self.copy_asked)
        self.setFocusProxy(self.figures)
        for view in (self.names, self.figures):
            view.setParent(self)
        self._join()
        self.show_columns(DEFAULT, narrows=True)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST_NAMES, HEAD + self._delegate.least_height)

    def _join(self) -> None:
        """Let both views scroll and sort as one."""
        for one, other in ((self.names, self.figures), (self.figures, self.names)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
            head = one.horizontalHeader()
            head.sortIndicatorChanged.connect(
                lambda column, order, other=other: other.horizontalHeader().setSortIndicator(
                    column, order
                )
            )
            head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            head.customContextMenuRequested.connect(
                lambda place, head=head: self.choice_asked.emit(head.mapToGlobal(place))
            )
        self.figures.sortByColumn(METHOD, Qt.SortOrder.AscendingOrder)
        self.figures.viewport().installEventFilter(self)
        self.figures.horizontalScrollBar().rangeChanged.connect(self._fit)

    @property
    def columns(self) -> tuple[int, ...]:
        """The figures that are chosen; in a narrow table nobody has chosen, fewer are seen."""
        return self._columns

    def show_columns(self, columns: Iterable[int], *, narrows: bool) -> None:
        """Show these figures and no others; fewer in a narrow table where it `narrows`."""
        self._narrows = narrows
        self._columns = tuple(sorted(set(columns) & set(FIGURES)))
        self._fit()

    @property
    def seen(self) -> tuple[int, ...]:
        """The figures that are shown now."""
        seen = self._columns
        while self._narrows and len(seen) > 1:
            if NARROWEST_NAMES + sum(self._widths[column] for column in seen) <= self._room:
                break
            seen = seen[:-1]
        return seen

    @property
    def _room(self) -> int:
        bar = self.figures.verticalScrollBar()
        return self.width() - (bar.sizeHint().width() if bar.isVisible() else 0)

    def make_room(self, rows: list[Row]) -> None:
        """Widen the columns of numbers for these rows; they never shrink, so nothing jitters."""
        wanted = {}
        for column in set(NUMBERS) & set(self._columns):
            long = [text for row in rows if len(text := row.text(column)) > ROOM]  # others fit
            wanted[column] = max([self._widths[column], *map(self._delegate.width_of, long)])
        if any(self._widths[column] != width for column, width in wanted.items()):
            self._widths.update(wanted)
            self._fit()

    def fit_rows(self) -> None:
        """Give every row the height that its name and what is below it need."""
        for view in (self.names, self.figures):
            for place, row in enumerate(self._model.rows):
                height = self._delegate.height(row)
                if view.rowHeight(place) != height:
                    view.setRowHeight(place, height)

    @Slot()
    def _fit(self) -> None:
        """Give the figures what they need and the names the rest."""
        room, seen = self._room, self.seen
        for column in range(len(COLUMNS)):
            self.names.setColumnHidden(column, column != METHOD)
            self.figures.setColumnHidden(column, column not in seen)
        figures = sum(self._widths[column] for column in seen)
        names = max(min(NARROWEST_NAMES, room), room - figures)
        self._delegate.names_width, self._delegate.whole_width = names, room
        self.names.setColumnWidth(METHOD, names)
        for column in seen:
            self.figures.setColumnWidth(column, self._widths[column])
        across = self.figures.horizontalScrollBar()
        foot = across.sizeHint().height() if across.maximum() > 0 else 0
        self.names.setGeometry(0, 0, names, self.height() - foot)
        self.figures.setGeometry(names, 0, self.width() - names, self.height())
        self.fit_rows()
        for view in (self.names, self.figures):
            view.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:  # the vertical scroll bar has come or gone
            self._fit()
        return super().eventFilter(watched, event)


class _View(QTableView):
    """One part of the table; `copy_asked` on Ctrl+C."""

    copy_asked = Signal()

    def __init__(self, model: StandingModel, delegate: StandingDelegate) -> None:
        super().__init__()
        make_viewport(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        head = make_plain(self, "standing-headings")
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setFixedHeight(HEAD)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(8)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        super().scrollContentsBy(dx, dy)
        if dx:  # what goes over all columns stays where it is
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
            event.accept()
        else:
            super().keyPressEvent(event)
