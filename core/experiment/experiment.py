"""What is to be run: a frozen, validated description of a race between methods.

Reading and writing the JSON form lives in `experiment_file`; this module knows only values.
"""

from __future__ import annotations

import copy
import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Mapping

from core.experiment.drift import Drift, comoving, landscape_at
from core.experiment.errors import ExperimentError, check_number, check_whole, refuse, step_into
from core.experiment.methods import Hyperparameter, Method, Value, in_use
from core.experiment.packaged import check_together, place_of, row_of
from core.experiment.record import Record
from core.experiment.schedules import CONSTANT, Schedule
from core.experiment.starts import Starts, check_starts, count_of, positions_of
from core.experiment.view_state import ViewState
from landscapes.base import Array, Landscape
from landscapes.networks import Network

FORMAT = 1
MAX_STEPS = 1_000_000
MAX_METHODS = 64
MAX_LABEL = 80
COLOUR = "a colour like #2f6fde: # and six of 0 to 9, a to f"
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
MAX_NOISE = 1e6
MAX_SEED = 2**63 - 1


# Control characters, line ends and lone surrogates; of the invisible format characters, which can
# turn a text around, only the two that join letters and emoji are let through.
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"
_BLANKS = "\u2800\u3164\u115f\u1160\uffa0"  # letters and symbols that look like spaces


@dataclasses.dataclass(frozen=True)
class MethodSpec:
    """One card: a method, its label and a value for every hyperparameter of its table.

    `colour` is the one that a person gave it, "#rrggbb" in small letters; None is the default.
    """

    method: str
    label: str
    enabled: bool
    settings: tuple[tuple[str, Value], ...]
    colour: str | None = None

    @classmethod
    def create(
        cls,
        method: str,
        hyperparameters: Mapping[str, Value] | None = None,
        *,
        label: str | None = None,
        enabled: bool = True,
        colour: str | None = None,
    ) -> MethodSpec:
        """A card with defaults filled in; the label defaults to the method's name."""
        row = row_of(method)
        given = dict(hyperparameters or {})
        for name in given:
            if name not in row.table:
                raise refuse(
                    step_into("hyperparameters", name), name, "one of " + ", ".join(row.table)
                )
        settings = tuple(
            (name, _stored(known, given.get(name, row.default(name))))
            for name, known in row.table.items()
        )
        if colour is not None:
            if not (isinstance(colour, str) and _COLOUR.fullmatch(colour)):
                raise refuse("colour", colour, COLOUR)
            colour = colour.lower()
        return cls(method, method if label is None else label, enabled, settings, colour)

    @property
    def row(self) -> Method:
        """The method's row of the table."""
        return row_of(self.method)

    @property
    def values(self) -> dict[str, Value]:
        """Every hyperparameter by name, those the method ignores included."""
        return dict(self.settings)

    @property
    def used(self) -> tuple[tuple[str, Value], ...]:
        """The settings the method reads: what a run depends on."""
        names = self.row.hyperparameters
        return tuple((name, value) for name, value in self.settings if name in names)

    def uses_memory(self, step: int) -> bool:
        """Whether step 1, 2, … uses a memory: one that the method has, and not outside its time."""
        if self.row.memory is None:
            return False
        values = self.values
        return bool(in_use(values["memory_start"], values["memory_stop"], step))

    def changed(self, **values: Value) -> MethodSpec:
        """The same card with other values for some hyperparameters."""
        table = self.row.table
        settings = tuple(
            (name, _stored(table[name], values.get(name, value))) for name, value in self.settings
        )
        return dataclasses.replace(self, settings=settings)

    def with_method(self, method: str) -> MethodSpec:
        """The same settings under another method, as far as it takes them; a default label follows
        the name."""
        label = method if self.label == self.method else self.label
        values, table = self.values, row_of(method).table
        if table is not self.row.table:
            values = {k: v for k, v in values.items() if k in table and table[k].accepts(v)}
        return MethodSpec.create(
            method, values, label=label, enabled=self.enabled, colour=self.colour
        )

    def check(self, path: str, steps: int) -> None:
        """Raise ExperimentError, naming `path`, for a value out of its range."""
        if not (len(self.label) <= MAX_LABEL and _can_be_read(self.label)):
            allowed = f"1 to {MAX_LABEL} characters that can be seen"
            raise refuse(f"{path}.label", self.label, allowed)
        if self.colour is not None and not _COLOUR.fullmatch(self.colour):
            raise refuse(f"{path}.colour", self.colour, COLOUR)
        table = self.row.table
        for name, value in self.settings:
            row = table[name]
            if not row.accepts(value, steps):
                here = "" if row.high is not None or row.choices else f" (steps is {steps})"
                place = place_of(self.row, name)
                raise refuse(f"{path}.hyperparameters.{place}", value, row.allowed + here)
        check_together(path, self.row, self.values)


@dataclasses.dataclass(frozen=True)
class Experiment:
    """A race: a landscape, methods, starts and steps. Validated when it is made.

    Of a network `batch` is the size of its mini-batches (None: the whole training set) and
    `record` how much of its runs is kept. `view` is how it was looked at, which makes no
    difference between two experiments.
    """

    landscape: Landscape
    methods: tuple[MethodSpec, ...]
    starts: Starts
    steps: int
    lr_schedule: Schedule = CONSTANT
    strength_schedule: Schedule = CONSTANT
    noise: float = 0.0
    seed: int = 0
    drift: Drift | None = None
    batch: int | None = None
    record: Record | None = None
    view: ViewState | None = dataclasses.field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_whole("$.steps", self.steps, 1, MAX_STEPS)
        check_whole("$.seed", self.seed, 0, MAX_SEED)
        check_number("$.noise", self.noise, 0, MAX_NOISE)
        check_method_count(len(self.methods))
        for index, method in enumerate(self.methods):
            method.check(f"$.methods[{index}]", self.steps)
        self.lr_schedule.check("$.schedules.lr")
        self.strength_schedule.check("$.schedules.strength")
        if self.drift is not None:
            self.drift.check("$.drift", self.landscape.dimension)
        check_starts(self.landscape, self.starts)
        self._check_training()

    def _check_training(self) -> None:
        """Whether mini-batches and record are asked of a network, and within its range."""
        network = self.landscape
        if isinstance(network, Network):
            if self.batch is not None:
                check_whole("$.batch", self.batch, 1, network.train_count)
        elif self.batch is not None:
            raise refuse("$.batch", self.batch, f"{network.name} has no mini-batches; leave it out")
        if self.record is not None:
            if not isinstance(network, Network):
                problem = f"all is recorded of {network.name}; only of a network less can be"
                raise ExperimentError("$.record", problem)
            self.record.check(self.steps)

    @property
    def start_count(self) -> int:
        """S, the number of starts."""
        return count_of(self.landscape, self.starts)

    def landscape_at(self, step: int) -> Landscape:
        """The landscape where it stands at an index 0 … T of the recording, if it drifts."""
        return landscape_at(self.landscape, self.drift, step)

    def comoving(self, positions: Array, first: int = 0) -> Array:
        """Positions (T, …, D) at indices from `first` on as the landscape sees them, θ − c(t)."""
        return comoving(positions, self.drift, first)

    @property
    def capacity(self) -> int:
        """Slots a recording keeps: the largest capacity among methods with a memory, at least 1."""
        held = [int(m.values["capacity"]) for m in self.enabled_methods if m.row.memory]
        return max([1, *held])

    @property
    def enabled_methods(self) -> tuple[MethodSpec, ...]:
        """The methods that run, in order."""
        return tuple(method for method in self.methods if method.enabled)

    def only(self, indices: Iterable[int]) -> Experiment:
        """The race of some of its methods, one at least: all of it has been checked already."""
        part = copy.copy(self)
        object.__setattr__(part, "methods", tuple(self.methods[index] for index in indices))
        return part

    def check_runs(self) -> None:
        """Raise ExperimentError when no method is enabled."""
        if not self.enabled_methods:
            raise ExperimentError("$.methods", "every method is disabled; enable at least one")

    def start_positions(self) -> Array:
        """The starts, shape (S, D): float64, of a network the type that it is trained in."""
        return positions_of(self.landscape, self.starts, self.seed)


def check_method_count(count: int) -> None:
    """Raise ExperimentError for a number of methods that no experiment has."""
    if not 1 <= count <= MAX_METHODS:
        raise ExperimentError(
            "$.methods", f"{count} methods are not allowed; 1 to {MAX_METHODS} are"
        )


def _can_be_read(label: str) -> bool:
    """Whether there is nothing invisible in it but spaces and joiners, and more than these."""
    kinds = {unicodedata.category(character) for character in label if character not in _JOINERS}
    return kinds.isdisjoint(_INVISIBLE) and bool(label.strip(_JOINERS + _BLANKS).strip())


def _stored(row: Hyperparameter, value: Value) -> Value:
    """A number without a fraction is kept as a float where fractions are allowed."""
    return float(value) if not row.whole and type(value) is int and row.accepts(value) else value
