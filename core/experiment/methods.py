"""The table of methods and hyperparameters: names, ranges and defaults, and no mathematics.

Menus, `list`, validation, the rules and the tests all read these tables; nothing here needs
torch. A method's name is always base, then memory, then `+sam`. To add a base rule, add one
line to `_BASES` here and its mathematics to `core/stepping/rules.py`.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from core.experiment.shapes import Shape
from core.writing import exact

Value = float | int | str
Memory = Literal["cg", "cm"]


class Hyperparameter(NamedTuple):
    """One number (or choice) of a method, with the range it may take.

    `low_open` and `high_open` exclude that end of the range. `whole` numbers are integers.
    A hyperparameter with `choices` is one of those words; its `low` and `high` mean nothing.
    `high` is None where the experiment's own number of steps is the end of the range.
    """

    name: str
    symbol: str
    title: str
    default: Value
    low: float = 0.0
    high: float | None = 0.0
    low_open: bool = False
    high_open: bool = False
    whole: bool = False
    logarithmic: bool = False
    choices: tuple[str, ...] = ()
    description: str = ""

    @property
    def allowed(self) -> str:
        """The range in words, as messages and tool tips show it."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        kind = "a whole number" if self.whole else "a number"
        left, right = "(["[not self.low_open], ")]"[not self.high_open]
        high = "steps" if self.high is None else exact(self.high)
        return f"{kind} in {left}{exact(self.low)}, {high}{right}"

    def accepts(self, value: object, steps: int | None = None) -> bool:
        """Whether `value` has the right type and lies in the range."""
        if self.choices:
            return isinstance(value, str) and value in self.choices
        if isinstance(value, bool) or not isinstance(value, int if self.whole else int | float):
            return False
        high = self.high if self.high is not None else steps
        above = value > self.low if self.low_open else value >= self.low
        below = high is None or (value < high if self.high_open else value <= high)
        return above and below


_HYPERPARAMETERS = (
    Hyperparameter("lr", "α", "Learning rate", 0.05, 0, 100, low_open=True, logarithmic=True,
                   description="length of a step"),
    Hyperparameter("beta1", "β₁", "β₁", 0.9, 0, 1, high_open=True,
                   description="how much of the momentum a step keeps"),
    Hyperparameter("beta2", "β₂", "β₂", 0.999, 0, 1, high_open=True,
                   description="how much of the second moment a step keeps"),
    Hyperparameter("eps", "ε", "ε", 1e-8, 0, 1, low_open=True, logarithmic=True,
                   description="keeps the division by the second moment finite"),
    Hyperparameter("capacity", "C", "Buffer size C", 5, 0, 100, whole=True,
                   description="how many items the memory holds"),
    Hyperparameter("decay", "λ", "Decay λ", 0.7, 0, 1, low_open=True,
                   description="factor on every priority at every step; 1 never decays"),
    Hyperparameter("strength", "κ", "Strength κ", 1.0, 0, 10,
                   description="weight of the memory's mean; 0 is the no-memory control"),
    Hyperparameter("policy", "policy", "Policy", "priority",
                   choices=("priority", "fifo", "random", "ema"),
                   description="which item a newcomer replaces"),
    Hyperparameter("memory_start", "start", "Memory from step", 0, 0, None, whole=True,
                   description="the memory is used after this step"),
    Hyperparameter("memory_stop", "stop", "Memory to step", 0, 0, None, whole=True,
                   description="the memory is used up to this step; 0 is no end"),
    Hyperparameter("rho", "ρ", "SAM radius ρ", 0.05, 0, 10,
                   description="how far SAM climbs before it takes the gradient"),
    Hyperparameter("momentum", "μ", "Momentum μ", 0.9, 0, 1, high_open=True,
                   description="how much of the momentum buffer a step keeps"),
    Hyperparameter("smoothing", "γ", "Smoothing γ", 0.99, 0, 1, high_open=True,
                   description="how much of the squared gradient's mean a step keeps"),
    Hyperparameter("weight_decay", "w", "Weight decay w", 0.0, 0, 1,
                   description="decoupled shrinkage of the parameters"),
)  # fmt: skip
HYPERPARAMETERS: dict[str, Hyperparameter] = {h.name: h for h in _HYPERPARAMETERS}

_MEMORY = ("capacity", "decay", "strength", "policy", "memory_start", "memory_stop")


def in_use(start: Any, stop: Any, step: int) -> Any:
    """Whether a memory is used in a step: start < step ≤ stop (0: no end).

    A bool for numbers, and for tensors of them a tensor.
    """
    return (start < step) & ((stop == 0) | (step <= stop))


@dataclasses.dataclass(frozen=True)
class Base:
    """A base rule: what it is called and does, what it reads and what its step is made of."""

    name: str
    title: str
    description: str
    hyperparameters: tuple[str, ...]
    shape: Shape
    source: str
    defaults: tuple[tuple[str, Value], ...] = ()
    own: tuple[Hyperparameter, ...] = ()
    package: str = ""
    """Whose optimizer it is, with `own` hyperparameters: see `packaged`. "": this table's."""

    @functools.cached_property
    def table(self) -> Mapping[str, Hyperparameter]:
        """Every hyperparameter that a card of this base keeps a value for, by name."""
        return {row.name: row for row in self.own} if self.package else HYPERPARAMETERS

    @property
    def has_momentum(self) -> bool:
        """Whether there is a first moment, for critical momenta to remember."""
        return self.shape.first is not None


_ADAM = Shape("average", "m", "beta1", "beta2", corrected=True)
_BASES = (
    Base("adam", "Adam", "momentum over the root of the second moment",
         ("lr", "beta1", "beta2", "eps"), _ADAM, "Kingma & Ba, arXiv 1412.6980"),
    Base("adamw", "AdamW", "Adam with decoupled weight decay",
         ("lr", "beta1", "beta2", "eps", "weight_decay"), _ADAM,
         "Loshchilov & Hutter, arXiv 1711.05101", (("weight_decay", 0.01),)),
    Base("sgd", "SGD", "plain gradient descent", ("lr",), Shape(), "Robbins & Monro 1951"),
    Base("sgdm", "SGDM", "gradient descent with a momentum buffer",
         ("lr", "momentum"), Shape("sum", "b", "momentum"), "Polyak 1964"),
    Base("rmsprop", "RMSprop", "gradient over the root of its mean square",
         ("lr", "smoothing", "eps"), Shape(second_keeps="smoothing"),
         "Tieleman & Hinton 2012"),
)  # fmt: skip
BASES: dict[str, Base] = {base.name: base for base in _BASES}

_MEMORY_SOURCES = {"cg": "arXiv 2106.10708", "cm": "arXiv 2307.09638"}


class Method(NamedTuple):
    """One row of the table: a base rule, what its memory keeps, and whether SAM is on."""

    base: Base
    memory: Memory | None
    sam: bool

    @property
    def name(self) -> str:
        """As it stands in an experiment file, for example `adam+cm+sam`."""
        return "+".join(filter(None, (self.base.name, self.memory, "sam" if self.sam else None)))

    @property
    def title(self) -> str:
        """As people write it, for example `Adam+CM+SAM`, or `NAdam (torch)`."""
        if self.base.package:  # which has methods that are called as the table's are
            return f"{self.base.title} ({self.base.package})"
        memory = self.memory.upper() if self.memory else None
        return "+".join(filter(None, (self.base.title, memory, "SAM" if self.sam else None)))

    @property
    def hyperparameters(self) -> tuple[str, ...]:
        """The names this method reads; the others are kept and ignored."""
        memory = _MEMORY if self.memory else ()
        return (*self.base.hyperparameters, *memory, *(("rho",) if self.sam else ()))

    @property
    def table(self) -> Mapping[str, Hyperparameter]:
        """Every hyperparameter that a card of this method keeps a value for, by name."""
        return self.base.table

    @property
    def sources(self) -> tuple[str, ...]:
        """The papers it comes from."""
        memory = (_MEMORY_SOURCES[self.memory],) if self.memory else ()
        return (self.base.source, *memory, *(("arXiv 2010.01412",) if self.sam else ()))

    def with_base(self, base: str) -> Method:
        """The same memory and SAM on another base rule; critical gradients where it has no
        momentum for critical momenta to remember."""
        kept = self.memory if BASES[base].has_momentum or self.memory is None else "cg"
        return self._changed(base=BASES[base], memory=kept)

    def with_memory(self, memory: Memory | None) -> Method | None:
        """The same method with another memory or none; None where the table has no such row."""
        has_row = memory is None or not self.base.package
        has_row = has_row and (memory != "cm" or self.base.has_momentum)
        return self._changed(memory=memory) if has_row else None

    def with_sam(self, sam: bool) -> Method:
        """The same method with SAM on or off; one of another package has none."""
        return self._changed(sam=sam and not self.base.package)

    def _changed(self, **fields: Any) -> Method:
        changed = self._replace(**fields)
        return METHODS.get(changed.name, changed)

    def default(self, name: str) -> Value:
        """Default of one hyperparameter; a base rule may have its own."""
        return dict(self.base.defaults).get(name, self.table[name].default)


def _rows() -> Iterator[Method]:
    for base in _BASES:
        memories: tuple[Memory | None, ...] = (
            (None, "cg", "cm") if base.has_momentum else (None, "cg")
        )
        for memory in memories:
            for sam in (False, True):
                yield Method(base, memory, sam)


METHODS: dict[str, Method] = {method.name: method for method in _rows()}
