"""What a change is called in the words of the window: “change of λ”, “removal of Adam+CM”."""

from __future__ import annotations

import dataclasses

from app.session.edits import differences
from core.experiment.experiment import Experiment, MethodSpec

_SYMBOL = 2  # characters of a sign such as λ or β₁; a longer one is a word of the file's
_FIELDS = {
    "starts": "change of the starts",
    "steps": "change of the steps",
    "lr_schedule": "change of the learning rate's schedule",
    "strength_schedule": "change of the strength's schedule",
    "noise": "change of the noise",
    "seed": "change of the seed",
    "drift": "change of the drift",
    "batch": "change of the batch",
    "record": "change of what is recorded",
}

_WITH_LANDSCAPE = {"landscape", "methods", "starts", "drift", "batch", "record"}
"""What may follow from another landscape by itself."""


def change_title(before: Experiment, after: Experiment) -> str:
    """What is done from one experiment to another: the one thing that a person changed, where it
    was one. What follows by itself is not named (fewer steps clip a memory's window)."""
    changed = [
        field.name
        for field in dataclasses.fields(Experiment)
        if getattr(before, field.name) is not getattr(after, field.name)
        and getattr(before, field.name) != getattr(after, field.name)
    ]
    if "landscape" in changed and set(changed) <= _WITH_LANDSCAPE:
        return _landscape_title(before, after)
    if changed == ["methods"]:
        return _methods_title(before.methods, after.methods)
    if "steps" in changed and set(changed) <= {"steps", "methods"}:
        return _FIELDS["steps"]
    return _FIELDS[changed[0]] if len(changed) == 1 else "change of the experiment"


def _landscape_title(before: Experiment, after: Experiment) -> str:
    old, new = before.landscape, after.landscape
    if type(old) is not type(new):
        return f"change to {new.title}"
    names = [p for p in new.parameters if getattr(old, p.name) != getattr(new, p.name)]
    if len(names) == 1 and old.domain == new.domain and names[0].name != "loss":
        return f"change of {names[0].name.replace('_', ' ')}"
    return "change of the landscape"


def _methods_title(before: tuple[MethodSpec, ...], after: tuple[MethodSpec, ...]) -> str:
    if len(after) == len(before) + 1:
        return f"adding of {_extra(after, before).label}"
    if len(after) == len(before) - 1:
        return f"removal of {_extra(before, after).label}"
    pairs = [(old, new) for old, new in zip(before, after, strict=False) if old != new]
    # Labels of the others may follow what sets them apart from the one that was changed.
    pairs = [pair for pair in pairs if not _same_but_label(*pair)] or pairs
    if len(after) != len(before) or len(pairs) != 1:
        return "change of the methods"
    return _card_title(*pairs[0])


def _extra(longer: tuple[MethodSpec, ...], shorter: tuple[MethodSpec, ...]) -> MethodSpec:
    """The card of the longer row that the shorter one lacks."""
    return next(
        (
            long
            for long, short in zip(longer, shorter, strict=False)
            if not _same_but_label(long, short)
        ),
        longer[-1],
    )


def _same_but_label(one: MethodSpec, other: MethodSpec) -> bool:
    return differences(one, other) <= {"label"}


def _card_title(old: MethodSpec, new: MethodSpec) -> str:
    changed = differences(old, new)
    if changed == {"label"}:
        return f"renaming of {old.label}"
    changed -= {"label"}  # it followed what else was changed
    if changed == {"colour"}:
        return f"colour of {new.label}"
    if changed == {"enabled"}:
        return f"switching {new.label} {'on' if new.enabled else 'off'}"
    if "method" in changed:
        return f"change of {old.label} to {new.row.title}"
    names = [name for name in new.row.table if name in changed]
    if len(names) != 1:
        return f"change of {new.label}'s settings"
    row = new.row.table[names[0]]
    return f"change of {row.symbol if len(row.symbol) <= _SYMBOL else row.title.lower()}"
