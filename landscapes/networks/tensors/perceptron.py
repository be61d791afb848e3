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
        *layers, (last, last_bias) = self._layers(points)
        seen = inputs.expand(len(points), *inputs.shape)
        for weight, bias in layers:
            seen = torch.relu(torch.baddbmm(bias[:, None], seen, weight.transpose(1, 2)))
        return torch.baddbmm(last_bias[..., None], last, seen.transpose(1, 2))

    def loss_and_gradient(
        self, points: Tensor, inputs: Tensor, labels: Tensor
    ) -> tuple[Tensor, Tensor]:
        *layers, (last, last_bias) = self._layers(points)
        seen = [inputs]  # by each layer
        for weight, bias in layers:
            found = torch.baddbmm(bias[:, None], seen[-1], weight.transpose(1, 2))
            seen.append(found.relu_())
        scores = torch.baddbmm(last_bias[..., None], last, seen[-1].transpose(1, 2))
        losses, slope = loss_and_slope(self.log_likelihoods(scores, labels), labels)
        gradients = torch.empty_like(points)
        *into, (by_last, by_last_bias) = self._layers(gradients)
        by_last.copy_(torch.bmm(slope, seen[-1]))
        by_last_bias.copy_(slope.sum(2))
        above = last
        slope = slope.transpose(1, 2)
        for layer in reversed(range(len(layers))):
            slope = torch.ops.aten.threshold_backward(torch.bmm(slope, above), seen[layer + 1], 0)
            by_weight, by_bias = into[layer]
            by_weight.copy_(torch.bmm(slope.transpose(1, 2), seen[layer]))
            by_bias.copy_(slope.sum(1))
            above = layers[layer][0]
        return losses, gradients

    def _layers(self, points: Tensor) -> list[tuple[Tensor, Tensor]]:
        pieces = self.pieces(points)
        return list(zip(pieces[::2], pieces[1::2], strict=True))
