"""Labels of cards: one left alone says what its card is and what differs from its sisters.

Such an *automatic* label is the method's name with some of the card's settings, and nothing else:
`Adam + CM`, `Adam + CM, C = 5`, `adam+cm, no memory (2)`. A file needs no mark to tell it from
one that a person typed: whatever says anything more is theirs, and stays.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.experiment.experiment import MAX_LABEL, MethodSpec
from core.experiment.methods import Hyperparameter, Method, Value
from core.writing import exact

_NUMBERED = re.compile(r"(?P<stem>.*) \((?P<number>[0-9]+)\)", re.DOTALL)
_PARTED = ", "
# What sets sisters apart most comes first.
_ORDER = ("capacity", "decay", "strength", "policy", "memory_start", "memory_stop", "rho", "lr")
_UNSAID = {"memory_start": 0, "memory_stop": 0}
_FORMS = {"policy": "{}", "memory_start": "memory from {}", "memory_stop": "memory to {}"}

Naming = Callable[[Method], str]


def spaced_title(method: Method) -> str:
    """A method as people write it, with room around the plus signs: `Adam + CM`."""
    return method.title.replace("+", " + ")


_NAMINGS: tuple[Naming, ...] = (
    spaced_title,
    lambda method: method.title,
    lambda method: method.name,
)


class _Trait(NamedTuple):
    """A setting by which sisters can be told apart, and how a label says it; "": not at all."""

    name: str
    value: Value
    said: str


def naming_of(spec: MethodSpec) -> Naming | None:
    """How an automatic label names its method; None for a label that a person typed."""
    stem = _stem(spec.label)
    true = {trait.said for trait in _traits(spec)}
    for naming in _NAMINGS:
        name, parted, settings = stem.partition(_PARTED)
        if name == naming(spec.row) and (not parted or set(settings.split(_PARTED)) <= true):
            return naming
    return None


def twin_label(spec: MethodSpec, addition: str) -> str:
    """What to call a card made of another with other settings: one left alone will say them, one
    that a person typed gets the `addition`."""
    naming = naming_of(spec)
    return naming(spec.row) if naming else spec.label[: MAX_LABEL - len(addition)] + addition


def automatic_labels(
    methods: Sequence[MethodSpec],
    namings: Sequence[Naming | None],
    varied: Collection[tuple[int, str]] = (),
) -> tuple[str, ...]:
    """The labels of cards, those with a naming made anew; a second of its kind has a number, and
    keeps it while there is a first. Settings that are `varied`, places of cards with names of
    hyperparameters, are not said: they have no one value."""
    labels = {place: methods[place].label for place, naming in enumerate(namings) if not naming}
    alike: dict[str, list[int]] = {}
    for place, naming in enumerate(namings):
        if naming is not None:
            told = _telling(methods, place, varied)
            said = _PARTED.join((naming(methods[place].row), *told))
            alike.setdefault(said[:MAX_LABEL], []).append(place)
    for said, places in alike.items():
        former = {place: methods[place].label for place in places}
        first = next((place for place in places if former[place] == said), places[0])
        for place in places:
            label = former[place]
            if place != first and _stem(label) == said != label and label not in labels.values():
                labels[place] = label
        for place in (first, *places):
            if place not in labels:
                labels[place] = copy_label(said, set(labels.values()))
    return tuple(labels[place] for place in range(len(methods)))


def _telling(
    methods: Sequence[MethodSpec], place: int, varied: Collection[tuple[int, str]]
) -> list[str]:
    """What of a card tells it from its sisters, as little as does; that a memory is off, always."""
    spec, said = methods[place], []
    alike = [_traits(other) for other in methods if other.method == spec.method]
    for number, trait in enumerate(_traits(spec)):
        if (place, trait.name) in varied:
            continue
        apart = [traits for traits in alike if traits[number].value != trait.value]
        if trait.said and (apart or trait.name == "off"):
            said.append(trait.said)
        alike = [traits for traits in alike if traits not in apart]
    return said


def _traits(spec: MethodSpec) -> tuple[_Trait, ...]:
    """What can be said of a card: as many traits for every card of one method, in one order."""
    return _traits_of(spec.row, spec.used)


@lru_cache(maxsize=256)  # a slider's move asks it of every card again and again
def _traits_of(method: Method, settings: tuple[tuple[str, Value], ...]) -> tuple[_Trait, ...]:
    used, table = dict(settings), method.table
    names = [name for name in _ORDER if name in used]
    names += [name for name in used if name not in names]
    off = "no memory" if method.memory and not (used["capacity"] and used["strength"]) else ""
    return (
        _Trait("off", off, off),
        *(_Trait(name, used[name], _said(table[name], used[name])) for name in names),
    )


def _said(row: Hyperparameter, value: Value) -> str:
    if value == _UNSAID.get(row.name):
        return ""
    form = _FORMS.get(row.name, f"{row.symbol} = {{}}")
    return form.format(exact(value) if isinstance(value, float) else value)


def differs_in_label_alone(before: MethodSpec, after: MethodSpec) -> bool:
    """Whether one card may have become the other when the label that it was left with was made
    anew; copies are told apart by their numbers."""
    numbers = [_NUMBERED.fullmatch(spec.label) for spec in (before, after)]
    one, other = (match["number"] if match else "" for match in numbers)
    return one == other and dataclasses.replace(before, label=after.label) == after


def _stem(label: str) -> str:
    """A label without its number."""
    match = _NUMBERED.fullmatch(label)
    return match["stem"] if match else label


def copy_label(label: str, taken: Collection[str]) -> str:
    """The label itself, or the first of `label (2)`, `label (3)`, … that is not taken."""
    if label not in taken:
        return label
    stem = _stem(label)
    for number in itertools.count(2):
        suffix = f" ({number})"
        candidate = stem[: MAX_LABEL - len(suffix)] + suffix
        if candidate not in taken:
            return candidate
    raise AssertionError("unreachable: counting has no end")
