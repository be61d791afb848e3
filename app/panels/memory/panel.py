"""The heart of the window: what every memory holds, accepts, replaces and rejects."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.figures.memory.columns import ROW
from app.figures.memory.scales import ArrowScale
from app.figures.memory.words import why_empty
from app.look.appearance import Appearance
from app.look.styles import styles
from app.panels.memory.arrow_legend import ArrowLegend
from app.panels.memory.section import MemorySection, Moment
from app.panels.memory.section_grid import SectionGrid
from app.running.shown import Highlight, Picture
from app.session.pairing import places_after
from app.session.session import Session
from app.widgets.steady_label import SteadyLabel
from app.widgets.tab_order import read_in_order
from app.widgets.throttle import Throttle
from core.experiment.experiment import MethodSpec
from core.measures.memories import has_memory
from core.recording.recording import Track

_LONGEST_STEP = "step 1,000,000"
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
        self._sections_of: tuple[MethodSpec, ...] = ()  # the cards that they were made for
        self._arrows = ArrowScale()
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
        self._title = QLabel("Memory")
        self._title.setProperty("role", "title")
        self.step = SteadyLabel(_LONGEST_STEP)
        self.step.setProperty("role", "number")
        self.step.setObjectName("memory-step")
        self.empty = QLabel()
        self.empty.setObjectName("memory-empty")
        self.empty.setProperty("role", "dim")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = SectionGrid()
        self._scroll.resized.connect(self._fit)
        self.legend = ArrowLegend(self._appearance)

        head = QHBoxLayout()
        head.addWidget(self._title)
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

    def take_head(self) -> QWidget:
        """What stands beside the panel's title, for whoever shows that elsewhere."""
        self._title.hide()
        return self.step

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
        self._go_along(wanted)
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
        self.legend.setVisible(any(has_memory(*card[1:]) for card in self._cards()))
        if self.sections == self._scroll.sections:
            return False
        self._scroll.show_sections(self.sections)
        read_in_order(part for section in self.sections for part in section.stops)
        return True

    def _go_along(self, wanted: Collection[int]) -> None:
        """Let each section go where its card has gone, folded as it is."""
        methods, former = self._picture.experiment.methods, self._sections
        places = places_after(self._sections_of, methods)
        self._sections, self._sections_of = {}, methods
        for index, section in former.items():
            place = places[index]
            if place is not None and place in wanted:
                section.index = place
                self._sections[place] = section
            else:
                section.hide()
                section.deleteLater()

    @Slot()
    def _say_why_empty(self) -> None:
        """Say what is missing, should no memory be shown: a method, its switch, or some time."""
        broke_off = self._session.picture.failure is not None
        self.empty.setText(why_empty(self._session.experiment.methods, broke_off=broke_off))

    @Slot()
    def _measure(self) -> None:
        """Choose the scales that the run asks for, then show it."""
        self._soon.cancel()
        if self._unseen:
            return
        cards, start = self._cards(), self._session.selected_start
        if any(start >= track.starts for _, _, track in cards):
            return  # the picture of the new starts is still on its way
        scale = ArrowScale.of([(spec, track) for _, spec, track in cards], start)
        self._arrows = scale._replace(size=self._arrows.size)
        for index, spec, track in cards:
            self._sections[index].show_run(spec, track, start)
        self._show_time()
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Give the rows as much room as lets all sections be seen, and the arrows as much."""
        size = self._scroll.fit() / ROW
        if size != self._arrows.size:
            self._arrows = self._arrows._replace(size=size)
            self._show_time()
        self.legend.show_scale(self._arrows)

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
            if start < track.starts:
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
                self._scroll.reveal(section.rows, place)

    @Slot(object)
    def _follow_theme(self, theme: object) -> None:
        if self._unseen:
            return
        looks = styles(self._picture.experiment.methods, self._appearance.theme)
        for index, section in self._sections.items():
            section.set_look(looks[index], self._appearance.theme)

    @Slot(float, float)
    def _share_window(self, left: float, right: float) -> None:
        """All strips show the same times."""
        for section in self.sections:
            section.strip.set_window(left, right)
