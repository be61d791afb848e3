"""What every network is: its training loss as a landscape over its D parameters."""

from __future__ import annotations

import abc
import dataclasses
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

import numpy as np

from landscapes.base import Array, Landscape
from landscapes.networks import batches
from landscapes.networks.layout import Layout, bounds
from landscapes.networks.samples import Part, Samples, leading
from landscapes.networks.streams import Stream, uniform
from landscapes.networks.units import Units

if TYPE_CHECKING:
    from landscapes.networks.tensors.model import Model


class Measured(NamedTuple):
    """How points do on a set of samples, each (...), float64."""

    loss: Array
    accuracy: Array


@dataclasses.dataclass(frozen=True)
class Network(Landscape):
    """The mean cross entropy of a network on its training samples; points are its D parameters.

    A replica is one network of a run: replica r of an experiment with seed q begins and draws its
    mini-batches by (q, r), whatever method trains it and however many replicas come with it. The
    data, on the other hand, depend on the parameters of the landscape alone.

    Its functions take points (..., D) as numpy arrays or torch tensors, float32 or float64, and
    hand back the same kind. They import torch when they are first called; what a network is can be
    told without it.
    """

    part_of_it: int | None = dataclasses.field(default=None, kw_only=True)
    """How many of its training samples count, where not all do: see `limited`."""

    dtype: ClassVar[str] = "float32"  # of the training
    licence: ClassVar[str]  # of what it learns from
    tasks: ClassVar[tuple[str, ...]] = ()  # one after the other, where there are any
    places: ClassVar[int] = 1  # of a sample, each of which has a label

    @property
    @abc.abstractmethod
    def layout(self) -> Layout:
        """Where each parameter tensor lies in the D numbers."""

    @property
    @abc.abstractmethod
    def architecture(self) -> str:
        """Its layers, for people: `64–32–10, ReLU`."""

    @property
    @abc.abstractmethod
    def data(self) -> str:
        """What it learns from, for people: `1,000 digits, 397 to test`."""

    @property
    @abc.abstractmethod
    def outputs(self) -> int:
        """How many classes, or words, it tells apart."""

    @abc.abstractmethod
    def _all_samples(self, part: Part) -> Samples: ...

    @property
    @abc.abstractmethod
    def _model(self) -> Model: ...

    @property
    def units(self) -> tuple[Units, ...]:
        """Its hidden units, layer by layer, that may stand in any order; none where that is not
        told, as of one whose units are tied over time."""
        return ()

    @property
    def dimension(self) -> int:
        return self.layout[-1].stop

    @property
    def train_count(self) -> int:
        """How many samples it learns from."""
        return len(self.samples("train"))

    @property
    def test_count(self) -> int:
        """How many samples it is tested on."""
        return len(self.samples("test"))

    def samples(self, part: Part, task: int | None = None) -> Samples:
        """What it learns from or is tested on, as numpy arrays that cannot be written to; of one
        of its tasks or of all."""
        if task is not None:
            raise ValueError(f"{self.name} has no tasks in sequence")
        every = self._all_samples(part)
        limit = self.part_of_it if part == "train" else None
        return every if limit is None else leading(every, limit)

    def task_ends(self, batch: int) -> tuple[int, ...]:
        """The last step of each of its tasks in sequence, with mini-batches of so many samples."""
        return ()

    def limited(self, count: int) -> Self:
        """The same network on the first `count` training samples alone: a preview of its loss."""
        return dataclasses.replace(self, part_of_it=max(1, min(count, self.train_count)))

    def initial(self, seed: int, count: int, first: int = 0) -> Array:
        """Where replicas `first` … `first + count − 1` begin, (count, D) float32: uniform in the
        bounds of `layout`, which are those of torch.nn."""
        reach, rows = bounds(self.layout), range(first, first + count)
        points = np.empty((count, len(reach)), np.float32)
        for row, replica in zip(points, rows, strict=True):
            drawn = uniform(seed, Stream.INITIAL, len(reach), (replica, 0))
            row[:] = (2.0 * drawn - 1.0) * reach
        return points

    def batch_rows(self, seed: int, step: int, count: int, size: int, first: int = 0) -> Array:
        """The training samples that replicas `first` … look at in a step 1, 2, …: (count, size)
        int64. Shuffled epochs without replacement, each replica in an order of its own; with tasks
        in sequence, of the images of the step's task, some of them again where they are too few.

        Raises ValueError where the size is not 1 … train_count.
        """
        if not 1 <= size <= self.train_count:
            raise ValueError(f"a batch has 1 to {self.train_count} samples, not {size}")
        return self._rows_of_step(seed, step, range(first, first + count), size)

    def _rows_of_step(self, seed: int, step: int, replicas: range, size: int) -> Array:
        return batches.batch_rows(seed, step, replicas, size, self.train_count)

    def batch_loss_and_gradient(self, points: Any, rows: Any) -> tuple[Any, Any]:
        """Loss (..., S) and gradient (..., S, D) at points (..., S, D), torch tensors, of replicas
        on mini-batches of their own, rows (S, B). Of the points' dtype.

        A row comes out to the last bit as it would alone, as long as torch computes in one thread:
        several cut one network's product where they leave those of many whole.
        """
        from landscapes.networks.tensors.mini_batch import loss_and_gradient

        return loss_and_gradient(self._model, self.samples("train"), points, rows)

    def measured(
        self, points: Array, part: Part, limit: int | None = None, task: int | None = None
    ) -> Measured:
        """Mean loss and share of right answers of points (..., D) on a part of the samples,
        on the first `limit` of them, or on those of one task; numpy float64."""
        from landscapes.networks.tensors.whole_set import measured

        return Measured(*measured(self._model, self.samples(part, task), points, limit))

    def loss(self, points: Array) -> Array:
        from landscapes.networks.tensors.whole_set import loss

        return loss(self._model, self.samples("train"), points)

    def gradient(self, points: Array) -> Array:
        return self.loss_and_gradient(points)[1]

    def loss_and_gradient(self, points: Array) -> tuple[Array, Array]:
        from landscapes.networks.tensors.whole_set import loss_and_gradient

        return loss_and_gradient(self._model, self.samples("train"), points)

    def hessian_vector(self, points: Array, vectors: Array) -> Array:
        from landscapes.networks.tensors.whole_set import hessian_vector

        return hessian_vector(self._model, self.samples("train"), points, vectors)
