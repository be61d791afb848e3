"""The one mutable model of the window: views call its methods and listen to its signals.

A person's intent becomes a new frozen Experiment; the picture follows it as fast as the runs it
needs allow. Intents that an experiment refuses are reported by `failed` and change nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app import default_recording, documents, edits
from app.clock import Playback
from app.history import History
from app.picture import Highlight, Picture
from app.pursuit import Pursuit
from app.runs import Plan, seed
from app.simulation import Simulate, load_simulate
from core import presets
from core.errors import ExperimentError
from core.experiment import Experiment, LatticeStarts, MethodSpec, RandomStarts
from landscapes.base import Landscape

__all__ = ["Highlight", "Picture", "Session"]


class Session(QObject):
    """Experiment, picture, time cursor, selection and document of one window."""

    experiment_changed = Signal(object)
    picture_changed = Signal(object)  # replaced, or its tracks have grown (at most about 60 Hz)
    cursor_changed = Signal(int)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    looping_changed = Signal(bool)
    start_selected = Signal(int)
    highlight_changed = Signal(object)
    busy_changed = Signal(bool)
    ready_changed = Signal(int)
    failed = Signal(str)
    can_undo_changed = Signal(bool)
    can_redo_changed = Signal(bool)
    document_changed = Signal()

    def __init__(
        self,
        experiment: Experiment | None = None,
        parent: QObject | None = None,
        *,
        load: Callable[[], Simulate] = load_simulate,
    ) -> None:
        """Begin with an experiment, or with the default one and its shipped recording.

        `load` imports the simulation; it is called in the computing thread.
        """
        super().__init__(parent)
        first = presets.load("default") if experiment is None else experiment
        plan = Plan.of(first)
        self._experiment = self._saved = first
        self._path: Path | None = None
        self._modified = False
        self._history = History()
        self._selected_start = self._wished_start = 0
        self._highlight: Highlight | None = None
        self._ready = self._told_ready = 0
        self._playback = Playback(self)
        self._playback.set_extent(first.steps, 0)
        self._playback.cursor_changed.connect(self._on_cursor)
        self._playback.playing_changed.connect(self.playing_changed)
        self._playback.speed_changed.connect(self.speed_changed)
        self._playback.looping_changed.connect(self.looping_changed)
        self._pursuit = Pursuit(plan, load)
        self._pursuit.replaced.connect(self._on_picture)
        self._pursuit.grown.connect(self._on_picture)
        self._pursuit.busy_changed.connect(self._on_busy)
        self._pursuit.failed.connect(self.failed)
        if experiment is None:
            with contextlib.suppress(OSError, ExperimentError):  # then it is run, a little later
                seed(self._pursuit.cache, default_recording.read())
        self._pursuit.want(plan)

    # State

    @property
    def experiment(self) -> Experiment:
        """The newest experiment; the picture may still be of an older one."""
        return self._experiment

    @property
    def picture(self) -> Picture:
        """What is drawn."""
        return self._pursuit.picture

    @property
    def cursor(self) -> int:
        """The step that is shown, 0 … steps."""
        return self._playback.cursor

    @property
    def ready(self) -> int:
        """Steps that every enabled method of the picture has computed."""
        return self._ready

    @property
    def playing(self) -> bool:
        """Whether the cursor moves by itself."""
        return self._playback.playing

    @property
    def speed(self) -> float:
        """Playback speed; 1 is 60 steps a second."""
        return self._playback.speed

    @property
    def looping(self) -> bool:
        """Whether playback begins again at the end."""
        return self._playback.looping

    @property
    def busy(self) -> bool:
        """Whether something is being computed."""
        return self._pursuit.busy

    @property
    def selected_start(self) -> int:
        """Index of the start that the panels follow: one of the experiment's and the picture's."""
        return self._selected_start

    @property
    def highlight(self) -> Highlight | None:
        """The memory item that the hand points at."""
        return self._highlight

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return self._history.can_redo

    @property
    def path(self) -> Path | None:
        """The experiment file that is open, if any."""
        return self._path

    @property
    def modified(self) -> bool:
        """Whether the experiment differs from what was opened or saved."""
        return self._modified

    # The experiment

    def set_experiment(self, experiment: Experiment) -> None:
        """Race another experiment."""
        self._change(experiment, None)

    def edit(self, **fields: Any) -> None:
        """Change fields of the experiment by name."""
        self._edit(("edit", tuple(sorted(fields))), dataclasses.replace, **fields)

    def set_landscape(self, landscape: Landscape) -> None:
        """Race on another landscape, from starts that lie on it."""
        self._edit(("landscape", type(landscape)), edits.on_landscape, landscape)

    def set_starts(self, starts: Iterable[Iterable[float]] | RandomStarts | LatticeStarts) -> None:
        """Start elsewhere: rows of coordinates (S, D), or a rule for them."""
        self._edit("starts", edits.from_starts, starts)

    def set_steps(self, steps: int) -> None:
        """Run for another number of steps; memories that would start or stop later are clipped."""
        self._edit("steps", edits.with_steps, steps)

    def set_method(self, index: int, spec: MethodSpec) -> None:
        """Replace a card; only a change that its run depends on is computed anew."""
        changed = edits.differences(self._experiment.methods[index], spec)
        self._edit(("method", index, changed), edits.with_card, index, spec)

    def add_method(self, name: str) -> None:
        """Add a card with a method's defaults at the end."""
        self._edit(None, edits.with_default_card, name)

    def insert_method(self, index: int, spec: MethodSpec) -> None:
        """Add a card before `index`; its label is made different from the others'."""
        self._edit(None, edits.with_new_card, index, spec)

    def duplicate_method(self, index: int) -> None:
        """Add a copy of a card after it."""
        self.insert_method(index + 1, self._experiment.methods[index])

    def remove_method(self, index: int) -> None:
        """Take a card away."""
        self._edit(None, edits.without_card, index)

    def undo(self) -> None:
        """Take the last change back."""
        if self._history.can_undo:
            self._adopt(Plan.of(self._history.undo(self._experiment)))

    def redo(self) -> None:
        """Make the last change that was taken back again."""
        if self._history.can_redo:
            self._adopt(Plan.of(self._history.redo(self._experiment)))

    def _edit(
        self, kind: object, edit: Callable[..., Experiment], *values: Any, **fields: Any
    ) -> None:
        try:
            experiment = edit(self._experiment, *values, **fields)
        except ExperimentError as error:
            self.failed.emit(str(error))
            return
        self._change(experiment, kind)

    def _change(self, experiment: Experiment, kind: object) -> None:
        if experiment == self._experiment:
            return
        try:
            plan = Plan.of(experiment)
        except ExperimentError as error:
            self.failed.emit(str(error))
            return
        self._history.record(self._experiment, kind)
        self._adopt(plan, kind)

    def _adopt(self, plan: Plan, kind: object = None) -> None:
        self._experiment = plan.experiment
        self._settle_start()
        self.experiment_changed.emit(plan.experiment)
        if self._experiment is not plan.experiment:
            return  # a listener has changed it again
        self.can_undo_changed.emit(self.can_undo)
        self.can_redo_changed.emit(self.can_redo)
        self._update_document()
        self._pursuit.want(plan, kind)

    # Time

    def seek(self, step: int) -> None:
        """Go to a step; as near as is ready, and on as the run arrives."""
        self._playback.seek(min(step, self._experiment.steps))

    def play(self) -> None:
        """Let time run, from the start when it stands at the end."""
        self._playback.play()

    def pause(self) -> None:
        """Stop time."""
        self._playback.pause()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self, steps: int) -> None:
        """Pause and move some steps forward, or back when negative."""
        self.pause()
        self.seek(self.cursor + steps)

    def to_start(self) -> None:
        """Go to step 0."""
        self.seek(0)

    def to_end(self) -> None:
        """Go to the last step."""
        self.seek(self._experiment.steps)

    def set_speed(self, speed: float) -> None:
        """Set the playback speed, 1/60 … 100; 1 is 60 steps a second."""
        if math.isfinite(speed):
            self._playback.set_speed(speed)

    def set_looping(self, looping: bool) -> None:
        """Whether playback begins again at the end."""
        self._playback.set_looping(looping)

    # What the hand points at

    def select_start(self, start: int) -> None:
        """Let the panels follow another start; as soon as the picture shows it, if it is new."""
        self._wished_start = max(0, start)
        self._settle_start()

    def _settle_start(self) -> None:
        counts = (self._experiment.start_count, self.picture.experiment.start_count)
        start = min(self._wished_start, *(count - 1 for count in counts))
        if start != self._selected_start:
            self._selected_start = start
            self.set_highlight(None)
            self.start_selected.emit(start)

    def set_highlight(self, highlight: Highlight | None) -> None:
        """Point at a memory item, or at none."""
        if highlight != self._highlight:
            self._highlight = highlight
            self.highlight_changed.emit(highlight)

    # Files

    def load(self, path: str | Path) -> None:
        """Open an experiment file, a recording or an exported video; step 0 is shown."""
        path = Path(path)
        try:
            experiment, recording = documents.read(path)
            plan = Plan.of(experiment)
        except (ExperimentError, OSError) as error:
            self.failed.emit(f"{path.name}: {_reason(error)}")
            return
        if recording is not None:
            seed(self._pursuit.cache, recording)
        self._saved = experiment
        self._path = path if documents.is_experiment_file(path) else None
        self._playback.seek(0)
        if experiment == self._experiment:
            self._update_document()
            return
        self._history.record(self._experiment, None)
        self._adopt(plan)

    def save(self, path: str | Path) -> bool:
        """Write the experiment file; True when it stands there whole."""
        path = Path(path)
        try:
            documents.write(path, self._experiment)
        except OSError as error:
            self.failed.emit(f"{path.name}: {_reason(error)}")
            return False
        self._saved, self._path = self._experiment, path
        self._update_document()
        return True

    def _update_document(self) -> None:
        self._modified = self._experiment != self._saved
        self.document_changed.emit()

    # Life

    @Slot()
    def warm_up(self) -> None:
        """Import the numerical core in the background; call it after the first paint."""
        self._pursuit.prepare()

    def close(self) -> None:
        """Stop playing and computing; the computing thread is gone when this returns."""
        self.pause()
        self._pursuit.close()

    @Slot(int)
    def _on_cursor(self, cursor: int) -> None:
        self.cursor_changed.emit(cursor)
        self._pursuit.set_cursor(self._playback.cursor)

    @Slot(object)
    def _on_picture(self, picture: Picture) -> None:
        self._ready = picture.ready
        self._playback.held = self._pursuit.waiting
        self._playback.set_extent(picture.experiment.steps, self._ready)
        self._settle_start()
        if self._highlight and self._highlight.method >= len(picture.tracks):
            self.set_highlight(None)
        if picture is not self.picture:
            return  # the cursor has moved back to where a newer one is ready
        self.picture_changed.emit(picture)
        if self._ready != self._told_ready:
            self._told_ready = self._ready
            self.ready_changed.emit(self._ready)

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        self._playback.held = self._pursuit.waiting
        self.busy_changed.emit(busy)


def _reason(error: Exception) -> str:
    """An error in words: the system's own where it has any."""
    return getattr(error, "strerror", None) or str(error)
