"""The heart of the window: what every memory holds, accepts, replaces and rejects."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.look.appearance import Appearance
from app.look.styles import styles
from app.panels.memory.arrow_legend import ArrowLegend
from app.panels.memory.columns import LEAST_ROW, ROW, SCROLLED_ROW
from app.panels.memory.scales import ArrowScale
from app.panels.memory.section import MemorySection, Moment
from app.panels.memory.words import why_empty
from app.running.shown import Highlight, Picture
from app.session.session import Session
from app.widgets.tab_order import read_in_order
from app.widgets.throttle import Throttle
from core.experiment.experiment import MethodSpec
from core.recording.recording import Track

GAP, APART, RIGHT = 4, 16, 4
"""Pixels between sections below and beside one another, and right of them."""
COLUMN = 280
"""Least width of a section: as many stand side by side as fit."""
SETTLE_MS = 120
"""How long scales wait for a growing run, so that it is not measured at every chunk."""


class MemoryPanel(QFrame):
    """A section for each memory method that runs, following the time cursor and selected start."""

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._appearance = session, appearance
        self._picture: Picture = session.picture
        self._sections: dict[int, MemorySection] = {}
        self._arrows = ArrowScale()
        self._columns = 0
        self._fitted: tuple[object, ...] = ()
        self._pointing = self._begun = False
        self.setObjectName("memory-panel")
        self.setAccessibleName("Memory")
        self.setProperty("role", "panel")
        self._make()
        self._settle = Throttle(self._measure, SETTLE_MS, self)
        self._soon = Throttle(self._measure, 0, self)  # a new picture stands on the map first
        session.picture_changed.connect(self._follow_picture)
        session.experiment_changed.connect(self._say_why_empty)
        session.cursor_changed.connect(self._follow_cursor)
        session.start_selected.connect(self._measure)
        session.highlight_changed.connect(self._follow_highlight)
        appearance.theme_changed.connect(self._follow_theme)
        self._follow_picture(session.picture)
        self._begun = True

    @property
    def _unseen(self) -> bool:
        """Whether what changes need not be looked at until the panel is shown again."""
        return self._begun and not self.isVisible()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        self._measure()

    def _make(self) -> None:
        title = QLabel("Memory")
        title.setProperty("role", "title")
        self.step = QLabel()
        self.step.setProperty("role", "number")
        self.step.setObjectName("memory-step")
        self.empty = QLabel()
        self.empty.setObjectName("memory-empty")
        self.empty.setProperty("role", "dim")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column = QWidget()
        self._column.setProperty("role", "column")
        self._grid = QGridLayout(self._column)
        self._grid.setContentsMargins(0, 0, RIGHT, 0)
        self._grid.setHorizontalSpacing(APART)
        self._grid.setVerticalSpacing(GAP)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("memory-scroll")
        self._scroll.setAccessibleName("Memories")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._column)
        self._scroll.viewport().installEventFilter(self)
        self.legend = ArrowLegend(self._appearance)

        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.step)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 8, 8, 8)
        lines.setSpacing(6)
        lines.addLayout(head)
        lines.addWidget(self.empty, 1)
        lines.addWidget(self._scroll, 1)
        lines.addWidget(self.legend)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    @property
    def sections(self) -> tuple[MemorySection, ...]:
        """The sections shown, in the order of the methods."""
        return tuple(self._sections[index] for index in sorted(self._sections))

    def _cards(self) -> list[tuple[int, MethodSpec, Track]]:
        """Index, settings and track of every memory method that runs."""
        pairs = zip(self._picture.experiment.methods, self._picture.tracks, strict=True)
        return [
            (index, spec, track)
            for index, (spec, track) in enumerate(pairs)
            if spec.row.memory is not None and track is not None
        ]

    @Slot(object)
    def _follow_picture(self, picture: Picture) -> None:
        grown = picture.experiment == self._picture.experiment and self._sections
        self._picture = picture
        if self._unseen:
            return
        if grown and all(index in self._sections for index, _, _ in self._cards()):
            self._settle.ask()
            self._show_time()
            return
        if self._arrange():
            self._measure()
        else:
            self._soon.ask()

    def _arrange(self) -> bool:
        """Make the sections that are missing, drop those whose method is gone; whether any was."""
        wanted = [index for index, _, _ in self._cards()]
        others = set(self._sections) != set(wanted)
        for index in set(self._sections) - set(wanted):
            section = self._sections.pop(index)
            self._grid.removeWidget(section)
            section.hide()
            section.deleteLater()
        looks = styles(self._picture.experiment.methods, self._appearance.theme)
        for index in wanted:
            if index not in self._sections:
                section = MemorySection(index, looks[index], self._appearance.theme)
                section.pointed.connect(self._point)
                section.seek_asked.connect(self._session.seek)
                section.window_changed.connect(self._share_window)
                section.folded.connect(self._fit)
                self._sections[index] = section
            self._sections[index].set_look(looks[index], self._appearance.theme)
        self.empty.setVisible(not wanted)
        self._say_why_empty()
        self._scroll.setVisible(bool(wanted))
        self.legend.setVisible(bool(wanted))
        if others:
            self._place()
            read_in_order(part for section in self.sections for part in section.stops)
        return others

    @Slot()
    def _say_why_empty(self) -> None:
        """Say what is missing, should no memory be shown: a method, its switch, or some time."""
        self.empty.setText(why_empty(self._session.experiment.methods))

    def _place(self) -> None:
        """Lay the sections out, side by side where there is room."""
        self._columns = max(1, min(len(self._sections), self._scroll.width() // COLUMN))
        for section in self.sections:
            self._grid.removeWidget(section)
        for place, section in enumerate(self.sections):
            self._grid.addWidget(section, place // self._columns, place % self._columns)
            section.show()
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        rows = -(-len(self._sections) // self._columns)
        for row in range(self._grid.rowCount() + 1):
            self._grid.setRowStretch(row, 1 if row == rows else 0)

    @Slot()
    def _measure(self) -> None:
        """Choose the scales that the run asks for, then show it."""
        self._soon.cancel()
        if self._unseen:
            return
        cards, start = self._cards(), self._session.selected_start
        if any(start >= track["positions"].shape[1] for _, _, track in cards):
            return  # the picture of the new starts is still on its way
        scale = ArrowScale.of([(spec, track) for _, spec, track in cards], start)
        self._arrows = dataclasses.replace(scale, size=self._arrows.size)
        for index, spec, track in cards:
            self._sections[index].show_run(spec, track, start)
        self._show_time()
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Give the rows as much room as lets all sections be seen, in two lanes where need be."""
        room = self._scroll.viewport().height()
        needs = (
            room,
            self._scroll.viewport().width(),
            self._columns,
            *(section.needs for section in self.sections),
        )
        if needs == self._fitted:
            self.legend.show_scale(self._arrows)
            return
        self._fitted = needs
        lanes, height = self._room(room)
        for section in self.sections:
            section.rows.set_room(lanes, height)
        self._part_pages(self._lines(lanes, height), room)
        size = height / ROW
        if size != self._arrows.size:
            self._arrows = dataclasses.replace(self._arrows, size=size)
            self._show_time()
        self.legend.show_scale(self._arrows)

    def _room(self, room: int) -> tuple[int, int]:
        """Lanes and height of the rows: one lane as long as all is seen, then two. Where it scrolls
        anyway the rows are roomy, in two lanes only if a section were not seen whole in one."""
        for lanes in (1, 2):
            for height in range(ROW, LEAST_ROW - 1, -1):
                if _height(self._lines(lanes, height)) <= room:
                    return lanes, height
        lanes = 1 if max(self._lines(1, SCROLLED_ROW)) <= room else 2
        most = len(pages(self._lines(lanes, SCROLLED_ROW), room))
        for height in range(ROW, SCROLLED_ROW, -1):
            if len(pages(self._lines(lanes, height), room)) == most:
                return lanes, height
        return lanes, SCROLLED_ROW

    def _lines(self, lanes: int, height: int) -> list[int]:
        """The heights of the sections with such rows, of those side by side the highest's."""
        across = max(1, self._columns)
        width = (self._scroll.viewport().width() - RIGHT - APART * (across - 1)) / across
        heights = [section.fitting_height(lanes, height, width) for section in self.sections]
        return [max(heights[at : at + across]) for at in range(0, len(heights), across)]

    def _part_pages(self, lines: list[int], room: int) -> None:
        """Where the sections scroll, set them apart so that none is cut at the foot of a page."""
        for row in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(row, 0)
        if _height(lines) > room:
            for page in pages(lines, room):
                spare = room - _height([lines[row] for row in page])
                for place, row in enumerate(page):
                    more = spare * (place + 1) // len(page) - spare * place // len(page)
                    self._grid.setRowMinimumHeight(row, lines[row] + max(0, more))

    @Slot()
    def _show_time(self) -> None:
        if self._unseen:
            return
        if self._soon.waiting:
            self._measure()
            return
        time, start = self._session.cursor, self._session.selected_start
        self.step.setText(f"step {time:,}")
        lit = self._session.highlight
        for index, spec, track in self._cards():
            section = self._sections[index]
            if start < track["positions"].shape[1]:
                section.show_time(
                    Moment(
                        self._picture.experiment,
                        spec,
                        time,
                        start,
                        self._arrows,
                        lit.birth if lit is not None and lit.method == index else None,
                        index in self._picture.stale,
                    )
                )

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        self._show_time()

    @Slot(object)
    def _point(self, highlight: Highlight | None) -> None:
        """The hand is at an item here: what it points at must not scroll away under it."""
        self._pointing = True
        self._session.set_highlight(highlight)
        self._pointing = False

    @Slot(object)
    def _follow_highlight(self, highlight: Highlight | None) -> None:
        self._show_time()
        section = self._sections.get(highlight.method) if highlight else None
        if section is not None and highlight is not None and not self._pointing:
            place = section.rows.place_of(highlight.birth)
            if place is not None and section.rows.isVisible():
                middle = section.rows.mapTo(self._column, place.center())
                self._scroll.ensureVisible(middle.x(), middle.y(), 0, place.height())

    @Slot(object)
    def _follow_theme(self, theme: object) -> None:
        looks = styles(self._picture.experiment.methods, self._appearance.theme)
        for index, section in self._sections.items():
            section.set_look(looks[index], self._appearance.theme)

    @Slot(float, float)
    def _share_window(self, left: float, right: float) -> None:
        """All strips show the same times."""
        for section in self.sections:
            section.strip.set_window(left, right)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            columns = max(1, min(len(self._sections), self._scroll.width() // COLUMN))
            if columns != self._columns:
                self._place()
            self._fit()
        return super().eventFilter(watched, event)


def _height(lines: Sequence[int]) -> int:
    """The height of sections that stand below one another."""
    return sum(lines) + GAP * max(0, len(lines) - 1)


def pages(lines: Sequence[int], room: int) -> list[list[int]]:
    """Which sections of these heights are seen together, as many a page as are seen whole."""
    found: list[list[int]] = []
    for row, _ in enumerate(lines):
        together = [*found[-1], row] if found else [row]
        if found and _height([lines[one] for one in together]) <= room:
            found[-1] = together
        else:
            found.append([row])
    return found
