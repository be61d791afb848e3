"""Loss and gradient of many replicas, each on a mini-batch of its own: what a step asks for."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from landscapes.networks.samples import Samples
from landscapes.networks.tensors.blocks import network_blocks
from landscapes.networks.tensors.model import Model, tensors


def loss_and_gradient(
    model: Model, samples: Samples, points: Tensor, rows: Any
) -> tuple[Tensor, Tensor]:
    """Loss (..., S) and gradient (..., S, D) at points (..., S, D) on rows (S, B) of samples."""
    with torch.no_grad():
        inputs, labels = tensors(model, samples, points.dtype, points.device)
        if not isinstance(rows, Tensor):
            rows = torch.from_numpy(rows).to(points.device)
        flat_rows = rows.flatten()  # whole samples are sooner fetched one after the other
        inputs, labels = (
            x.index_select(0, flat_rows).view(*rows.shape, *x.shape[1:]) for x in (inputs, labels)
        )
        flat = points.reshape(-1, points.shape[-1])
        if (times := math.prod(points.shape[:-2])) != 1:
            inputs, labels = (x.expand(times, *x.shape).flatten(0, 1) for x in (inputs, labels))
        blocks = list(network_blocks(len(flat), rows.shape[1] * model.width + model.size))
        if len(blocks) == 1:
            losses, gradients = model.loss_and_gradient(flat, inputs, labels)
        else:
            losses, gradients = flat.new_empty(len(flat)), torch.empty_like(flat)
            for block in blocks:
                losses[block], gradients[block] = model.loss_and_gradient(
                    flat[block], inputs[block], labels[block]
                )
        return losses.view(points.shape[:-1]), gradients.view(points.shape)
