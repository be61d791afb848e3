"""What is told of a frame: the cards over the map, and their words where it is told elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.map.drawing.arrow_scale import draw_arrow_scale
from app.map.drawing.cards import Room
from app.map.drawing.cast import Actor
from app.map.drawing.course import room_of
from app.map.drawing.crowd import CROWD, FEW
from app.map.drawing.legend import draw_legend
from app.map.drawing.legend_layout import Legend, LegendRow, Moment, Reading
from app.map.drawing.note import IN_SHORT, caution, draw_note
from app.map.drawing.stage import Stage
from app.map.drawing.view import Frame
from app.running.shown import NOT_UP_TO_DATE
from core.measures.control import memory_does_not_explain
from core.writing import number

ELLIPSE_NOTE = "ellipse: one level of loss"
DRIFT_NOTE = "the landscape drifts"
LOSS_NOTES = {"train": "loss: of all training data", "test": "loss: of all test data"}
FADING_NOTE = "fainter: farther off the plane"
TRUE_NOTE = "middle of a trail: true loss"


class FrameCards:
    """The cards of a stage, laid out in a frame: that of the stage, or one that does not turn."""

    def __init__(self, stage: Stage, frame: Frame) -> None:
        self._stage, self._frame = stage, frame
        self._parts, self._layers, self._cast = stage.parts, stage.layers, stage.cast
        self._on_plane, self._picture = stage.on_plane, stage.picture
        self._start = stage.start

    def draw(self) -> QRectF:
        """Legend, step counter, the arrows' scale and a caution; returns where the legend lies."""
        stage, layers, room = self._stage, self._layers, self.room
        shown = self._cast if layers.legend else ()
        rows = self._parts.found("rows", shown, lambda: tuple(row_of(actor) for actor in shown))
        moment = Moment(self.heading(stage.cursor), tuple(map(self.reading, shown)))
        longest = self.heading(self._picture.experiment.steps)
        legend = Legend(rows, self.notes, longest, self.lost_heading)
        where = (stage.painter, room, stage.theme, stage.fonts)
        card = draw_legend(*where, legend, moment, self._parts, layers.legend_at)
        scale = self.draw_scale(room, card)
        draw_note(*where, self.words, self._parts, (card, scale))
        return card

    def draw_scale(self, room: Room, taken: QRectF) -> QRectF:
        """How long arrows are, where there are any; returns where it lies."""
        if not self.has_scale:
            return QRectF()
        stage = self._stage
        where = (stage.painter, room, stage.theme, stage.fonts)
        return draw_arrow_scale(*where, stage.arrows, self._parts, taken)

    @property
    def has_scale(self) -> bool:
        """Whether arrows are drawn, and may be explained."""
        return self._layers.legend and self._layers.memory and self._has_arrows

    def heading(self, time: int) -> str:
        """The step counter at a time."""
        if not self._layers.step_counter:
            return ""
        return f"step {time:,} / {self._picture.experiment.steps:,}"

    @property
    def lost_heading(self) -> str:
        """Over how many starts of each method are lost; empty where none is at the end."""
        count = self._picture.experiment.start_count
        lost = count > 1 and self._parts.found(
            "lost", (self._picture, self._filled),
            lambda: any(actor.lost_count(actor.track.filled) for actor in self._cast),
        )  # fmt: skip
        return f"lost of {count:,}" if lost else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of what is drawn, and what is not."""
        layers, count, plane = self._layers, self._picture.experiment.start_count, self._on_plane
        told = {
            f"start {self._start + 1:,} of {count:,}": count > 1,
            f"{CROWD + 1} of {count:,} trails are drawn": layers.trails and count > CROWD + 1,
            "arrows: the selected start's": layers.memory and count > FEW and self._has_arrows,
            ELLIPSE_NOTE: layers.ellipses,
            DRIFT_NOTE: self._picture.experiment.drift is not None,
            LOSS_NOTES[plane.loss] if plane else "": plane is not None and bool(self._cast),
            FADING_NOTE: self._is_told(layers.fading),
            TRUE_NOTE: self._is_told(layers.true_loss),
        }
        return tuple(note for note, holds in told.items() if holds and layers.legend)

    def _is_told(self, shown: bool) -> bool:
        return self._on_plane is not None and bool(self._cast) and self._layers.trails and shown

    @property
    def words(self) -> tuple[str, ...]:
        """What must be said of the picture, from whole to short: that it is not up to date, or else
        of memories that do not explain where their methods end."""
        if self._picture.failure:
            return (NOT_UP_TO_DATE,)
        if not self._layers.legend or self._on_plane is not None:
            return ()
        experiment, tracks, start = self._picture.experiment, self._picture.tracks, self._start
        labels = tuple(spec.label for spec in experiment.methods)
        said = self._parts.found(
            "words", (self._picture, self._filled, start),
            lambda: caution(memory_does_not_explain(experiment, tracks, start), labels),
        )  # fmt: skip
        return (said, IN_SHORT) if said else ()

    @property
    def _filled(self) -> tuple[int, ...]:
        """How far each run is known: a picture grows in place."""
        return tuple(actor.track.filled for actor in self._cast)

    @property
    def _has_arrows(self) -> bool:
        return any(actor.has_memory for actor in self._cast)

    @property
    def room(self) -> Room:
        """The map for the cards, which keep clear of the selected start's trails."""
        shown = self._picture.experiment if self._layers.minima else None
        frame, cast, start, starts = self._frame, self._cast, self._start, self._stage.starts
        minima = shown and (shown.landscape.minima, shown.drift)
        key = (frame, cast, self._filled, start, starts[start : start + 1].tobytes(), minima)
        return self._parts.found("room", key, lambda: room_of(frame, cast, start, starts, shown))

    def reading(self, actor: Actor) -> Reading:
        """The loss of a method at the cursor, or how it is lost."""
        cursor, start = self._stage.cursor, self._start
        lost, many = actor.lost(cursor, start), 0
        if self.lost_heading:
            many = actor.lost_count(cursor)
        if lost is not None:
            return Reading(str(lost), True, many)
        loss = float(actor.track["losses"][actor.time(cursor), start])
        return Reading(number(loss), lost=many)


def row_of(actor: Actor) -> LegendRow:
    """How a method is drawn, and its label."""
    style, opacity = actor.style, 0.5 if actor.stale else 1.0
    return LegendRow(style.colour, style.dash, style.marker, actor.label, opacity)
