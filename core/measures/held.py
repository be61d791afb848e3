"""What a memory holds at one moment, and what the next newcomer has to beat."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.memories import agreement, has_slots, is_average, threshold
from core.recording.recording import NONE, Track
from landscapes.base import Array


@dataclasses.dataclass(frozen=True)
class Held:
    """One method's memory at time `time` of one start; C slots, NaN and −1 where empty.

    `births` (C,) are the times at which the items (C, D) were taken, `first_priorities` (C,) what
    their priorities were then. `event` and `slot` tell what the step that ended here did, the other
    pair what the next one will do with its newcomer of priority `newcomer` against
    `threshold` (NaN: nothing to beat). Of a network the items are empty (C, 0), and in their place
    `norms` and `cosines` (C,) tell how long they are and how much they agree with their mean.
    """

    time: int
    births: Array
    items: Array
    priorities: Array
    first_priorities: Array
    agreement: float
    event: int
    slot: int
    newcomer: float
    threshold: float
    next_event: int
    next_slot: int
    norms: Array | None = None
    cosines: Array | None = None

    @property
    def count(self) -> int:
        """How many items are held."""
        return int((self.births >= 0).sum())

    @property
    def lowest(self) -> int:
        """The slot that the next item would take the place of by priority; −1 while one is free."""
        if not len(self.priorities) or np.isnan(self.priorities).any():
            return -1
        return int(self.priorities.argmin())


def held(
    experiment: Experiment, spec: MethodSpec, track: Track, time: int, start: int = 0
) -> Held | None:
    """The memory of a method at a time and start; None where the track does not tell.

    That is: no memory, a policy without slots, memories not recorded, not computed so far.
    """
    if not has_slots(spec, track) or not 0 <= time <= track.filled:
        return None
    items = track["memory_items"][time, start, : int(spec.values["capacity"])]
    together = float(agreement(items)) if len(items) else np.nan
    return _held(spec, track, time, start, items, together)


def held_by_network(
    experiment: Experiment, spec: MethodSpec, track: Track, time: int, start: int = 0
) -> Held | None:
    """The same of a network, whose items are not kept of every step: their facts are."""
    if not has_facts(spec, track) or not 0 <= time <= track.filled:
        return None
    slots = slice(0, int(spec.values["capacity"]))
    together = float(track["agreement"][time, start])
    none = np.empty((slots.stop, 0))
    norms, cosines = (track[f"memory_{key}"][time, start, slots] for key in ("norms", "cosines"))
    found = _held(spec, track, time, start, none, together)
    return dataclasses.replace(found, norms=norms, cosines=cosines)


def has_facts(spec: MethodSpec, track: Track) -> bool:
    """Whether the track of a network tells at every time what is known of each item but itself."""
    told = "agreement" in track and track.keep.times("memory_births", track.steps) > track.steps
    return spec.row.memory is not None and told and not is_average(spec)


def tells_slots(spec: MethodSpec, track: Track) -> bool:
    """Whether `remembered` tells of every time."""
    return has_slots(spec, track) or has_facts(spec, track)


def remembered(
    experiment: Experiment, spec: MethodSpec, track: Track, time: int, start: int = 0
) -> Held | None:
    """The memory of a method with what is known of its items, or of a network without them."""
    now = held(experiment, spec, track, time, start)
    return held_by_network(experiment, spec, track, time, start) if now is None else now


def _held(
    spec: MethodSpec, track: Track, time: int, start: int, items: Array, together: float
) -> Held:
    slots = slice(0, len(items))
    births = track["memory_births"][time, start, slots]
    priorities = track["memory_priorities"][time, start, slots]
    event, slot = _event(track, time - 1, start)
    next_event, next_slot = _event(track, time, start)
    norms = track["gradient_norms"][:, start]
    return Held(
        time=time,
        births=births,
        items=items,
        priorities=priorities,
        first_priorities=np.where(births >= 0, norms[np.maximum(births, 0)], np.nan),
        agreement=together,
        event=event,
        slot=slot,
        newcomer=float(norms[time]) if time < track.filled else np.nan,
        threshold=float(threshold(priorities, len(births), spec.values["policy"])),
        next_event=next_event,
        next_slot=next_slot,
    )


def _event(track: Track, step: int, start: int) -> tuple[int, int]:
    """What step number `step`, counted from 0, did to the memory, and in which slot."""
    if not 0 <= step < track.filled:
        return NONE, -1
    return int(track["memory_events"][step, start]), int(track["memory_slots"][step, start])
