"""The one mutable model of the window: views call its methods and listen to its signals.

A person's intent becomes a new frozen Experiment; the picture follows it as fast as the runs it
needs allow. An intent returns its Result: one that is refused changes nothing, and its reason is
told to the window too (`failed`), which shows it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.running import default_recording
from app.running.curvature import Curvatures
from app.running.plan import Plan, seed
from app.running.pursuit import Pursuit
from app.running.right_of_way import FrameWatch
from app.running.shown import Failure, Highlight, Picture
from app.running.simulation import Simulate, load_simulate
from app.session.document import Version, in_words, opened
from app.session.history import History
from app.session.playback import Playback
from app.session.result import Result
from app.session.work import Work
from core.experiment import presets
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.experiment.view_state import ViewState
from landscapes.networks import Network

__all__ = ["Failure", "Highlight", "Picture", "Result", "Session"]


class Session(Playback, Work):
    """Experiment, picture, time cursor, selection and document of one window."""

    experiment_changed = Signal(object)
    picture_changed = Signal(object)  # replaced, or its tracks have grown (at most about 60 Hz)
    start_selected = Signal(int)
    highlight_changed = Signal(object)
    busy_changed = Signal(bool)
    computing_paused_changed = Signal(bool)
    progressed = Signal(object)  # see `progress`
    failed = Signal(str)  # what was refused, in words
    history_changed = Signal()  # what undo and redo would do
    document_changed = Signal()  # its file, or whether it is modified

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
        self.seen: ViewState | None = None
        """How the file that was opened last wants to be looked at."""
        self._told_methods = first.methods
        self._told_history: object = None
        self._told_document: object = None
        self._told_progress: object = None
        self.set_extent(first.steps, 0)
        self._frames = FrameWatch(self)
        self.cursor_changed.connect(self._frames.begin)  # before whoever shows it
        self.picture_changed.connect(self._frames.begin)
        self.cursor_changed.connect(self._follow_cursor)
        self._pursuit = Pursuit(plan, self, load)
        self.curvatures = Curvatures()
        """What is measured of networks after their training, where somebody asks for it."""
        if experiment is None:
            with contextlib.suppress(OSError, ExperimentError):  # then it is run, a little later
                seed(self._pursuit.cache, default_recording.read())
        self._tell_history()
        self._pursuit.want(plan)

    # State

    @property
    def last_step(self) -> int:
        return self.experiment.steps

    @property
    def picture(self) -> Picture:
        """What is drawn."""
        return self._pursuit.picture

    @property
    def busy(self) -> bool:
        """Whether something is being computed."""
        return self._pursuit.busy

    @property
    def computing_paused(self) -> bool:
        """Whether what is computed rests until `pause_computing(False)` or another change."""
        return self._pursuit.paused

    @property
    def seconds_left(self) -> float | None:
        """How long what is computed will take; None where that is not known."""
        return self._pursuit.seconds_left

    @property
    def progress(self) -> tuple[int | None, ...]:
        """Steps that are computed of each method of the newest experiment, shown or not, 0 …
        `experiment.steps`; None for a method that does not run."""
        return self._pursuit.progress

    @property
    def selected_start(self) -> int:
        """Index of the start that the panels follow: one of the experiment's and the picture's."""
        return self._selected_start

    @property
    def highlight(self) -> Highlight | None:
        """The memory item that the hand points at."""
        return self._highlight

    # The work, as the views are told of it

    def _refuse(self, reason: str, *, overwrites: bool = False) -> Result:
        self.failed.emit(reason)
        return Result(reason, overwrites)

    def _adopt(self, plan: Plan, kind: object = None) -> None:
        self._settle_start()
        self.experiment_changed.emit(plan.experiment)
        if self.experiment is plan.experiment:  # otherwise a listener has changed it again
            self._tell_history()
            self._pursuit.want(plan, kind)

    def _tell_history(self) -> None:
        """Tell what is new about undo and redo, and about the document."""
        moves, document = (self.undo_title, self.redo_title), (self.path, self.modified)
        if moves != self._told_history:
            self._told_history = moves
            self.history_changed.emit()
        if document != self._told_document:
            self._told_document = document
            self.document_changed.emit()

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

    def load(self, path: str | Path) -> Result:
        """Open an experiment file, a recording or an exported video; step 0 is shown."""
        name = Path(path).name
        try:
            version, recording = opened(Path(path))
            Plan.of(version.experiment)
        except (ExperimentError, OSError) as error:
            return self._refuse(f"{name}: {in_words(error)}")
        if recording is not None:
            seed(self._pursuit.cache, recording)
        self.seek(0)
        self.seen = version.experiment.view
        self._learn(version.document)
        return self._turn_to(version, title=f"opening of {name}")

    # Life

    def pause_computing(self, paused: bool) -> None:
        """Let what is computed rest, or go on."""
        self._pursuit.pause(paused)
        self.computing_paused_changed.emit(self.computing_paused)

    @Slot()
    def warm_up(self) -> None:
        """Import the numerical core in the background; call it after the first paint."""
        self._pursuit.prepare()

    @Slot()
    def try_again(self) -> None:
        """Run again what broke off: see `Picture.failure`."""
        self._pursuit.try_again()

    def close(self) -> None:
        """Stop playing and computing; the computing thread is gone when this returns."""
        self.pause()
        self.curvatures.close()
        self._pursuit.close()
        self._frames.close()

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        self._pursuit.set_cursor(self.cursor)

    # What the pursuit tells

    def picture_is(self, picture: Picture) -> None:
        """Let the views draw another picture, or the same one with longer tracks."""
        self.held = self._pursuit.waiting
        self.set_extent(picture.experiment.steps, picture.ready)
        if isinstance(picture.experiment.landscape, Network):
            self.go_along()
        self._settle_start()
        if picture.experiment.methods != self._told_methods:
            self._told_methods = picture.experiment.methods
            self.set_highlight(None)  # it is known by its method's place among the others
        if picture is self.picture:  # otherwise the cursor went back to where a newer one is ready
            self.picture_changed.emit(picture)

    def pursuit_is(self, busy: bool) -> None:
        """Tell that something is being computed, or nothing any more."""
        self.held = self._pursuit.waiting
        self.busy_changed.emit(busy)

    def progress_is(self, computed: tuple[int | None, ...]) -> None:
        """Tell how far the computation has come, where that is news."""
        if computed != self._told_progress:
            self._told_progress = computed
            self.progressed.emit(computed)
