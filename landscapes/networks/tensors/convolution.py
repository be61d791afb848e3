"""Convolutions: a perceptron many of whose weights are one number, and many 0."""

from __future__ import annotations

import dataclasses
import functools

import torch
from torch import Tensor

from landscapes.networks.convolution import dense_layout, places
from landscapes.networks.tensors.model import Model
from landscapes.networks.tensors.perceptron import Perceptron


@dataclasses.dataclass(frozen=True)
class Convolution(Model):
    """Weight (channels, before, 3, 3) and bias of each convolution, then a dense layer, on images
    of `side` × `side` pixels; all but the last end in ReLU."""

    side: int

    @property
    def width(self) -> int:
        return self._perceptron.width

    @property
    def size(self) -> int:
        return self._perceptron.size

    @functools.cached_property
    def _perceptron(self) -> Perceptron:
        return Perceptron(dense_layout(self.layout, self.side))

    @functools.cached_property
    def _places(self) -> Tensor:
        return torch.tensor(places(self.layout, self.side))

    def scores(self, points: Tensor, inputs: Tensor) -> Tensor:
        return self._perceptron.scores(self._spread(points), inputs)

    def loss_and_gradient(
        self, points: Tensor, inputs: Tensor, labels: Tensor
    ) -> tuple[Tensor, Tensor]:
        losses, spread = self._perceptron.loss_and_gradient(self._spread(points), inputs, labels)
        gathered = points.new_zeros(len(points), points.shape[1] + 1)
        gathered.index_add_(1, self._places.to(points.device), spread)
        return losses, gathered[:, :-1].contiguous()

    def _spread(self, points: Tensor) -> Tensor:
        """The numbers of the perceptron at points (R, D)."""
        with_zero = torch.nn.functional.pad(points, (0, 1))
        return with_zero.index_select(1, self._places.to(points.device))
