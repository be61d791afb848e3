"""What every loss landscape is: a frozen value that knows its loss, gradient and Hessian.

Landscapes are written on the array interface that numpy and torch share, so the same lines
draw the map (numpy) and drive the steppers (torch). They never import either library.
"""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar

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


@dataclasses.dataclass(frozen=True)
class Minimum:
    """A known minimum: where it is, how deep, and whether any other is deeper."""

    position: tuple[float, ...]
    loss: float
    is_global: bool = True
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Landscape(abc.ABC):
    """A loss surface over R^D; the dataclass fields of a subclass are its parameters.

    All three functions take points of shape (..., D) and work on numpy arrays and torch
    tensors alike. Outside the domain they stay defined; the domain only says what to show.
    """

    name: ClassVar[str]  # as it stands in an experiment file
    title: ClassVar[str]  # as people write it
    formula: ClassVar[str]  # plain text for people
    source: ClassVar[str]  # where it comes from
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    any_dimension: ClassVar[bool] = False

    @property
    def dimension(self) -> int:
        """D, the length of a point."""
        return len(self.domain)

    @property
    @abc.abstractmethod
    def domain(self) -> tuple[Interval, ...]:
        """The D intervals that are shown and from which random starts are drawn."""

    @property
    @abc.abstractmethod
    def minima(self) -> tuple[Minimum, ...]:
        """Known minima, the global ones first; empty when none is known."""

    @abc.abstractmethod
    def loss(self, points: Array) -> Array:
        """Loss of points (..., D), shape (...)."""

    @abc.abstractmethod
    def gradient(self, points: Array) -> Array:
        """Gradient of the loss at points (..., D), shape (..., D)."""

    @abc.abstractmethod
    def hessian(self, points: Array) -> Array:
        """Second derivatives of the loss at points (..., D), shape (..., D, D)."""

    @property
    def values(self) -> Mapping[str, float]:
        """The parameters' values by name, in the order of `parameters`."""
        return {parameter.name: getattr(self, parameter.name) for parameter in self.parameters}
