"""The twins that race in an escape study, so that what the memory does is told from all else."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable

from core.experiment.errors import ExperimentError
from core.experiment.experiment import MAX_LABEL, MAX_METHODS, Experiment, MethodSpec
from core.experiment.twins import SETTLING_STEPS, settled, without_memory
from core.measures.control import has_memory_at_work, rest_of


def with_twins(experiment: Experiment) -> Experiment:
    """The enabled methods, then of each with a memory at work its no-memory control, its settled
    form and that form's own control, each only once and only where no other runs the same.

    Where the race, or the memory's time, is over before there is no settled form.
    Raises ExperimentError where that makes more methods than an experiment has.
    """
    methods = list(experiment.enabled_methods)
    there = {_run(spec) for spec in methods}
    for spec in experiment.enabled_methods:
        for twin in _twins(spec, experiment.steps):
            if _run(twin) not in there:
                there.add(_run(twin))
                methods.append(twin)
    if len(methods) > MAX_METHODS:
        raise ExperimentError(
            "$.methods",
            f"{len(experiment.enabled_methods)} methods are too many for an escape study, which "
            f"adds their twins without a memory and with a later one: {len(methods)}; "
            f"{MAX_METHODS} are allowed",
        )
    return dataclasses.replace(experiment, methods=tuple(methods))


def with_controls(experiment: Experiment) -> Experiment:
    """The enabled methods, then the no-memory control of each with a memory at work, only once and
    only where no other runs the same. Raises ExperimentError as `with_twins`."""
    methods = list(experiment.enabled_methods)
    there = {_run(spec) for spec in methods}
    for spec in experiment.enabled_methods:
        twin = _labelled(spec, without_memory(spec), "no memory")
        if has_memory_at_work(spec) and _run(twin) not in there:
            there.add(_run(twin))
            methods.append(twin)
    if len(methods) > MAX_METHODS:
        raise ExperimentError(
            "$.methods",
            f"{len(experiment.enabled_methods)} methods are too many with their no-memory "
            f"controls: {len(methods)}; {MAX_METHODS} are allowed",
        )
    return dataclasses.replace(experiment, methods=tuple(methods))


def _twins(spec: MethodSpec, steps: int) -> list[MethodSpec]:
    if not has_memory_at_work(spec):
        return []
    twins = [_labelled(spec, without_memory(spec), "no memory")]
    start, stop = spec.values["memory_start"], spec.values["memory_stop"]
    if start == 0 and steps > SETTLING_STEPS and not 0 < int(stop) <= SETTLING_STEPS:
        later = settled(spec, steps)
        twins.append(_labelled(spec, later, f"memory from {SETTLING_STEPS}"))
        control = without_memory(later)
        twins.append(_labelled(spec, control, f"no memory, from {SETTLING_STEPS}"))
    return twins


def _labelled(spec: MethodSpec, twin: MethodSpec, addition: str) -> MethodSpec:
    addition = f", {addition}"
    return dataclasses.replace(twin, label=spec.label[: MAX_LABEL - len(addition)] + addition)


def _run(spec: MethodSpec) -> Hashable:
    """What a run depends on: without a memory at work, all but the memory's own settings."""
    return (spec.method, spec.used) if has_memory_at_work(spec) else rest_of(spec)
