"""A person's edits as pure functions: from an experiment to the changed one.

Each raises ExperimentError when the changed experiment is not allowed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence

from app.session.labels import (
    Naming,
    automatic_labels,
    copy_label,
    naming_of,
    spaced_title,
)
from app.session.openings import PLANE_STEPS, starts_on, training
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS
from core.experiment.starts import LatticeStarts, RandomStarts, SeedStarts, Starts
from landscapes.base import Landscape
from landscapes.networks import Network

NETWORK_LR = 1e-3
"""The usual learning rate of networks."""
_MEMORY_WINDOW = ("memory_start", "memory_stop")


def on_landscape(experiment: Experiment, landscape: Landscape) -> Experiment:
    """On another landscape, from starts that lie on it; a network in mini-batches it has, its
    methods at a rate that networks bear where they had the usual one. Planes alone drift."""
    starts = starts_on(landscape, experiment.landscape, experiment.starts)
    batch, record = experiment.batch, experiment.record
    if not isinstance(landscape, Network):
        batch = record = None
    elif type(experiment.landscape) is not type(landscape):
        batch, record = training(landscape).batch, None
    elif batch is not None:
        batch = min(batch, landscape.train_count)
    steps = _steps_on(experiment, landscape, batch)
    longer = experiment if steps == experiment.steps else with_steps(experiment, steps)
    return dataclasses.replace(
        longer,
        landscape=landscape,
        methods=_at_usual_rates(longer, landscape),
        starts=starts,
        batch=batch,
        record=record,
        drift=experiment.drift if landscape.dimension == 2 else None,
    )


def _steps_on(experiment: Experiment, landscape: Landscape, batch: int | None) -> int:
    """The steps to go on with: those of tasks in sequence go on to the end of the last, and what a
    network has brought with it goes with it."""
    before, steps = experiment.landscape, experiment.steps
    brought: set[int | None] = set()
    if isinstance(before, Network):
        ends = before.task_ends(experiment.batch or before.train_count)
        brought = {training(before).steps, *ends[-1:]}
    if not isinstance(landscape, Network):
        return PLANE_STEPS if steps in brought else steps
    ends = landscape.task_ends(batch or landscape.train_count)
    if type(before) is type(landscape):
        return ends[-1] if ends and steps in brought else steps
    return training(landscape).steps or (PLANE_STEPS if steps in brought else steps)


def _at_usual_rates(experiment: Experiment, landscape: Landscape) -> tuple[MethodSpec, ...]:
    """The methods, at the usual rate of a network where they had that of planes, or the reverse."""
    usual = [
        NETWORK_LR if isinstance(place, Network) else HYPERPARAMETERS["lr"].default
        for place in (experiment.landscape, landscape)
    ]
    if usual[0] == usual[1]:
        return experiment.methods
    return tuple(
        spec.changed(lr=usual[1])
        if not spec.row.base.package and spec.values["lr"] == usual[0]
        else spec
        for spec in experiment.methods
    )


def from_starts(experiment: Experiment, starts: Iterable[Iterable[float]] | Starts) -> Experiment:
    """From other starts: rows of coordinates, an array (S, D) too, or a rule for them."""
    if not isinstance(starts, RandomStarts | LatticeStarts | SeedStarts):
        starts = tuple(tuple(float(number) for number in point) for point in starts)
    return dataclasses.replace(experiment, starts=starts)


def with_steps(experiment: Experiment, steps: int) -> Experiment:
    """With another number of steps; memories that would start or stop later are clipped."""
    methods = tuple(
        spec.changed(
            **{
                name: min(int(spec.values[name]), max(0, steps))
                for name in _MEMORY_WINDOW
                if name in spec.values
            }
        )
        for spec in experiment.methods
    )
    methods = _labelled(methods, _namings(experiment))
    return dataclasses.replace(experiment, steps=steps, methods=methods)


def with_card(experiment: Experiment, index: int, spec: MethodSpec) -> Experiment:
    """With another card in the place of one."""
    methods, namings = list(experiment.methods), _namings(experiment)
    if spec.label != methods[index].label:
        namings[index] = naming_of(spec)
    methods[index] = spec
    return dataclasses.replace(experiment, methods=_labelled(methods, namings))


def with_new_card(experiment: Experiment, index: int, spec: MethodSpec) -> Experiment:
    """With a card more, before `index`; its label is made different from the others'."""
    methods, namings = list(experiment.methods), _namings(experiment)
    if naming_of(spec) is None:
        label = copy_label(spec.label, [method.label for method in methods])
        spec = dataclasses.replace(spec, label=label)
    if spec.colour in [method.colour for method in methods]:  # it is the other card's own
        spec = dataclasses.replace(spec, colour=None)
    methods.insert(index, spec)
    namings.insert(index, naming_of(spec))
    return dataclasses.replace(experiment, methods=_labelled(methods, namings))


def with_default_card(experiment: Experiment, name: str) -> Experiment:
    """With a method's default card more, at the end."""
    spec = MethodSpec.create(name)
    named = dataclasses.replace(spec, label=spaced_title(spec.row))
    return with_new_card(experiment, len(experiment.methods), named)


def without_card(experiment: Experiment, index: int) -> Experiment:
    """With a card less."""
    methods, namings = list(experiment.methods), _namings(experiment)
    del methods[index], namings[index]
    return dataclasses.replace(experiment, methods=_labelled(methods, namings))


def named(experiment: Experiment) -> Experiment:
    """With the names that cards have, where a file has left labels out: there a label is what
    the file calls the method."""
    namings = [spaced_title if spec.label == spec.method else None for spec in experiment.methods]
    return dataclasses.replace(experiment, methods=_labelled(experiment.methods, namings))


def labelled_for_sweep(experiment: Experiment, varied: Collection[tuple[int, str]]) -> Experiment:
    """With labels that were left alone saying nothing of settings that are varied: places of
    cards with names of hyperparameters."""
    methods = _labelled(experiment.methods, _namings(experiment), varied)
    return dataclasses.replace(experiment, methods=methods)


def _namings(experiment: Experiment) -> list[Naming | None]:
    return [naming_of(spec) for spec in experiment.methods]


def _labelled(
    methods: Sequence[MethodSpec],
    namings: Sequence[Naming | None],
    varied: Collection[tuple[int, str]] = (),
) -> tuple[MethodSpec, ...]:
    """The cards with the labels that were left alone made to say what the cards are now."""
    labels = automatic_labels(methods, namings, varied)
    return tuple(
        spec if spec.label == label else dataclasses.replace(spec, label=label)
        for spec, label in zip(methods, labels, strict=True)
    )


def differences(one: MethodSpec, other: MethodSpec) -> frozenset[str]:
    """Names of what differs between two cards: a single one while a slider is dragged."""
    fields = {
        name
        for name in ("method", "label", "enabled", "colour")
        if getattr(one, name) != getattr(other, name)
    }
    return frozenset(fields | {name for name, _ in set(one.settings) ^ set(other.settings)})
