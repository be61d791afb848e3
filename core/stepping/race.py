"""The methods of an experiment on their way together, one step after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.schedules import Schedule
from core.stepping.gradients import (
    Field,
    gradients,
    gradients_and_losses,
    losses_and_gradients,
)
from core.stepping.layout import MANY_POINTS, may_be_apart, set_apart
from core.stepping.norms import Number, row_norm, told_norm
from core.stepping.packaged import PackagedRun
from core.stepping.scratch import Scratch
from core.stepping.state import State
from core.stepping.together import settings
from core.stepping.update import Rule, Setting
from landscapes.base import Array, Losses


class Race:
    """The enabled methods of an experiment on their way together; knows no recording.

    `thetas` and `states` are each method's points (S, D) and state after the steps made so far.
    `step` makes one more; with `reuse` points and states are overwritten, which is the fastest
    way to advance many thousands of starts. `starts` (S, D) takes the place of the experiment's
    own; `first` is then the place of the first of them among all, which what is drawn depends on.
    All its tensors lie on `device`. With `batched` the M methods, which must be `alike`, step as
    one method with points (M, S, D): the same tracks, sooner. With `losses` a step looks at
    the loss too: `losses` (M, S) then tells those of the points at which the last one began.
    Without `dates` memories that are overwritten do not keep the births of their items.
    Many points of the plane are laid out with their coordinates apart, with `apart` few as well:
    then the last bits do not tell how many there are.
    """

    def __init__(
        self,
        experiment: Experiment,
        state: State | Sequence[State] | None = None,
        *,
        starts: Array | None = None,
        first: int = 0,
        device: str = "cpu",
        batched: bool = False,
        losses: bool = False,
        apart: bool = False,
        dates: bool = True,
    ) -> None:
        experiment.check_runs()
        specs = experiment.enabled_methods
        self.field = Field(
            experiment.landscape,
            experiment.noise,
            experiment.seed,
            first,
            experiment.drift,
            experiment.batch,
        )
        own = experiment.start_positions() if starts is None else starts
        points = torch.from_numpy(own).to(device)
        if batched:
            self.runs = [self._run(experiment, specs[0], settings(specs, points.dtype))]
        else:
            self.runs = [self._run(experiment, spec, spec.values) for spec in specs]
        self._climbing = {
            place: run.rho for place, run in enumerate(self.runs) if run.rho is not None
        }
        if batched:
            points = points.repeat(len(specs), 1, 1)
        many = points.numel() * len(self.runs) >= 2 * MANY_POINTS
        place = set_apart if (apart or many) and may_be_apart(points) else torch.clone
        self.thetas = [place(points) for _ in self.runs]
        if state is None:
            norm, seed = row_norm(points), experiment.seed
            self.states = [
                run.start(theta, norm, seed, first)
                for run, theta in zip(self.runs, self.thetas, strict=True)
            ]
        elif any(spec.row.base.package for spec in specs):
            raise ValueError("an optimizer of another package starts from no given state")
        else:
            self.states = [state] * len(self.runs) if isinstance(state, State) else list(state)
        self._scratch = Scratch()
        self._scratch.dates = dates
        self._told_losses = losses
        self.losses: Losses | None = None
        self._ahead: Tensor | None = None
        if len({state.step for state in self.states}) > 1:
            raise ValueError("the states must have made the same number of steps")

    def _run(
        self, experiment: Experiment, spec: MethodSpec, values: Mapping[str, Setting]
    ) -> Run | PackagedRun:
        if spec.row.base.package:
            return PackagedRun(experiment, spec, self.field)
        return Run(experiment, spec, values)

    def step(self, *, reuse: bool = False, into: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """One step of every method; the gradients (M, S, D) and norms (M, S) it used. With `reuse`
        the points of a single one may be put `into` room of their shape instead of their own."""
        t = self.states[0].step + 1
        if self._ahead is not None:
            found, self._ahead = self._ahead, None
        elif self._told_losses:
            found, self.losses = gradients_and_losses(self.field, self.thetas, self._climbing, t)
        else:
            found = gradients(self.field, self.thetas, self._climbing, t)
        norms, finite = told_norm(found)
        scratch = self._scratch if reuse else None
        self._scratch.points = into
        thetas, states = [], []
        for run, theta, state, gradient, norm in zip(
            self.runs, self.thetas, self.states, found.unbind(), norms.unbind(), strict=True
        ):
            theta, state = run.step(theta, state, gradient, norm, t, scratch, finite)
            thetas.append(theta)
            states.append(state)
        self.thetas, self.states = thetas, states
        return found, norms

    def look(self) -> Tensor:
        """The losses (M, S) of the points in the step that begins there, whose gradients are kept
        for it: a mini-batch is looked at once."""
        t = self.states[0].step + 1
        losses, self._ahead = losses_and_gradients(self.field, self.thetas, self._climbing, t)
        return losses

    def bury(self, method: int, diverged: Tensor | None) -> None:
        """Make the starts (S,) of a method that have diverged not a number from here on; of a
        batch those of all its methods, one after the other."""
        if diverged is not None:
            theta = self.thetas[method]
            lost = diverged.view(theta.shape[:-1])[..., None]
            self.thetas[method] = theta.clone().masked_fill_(lost, torch.nan)  # keeps the layout


class Run:
    """One method of a race: its rule, its schedules and its SAM radius."""

    def __init__(
        self, experiment: Experiment, spec: MethodSpec, values: Mapping[str, Setting]
    ) -> None:
        self.rule = Rule.create(spec.method, values)
        self.rho = self.rule.base.numbers["rho"] if spec.row.sam else None
        self._steps = experiment.steps
        self._lr = _varying(experiment.lr_schedule)
        self._strength = _varying(experiment.strength_schedule)

    def start(self, leaf: Tensor, norm: Tensor, seed: int = 0, first_row: int = 0) -> State:
        """The state before any step; see `Rule.start`."""
        return self.rule.start(leaf, norm, seed, first_row)

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
        """The points and the state after step t; `finite` promises that all norms are."""
        lr = self._scheduled(self._lr, "lr", t) if self._lr else None
        strength = self._scheduled(self._strength, "strength", t) if self._strength else None
        step, state = self.rule.update(
            gradient, norm, state, lr=lr, strength=strength, reuse=reuse, finite=finite
        )
        out = None if reuse is None else theta if reuse.points is None else reuse.points
        return self.rule.move(theta, step, lr, out=out), state

    def _scheduled(self, schedule: Schedule, name: str, t: int) -> Number:
        return self.rule.base.numbers[name] * schedule(t, self._steps)


def _varying(schedule: Schedule) -> Schedule | None:
    """The schedule, None where it leaves everything as it is."""
    return None if schedule.kind == "constant" else schedule
