"""What every loss landscape is: a frozen value that knows its loss, gradient and Hessian.

Landscapes are written on the array interface that numpy and torch share, so the same lines
draw the map (numpy) and drive the steppers (torch). They never import either library.
"""

from __future__ import annotations

import abc
import dataclasses
import math
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from landscapes.wording import shown, step_into

Array = Any  # a numpy array or a torch tensor of floating point numbers
Interval = tuple[float, float]


class LandscapeError(ValueError):
    """A landscape was asked for something it does not have.

    `field` is the place inside the landscape's description (for example `parameters.sharpness`,
    or `""` for the description itself), so that a reader of files can name the exact spot.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def refuse(field: str, value: object, allowed: str) -> LandscapeError:
    """The error for a value that is not allowed at a place."""
    return LandscapeError(field, f"{shown(value)} is not allowed; {allowed}")


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One number that shapes a landscape, with the closed range it may take."""

    name: str
    symbol: str
    low: float
    high: float
    default: float
    description: str
    logarithmic: bool = False
    whole: bool = False

    @property
    def allowed(self) -> str:
        """The range in words, as messages and tool tips show it."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.low:g} to {self.high:g}"

    def accepts(self, value: object) -> bool:
        """Whether `value` has the right type and lies in the range (NaN does not)."""
        if isinstance(value, bool) or not isinstance(value, int if self.whole else int | float):
            return False
        return self.low <= value <= self.high


@dataclasses.dataclass(frozen=True)
class Minimum:
    """A known minimum: where it is, how deep, and whether any other is deeper."""

    position: tuple[float, ...]
    loss: float
    is_global: bool = True
    name: str = ""

    @property
    def kind(self) -> str:
        """`global` or `local`, as people say it."""
        return "global" if self.is_global else "local"


@dataclasses.dataclass(frozen=True, eq=False)
class Losses:
    """What is known of the losses of points (...): none is lower than its `floor` (...), which is
    the loss itself where it is `exact`."""

    floor: Array
    exact: bool = True


@dataclasses.dataclass(frozen=True)
class Landscape(abc.ABC):
    """A loss surface over R^D; the dataclass fields of a subclass are its parameters.

    Making one with a parameter of the wrong type or out of its range is a LandscapeError.

    Every landscape gives its loss and gradient. What else it gives, it says by giving it: second
    derivatives are None where it has none, or where D² numbers are too many, `domain` is None
    where no part of the space stands out, and `minima` are empty where none is known. Its
    functions take points of shape (..., D), on numpy arrays and torch tensors alike. Outside the
    domain they stay defined; the domain only says what to show.
    """

    name: ClassVar[str]  # as it stands in an experiment file
    title: ClassVar[str]  # as people write it
    formula: ClassVar[str]  # plain text for people
    source: ClassVar[str]  # where it comes from
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    any_dimension: ClassVar[bool] = False

    def __post_init__(self) -> None:
        for parameter in self.parameters:
            value = getattr(self, parameter.name)
            if not parameter.accepts(value):
                raise refuse(f"parameters.{parameter.name}", value, parameter.allowed)

    @classmethod
    def create(cls, parameters: Mapping[str, Any], domain: object = None) -> Self:
        """The landscape of an experiment file's `parameters` (and `domain`, where one is taken).

        Raises LandscapeError for a parameter it does not have or one out of its range.
        """
        known = {parameter.name for parameter in cls.parameters}
        for name in parameters:
            if name not in known:
                allowed = "one of " + ", ".join(sorted(known)) if known else "it has no parameters"
                raise refuse(step_into("parameters", name), name, allowed)
        if domain is not None:
            raise refuse("domain", domain, f"the domain of {cls.name} is fixed")
        return cls(**parameters)

    @property
    def described(self) -> Landscape:
        """The landscape as an experiment file describes it: itself, unless it has moved."""
        return self

    @property
    def dimension(self) -> int:
        """D, the length of a point; a landscape without a domain has to say it itself."""
        if self.domain is None:
            raise NotImplementedError(f"{type(self).__name__} has no domain and no dimension")
        return len(self.domain)

    @property
    def domain(self) -> tuple[Interval, ...] | None:
        """The D intervals that are shown and from which random starts are drawn, if any."""
        return None

    @property
    def diagonal(self) -> float:
        """The length of the domain's diagonal, by which distances are small or large; NaN where
        there is no domain."""
        if self.domain is None:
            return math.nan
        return math.hypot(*(high - low for low, high in self.domain))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        """Known minima, the global ones first; empty when none is known."""
        return ()

    @abc.abstractmethod
    def loss(self, points: Array) -> Array:
        """Loss of points (..., D), shape (...)."""

    @abc.abstractmethod
    def gradient(self, points: Array) -> Array:
        """Gradient of the loss at points (..., D), shape (..., D)."""

    def loss_over(self, xs: Array, ys: Array) -> Array | None:
        """Loss of the plane's points at columns xs (nx,) and rows ys (ny,), numpy arrays, shape
        (ny, nx): of a landscape that knows them sooner together than one by one."""
        return None

    def loss_and_gradient(self, points: Array) -> tuple[Array, Array]:
        """Loss and gradient of points (..., D) to the last bit as each alone; sooner than one
        after the other where they have dear parts in common."""
        return self.loss(points), self.gradient(points)

    def gradient_and_losses(self, points: Array) -> tuple[Array, Losses]:
        """Gradient of points (..., D), to the last bit as alone, and their losses, or a floor just
        below them where that costs less."""
        losses, gradient = self.loss_and_gradient(points)
        return gradient, Losses(losses)

    def hessian(self, points: Array) -> Array | None:
        """Second derivatives of the loss at points (..., D), shape (..., D, D), if it has them."""
        return None

    def derivatives(self, points: Array) -> tuple[Array, Array | None]:
        """Gradient and Hessian of points (..., D), if there is one, to the last bit as each alone;
        sooner than one after the other where they have dear parts in common."""
        return self.gradient(points), self.hessian(points)

    def hessian_diagonal(self, points: Array) -> Array | None:
        """The diagonal (..., D) of a Hessian that has nothing else, which spares its eigenvalues
        and D² numbers; None where it has."""
        return None

    def hessian_vector(self, points: Array, vectors: Array) -> Array | None:
        """The Hessian at points (..., D) times vectors (..., D), the same shape, if it has one.

        What tells the curvature along a direction without D² numbers.
        """
        diagonal = self.hessian_diagonal(points)
        if diagonal is not None:
            return diagonal * vectors
        hessian = self.hessian(points)
        return None if hessian is None else (hessian * vectors[..., None, :]).sum(-1)

    @property
    def values(self) -> Mapping[str, float]:
        """The parameters' values by name, in the order of `parameters`."""
        return {parameter.name: getattr(self, parameter.name) for parameter in self.parameters}

    def describe(self) -> dict[str, Any]:
        """The `landscape` object of an experiment file, with every parameter filled in.

        `landscapes.make` is its inverse.
        """
        return {"name": self.name, "parameters": dict(self.values)}
