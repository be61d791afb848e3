"""The thread that computes: it drives the simulation and hands chunks to the GUI thread.

Once there is something to show, messages are sent at about 60 Hz, one in flight at a time. A GUI
that takes long over a message gets the next one later and larger, so that it is never flooded,
and meanwhile the computation goes on. A cancelled run stops at its next chunk.
"""

from __future__ import annotations

import contextlib
import threading
import time
import traceback
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from app.running.right_of_way import RIGHT_OF_WAY
from app.running.shown import Failure
from app.running.simulation import Simulate
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.recording.keep import MemoryDepth
from core.recording.recording import Chunk, Track
from core.recording.shapes import chunk_length
from landscapes.networks import Network

MESSAGE_SECONDS = 0.016
# Until somebody's goal is reached there is nothing to show, and each message costs the run time.
WAITING_SECONDS = 0.1
PAUSE_SECONDS = 0.0005  # leaves the interpreter to the GUI thread after each message
CHUNK_STEPS = 64  # of all methods together: about ten milliseconds
CHUNK_POINT_STEPS = 65_536


class Run:
    """One request to compute, shared by both threads.

    The GUI thread writes `goal` and `done`, and calls `cancel` and `acknowledge`; the worker writes
    `started` and `tracks` before its first message, and calls `take_room` for each message. Each
    is a single reference, so no lock.
    """

    def __init__(self, experiment: Experiment, memory: MemoryDepth) -> None:
        self.experiment = experiment
        self.memory = memory
        self.goal = 0  # the step at which somebody waits: a message is sent there at once
        self.done = 0  # steps that have arrived of every method
        self.started: float | None = None
        self.tracks: tuple[Track, ...] = ()
        self.answer_seconds = 0.0  # what the last message kept the GUI thread busy for
        self._sent = 0.0
        self._room = threading.Semaphore(1)
        self._cancelled, self._going = threading.Event(), threading.Event()
        self._going.set()
        self._rested, self._resting_since = 0.0, 0.0

    @property
    def cancelled(self) -> bool:
        """Whether nobody wants it any more."""
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        """Whether it rests until somebody lets it go on."""
        return not self._going.is_set()

    @property
    def seconds(self) -> float:
        """For how long it has been computed, without rests."""
        if self.started is None:
            return 0.0
        until = self._resting_since if self.paused else time.perf_counter()
        return max(0.0, until - self.started - self._rested)

    def pause(self) -> None:
        """Rest after the next chunk."""
        if not self.paused:
            self._resting_since = time.perf_counter()
            self._going.clear()

    def go_on(self) -> None:
        """Rest no more."""
        if self.paused:
            self._rested += time.perf_counter() - self._resting_since
            self._going.set()

    def rest(self) -> None:
        """Wait as long as it is paused."""
        self._going.wait()

    def cancel(self) -> None:
        """Stop at the next chunk, or at once when waiting for an acknowledgement."""
        self._cancelled.set()
        self._going.set()
        self._room.release()

    def acknowledge(self) -> None:
        """The last message has been dealt with: the next one may come."""
        self.answer_seconds = time.perf_counter() - self._sent
        self._room.release()

    def take_room(self, *, wait: bool) -> bool:
        """Take the place of the one message in flight, if it is free or else by waiting for it;
        False when it is not free, or when the run is cancelled."""
        if not self._room.acquire(blocking=wait):
            return False
        self._sent = time.perf_counter()
        return not self.cancelled


class Progress(NamedTuple):
    """Some chunks of a run; `finished` marks the last ones."""

    run: Run
    chunks: tuple[Chunk, ...]
    finished: bool


class Broken(NamedTuple):
    """A run that raised, and what."""

    run: Run
    failure: Failure


class Worker(QObject):
    """Lives in the computing thread and works on one run at a time."""

    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, load: Callable[[], Simulate]) -> None:
        super().__init__()
        self._load = load
        self._simulate: Simulate | None = None

    @Slot()
    def prepare(self) -> None:
        """Import what a run needs; a failure shows when a run needs it."""
        with contextlib.suppress(Exception):
            self._prepared()

    @Slot(object)
    def run(self, run: Run) -> None:
        """Compute a run to its end, its cancellation or its first exception."""
        try:
            if not run.cancelled:
                self._drive(run, self._prepared())
        except Exception as error:
            message = f"{type(error).__name__}: {error}".removesuffix(": ")
            if isinstance(error, ExperimentError):  # what is asked cannot be done here
                message = str(error)
            self.failed.emit(Broken(run, Failure(message, traceback.format_exc())))

    def _prepared(self) -> Simulate:
        if self._simulate is None:
            self._simulate = self._load()
        return self._simulate

    def _drive(self, run: Run, simulate: Simulate) -> None:
        together = CHUNK_STEPS // len(run.experiment.methods)
        short = min(together, CHUNK_POINT_STEPS // run.experiment.start_count)
        steps = max(1, min(short, chunk_length(run.experiment)))
        run.started = time.perf_counter()
        run.tracks = tuple(Track(run.experiment, run.memory) for _ in run.experiment.methods)
        batch = _Batch(run)
        # What answers a hand at once competes with its frames; what trains for seconds does not.
        is_long = isinstance(run.experiment.landscape, Network)
        with contextlib.closing(
            simulate(run.experiment, memory=run.memory, chunk_steps=steps)
        ) as chunks:
            for chunk in chunks:
                run.rest()
                if is_long:
                    RIGHT_OF_WAY.wait()
                if run.cancelled:
                    return
                batch.add(chunk)
                if batch.due and run.take_room(wait=False):
                    self.progressed.emit(batch.take(finished=False))
                    time.sleep(PAUSE_SECONDS)
        if run.take_room(wait=True):
            self.progressed.emit(batch.take(finished=True))


class _Batch:
    """Chunks that wait to be sent together."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._last = len(run.experiment.methods) - 1
        self._chunks: list[Chunk] = []
        self._since = time.perf_counter()
        self._sent = -1

    def add(self, chunk: Chunk) -> None:
        self._chunks.append(chunk)

    @property
    def due(self) -> bool:
        """Whether all methods are as far as each other, and it is time for a message or they have
        just reached the goal. What is sent of some alone is shown with the others' next chunk."""
        newest = self._chunks[-1]
        if newest.method != self._last:
            return False
        arrived = newest.stop >= self._run.goal > self._sent
        waiting = self._sent < self._run.goal
        interval = WAITING_SECONDS if waiting else MESSAGE_SECONDS
        interval = max(interval, 2 * self._run.answer_seconds)  # leaves as long again in peace
        return arrived or time.perf_counter() - self._since >= interval

    def take(self, *, finished: bool) -> Progress:
        stops = [chunk.stop for chunk in self._chunks if chunk.method == self._last]
        self._sent = max([self._sent, *stops])
        chunks, self._chunks = tuple(self._chunks), []
        self._since = time.perf_counter()
        return Progress(self._run, chunks, finished)
