"""The skeleton of an experiment file: what may stand at each place, before it means anything."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from core.experiment.errors import ExperimentError, refuse, step_into
from core.experiment.experiment import COLOUR, FORMAT, MAX_METHODS, check_method_count
from core.experiment.starts import ALLOWED
from core.experiment.strict_json import Json


class MethodShape(msgspec.Struct):
    """One of the methods."""

    method: str
    label: str | msgspec.UnsetType = msgspec.UNSET
    enabled: bool = True
    hyperparameters: dict[str, Any] = {}
    colour: str | msgspec.UnsetType = msgspec.UNSET


class SchedulesShape(msgspec.Struct):
    """What multiplies α and κ, over the steps."""

    lr: dict[str, Any] = msgspec.field(default_factory=lambda: {"kind": "constant"})
    strength: dict[str, Any] = msgspec.field(default_factory=lambda: {"kind": "constant"})


class Document(msgspec.Struct):
    """The skeleton; what it holds as Any is looked at by the value that is made of it."""

    format: Any
    landscape: dict[str, Any]
    methods: list[MethodShape]
    starts: list[tuple[float, ...]] | dict[str, Any]
    steps: Any
    schedules: SchedulesShape = msgspec.field(default_factory=SchedulesShape)
    noise: Any = 0.0
    seed: Any = 0
    drift: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    batch: Any = msgspec.UNSET
    record: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    view: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


# What may stand at each place of the skeleton, by its path with the indices left out.
_ALLOWED = {
    "$": "an object",
    "$.landscape": "an object with a name",
    "$.methods": f"a list of 1 to {MAX_METHODS} methods",
    "$.methods[]": "an object with a method",
    "$.methods[].method": "the name of a method",
    "$.methods[].label": "a text",
    "$.methods[].enabled": "true or false",
    "$.methods[].hyperparameters": "an object of hyperparameters by name",
    "$.methods[].colour": COLOUR,
    "$.starts": ALLOWED,
    "$.starts[]": "a point: a list of numbers",
    "$.starts[][]": "a number",
    "$.schedules": "an object with lr and strength",
    "$.schedules.lr": "an object with a kind",
    "$.drift": "an object with kind, period and by",
    "$.record": "an object with every and what",
    "$.view": "an object that says how it was looked at",
    "$.schedules.strength": "an object with a kind",
}


def shaped(tree: Json) -> Document:
    """The tree in the shape of the skeleton."""
    _check_other(tree)
    _check_format(tree)
    _check_keys("$", tree, Document)
    if isinstance(tree, dict):
        _check_keys("$.schedules", tree.get("schedules"), SchedulesShape)
        if isinstance(tree["methods"], list):
            check_method_count(len(tree["methods"]))  # before the time that too many would take
            for index, method in enumerate(tree["methods"]):
                _check_keys(f"$.methods[{index}]", method, MethodShape)
    try:
        return msgspec.convert(tree, Document)
    except msgspec.ValidationError as error:
        # "Expected `bool`, got `int` - at `$.methods[0].enabled`": said again in our words.
        found = re.search(r" - at `(\$.*)`$", str(error))
        path = found[1] if found else "$"
        place = re.sub(r"\[\d+\]", "[]", path)
        raise refuse(path, _at(tree, path), _ALLOWED.get(place, str(error))) from None


def _check_other(tree: Json) -> None:
    """Refuse what a study has written, saying what of it opens."""
    if isinstance(tree, dict) and "setting" in tree and "methods" not in tree:
        raise ExperimentError(
            "$",
            "this is the table of a study, without its single starts; what opens is the study "
            "itself, which is saved as .npz, or the experiment that stands in it under 'setting'",
        )
    if isinstance(tree, dict) and "claims" in tree and "methods" not in tree:
        raise ExperimentError("$", "this is the report on the papers' claims, and no experiment")


def _check_format(tree: Json) -> None:
    # Before all else: a file of a later format has keys that are unknown here.
    if isinstance(tree, dict) and "format" in tree:
        value = tree["format"]
        if type(value) is not int or value != FORMAT:
            raise refuse("$.format", value, f"{FORMAT} (the format that this version reads)")


def _check_keys(path: str, node: Json, struct: type[msgspec.Struct]) -> None:
    """Refuse a key that the struct does not have, or lacks and needs."""
    if not isinstance(node, dict):
        return
    fields = msgspec.structs.fields(struct)
    names = [field.name for field in fields]
    for key in node:
        if key not in names:
            raise refuse(step_into(path, key), key, "one of the keys " + ", ".join(names))
    for field in fields:
        if field.required and field.name not in node:
            raise ExperimentError(f"{path}.{field.name}", f"{field.name!r} is missing")


def _at(tree: Json, path: str) -> Json:
    for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        tree = tree[key] if key else tree[int(index)]
    return tree
