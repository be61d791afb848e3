"""Layers of ReLU units, many networks as one batched product a layer."""

from __future__ import annotations

import dataclasses

import torch
from torch import Tensor

from landscapes.networks.tensors.cross_entropy import loss_and_slope
from landscapes.networks.tensors.model import Model


@dataclasses.dataclass(frozen=True)
class Perceptron(Model):
    """Weight (units, inputs) and bias (units,) of each layer; all but the last end in ReLU."""

    @property
    def width(self) -> int:
        return sum(piece.shape[0] for piece in self.layout)

    def scores(self, points: Tensor, inputs: Tensor) -> Tensor:
        found = inputs.expand(len(points), *inputs.shape)
        for layer, (weight, bias) in enumerate(self._layers(points)):
            found = torch.baddbmm(
                bias[:, None], torch.relu(found) if layer else found, weight.transpose(1, 2)
            )
        return found

    def loss_and_gradient(
        self, points: Tensor, inputs: Tensor, labels: Tensor
    ) -> tuple[Tensor, Tensor]:
        layers = self._layers(points)
        seen = [inputs]  # by each layer
        for layer, (weight, bias) in enumerate(layers):
            found = torch.baddbmm(bias[:, None], seen[-1], weight.transpose(1, 2))
            if layer < len(layers) - 1:
                seen.append(found.relu_())
        losses, slope = loss_and_slope(self.log_likelihoods(found, labels), labels)
        gradients = torch.empty_like(points)
        into = self._layers(gradients)
        for layer in reversed(range(len(layers))):
            weight, bias = into[layer]
            weight.copy_(torch.bmm(slope.transpose(1, 2), seen[layer]))
            bias.copy_(slope.sum(1))
            if layer:
                slope = torch.bmm(slope, layers[layer][0])
                slope = torch.ops.aten.threshold_backward(slope, seen[layer], 0)
        return losses, gradients

    def _layers(self, points: Tensor) -> list[tuple[Tensor, Tensor]]:
        pieces = self.pieces(points)
        return list(zip(pieces[::2], pieces[1::2], strict=True))
