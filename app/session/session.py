"""The one mutable model of the window: views call its methods and listen to its signals.

A person's intent becomes a new frozen Experiment; the picture follows it as fast as the runs it
needs allow. Intents that an experiment refuses are reported by `failed` and change nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.running import default_recording
from app.running.plan import Plan, seed
from app.running.pursuit import Pursuit
from app.running.shown import Highlight, Picture
from app.running.simulation import Simulate, load_simulate
from app.session import edits
from app.session.document import Document, Version, in_words, opened, saved
from app.session.history import History
from app.session.timed import Timed
from core.experiment import presets
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, LatticeStarts, MethodSpec, RandomStarts
from landscapes.base import Landscape

__all__ = ["Highlight", "Picture", "Session"]


class Session(Timed):
    """Experiment, picture, time cursor, selection and document of one window."""

    experiment_changed = Signal(object)
    picture_changed = Signal(object)  # replaced, or its tracks have grown (at most about 60 Hz)
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
        self._history = History(Version.untitled(first))
        self._selected_start = self._wished_start = 0
        self._highlight: Highlight | None = None
        self._told_methods = first.methods
        self._ready = self._told_ready = 0
        self._playback.set_extent(first.steps, 0)
        self.cursor_changed.connect(self._follow_cursor)
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
    def last_step(self) -> int:
        return self.experiment.steps

    @property
    def experiment(self) -> Experiment:
        """The newest experiment; the picture may still be of an older one."""
        return self._history.present.experiment

    @property
    def picture(self) -> Picture:
        """What is drawn."""
        return self._pursuit.picture

    @property
    def ready(self) -> int:
        """Steps that every enabled method of the picture has computed."""
        return self._ready

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
        return self._history.present.document.path

    @property
    def modified(self) -> bool:
        """Whether the experiment differs from what was opened or saved."""
        return self._history.present.modified

    # The experiment

    def set_experiment(self, experiment: Experiment) -> None:
        """Race another experiment, as a change of the same document."""
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
        changed = edits.differences(self.experiment.methods[index], spec)
        self._edit(("method", index, changed), edits.with_card, index, spec)

    def add_method(self, name: str) -> None:
        """Add a card with a method's defaults at the end."""
        self._edit(None, edits.with_default_card, name)

    def insert_method(self, index: int, spec: MethodSpec) -> None:
        """Add a card before `index`; its label is made different from the others'."""
        self._edit(None, edits.with_new_card, index, spec)

    def duplicate_method(self, index: int) -> None:
        """Add a copy of a card after it."""
        self.insert_method(index + 1, self.experiment.methods[index])

    def remove_method(self, index: int) -> None:
        """Take a card away."""
        self._edit(None, edits.without_card, index)

    def undo(self) -> None:
        """Take the last change back."""
        if self._history.can_undo:
            self._history.undo()
            self._adopt(Plan.of(self.experiment))

    def redo(self) -> None:
        """Make the last change that was taken back again."""
        if self._history.can_redo:
            self._history.redo()
            self._adopt(Plan.of(self.experiment))

    def bookmark(self) -> History:
        """Where experiment, undo and redo stand now, for `return_to`."""
        return self._history.copy()

    def return_to(self, bookmark: History) -> None:
        """Let everything changed since have never been: undo and redo do not know of it."""
        left, self._history = self._history.present, bookmark.copy()
        if left != self._history.present:
            self._adopt(Plan.of(self.experiment))

    def _edit(
        self, kind: object, edit: Callable[..., Experiment], *values: Any, **fields: Any
    ) -> None:
        try:
            experiment = edit(self.experiment, *values, **fields)
        except ExperimentError as error:
            self.failed.emit(str(error))
            return
        self._change(experiment, kind)

    def _change(self, experiment: Experiment, kind: object) -> None:
        self._turn_to(self._history.present.edited(experiment), kind)

    def _turn_to(self, version: Version, kind: object = None) -> None:
        if version == self._history.present:
            return
        try:
            plan = Plan.of(version.experiment)
        except ExperimentError as error:
            self.failed.emit(str(error))
            return
        self._history.change(version, kind)
        self._adopt(plan, kind)

    def _adopt(self, plan: Plan, kind: object = None) -> None:
        self._settle_start()
        self.experiment_changed.emit(plan.experiment)
        if self.experiment is not plan.experiment:
            return  # a listener has changed it again
        self.can_undo_changed.emit(self.can_undo)
        self.can_redo_changed.emit(self.can_redo)
        self.document_changed.emit()
        self._pursuit.want(plan, kind)

    # What the hand points at

    def select_start(self, start: int) -> None:
        """Let the panels follow another start; as soon as the picture shows it, if it is new."""
        self._wished_start = max(0, start)
        self._settle_start()

    def _settle_start(self) -> None:
        counts = (self.experiment.start_count, self.picture.experiment.start_count)
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

    def begin(self, experiment: Experiment, *, kept: bool = True) -> None:
        """Work on another experiment, untitled; `kept` unless this is all there is of it."""
        self._turn_to(Version.untitled(experiment, kept=kept))

    def load(self, path: str | Path) -> None:
        """Open an experiment file, a recording or an exported video; step 0 is shown."""
        try:
            version, recording = opened(Path(path))
            Plan.of(version.experiment)
        except (ExperimentError, OSError) as error:
            self.failed.emit(f"{Path(path).name}: {in_words(error)}")
            return
        if recording is not None:
            seed(self._pursuit.cache, recording)
        self._playback.seek(0)
        self._learn(version.document)
        self._turn_to(version)

    def save(self, path: str | Path) -> bool:
        """Write the experiment file; True when it stands there whole."""
        try:
            file = saved(Path(path), self.experiment)
        except OSError as error:
            self.failed.emit(f"{Path(path).name}: {in_words(error)}")
            return False
        self._learn(file, self._history.present.document)
        return True

    def _learn(self, file: Document, former: Document | None = None) -> None:
        """Know what a file holds from now on, in every version that undo and redo go to."""
        self._history.revise(lambda version: version.after(file, former))
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
    def _follow_cursor(self, cursor: int) -> None:
        self._pursuit.set_cursor(self._playback.cursor)

    @Slot(object)
    def _on_picture(self, picture: Picture) -> None:
        self._ready = picture.ready
        self._playback.held = self._pursuit.waiting
        self._playback.set_extent(picture.experiment.steps, self._ready)
        self._settle_start()
        if picture.experiment.methods != self._told_methods:
            self._told_methods = picture.experiment.methods
            self.set_highlight(None)  # it is known by its method's place among the others
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
