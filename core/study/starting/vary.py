"""A setting that a sweep varies, by the name that it has in an experiment file."""

from __future__ import annotations

import dataclasses
import itertools
import re
from typing import Any

from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.experiment.methods import HYPERPARAMETERS
from landscapes.base import LandscapeError

_METHOD = re.compile(r"methods\[(\d{1,4}|\*)\]\.(\w+)")
_PLACES = "methods[INDEX].HYPERPARAMETER, methods[*].HYPERPARAMETER or landscape.PARAMETER"
_LANDSCAPE = "landscape."
MOST_VALUES = 1000


@dataclasses.dataclass(frozen=True)
class Variation:
    """A setting's place in the experiment, `path`, and the values that it takes."""

    path: str
    values: tuple[Any, ...]

    @classmethod
    def parsed(cls, text: str, experiment: Experiment) -> Variation:
        """From `methods[0].capacity=1,2,5`.

        Raises ExperimentError for a place that the experiment does not have or a value that it
        does not take.
        """
        path, equals, values = text.partition("=")
        path = path.strip()
        if not equals or not values.strip():
            raise ExperimentError("vary", f"{text!r} is not allowed; PLACE=VALUE,VALUE,…")
        parts = [part.strip() for part in values.split(",")]
        if len(parts) > MOST_VALUES:
            raise ExperimentError("vary", f"{len(parts)} values are not allowed; {MOST_VALUES} are")
        variation = cls(path, tuple(_number(part) for part in parts))
        for value in variation.values:
            variation.applied(experiment, value)
        return variation

    @property
    def parameter(self) -> str | None:
        """The parameter of the landscape that varies, None where it is a method's setting."""
        name = self.path.removeprefix(_LANDSCAPE)
        return None if name == self.path else name

    def settings(self, experiment: Experiment) -> tuple[tuple[int, str], ...]:
        """The settings of methods that it varies: their places, and the hyperparameter's name."""
        if not (match := _METHOD.fullmatch(self.path)):
            return ()
        index, name = match.groups()
        places = range(len(experiment.methods)) if index == "*" else (int(index),)
        return tuple((place, name) for place in places)

    def applied(self, experiment: Experiment, value: Any) -> Experiment:
        """The experiment with this value at the place."""
        if (name := self.parameter) is not None:
            landscape = experiment.landscape
            if name not in landscape.values:
                known = ", ".join(landscape.values) or "none"
                raise ExperimentError(
                    "vary", f"{landscape.title} has no parameter {name!r}; it has {known}"
                )
            return with_parameter(experiment, name, value)
        match = _METHOD.fullmatch(self.path)
        if not match:
            raise ExperimentError("vary", f"{self.path!r} is not a place; {_PLACES}")
        index, name = match.groups()
        tables = [spec.row.table for spec in experiment.methods]
        if not any(name in table for table in (HYPERPARAMETERS, *tables)):
            known = ", ".join(dict.fromkeys([*HYPERPARAMETERS, *itertools.chain(*tables)]))
            raise ExperimentError("vary", f"{name!r} is no hyperparameter; one of {known}")
        count = len(experiment.methods)
        if index != "*" and int(index) >= count:
            there = "methods[0] is" if count == 1 else f"0 to {count - 1} are"
            raise ExperimentError("vary", f"there is no methods[{index}]; {there}")
        chosen = range(count) if index == "*" else [int(index)]
        racing = [
            experiment.methods[place] for place in chosen if experiment.methods[place].enabled
        ]
        if not any(name in spec.row.hyperparameters for spec in racing):
            raise ExperimentError("vary", f"no enabled method of {self.path!r} reads {name!r}")
        methods = tuple(
            spec.changed(**{name: value}) if place in chosen else spec
            for place, spec in enumerate(experiment.methods)
        )
        return dataclasses.replace(experiment, methods=methods)


def with_parameter(experiment: Experiment, name: str, value: Any) -> Experiment:
    """The experiment with another value of a parameter of its landscape.

    Raises ExperimentError for a value that it does not take.
    """
    landscape = experiment.landscape
    try:
        changed = type(landscape).create({**landscape.values, name: value})
    except LandscapeError as error:
        raise ExperimentError(f"$.landscape.{error.field}", str(error)) from None
    return dataclasses.replace(experiment, landscape=changed)


def _number(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
