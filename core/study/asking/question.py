"""What a study asks, whole: which races, from which starts, and what is told of them."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
from collections.abc import Sequence
from typing import Any, Literal, get_args

from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.study.results.escaping import home
from core.study.results.statistics import BELOW, ESCAPES, statistic
from core.study.starting.lattice import coarse_to_fine
from core.study.starting.minimum import check_target
from core.study.starting.sampling import Sampling
from core.study.starting.twins import with_controls, with_twins
from core.study.starting.vary import Variation, with_parameter
from landscapes.base import Array
from landscapes.networks import Network
from landscapes.two_basins import TwoBasins

Kind = Literal["starts", "basins", "sweep", "escape", "seeds"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FEWEST_ON_A_SIDE, MOST_ON_A_SIDE = 2, 400
"""Starts of a basin map along each axis."""
RATES = "methods[*].lr"


@dataclasses.dataclass(frozen=True)
class Cell:
    """One race of a study: the values that tell it from the others, and the experiment."""

    values: tuple[Any, ...]
    experiment: Experiment


@dataclasses.dataclass(frozen=True)
class Question:
    """A study's question. The experiment's own starts are not looked at, `sampling` has them.

    `starts`: what becomes of each start of one race. `basins`: the same over a lattice of the
    domain. `escape`: who leaves the basin that the starts lie in, over `sharpnesses` of the
    landscape two-basins, elsewhere over the values of one variation of the landscape, or none;
    the twins of the methods race with them (`core.study.starting.twins`). `sweep`: `statistic` over
    the grid that one or two `variations` span. `seeds`: networks trained from many initialisations,
    the methods' no-memory controls with them, looked at where their training loss first is at or
    below each of `at_train_loss`, from the highest down, and at the end; one variation of the
    learning rate has each method's chosen, from as many other seeds.

    `below` is a loss of which it is told who ever came below it; `reference` the place among the
    enabled methods of the one that the others are compared with. None is the no-memory control, or
    else the first; in an escape study each method's own, in a seeds study the first and, beside
    it, each one's own.

    Raises ExperimentError for what cannot be asked.
    """

    kind: Kind
    experiment: Experiment
    sampling: Sampling
    sharpnesses: tuple[float, ...] = ()
    variations: tuple[Variation, ...] = ()
    statistic: str = "median_final_loss"
    below: float | None = None
    reference: int | None = None
    at_train_loss: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        self.experiment.check_runs()
        if self.kind != "seeds" and isinstance(self.experiment.landscape, Network):
            problem = f"{self.experiment.landscape.title} is a network: ask it a seeds study"
            raise ExperimentError("$.landscape", problem)
        _check_once("vary", [variation.path for variation in self.variations])
        for variation in self.variations:
            _check_once("vary", variation.values, f" of {variation.path}")
        self._check_apart()
        if self.variations and self.kind in ("starts", "basins"):
            problem = f"{self.kind} does not take it; it is for sweep, escape and seeds"
            raise ExperimentError("vary", problem)
        if self.kind == "basins":
            _check_map(self.experiment, self.sampling)
        if self.below is not None and not math.isfinite(self.below):
            raise ExperimentError("below", f"{self.below} is not allowed; a finite number")
        if self.kind == "escape":
            self._check_escape()
        if self.kind == "sweep":
            self._check_sweep()
        if self.kind == "seeds":
            self._check_seeds()
        elif self.at_train_loss:
            raise ExperimentError("at-train-loss", "only a seeds study looks at training losses")
        places = len(self.experiment.enabled_methods)
        if self.reference is not None and not 0 <= self.reference < places:
            raise ExperimentError("reference", f"there is no method {self.reference}")

    def _check_apart(self) -> None:
        """Refuse two variations of one setting, of which only the last would be heard."""
        for one, other in itertools.combinations(self.variations, 2):
            both = set(one.settings(self.experiment)) & set(other.settings(self.experiment))
            for index, name in sorted(both):
                problem = f"{one.path} and {other.path} both vary methods[{index}].{name}"
                raise ExperimentError("vary", problem)

    def _check_escape(self) -> None:
        landscape = self.experiment.landscape
        _check_still(self.experiment)
        _check_once("sharpness", self.sharpnesses)
        home(landscape, self.sampling)
        if isinstance(landscape, TwoBasins):
            if self.variations:
                problem = "an escape study on two-basins varies its sharpness, S,S,…"
                raise ExperimentError("vary", problem)
        elif len(self.variations) > 1 or any(v.parameter is None for v in self.variations):
            problem = "an escape study varies one parameter of the landscape, or nothing"
            raise ExperimentError("vary", problem)

    def _check_sweep(self) -> None:
        if not 1 <= len(self.variations) <= 2:
            problem = "a sweep varies one or two settings, PLACE=VALUE,VALUE,…"
            raise ExperimentError("vary", problem)
        statistic(self.statistic)
        if self.statistic.startswith("share:"):
            there = self.experiment.landscape_at(self.experiment.steps)
            check_target(there, self.statistic.removeprefix("share:"))
        if self.statistic == BELOW and self.below is None:
            raise ExperimentError("below", f"{BELOW} needs a loss to come below")
        if self.statistic in ESCAPES:
            _check_still(self.experiment)
            home(self.experiment.landscape, self.sampling)

    def _check_seeds(self) -> None:
        if not isinstance(self.experiment.landscape, Network):
            problem = f"a seeds study trains networks; {self.experiment.landscape.title} is none"
            raise ExperimentError("$.landscape", problem)
        if self.sampling.kind != "seeds":
            raise ExperimentError("sampling", "a seeds study starts from seeds")
        levels = self.at_train_loss
        if not all(math.isfinite(level) and level > 0 for level in levels):
            raise ExperimentError("at-train-loss", "finite numbers above 0 are allowed")
        if any(low >= high for high, low in itertools.pairwise(levels)):
            raise ExperimentError("at-train-loss", "the losses go down, from the highest on")
        paths = [variation.path for variation in self.variations]
        if paths not in ([], [RATES]):
            raise ExperimentError("vary", f"a seeds study chooses among {RATES}=V,V,… or nothing")

    @functools.cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The races of the study, in the order of its tables."""
        match self.kind:
            case "escape":
                race = with_twins(self.experiment)
                values = self.sharpnesses or tuple(v for row in self.variations for v in row.values)
                if not values:
                    return (Cell((), race),)
                (name,) = self.escape_parameter
                return tuple(Cell((v,), with_parameter(race, name, v)) for v in values)
            case "seeds":
                race = with_controls(self.experiment)
                rates = [value for variation in self.variations for value in variation.values]
                return tuple(self._cell((rate,), race) for rate in rates) or (Cell((), race),)
            case "sweep":
                return tuple(
                    map(self._cell, itertools.product(*(v.values for v in self.variations)))
                )
            case _:
                return (Cell((), self.experiment),)

    @property
    def escape_parameter(self) -> tuple[str, ...]:
        """The landscape's parameter that the cells of an escape study are told apart by, if any."""
        if isinstance(self.experiment.landscape, TwoBasins):
            return ("sharpness",)
        return tuple(v.parameter for v in self.variations if v.parameter)

    def _cell(self, values: tuple[Any, ...], race: Experiment | None = None) -> Cell:
        changed = race or self.experiment
        for variation, value in zip(self.variations, values, strict=True):
            changed = variation.applied(changed, value)
        return Cell(values, changed)

    def starts(self, cell: Cell) -> Array:
        """The starts (n, D) of a cell; those of a basin map in an order that goes from coarse to
        fine."""
        sampling = self.sampling
        if self.kind == "seeds" and self.variations:  # one half chooses, the other is told of
            sampling = dataclasses.replace(sampling, count=2 * sampling.count)
        points = sampling.points(cell.experiment.landscape, cell.experiment.seed)
        return points[coarse_to_fine(self.sampling.count)] if self.kind == "basins" else points

    @property
    def wants_best(self) -> bool:
        """Whether the lowest loss on the way is asked for, which costs a loss at every step."""
        match self.kind:
            case "starts":
                return True
            case "sweep":
                return self.statistic == BELOW or self.statistic.endswith("best_loss")
            case "basins":
                return self.below is not None
            case _:
                return False

    @property
    def wants_entered(self) -> bool:
        """Whether the step into the last basin is asked for."""
        return self.kind == "basins"


def _check_once(field: str, values: Sequence[Any], whose: str = "") -> None:
    """Refuse what is asked for twice, and would be one cell under two names."""
    if len(set(values)) < len(values):
        twice = next(value for place, value in enumerate(values) if value in values[:place])
        raise ExperimentError(field, f"{twice}{whose} is not allowed twice")


def _check_still(experiment: Experiment) -> None:
    """Refuse to ask who leaves a basin that itself goes elsewhere."""
    if experiment.drift is not None:
        problem = "an escape is from a basin that stays where it is; this landscape drifts"
        raise ExperimentError("$.drift", problem)


def _check_map(experiment: Experiment, sampling: Sampling) -> None:
    if sampling.kind != "lattice":
        raise ExperimentError("sampling", "a basins study starts from a lattice")
    if not FEWEST_ON_A_SIDE <= sampling.count <= MOST_ON_A_SIDE:
        allowed = f"a whole number from {FEWEST_ON_A_SIDE} to {MOST_ON_A_SIDE}"
        raise ExperimentError("lattice", f"{sampling.count} is not allowed; {allowed}")
    landscape = experiment.landscape
    if landscape.domain is None:
        raise ExperimentError("$.landscape", f"{landscape.title} has no domain to lay a lattice in")
    if landscape.dimension != 2:
        raise ExperimentError(
            "$.landscape",
            f"a basins study needs a landscape of two dimensions; this one has "
            f"{landscape.dimension}",
        )
