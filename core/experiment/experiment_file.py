"""The experiment file (`*.basin.json`): the JSON form of an Experiment, strict both ways.

Reading a stranger's file is safe: nothing in it is executed, and whatever is not exactly what the
format describes is refused with its JSON path, the value that stands there and what is allowed.
Whole numbers are written without a point (5.0 steps are refused); elsewhere 5 and 5.0 are equal.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping

import msgspec

import landscapes
from core.experiment import packaged, strict_json
from core.experiment.drift import Drift
from core.experiment.errors import ExperimentError, refuse, step_into
from core.experiment.experiment import FORMAT, Experiment, MethodSpec
from core.experiment.file_kinds import HEAD
from core.experiment.file_shape import MethodShape, shaped
from core.experiment.long_list import LONGEST_REST, LongList, set_apart
from core.experiment.record import Record
from core.experiment.schedules import KINDS, Schedule
from core.experiment.starts import (
    RandomStarts,
    SeedStarts,
    check_start_count,
    describe_starts,
    read_starts,
)
from core.experiment.strict_json import Json
from core.experiment.view_state import ViewState
from core.files import reading, rewriting
from landscapes import Landscape, LandscapeError
from landscapes.networks import Network

SUFFIX = ".basin.json"
Check = Callable[[Experiment], object]


def read(path: str | os.PathLike[str], check: Check | None = None) -> Experiment:
    """The experiment in a file; OSError when it cannot be read, ExperimentError when refused.

    `check` is as in `loads`.
    """
    with reading(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > strict_json.MAX_BYTES:
            strict_json.check_kind(file.read(HEAD))
            raise ExperimentError(
                "$",
                f"the file takes {size / 2**20:,.0f} MiB; an experiment is no longer than "
                f"{strict_json.MAX_BYTES // 2**20} MiB",
            )
        return loads(file.read(strict_json.MAX_BYTES + 1), check)


def write(path: str | os.PathLike[str], experiment: Experiment) -> None:
    """Write an experiment to a file, whole or not at all; OSError when that fails."""
    with rewriting(path) as file:
        file.write(dumps(experiment).encode())


def loads(text: str | bytes, check: Check | None = None) -> Experiment:
    """The experiment in a JSON text (UTF-8 where it is bytes); ExperimentError when refused.

    Of a long list of starts `check` is told before it is read, by an experiment that is equal but
    for its starts, of which it has as many; it raises where that many are too many.
    """
    points: LongList | None = None
    if LONGEST_REST < len(text) <= strict_json.MAX_BYTES:
        encoded = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        text, points = set_apart(encoded)
        del encoded
    document = shaped(strict_json.parse(text))
    starts = read_starts(document.starts) if points is None else ()
    dimension = len(starts[0]) if isinstance(starts, tuple) and starts else None
    if points is not None:
        check_start_count(points.count)
        dimension = points.dimension
    landscape = _landscape(document.landscape, dimension)
    if points is not None:
        starts = (SeedStarts if isinstance(landscape, Network) else RandomStarts)(points.count)
    experiment = Experiment(
        landscape=landscape,
        methods=tuple(_method(index, method) for index, method in enumerate(document.methods)),
        starts=starts,
        steps=document.steps,
        lr_schedule=_schedule("$.schedules.lr", document.schedules.lr),
        strength_schedule=_schedule("$.schedules.strength", document.schedules.strength),
        noise=document.noise,
        seed=document.seed,
        drift=None if document.drift is msgspec.UNSET else Drift.parse("$.drift", document.drift),
        batch=_batch(document.batch),
        record=None if document.record is msgspec.UNSET else Record.parse(document.record),
        view=None if document.view is msgspec.UNSET else ViewState.parse(document.view),
    )
    if experiment.view is not None:
        experiment.view.check(experiment.steps, experiment.start_count)
    if check is not None:
        check(experiment)
    return experiment if points is None else dataclasses.replace(experiment, starts=points.read())


def dumps(experiment: Experiment) -> str:
    """The JSON text of an experiment, all defaults filled in; `loads` is its inverse."""
    return strict_json.write(describe(experiment))


def describe(experiment: Experiment) -> dict[str, Json]:
    """The experiment as the JSON values of its file."""
    return (
        {
            "format": FORMAT,
            "landscape": experiment.landscape.describe(),
            "methods": [
                {
                    "method": spec.method,
                    "label": spec.label,
                    "enabled": spec.enabled,
                    "hyperparameters": packaged.written(spec.row, spec.values),
                }
                | ({} if spec.colour is None else {"colour": spec.colour})
                for spec in experiment.methods
            ],
            "starts": describe_starts(experiment.starts),
            "steps": experiment.steps,
            "schedules": {
                "lr": _describe_schedule(experiment.lr_schedule),
                "strength": _describe_schedule(experiment.strength_schedule),
            },
            "noise": float(experiment.noise),
            "seed": experiment.seed,
        }
        | _describe_drift(experiment)
        | _describe_training(experiment)
        | _describe_view(experiment)
    )


def _describe_drift(experiment: Experiment) -> dict[str, Json]:
    return {} if experiment.drift is None else {"drift": experiment.drift.describe()}


def _describe_training(experiment: Experiment) -> dict[str, Json]:
    """What only a network has, where it is set."""
    batch = {} if experiment.batch is None else {"batch": experiment.batch}
    return batch | ({} if experiment.record is None else {"record": experiment.record.describe()})


def _describe_view(experiment: Experiment) -> dict[str, Json]:
    """How it was looked at, as far as it still has what was seen."""
    if experiment.view is None:
        return {}
    return {"view": experiment.view.fitting(experiment.steps, experiment.start_count).describe()}


def _landscape(description: Mapping[str, Json], dimension: int | None) -> Landscape:
    if "name" not in description:
        raise ExperimentError(
            "$.landscape.name",
            "'name' is missing; one of " + ", ".join(landscapes.BY_NAME),
        )
    try:
        return landscapes.make(description, dimension)
    except LandscapeError as error:
        # Only where the dimensions disagree is no field of the landscape at fault.
        inside = error.field if error.field.startswith("[") else f".{error.field}"
        path = f"$.landscape{inside}" if error.field else "$.starts[0]"
        raise ExperimentError(path, str(error)) from None


def _method(index: int, method: MethodShape) -> MethodSpec:
    label = None if method.label is msgspec.UNSET else method.label
    colour = None if method.colour is msgspec.UNSET else method.colour
    try:
        return MethodSpec.create(
            method.method,
            packaged.read(packaged.row_of(method.method), method.hyperparameters),
            label=label,
            enabled=method.enabled,
            colour=colour,
        )
    except ExperimentError as error:
        raise ExperimentError(f"$.methods[{index}].{error.path}", error.problem) from None


def _schedule(path: str, given: Mapping[str, Json]) -> Schedule:
    if "kind" not in given:
        raise ExperimentError(f"{path}.kind", "'kind' is missing; one of " + ", ".join(KINDS))
    kind = given["kind"]
    if kind not in KINDS:
        raise refuse(f"{path}.kind", kind, "one of " + ", ".join(KINDS))
    used = Schedule(kind).used
    for key in given:
        if key not in ("kind", *used):
            allowed = " and ".join(used) or "no other key"
            raise refuse(step_into(path, key), key, f"a {kind} schedule takes {allowed}")
    return Schedule(**given)


def _batch(given: Json | msgspec.UnsetType) -> int | None:
    if given is None:
        raise refuse("$.batch", None, "leave it out for the whole training set, or give a number")
    size: int | None = None if given is msgspec.UNSET else given
    return size


def _describe_schedule(schedule: Schedule) -> dict[str, Json]:
    return {"kind": schedule.kind} | {name: getattr(schedule, name) for name in schedule.used}
