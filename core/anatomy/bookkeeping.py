"""What a step does to its memory, in words: compare, store or replace or reject, decay."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.anatomy.names import momentum_name
from core.anatomy.substep import SubStep, as_vector
from core.anatomy.terms import Terms
from core.experiment import MethodSpec
from core.notation import number, short, vector
from core.quantities import has_slots, is_average
from core.recording import REJECTED, STORED, Track
from landscapes.base import Array

SHOWN_PRIORITIES = 6


def bookkeeping(spec: MethodSpec, track: Track, terms: Terms, start: int) -> Iterator[SubStep]:
    """The sub-steps that change the memory, after the step itself was computed.

    Slots are counted from 1 for people.
    """
    if is_average(spec):
        yield _averaged(spec, terms)
        return
    if not has_slots(spec, track):
        return
    capacity = int(spec.values["capacity"])
    if capacity == 0:
        yield SubStep(
            "reject", "Nothing to keep", "C = 0", "C = 0", "The memory has no slot.", None, None
        )
        return
    before = track["memory_priorities"][terms.step - 1, start, :capacity]
    yield _compared(spec, before, terms)
    yield _settled(spec, track, terms, start)
    yield _decayed(spec, track["memory_priorities"][terms.step, start, :capacity])


def item_name(spec: MethodSpec) -> str:
    """The letter of what the method remembers."""
    return "g" if spec.row.memory == "cg" else momentum_name(spec)


def _item(spec: MethodSpec, terms: Terms) -> Array:
    return terms.gradient if spec.row.memory == "cg" else terms.momentum


def _averaged(spec: MethodSpec, terms: Terms) -> SubStep:
    capacity, name = int(spec.values["capacity"]), item_name(spec)
    keep = 1 - 1 / max(1, capacity)
    return SubStep(
        "average",
        "Remember",
        f"e = γ·e + (1 − γ)·{name}, γ = 1 − 1/C",
        f"γ = {short(keep)}, {name} = {vector(_item(spec, terms))}",
        "No slots: a running average takes everything in and forgets it slowly.",
        None,
        None,
        symbol="e",
    )


def _compared(spec: MethodSpec, before: Array, terms: Terms) -> SubStep:
    norm, policy = number(terms.norm), spec.values["policy"]
    free = np.flatnonzero(np.isnan(before))
    formula = "‖g‖ > min priority"
    if len(free):
        numbers = f"‖g‖ = {norm}, slot {free[0] + 1} of {len(before)} is free"
        sentence = "A slot is free, so the newcomer is taken whatever its priority."
    elif policy == "priority":
        slot = int(np.nanargmin(before))
        lowest = float(before[slot])
        wins = terms.norm > lowest
        numbers = f"{norm} {'>' if wins else '≤'} {number(lowest)} (slot {slot + 1})"
        sentence = (
            f"The newcomer beats the lowest priority held, that of slot {slot + 1}."
            if wins
            else f"The newcomer does not beat even the lowest priority, that of slot {slot + 1}."
        )
    else:
        formula = "oldest birth" if policy == "fifo" else "slot drawn from the seed"
        numbers = f"‖g‖ = {norm}"
        which = "the oldest item" if policy == "fifo" else "a slot drawn at random"
        sentence = f"Policy {policy}: {which} gives way, whatever its priority."
    return SubStep("compare", "Compare priorities", formula, numbers, sentence, None, None)


def _settled(spec: MethodSpec, track: Track, terms: Terms, start: int) -> SubStep:
    """What became of the newcomer: stored, in place of another, or not at all."""
    event = int(track["memory_events"][terms.step - 1, start])
    slot = int(track["memory_slots"][terms.step - 1, start])
    name, shown = item_name(spec), vector(_item(spec, terms))
    if event == REJECTED:
        return SubStep(
            "reject",
            "Reject",
            "B ← B",
            f"{name} = {shown} is not kept",
            f"This {_what(spec)} is not critical enough: the memory stays as it was.",
            None,
            None,
        )
    place, origin = as_vector(-_item(spec, terms)), as_vector(terms.theta)
    if event == STORED:
        sentence = f"Slot {slot + 1} takes the {_what(spec)} of step {terms.step}."
        title = f"Store in slot {slot + 1}"
    else:
        birth = int(track["memory_births"][terms.step - 1, start, slot])
        sentence = (
            f"Slot {slot + 1} gives up what it took {terms.step - 1 - birth} steps ago, at step "
            f"{birth}, for the {_what(spec)} of now."
        )
        title = f"Replace slot {slot + 1}"
    return SubStep(
        "store" if event == STORED else "replace",
        title,
        f"B[k] ← {name}, priority ‖g‖",
        f"B[{slot + 1}] = {shown}, priority {number(terms.norm)}",
        sentence,
        place,
        origin,
        symbol=f"−{name}",
    )


def _what(spec: MethodSpec) -> str:
    return "gradient" if spec.row.memory == "cg" else "momentum"


def _decayed(spec: MethodSpec, after: Array) -> SubStep:
    decay = float(spec.values["decay"])
    held = np.sort(after[~np.isnan(after)])[::-1]
    listed = ", ".join(number(float(value), 3) for value in held[:SHOWN_PRIORITIES])
    more = f", … {len(held)}" if len(held) > SHOWN_PRIORITIES else ""
    sentence = (
        "λ is 1: priorities never decay, and only greater gradients ever get in."
        if decay == 1
        else f"Every priority loses {100 * (1 - decay):.3g} %, so that the greatest is forgotten "
        "too."
    )
    return SubStep(
        "decay",
        "Decay",
        "priorities ← λ·priorities",
        f"{short(decay)}·priorities = {listed}{more}",
        sentence,
        None,
        None,
    )
