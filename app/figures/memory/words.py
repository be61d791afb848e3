"""What the memory panel says about a memory, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.running.shown import BROKE_OFF
from core.anatomy.letters import item_name, taken_in
from core.experiment.experiment import MethodSpec
from core.measures.held import Held
from core.recording.recording import NONE, REJECTED, REPLACED, STORED, Track
from core.writing import number, point, short, superscript, vector


def event_text(event: int, slot: int) -> str:
    """What a step did: 'stored in slot 2'. Slots are counted from 1."""
    return {
        NONE: "",
        STORED: f"stored in slot {slot + 1}",
        REPLACED: f"replaced slot {slot + 1}",
        REJECTED: "rejected",
    }[event]


def agreement_text(held: Held) -> str:
    """The agreement to two digits, or that there is nothing to agree."""
    if held.count == 0:
        return "empty"
    if held.agreement == held.agreement:
        return f"agreement {held.agreement:.2f}"
    known = held.items if held.norms is None else held.norms
    return "agreement –" if np.nan_to_num(known).any() else "all zero"


def next_text(spec: MethodSpec, held: Held) -> str:
    """What the next step will do with its newcomer, and why: 'next 7.20 > 5.14 → slot 6'."""
    if held.next_event == NONE:
        return ""
    norm = f"next {number(held.newcomer, 3)}"
    if len(held.births) == 0:
        return f"{norm}, no slot"
    if held.next_event == STORED:
        return f"{norm} → free slot {held.next_slot + 1}"
    if spec.values["policy"] != "priority":
        return f"{norm} → slot {held.next_slot + 1}, {spec.values['policy']}"
    bar = number(held.threshold, 3)
    if held.next_event == REJECTED:
        return f"{norm} ≤ {bar} → rejected"
    return f"{norm} > {bar} → slot {held.next_slot + 1}"


def brief_text(event: int, slot: int) -> str:
    """The same in a word, where a long label leaves no room for more."""
    return f"slot {slot + 1}" if event in (STORED, REPLACED) else event_text(event, slot)


def use_text(spec: MethodSpec, held: Held | None, time: int) -> str:
    """A note where the memory does not act on the next step; empty where it does."""
    if int(spec.values["capacity"]) == 0:
        return "C = 0: no slots"
    if float(spec.values["strength"]) == 0:
        return "κ = 0: not used"
    if spec.uses_memory(time + 1):
        return ""
    start, stop = int(spec.values["memory_start"]), int(spec.values["memory_stop"])
    if time < start:
        return f"not in use before step {start + 1}"
    return f"not in use after step {stop}"


def slot_tip(spec: MethodSpec, held: Held, track: Track, start: int, slot: int) -> str:
    """All there is to know about one slot, a line each."""
    birth = int(held.births[slot])
    if birth < 0:
        return f"Slot {slot + 1}: empty"
    name = {"g": "gradient g", "m": "momentum m", "b": "momentum b"}[item_name(spec)]
    decay = short(float(spec.values["decay"]))
    age = held.time - birth
    lines = [
        *_of_item(spec, held, slot, name),
        f"Priority {number(float(held.priorities[slot]))} = "
        f"{number(float(held.first_priorities[slot]))} · {decay}{superscript(age)}",
        f"Age {age}, counting that step{_taken_at(held, track, start, birth)}",
    ]
    if slot == held.lowest and spec.values["policy"] == "priority":
        lines.append("The lowest priority: what a newcomer must beat")
    return "\n".join(lines)


def _of_item(spec: MethodSpec, held: Held, slot: int, name: str) -> list[str]:
    """What an item is; of a network how long it is and how much it agrees with the others."""
    birth = int(held.births[slot])
    if held.norms is None or held.cosines is None:
        item = held.items[slot]
        return [
            f"Slot {slot + 1}: the {name} = {vector(item, 4)}, {taken_in(birth)}",
            f"Push −{item_name(spec)} = {vector(-item, 4)}",
        ]
    norm, cosine = float(held.norms[slot]), float(held.cosines[slot])
    return [
        f"Slot {slot + 1}: a {name}, {taken_in(birth)}",
        f"Norm {number(norm)}; cosine to the mean of all items {number(cosine, 3)}",
    ]


def _taken_at(held: Held, track: Track, start: int, birth: int) -> str:
    """Where an item was taken; of a network the place is thousands of numbers."""
    if held.norms is not None:
        return ""
    return f"; taken at θ = {point(track['positions'][birth, start])}"


def why_empty(methods: Sequence[MethodSpec], *, broke_off: bool = False) -> str:
    """Why there is no memory to show, and what to do about it."""
    remembering = [spec for spec in methods if spec.row.memory]
    running = [spec.label for spec in remembering if spec.enabled]
    if running and broke_off:
        return BROKE_OFF
    if running:
        return f"Computing…\n\nWhat is remembered by {', '.join(running)} appears here."
    if remembering:
        return (
            "The methods with a memory are switched off.\n\nSwitch one on in the list of methods: "
            "what it remembers appears here."
        )
    return (
        "No method here has a memory.\n\nAdd one with +CG (critical gradients) or +CM (critical "
        "momenta) to the list of methods: what it remembers appears here."
    )
