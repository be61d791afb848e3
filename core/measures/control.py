"""The no-memory control: the twin that tells what a memory does from what all the rest does.

Without its memory `+cg` is its base rule, but `+cm` is not: its second moment is built from the
momentum, which alone may throw a point out of a sharp basin (see two-basins without settling).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Sequence
from functools import lru_cache

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.basins import SAME, minimum_at, place_of_rest, same_rest
from core.measures.lengths import lengths
from core.recording.recording import Track
from landscapes.base import Array, Landscape, Minimum

MOST_STARTS = 64
_OF_THE_MEMORY_ALONE = ("capacity", "decay", "strength", "policy")


@dataclasses.dataclass(frozen=True)
class Unexplained:
    """A method whose end the memory does not explain: its control ends in the same basin.

    `method` and `control` count the experiment's methods; `minimum` is the known minimum of that
    basin, if it is known. That is so from so many `starts` `of` those that were looked at.
    """

    method: int
    control: int
    minimum: Minimum | None = None
    starts: int = 1
    of: int = 1

    @property
    def basin(self) -> str:
        """What to call the basin in a sentence: `the flat basin`, `the same basin`."""
        if self.minimum is None:
            return "the same basin"
        name, kind = self.minimum.name, self.minimum.kind
        return f"the {name} basin" if name else f"the basin of a {kind} minimum"


def memory_does_not_explain(
    experiment: Experiment, tracks: Sequence[Track | None], start: int
) -> tuple[Unexplained, ...]:
    """The methods that end outside their start's basin, and whose control ends where they do.

    `tracks` has one entry for each of the experiment's methods, None where there is none. Only
    whole runs that end somewhere count, and basins that steepest descent tells apart.
    """
    found = []
    for method, control in controls(experiment.methods):
        end = _shared_end(experiment, tracks[method], tracks[control], start)
        if end is not None:
            found.append(Unexplained(method, control, minimum_at(experiment.landscape, end)))
    return tuple(found)


def from_all_starts(
    experiment: Experiment, tracks: Sequence[Track | None]
) -> tuple[Unexplained, ...]:
    """The same of all starts together: the methods whose controls end where they do from some of
    them, at most `MOST_STARTS`, evenly picked. The basin is that of most."""
    landscape, count = experiment.landscape, experiment.start_count
    if landscape.domain is None:
        return ()  # nothing tells its basins apart
    from core.measures.attractors import descend  # of many starts alone

    picked = slice(0, count, -(-count // MOST_STARTS))
    rests: dict[Track, Array] = {}
    found = []
    for method, control in controls(experiment.methods):
        runs = tracks[method], tracks[control]
        if not all(run is not None and run.complete for run in runs):
            continue
        for run in runs:
            if run is not None and run not in rests:
                rests[run] = descend(landscape, _seen_at_last(experiment, run)[picked])
        home = descend(landscape, experiment.start_positions()[picked])
        end, other = (rests[run] for run in runs if run is not None)
        shared = _apart(landscape, end, home) & ~_apart(landscape, end, other)
        shared &= np.isfinite(np.concatenate([home, end, other], axis=-1)).all(-1)
        if shared.any():
            middle = np.median(end[shared], axis=0)
            most = end[shared][np.abs(end[shared] - middle).sum(-1).argmin()]
            minimum = minimum_at(landscape, tuple(most.tolist()))
            found.append(Unexplained(method, control, minimum, int(shared.sum()), len(end)))
    return tuple(found)


def _apart(landscape: Landscape, one: Array, other: Array) -> Array:
    """Which places of rest (S, D) are not the others'."""
    return lengths(one - other) > SAME * landscape.diagonal


@lru_cache(maxsize=64)
def controls(methods: tuple[MethodSpec, ...]) -> tuple[tuple[int, int], ...]:
    """Each method with a memory that is at work, with the first that is the same without one."""
    without: dict[Hashable, int] = {}
    for index, spec in enumerate(methods):
        if spec.enabled and not has_memory_at_work(spec):
            without.setdefault(rest_of(spec), index)
    return tuple(
        (index, without[rest_of(spec)])
        for index, spec in enumerate(methods)
        if spec.enabled and has_memory_at_work(spec) and rest_of(spec) in without
    )


def has_memory_at_work(spec: MethodSpec) -> bool:
    """Whether a method has a memory that is not switched off by κ = 0 or C = 0."""
    values = spec.values
    return spec.row.memory is not None and values["strength"] != 0 and values["capacity"] != 0


def rest_of(spec: MethodSpec) -> Hashable:
    """What of a method is not its memory: all that its run would depend on if the memory's mean
    were 0 throughout."""
    row, used = spec.row, dict(spec.used)
    if row.memory == "cm":
        kept = tuple(item for item in used.items() if item[0] not in _OF_THE_MEMORY_ALONE)
        return (row.base.name, "cm", row.sam, kept)
    names = (*row.base.hyperparameters, *(("rho",) if row.sam else ()))
    return (row.base.name, row.sam, tuple((name, used[name]) for name in names))


def _shared_end(
    experiment: Experiment, track: Track | None, control: Track | None, start: int
) -> tuple[float, ...] | None:
    """Where the basin in which both end comes to rest; None if it is not one, or the start's."""
    if track is None or control is None or experiment.landscape.domain is None:
        return None
    if not all(run.complete and start < run.starts for run in (track, control)):
        return None
    landscape = experiment.landscape
    end = place_of_rest(landscape, _seen_at_last(experiment, track)[start])
    home = place_of_rest(landscape, track["positions"][0][start])
    if end is None or home is None or same_rest(landscape, end, home):
        return None  # whoever stays needs no explanation
    other_end = place_of_rest(landscape, _seen_at_last(experiment, control)[start])
    return end if other_end is not None and same_rest(landscape, end, other_end) else None


def _seen_at_last(experiment: Experiment, track: Track) -> Array:
    """Where the landscape as described sees the ends (S, D): basins go along with it."""
    steps = experiment.steps
    return experiment.comoving(track["positions"][-1:], steps)[0]
