"""One method's part of the memory panel: header, slots, and events over time."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.figures.memory.contents import Contents
from app.figures.memory.header import Header
from app.figures.memory.scales import ArrowScale, BarScale
from app.look.styles import Style
from app.look.theme import Theme
from app.panels.memory.average_row import AverageRow
from app.panels.memory.event_strip import EventStrip
from app.panels.memory.section_header import SectionHeader
from app.panels.memory.slot_rows import SlotRows
from app.running.shown import Highlight
from core.experiment.experiment import Experiment, MethodSpec
from core.measures.held import remembered, tells_slots
from core.measures.memories import has_memory, is_average, memory_mean
from core.recording.recording import Track


class Moment(NamedTuple):
    """What of a method's run is shown, how long arrows are, which item is lit up, and whether the
    run is outdated."""

    experiment: Experiment
    spec: MethodSpec
    time: int
    start: int
    arrows: ArrowScale
    lit: int | None = None
    faded: bool = False


class MemorySection(QWidget):
    """Shows the memory of the method `index`, at a time that it is told.

    `pointed(Highlight | None)` while the hand is at an item; `seek_asked(time)` when a person
    wants to go to an event or to the birth of an item; `window_changed` as its strip's; `folded`
    when its slots come or go.
    """

    pointed = Signal(object)
    seek_asked = Signal(int)
    window_changed = Signal(float, float)
    folded = Signal()
    GAP, SPACE = 3, 3

    def __init__(
        self, index: int, style: Style, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.index = index
        self.header = SectionHeader(style, theme)
        self.rows = SlotRows(style, theme)
        self.average = AverageRow(style, theme)
        self.strip = EventStrip(style, theme)
        self._track: Track | None = None
        self._bars = BarScale()
        self._awaited: Moment | None = None
        self._folded = False
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, self.SPACE)
        lines.setSpacing(self.GAP)
        for widget in (self.header, self.rows, self.average, self.strip):
            lines.addWidget(widget)
            widget.installEventFilter(self)
        lines.addStretch(1)
        self.header.fold_asked.connect(self._fold)
        self.rows.item_pointed.connect(self._point)
        self.strip.item_pointed.connect(self._point)
        self.rows.item_opened.connect(self.seek_asked)
        self.strip.seek_asked.connect(self.seek_asked)
        self.strip.window_changed.connect(self.window_changed)

    def set_look(self, style: Style, theme: Theme) -> None:
        """Paint in another style or theme."""
        for part in (self.header, self.rows, self.average, self.strip):
            part.set_look(style, theme)

    def show_run(self, spec: MethodSpec, track: Track, start: int) -> None:
        """Follow a run, or one that has grown."""
        slots = tells_slots(spec, track) and int(spec.values["capacity"]) > 0
        self.rows.setVisible(slots and not self._folded)
        self.strip.setVisible(slots)
        self.average.setVisible(is_average(spec) and has_memory(spec, track))
        if slots:
            self.rows.set_slots(int(spec.values["capacity"]))
        self._track = track
        self._bars = BarScale.of(spec, track, start)
        self.strip.show_events(track, start)
        for part, name in ((self.rows, "slots"), (self.strip, "events"), (self.header, "memory")):
            part.setObjectName(f"memory-{self.index}-{name}")
            part.setAccessibleName(f"{spec.label}: {name}")

    def show_time(self, moment: Moment) -> None:
        """Show the memory as it was at a time: at once where it is seen or an item is lit up in it,
        otherwise as soon as any part of it is painted."""
        self._awaited = moment
        scrolled_out = self.isVisible() and self.visibleRegion().isEmpty()
        if moment.lit is not None or not scrolled_out:
            self._catch_up()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._awaited is not None:
            self._catch_up()
        return False

    def _catch_up(self) -> None:
        """Show the moment that is awaited."""
        moment, self._awaited = self._awaited, None
        track = self._track
        if moment is None or track is None:
            return
        experiment, spec, start = moment.experiment, moment.spec, moment.start
        time = min(moment.time, track.filled)
        if is_average(spec):
            if has_memory(spec, track):
                times, starts = slice(time, time + 1), slice(start, start + 1)
                mean = memory_mean(spec, track, times, starts)[0, 0]
                self.average.show_mean(mean, moment.arrows)
            self.header.show_header(Header.of_average(spec, time))
            return
        now = remembered(experiment, spec, track, time, start)
        self.header.show_header(Header.of(spec, now, time))
        if now is not None and len(now.births):
            self.rows.show_contents(
                Contents(
                    spec, track, start, now, self._bars, moment.arrows, moment.lit, moment.faded
                )
            )
            self.strip.show_time(time, moment.lit)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in it, from top to bottom."""
        return (self.header, self.rows, self.strip)

    @property
    def needs(self) -> tuple[object, ...]:
        """All that `fitting_height` depends on, for those who would keep its answer."""
        hidden = (part.isHidden() for part in (self.header, self.rows, self.average, self.strip))
        return (*hidden, self.rows.rows.slots)

    def fitting_height(self, lanes: int, height: int, width: float) -> int:
        """How high the section is with rows of this height in so many lanes of this width."""
        total, shown = self.SPACE, 0
        for part in (self.header, self.rows, self.average, self.strip):
            if not part.isHidden():
                rows = self.rows.laid(lanes, height, width)
                total += rows.total if part is self.rows else part.sizeHint().height()
                shown += 1
        return total + self.GAP * (shown - 1)

    @Slot()
    def _fold(self) -> None:
        """Fold the slots away, or unfold them; header and events stay."""
        self._folded = not self._folded
        self.header.set_folded(self._folded)
        self.rows.setVisible(not self._folded and not self.strip.isHidden())
        self.folded.emit()

    @Slot(int)
    def _point(self, birth: int) -> None:
        self.pointed.emit(Highlight(self.index, birth) if birth >= 0 else None)
