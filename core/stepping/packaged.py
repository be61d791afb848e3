"""Stepping the starts of a race with an optimizer of another package, `torch:NAdam`.

Each start is a problem of its own. A class whose mathematics is elementwise steps all of them as
one parameter (S, D), which a test holds equal to single runs; any other steps one parameter (D,)
with one instance for every start. Such an optimizer keeps its state inside, so that a run of it can
go on, but not begin from a given state.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import importlib.metadata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import Method
from core.experiment.packaged import table, written
from core.stepping.gradients import Field
from core.stepping.scratch import Scratch
from core.stepping.state import State

_MODULES = {"torch": "torch.optim", "pytorch_optimizer": "pytorch_optimizer.optimizer"}
# What classes call their moments.
_FIRST = ("exp_avg", "momentum_buffer")
_SECOND = ("exp_avg_sq", "square_avg")
# An overflow that is no tensor's, and a matrix of numbers that are none: the start is lost.
_LOST: tuple[type[Exception], ...] = (ArithmeticError, vars(torch.linalg)["LinAlgError"])


class PackagedRun:
    """One such method of a race; see `core.stepping.race.Run`, whose part it plays.

    Raises ExperimentError where the package or the class is not installed, or the class refuses
    its settings.
    """

    rho = None

    def __init__(self, experiment: Experiment, spec: MethodSpec, field: Field) -> None:
        self._field = field
        self._place = f"$.methods[{experiment.methods.index(spec)}]"
        self._name, self._arguments = spec.method, written(spec.row, spec.values)
        self._kind = class_of(spec.row, self._place)
        traits, title = table(spec.row.base.package), spec.row.base.title
        self._apart, self._asks = title in traits.coupled, title in traits.closure
        self._as_matrix = title in traits.matrix
        self._schedule, self._steps = experiment.lr_schedule, experiment.steps
        self._rates: list[tuple[dict[str, Any], float]] = []
        self._parameters: list[Tensor] = []
        self._optimizers: list[Optimizer] = []
        self._first, self._second = self._moments(experiment.landscape.dimension)

    def start(self, leaf: Tensor, norm: Tensor, seed: int = 0, first_row: int = 0) -> State:
        """The state before any step from points (..., D)."""
        rows = leaf.reshape(-1, leaf.shape[-1]).clone()
        self._parameters = [self._shaped(row.clone()) for row in rows] if self._apart else [rows]
        self._optimizers = [self._made(parameter) for parameter in self._parameters]
        if self._schedule.kind != "constant" and self._arguments.get("lr") is not None:
            groups = (group for optimizer in self._optimizers for group in optimizer.param_groups)
            self._rates = [(group, float(group["lr"])) for group in groups]
        first, second = (
            torch.zeros_like(leaf) if key else None for key in (self._first, self._second)
        )
        return State(0, first, second)

    def step(
        self,
        theta: Tensor,
        state: State,
        gradient: Tensor,
        norm: Tensor,
        t: int,
        reuse: Scratch | None = None,
        finite: bool = False,
    ) -> tuple[Tensor, State]:
        """The points (..., D) and the state after step t; with `reuse` without the moments."""
        rows = theta.reshape(-1, theta.shape[-1])
        slopes = gradient.reshape(rows.shape).clone()  # some classes scale it in place
        pulls = None
        if self._asks and self._field.noise:  # the same mini-batch for all that is asked in a step
            pulls = self._field.pull(theta, t).expand(theta.shape).reshape(rows.shape)
        for group, rate in self._rates:
            group["lr"] = rate * self._schedule(t, self._steps)
        if self._apart:
            for place, parameter in enumerate(self._parameters):
                pull = None if pulls is None else pulls[place]
                self._step_alone(place, parameter, rows[place], slopes[place], pull, t)
            after = torch.stack(self._parameters)
        else:
            (after,) = self._parameters
            after.copy_(rows)
            after.grad = slopes
            self._go(self._optimizers[0])
            after = after.clone()
        after = after.reshape(theta.shape)
        if reuse is not None:
            return after, State(t)
        return after, State(t, self._kept(self._first, theta), self._kept(self._second, theta))

    def _step_alone(
        self,
        place: int,
        parameter: Tensor,
        row: Tensor,
        slope: Tensor,
        pull: Tensor | None,
        t: int,
    ) -> None:
        """Step one start's own optimizer; a start that is lost stays so."""
        parameter.copy_(self._shaped(row))
        if not bool(torch.isfinite(row).all() & torch.isfinite(slope).all()):
            parameter.fill_(torch.nan)
            return
        parameter.grad = self._shaped(slope)
        try:
            closure = self._closure(place, parameter, pull, t) if self._asks else None
            self._go(self._optimizers[place], closure)
        except _LOST:
            parameter.fill_(torch.nan)

    def _closure(
        self, place: int, parameter: Tensor, pull: Tensor | None, t: int
    ) -> Callable[[], float]:
        """What evaluates the loss of one point (D,) in step t and leaves its gradient: f, with f's
        noise as the plane whose slope it is."""
        field = dataclasses.replace(self._field.of_row(place), noise=0.0)

        def evaluated() -> float:
            point = parameter.reshape(1, -1)
            (loss,), (slope,) = field.with_losses(point, t)
            if pull is not None:
                loss, slope = loss + (pull * point[0]).sum(), slope + pull
            parameter.grad = self._shaped(slope)
            return float(loss)

        return evaluated

    def _shaped(self, row: Tensor) -> Tensor:
        """A point (D,) as the class takes it."""
        return row[None] if self._as_matrix else row

    def _made(self, parameter: Tensor) -> Optimizer:
        made: Any = self._kind
        try:
            optimizer: Optimizer = made([parameter], **self._arguments)
        except Exception as error:  # its own, of whatever kind
            raise ExperimentError(
                f"{self._place}.hyperparameters", f"{self._name} refuses its settings: {error}"
            ) from None
        return optimizer

    def _go(self, optimizer: Optimizer, closure: Callable[[], float] | None = None) -> None:
        """One step of an instance; what breaks in it is told as its own."""
        try:
            if closure is None:
                optimizer.step()
            else:
                optimizer.step(closure)
        except _LOST:
            raise
        except Exception as error:
            raise ExperimentError(
                f"{self._place}.hyperparameters",
                f"{self._name} breaks off with these settings: {type(error).__name__}: {error}",
            ) from error

    def _moments(self, dimension: int) -> tuple[str, str]:
        """What it calls its first and its second moment, "" where it has none: seen after a step
        of its own."""
        parameter = self._shaped(torch.ones(dimension, dtype=torch.float64))
        optimizer = self._made(parameter)

        def evaluated() -> float:
            parameter.grad = 2 * parameter
            return float((parameter * parameter).sum())

        with torch.no_grad():
            evaluated()
            with contextlib.suppress(*_LOST):
                self._go(optimizer, evaluated if self._asks else None)
        kept: Mapping[str, Any] = optimizer.state[parameter]

        def named(names: Sequence[str]) -> str:
            found = (name for name in names if isinstance(kept.get(name), Tensor))
            return next((name for name in found if kept[name].shape == parameter.shape), "")

        return named(_FIRST), named(_SECOND)

    def _kept(self, key: str, theta: Tensor) -> Tensor | None:
        """A moment (..., D) as it is now; NaN of a start that never made a step."""
        if not key:
            return None
        lost = torch.full_like(theta, torch.nan) if self._apart else theta
        rows = lost.reshape(-1, theta.shape[-1]).unbind() if self._apart else (theta,)
        found = [
            optimizer.state[parameter].get(key, row).reshape(row.shape)
            for parameter, optimizer, row in zip(
                self._parameters, self._optimizers, rows, strict=True
            )
        ]
        moment: Tensor = torch.stack(found) if self._apart else found[0].clone()
        return moment.reshape(theta.shape)


def class_of(row: Method, place: str = "") -> type[Optimizer]:
    """The class of a packaged method. Names are looked up only among what the package itself lists
    as optimizers, and come only from the shipped table.

    Raises ExperimentError, at `place`, where the package or the class is not installed.
    """
    package, title = row.base.package, row.base.title
    try:
        module = importlib.import_module(_MODULES[package])
    except ImportError:
        raise ExperimentError(
            f"{place}.method", f"{row.name} needs the package {package}, which is not installed"
        ) from None
    known = _registry(module)
    if title not in known:
        raise ExperimentError(
            f"{place}.method",
            f"{row.name} is not in the {package} {version(package)} that is installed here; "
            f"{package} {table(package).version} has it",
        )
    return known[title]


def version(package: str) -> str:
    """The version of an installed package."""
    return importlib.metadata.version(package)


def _registry(module: Any) -> dict[str, type[Optimizer]]:
    """The optimizers that a package lists, by the names of their classes."""
    listed = getattr(module, "OPTIMIZERS", None) or vars(module)
    return {
        kind.__name__: kind
        for kind in listed.values()
        if isinstance(kind, type) and issubclass(kind, Optimizer)
    }
