"""Which runs an experiment needs, and the cache that keeps those already done."""

from __future__ import annotations

import dataclasses
import functools
from collections import OrderedDict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from core.experiment.drift import Drift
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import Value
from core.experiment.record import Record
from core.experiment.schedules import Schedule
from core.experiment.starts import RandomStarts, Starts
from core.recording.keep import Keep, MemoryDepth
from core.recording.recording import Recording, Track
from core.recording.shapes import recording_bytes
from landscapes.base import Landscape
from landscapes.networks import Network

MEGABYTE = 2**20
WHOLE_MEMORY_BYTES = 512 * MEGABYTE
LARGEST_BYTES = 2048 * MEGABYTE
MOST_STARTS = 4_000_000
"""More would stop the window for seconds at every step of its work."""
CACHE_BYTES = 512 * MEGABYTE


@dataclasses.dataclass(frozen=True)
class RunKey:
    """Everything one method's run depends on, and nothing else: equal keys, equal tracks.

    A label, a colour, a disabled card or a hyperparameter that the method ignores are no part of
    it; neither is the seed where nothing is drawn, nor a schedule where it does not apply.
    """

    landscape: Landscape
    method: str
    settings: tuple[tuple[str, Value], ...]
    starts: Starts
    steps: int
    schedules: tuple[Schedule, ...]
    noise: float
    seed: int | None
    memory: MemoryDepth
    drift: Drift | None = None
    batch: int | None = None
    record: Record | None = None

    def __hash__(self) -> int:
        return self._hash

    @functools.cached_property
    def _hash(self) -> int:
        """Computed once: many starts take long to hash, and keys are looked up all the time."""
        fields = dataclasses.fields(self)
        return hash(tuple(getattr(self, field.name) for field in fields))

    @classmethod
    def of(cls, experiment: Experiment, spec: MethodSpec, memory: MemoryDepth) -> RunKey:
        """The key of one method's run in an experiment."""
        has_memory = spec.row.memory is not None
        draws = (
            experiment.noise > 0
            or isinstance(experiment.starts, RandomStarts)
            or isinstance(experiment.landscape, Network)  # its starts, mini-batches or projections
            or (has_memory and spec.values["policy"] == "random")
        )
        schedules = (experiment.lr_schedule, experiment.strength_schedule)
        return cls(
            landscape=experiment.landscape,
            method=spec.method,
            settings=spec.used,
            starts=experiment.starts,
            steps=experiment.steps,
            schedules=schedules[: 2 if has_memory else 1],
            noise=experiment.noise,
            seed=experiment.seed if draws else None,
            memory=memory,
            drift=experiment.drift,
            batch=experiment.batch,
            record=experiment.record,
        )


class Plan(NamedTuple):
    """An experiment with the key of each method's run (None where it is disabled)."""

    experiment: Experiment
    memory: MemoryDepth
    keys: tuple[RunKey | None, ...]

    @classmethod
    def of(cls, experiment: Experiment) -> Plan:
        """Plan an experiment; ExperimentError when its recording would not fit in memory."""
        memory = memory_depth(experiment)
        keys = tuple(
            RunKey.of(experiment, spec, memory) if spec.enabled else None
            for spec in experiment.methods
        )
        return cls(experiment, memory, keys)

    @property
    def needed(self) -> tuple[RunKey, ...]:
        """The different runs it needs, in the order of the methods."""
        return tuple(dict.fromkeys(key for key in self.keys if key))

    def part(self, keys: Collection[RunKey]) -> Experiment:
        """An experiment with only the methods that `keys` names, one for each, in their order."""
        return self.experiment.only(self.keys.index(key) for key in keys)

    def differing(self, other: Plan) -> frozenset[int]:
        """Indices of its methods that another plan runs otherwise or not at all."""
        paired = len(self.keys) == len(other.keys)
        return frozenset(
            index
            for index, key in enumerate(self.keys)
            if key and (key != other.keys[index] if paired else key not in other.keys)
        )


def memory_depth(experiment: Experiment) -> MemoryDepth:
    """How much of the memory the window keeps: all of it, or the newest state of a large run.

    Raises ExperimentError, naming the numbers, when even that is too large to hold.
    """
    if recording_bytes(experiment, "all") <= WHOLE_MEMORY_BYTES:
        return "all"
    needed = recording_bytes(experiment, "last")
    if needed > LARGEST_BYTES:
        network = isinstance(experiment.landscape, Network)
        starts = "replicas" if network else "starts"
        less = '; "record" in its file keeps less of each' if network else ""
        raise ExperimentError(
            "$",
            f"{len(experiment.enabled_methods)} methods × {experiment.start_count:,} {starts} × "
            f"{experiment.steps:,} steps would take {needed / 2**30:,.1f} GB; "
            f"the window holds up to {LARGEST_BYTES / 2**30:g} GB{less}",
        )
    if experiment.start_count > MOST_STARTS:
        raise ExperimentError(
            "$.starts",
            f"{experiment.start_count:,} starts are more than the window can show; "
            f"it takes up to {MOST_STARTS:,}, the command `run` more",
        )
    return "last"


class TrackCache:
    """Tracks by their run's key, finished or not; the least recently used ones go first."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._tracks: OrderedDict[RunKey, Track] = OrderedDict()
        self.bytes = 0

    def get(self, key: RunKey) -> Track | None:
        """The track of a run, or None."""
        return self._tracks.get(key)

    def filled(self, key: RunKey) -> int:
        """Steps of a run that are there."""
        track = self._tracks.get(key)
        return track.filled if track else 0

    def tracks(self, plan: Plan) -> tuple[Track | None, ...]:
        """The track of each method of a plan, as far as there is one."""
        return tuple(self.get(key) if key else None for key in plan.keys)

    def missing(self, plan: Plan, step: int) -> tuple[list[RunKey], list[RunKey]]:
        """The runs of a plan that are not complete, and those of them that have not reached a
        step, or made the first one."""
        steps = plan.experiment.steps
        missing = [key for key in plan.needed if self.filled(key) < steps]
        goal = max(1, min(step, steps))
        return missing, [key for key in missing if self.filled(key) < goal]

    def offer(self, key: RunKey, track: Track) -> None:
        """Keep a track unless one that is further along is there."""
        known = self._tracks.get(key)
        if known is track or (known is not None and known.filled > track.filled):
            return
        self.bytes += _bytes(track) - (_bytes(known) if known is not None else 0)
        self._tracks[key] = track

    def use(self, keys: Iterable[RunKey]) -> None:
        """Mark runs as used now and drop the longest unused others until the rest fits."""
        kept = dict.fromkeys(keys)
        for key in kept:
            if key in self._tracks:
                self._tracks.move_to_end(key)
        if self.bytes <= self._limit:
            return
        for key in [key for key in self._tracks if key not in kept]:
            self.bytes -= _bytes(self._tracks.pop(key))
            if self.bytes <= self._limit:
                return

    def __len__(self) -> int:
        return len(self._tracks)


def _bytes(track: Track) -> int:
    return sum(int(array.nbytes) for array in track.arrays.values())


def seed(cache: TrackCache, recording: Recording) -> None:
    """Put a recording's tracks where the runs of its experiment are looked for."""
    plan = Plan.of(recording.experiment)
    keys = [key for key in plan.keys if key]
    for key, track in zip(keys, recording.tracks, strict=True):
        if track.keep == Keep.of(recording.experiment, plan.memory):
            cache.offer(key, track)
