"""Optimizers of other packages as methods: `torch:NAdam`, with hyperparameters of their own.

What there is stands in shipped tables (`resources/optimizers/`), made from the packages' own
signatures, so that files, menus and lists know it without importing a package. Only a name of a
table is ever looked up in its package (`core.stepping.packaged`), whatever a file says.

An *argument* is what the class calls it and what files write, `"betas": [0.9, 0.99]`; it has one
*part* for each of its numbers, `beta1` and `beta2`, which are the card's hyperparameters. A switch
is the word on or off, and true or false in a file. An argument that may be left to the class is
the word none or the number 0, and null in a file.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import resources
from core.experiment.errors import ExperimentError, refuse, step_into
from core.experiment.methods import METHODS, Base, Hyperparameter, Method, Value
from core.experiment.shapes import Shape

PACKAGES = {"torch": "torch.optim", "pytorch_optimizer": "pytorch_optimizer"}
"""The packages by the names that files use, with what people call where their classes are."""
OFF, ON, NONE = "off", "on", "none"
SWITCH = (OFF, ON)


class Argument(NamedTuple):
    """One argument of a class: its name, its parts, and whether it may be None."""

    name: str
    parts: tuple[Hyperparameter, ...]
    optional: bool = False

    @property
    def allowed(self) -> str:
        """What a file may give, in words."""
        if len(self.parts) > 1:
            return f"a list of {len(self.parts)} numbers"
        part = self.parts[0]
        if part.choices == SWITCH:
            return "true or false"
        if part.choices:
            return "one of " + ", ".join(f'"{word}"' for word in part.choices if word != NONE)
        return part.allowed

    def read(self, value: object) -> dict[str, Any]:
        """Its parts' values by name, from what stands in a file.

        Raises ExperimentError for a value of another form; ranges are not looked at.
        """
        names = [part.name for part in self.parts]
        if len(names) > 1:
            if not isinstance(value, list | tuple) or len(value) != len(names):
                raise self._refuse(value)
            return {
                part.name: self._part(part, one)
                for part, one in zip(self.parts, value, strict=True)
            }
        return {names[0]: self._part(self.parts[0], value)}

    def _part(self, part: Hyperparameter, value: object) -> object:
        if value is None and self.optional and part is self.parts[0]:
            return NONE if part.choices else 0
        if part.choices == SWITCH:
            if not isinstance(value, bool):
                raise self._refuse(value)
            return SWITCH[value]
        if part.choices and value == NONE:
            raise self._refuse(value)
        return value

    def _refuse(self, value: object) -> ExperimentError:
        or_null = " or null" if self.optional else ""
        return refuse(step_into("hyperparameters", self.name), value, self.allowed + or_null)

    def written(self, values: Mapping[str, Value]) -> Any:
        """What a file holds, and what the class is given."""
        found = [self._written(part, values[part.name]) for part in self.parts]
        return found[0] if len(found) == 1 else tuple(found)

    def _written(self, part: Hyperparameter, value: Value) -> Any:
        if part.choices == SWITCH:
            return value == ON
        if self.optional and part is self.parts[0] and value in (NONE, 0):
            return None
        return value


class Table(NamedTuple):
    """The optimizers of one package, as its `version` has them.

    `arguments` of each by class name; `rows` the methods by theirs (`torch:NAdam`). `coupled` are
    those whose steps mix a parameter's elements, `closure` those that evaluate the loss themselves
    and `matrix` those that step nothing but matrices. `refused` have the reason why not.
    """

    package: str
    version: str
    arguments: Mapping[str, tuple[Argument, ...]]
    rows: Mapping[str, Method]
    coupled: frozenset[str]
    closure: frozenset[str]
    matrix: frozenset[str]
    refused: Mapping[str, str]


@functools.cache
def table(package: str) -> Table:
    """The shipped table of a package; KeyError for one that is not in `PACKAGES`."""
    module = PACKAGES[package]
    path = Path(resources.__file__).parent / "optimizers" / f"{package}.json"
    shipped = json.loads(path.read_text(encoding="utf-8"))
    arguments = {
        name: tuple(
            Argument(
                argument["name"],
                tuple(
                    Hyperparameter(**{**part, "choices": tuple(part.get("choices", ()))})
                    for part in argument["parts"]
                ),
                argument.get("optional", False),
            )
            for argument in optimizer["arguments"]
        )
        for name, optimizer in shipped["optimizers"].items()
    }
    rows = {}
    for name, given in arguments.items():
        own = tuple(part for argument in given for part in argument.parts)
        base = Base(
            f"{package}:{name}",
            name,
            shipped["optimizers"][name]["description"],
            tuple(part.name for part in own),
            Shape(),
            f"{module}.{name}",
            own=own,
            package=package,
        )
        rows[base.name] = Method(base, None, False)

    def marked(mark: str) -> frozenset[str]:
        return frozenset(
            name for name, optimizer in shipped["optimizers"].items() if mark in optimizer["marks"]
        )

    return Table(
        package,
        shipped["version"],
        arguments,
        rows,
        marked("coupled"),
        marked("closure"),
        marked("matrix"),
        shipped["refused"],
    )


def installed(package: str) -> bool:
    """Whether a package is there, which is not imported for that."""
    return importlib.util.find_spec(package) is not None


def row_of(name: str) -> Method:
    """A method by its name, of the program's table or of another package.

    Raises ExperimentError, at `method`, for a name that neither has.
    """
    if name in METHODS:
        return METHODS[name]
    package, colon, title = name.partition(":")
    if not colon or package not in PACKAGES:
        known = [*METHODS, *(f"{package}:NAME" for package in PACKAGES)]
        raise refuse("method", name, "one of " + ", ".join(known))
    found = table(package)
    if title in found.refused:
        raise ExperimentError("method", f"{name} cannot be raced: {found.refused[title]}")
    if name not in found.rows:
        raise refuse("method", name, "one of " + ", ".join(found.rows))
    return found.rows[name]


def arguments_of(row: Method) -> tuple[Argument, ...]:
    """The arguments of a packaged method's class; none of a method of the program's own table."""
    package = row.base.package
    return table(package).arguments[row.base.title] if package else ()


def read(row: Method, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A card's values from what a file gives for its hyperparameters.

    Raises ExperimentError for an argument that the class does not have, or of another form.
    """
    if not row.base.package:
        return given
    arguments = {argument.name: argument for argument in arguments_of(row)}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in arguments:
            known = ", ".join(arguments) or "none"
            raise refuse(step_into("hyperparameters", name), name, f"{row.name} has {known}")
        values |= arguments[name].read(value)
    return values


def written(row: Method, values: Mapping[str, Value]) -> dict[str, Any]:
    """What a file holds of a card's values, and what a class is made with; `read`'s inverse."""
    if not row.base.package:
        return dict(values)
    return {argument.name: argument.written(values) for argument in arguments_of(row)}


def check_together(path: str, row: Method, values: Mapping[str, Value]) -> None:
    """Raise ExperimentError for settings that are allowed one by one, and not together."""
    if row.name == "torch:SGD" and values["nesterov"] == ON:
        if values["momentum"] == 0:
            raise ExperimentError(
                f"{path}.hyperparameters.nesterov", "Nesterov needs a momentum above 0"
            )
        if values["dampening"] != 0:
            raise ExperimentError(
                f"{path}.hyperparameters.nesterov", "Nesterov needs a dampening of 0"
            )


def place_of(row: Method, name: str) -> str:
    """Where a hyperparameter stands among those of a file: `lr`, `betas[0]`."""
    for argument in arguments_of(row):
        for index, part in enumerate(argument.parts):
            if part.name == name:
                return f"{argument.name}[{index}]" if len(argument.parts) > 1 else argument.name
    return name
