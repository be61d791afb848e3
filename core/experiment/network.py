"""What a network is to the rest of the core: a landscape that is trained on mini-batches."""

from __future__ import annotations

from typing import Protocol, TypeGuard, runtime_checkable

from landscapes.base import Array, Landscape


class Measured(Protocol):
    """Loss and accuracy of points (..., D) on one part of the data, float64 of shape (...)."""

    @property
    def loss(self) -> Array:
        """Mean loss of a sample."""
        ...

    @property
    def accuracy(self) -> Array:
        """Share of the samples, 0 … 1, that are told rightly."""
        ...


@runtime_checkable
class Network(Protocol):
    """A landscape whose points are the D parameters of a network; see `landscapes.networks`.

    What is drawn for a replica (its initialisation, its order of mini-batches) depends on the
    seed, its number and the step alone. A batch of points is trained in `dtype`.
    """

    dtype: str
    tasks: tuple[str, ...]

    def __hash__(self) -> int:
        """Of its parameters."""
        ...

    @property
    def train_count(self) -> int:
        """Samples it is trained on."""
        ...

    @property
    def test_count(self) -> int:
        """Samples it is tested on."""
        ...

    def initial(self, seed: int, count: int, first: int = 0) -> Array:
        """The initialisations (count, D) of replicas first, first + 1, …"""
        ...

    def batch_rows(self, seed: int, step: int, count: int, size: int, first: int = 0) -> Array:
        """Which samples (count, size) replicas first, … see in step 1, 2, …"""
        ...

    def batch_loss_and_gradient(self, points: Array, rows: Array) -> tuple[Array, Array]:
        """Losses (..., S) and gradients (..., S, D) of points on the samples (S, B) of each."""
        ...

    def measured(
        self, points: Array, part: str, limit: int | None = None, task: int | None = None
    ) -> Measured:
        """Loss and accuracy of points (..., D) on the "train" or the "test" set, or one task's."""
        ...


def is_network(landscape: Landscape) -> TypeGuard[Network]:
    """Whether a landscape is one: asked by what it can do, for networks are made elsewhere."""
    return hasattr(landscape, "batch_loss_and_gradient")
