"""The two lines above a memory's rows: whose it is, how much it agrees, what it does next."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.figures.memory.words import (
    agreement_text,
    brief_text,
    event_text,
    next_text,
    use_text,
)
from app.look.lettering import Lettering
from app.look.markers import paint_marker
from app.look.styles import Style
from app.look.theme import Theme
from core.experiment.experiment import MethodSpec
from core.measures.held import Held

FIRST, SECOND, LEFT, INDENT, RIGHT, HEIGHT = 10.0, 28.0, 31.0, 15.0, 8.0, 40
PARTED = "  ·  "
BOLD, SMALL = 12, 11
"""Pixels of the label, and of all else."""
BESIDE, LEGIBLE = 12.0, 110.0
"""Pixels between what stands on one line, and of a note that tells something."""
NOT_RECORDED = "not recorded: too much to keep, or not asked for"


class HeaderLetters:
    """What headers are lettered in, in the family of a font."""

    def __init__(self, font: QFont) -> None:
        self.bold, self.small = Lettering(font, BOLD, bold=True), Lettering(font, SMALL)


class Header(NamedTuple):
    """What a header says; `share` (0 … 1) fills the gauge, None leaves it away.

    Where a label leaves no room for the event there is its `brief`, or none; of the notes there are
    as many as fit.
    """

    label: str = ""
    agreement: str = ""
    share: float | None = None
    event: str = ""
    brief: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, spec: MethodSpec, now: Held | None, time: int) -> Header:
        """Of a memory of slots at a time; None where that was not recorded."""
        if now is None:
            return cls(spec.label, notes=(NOT_RECORDED,))
        return cls(
            spec.label,
            agreement_text(now),
            now.agreement if now.agreement == now.agreement else None,
            event_text(now.event, now.slot),
            brief_text(now.event, now.slot),
            tuple(filter(None, (use_text(spec, now, time), next_text(spec, now)))),
        )

    @classmethod
    def of_average(cls, spec: MethodSpec, time: int) -> Header:
        """Of a memory that is a running average."""
        use = use_text(spec, None, time)
        return cls(spec.label, "running average", notes=(use,) if use else ())

    @property
    def note(self) -> str:
        """All that is said beside the agreement."""
        return PARTED.join(self.notes)

    def shown(self, width: float, letters: HeaderLetters, left: float) -> tuple[str, str]:
        """The event and the note as they fit beside the label and the agreement."""
        small = letters.small.metrics.horizontalAdvance
        room = width - RIGHT - left - letters.bold.width(self.label) - BESIDE
        event = next((said for said in (self.event, self.brief) if small(said) <= room), "")
        room = width - RIGHT - (INDENT + left - LEFT) - small(self.agreement) - 4
        for many in range(len(self.notes), 1, -1):
            if small(note := PARTED.join(self.notes[:many])) <= room:
                return event, note
        note = self.notes[0] if self.notes else ""
        return event, note if small(note) <= room else letters.small.elided(note, room)

    def fitting(self, width: float, letters: HeaderLetters) -> Header:
        """Without the event that would cut the label, and the note of which little would be left:
        where no hand can point at them for the rest."""
        small = letters.small.metrics.horizontalAdvance
        cut = letters.bold.width(self.label) + 2 * BESIDE + small(self.event) > width
        room = width - small(self.agreement) - 2 * BESIDE
        return self._replace(
            event="" if cut else self.event,
            brief="" if cut else self.brief,
            notes=() if small(self.note) > room and room < LEGIBLE else self.notes,
        )


def paint_header(
    painter: QPainter, width: float, header: Header, style: Style, theme: Theme,
    letters: HeaderLetters, left: float = LEFT,
) -> None:  # fmt: skip
    """Marker, label (from `left` on) and last event; below them the agreement with a gauge and
    what comes next."""
    bold, small = letters.bold, letters.small
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hue, text, dim = (QColor(c) for c in (style.colour, theme.text, theme.dim))
    painter.setPen(QPen(hue, 1.5))
    painter.setBrush(QColor(theme.panel) if style.ghost else hue)
    paint_marker(painter, style.marker, QPointF(left - 11, FIRST), 4.5)
    inset = INDENT + left - LEFT
    right = width - RIGHT
    event, note = header.shown(width, letters, left)
    small.use(painter, dim)
    small.running(painter, right, FIRST, event)
    measured = small.metrics.horizontalAdvance
    gauge = measured(header.agreement)
    small.running(painter, inset + gauge, SECOND, header.agreement)
    small.running(painter, right, SECOND, note)
    room = right - left - measured(event) - BESIDE
    bold.use(painter, text)
    bold.left(painter, left, FIRST, bold.shortened(header.label, max(30.0, room)))
    if header.share is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.groove))
        painter.drawRoundedRect(QRectF(inset, SECOND + 8, gauge, 2.5), 1, 1)
        painter.setBrush(hue)
        painter.drawRoundedRect(QRectF(inset, SECOND + 8, gauge * header.share, 2.5), 1, 1)
