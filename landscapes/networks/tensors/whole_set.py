"""Loss, accuracy, gradient and curvature on all samples of a set."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from landscapes.base import Array
from landscapes.networks.samples import Samples
from landscapes.networks.tensors.blocks import network_blocks, sample_blocks
from landscapes.networks.tensors.model import Model, tensors

_REMEMBERED = 4
"""How many times the numbers of a way through autograd remembers, to go back over it twice."""


def measured(
    model: Model, samples: Samples, points: Array, limit: int | None = None
) -> tuple[Array, Array]:
    """Mean loss and accuracy of points (..., D) on the first `limit` samples, numpy float64."""
    with torch.no_grad():
        flat = _flat(points)
        losses, accuracies = _judged(model, samples, flat, limit)
        shape = points.shape[:-1]
        return losses.numpy(force=True).reshape(shape), accuracies.numpy(force=True).reshape(shape)


def loss(model: Model, samples: Samples, points: Array) -> Array:
    """Mean loss (...) of points (..., D), of their kind and dtype."""
    with torch.no_grad():
        flat = _flat(points)
        losses, _ = _judged(model, samples, flat, None)
        return _like(points, losses.to(flat.dtype).view(points.shape[:-1]))


def loss_and_gradient(model: Model, samples: Samples, points: Array) -> tuple[Array, Array]:
    """Mean loss (...) and its gradient (..., D), of the points' kind and dtype."""
    with torch.no_grad():
        flat = _flat(points)
        inputs, labels = tensors(model, samples, flat.dtype, flat.device)
        losses, gradients = flat.new_zeros(len(flat)), torch.zeros_like(flat)
        for rows, length in sample_blocks(len(labels), model.width):
            share = length / len(labels)
            for block in network_blocks(len(flat), length * model.width + model.size):
                part = flat[block]
                some = (x[rows].expand(len(part), *x[rows].shape) for x in (inputs, labels))
                value, slope = model.loss_and_gradient(part, *some)
                losses[block].add_(value, alpha=share)
                gradients[block].add_(slope, alpha=share)
        return (
            _like(points, losses.view(points.shape[:-1])),
            _like(points, gradients.view(points.shape)),
        )


def hessian_vector(model: Model, samples: Samples, points: Array, vectors: Array) -> Array:
    """The Hessian of the mean loss at points (..., D) times vectors (..., D)."""
    shape = np.broadcast_shapes(tuple(points.shape), tuple(vectors.shape))
    # Outside inference mode, whatever the caller is in: there autograd would see nothing.
    with torch.inference_mode(False), torch.enable_grad():
        flat, along = (_flat(_broadcast(x, shape)).detach().clone() for x in (points, vectors))
        along = along.to(flat.dtype)
        inputs, labels = tensors(model, samples, flat.dtype, flat.device)
        found = torch.zeros_like(flat)
        width = _REMEMBERED * model.width
        for rows, length in sample_blocks(len(labels), width):
            share = length / len(labels)
            for block in network_blocks(len(flat), length * width + model.size):
                part = flat[block].clone().requires_grad_()
                scores = model.scores(part, inputs[rows])
                right = labels[rows].flatten().expand(len(part), -1)
                likely = model.log_likelihoods(scores, right).gather(1, right[:, None])
                mean = -likely.flatten(1).mean(1).sum()
                (slope,) = torch.autograd.grad(mean, part, create_graph=True)
                (bent,) = torch.autograd.grad((slope * along[block]).sum(), part)
                found[block].add_(bent, alpha=share)
    return _like(points, found.view(shape))


def _judged(
    model: Model, samples: Samples, flat: Tensor, limit: int | None
) -> tuple[Tensor, Tensor]:
    """Mean loss and share of right answers of points (R, D), each (R,) float64."""
    inputs, labels = (x[:limit] for x in tensors(model, samples, flat.dtype, flat.device))
    losses = flat.new_zeros(len(flat), dtype=torch.float64)
    hits = torch.zeros_like(losses)
    width = model.judged_width
    for rows, length in sample_blocks(len(labels), width):
        for block in network_blocks(len(flat), length * width + model.size):
            likely, hit = model.judged(flat[block], inputs[rows], labels[rows].flatten())
            losses[block] -= likely.sum(1).double()
            hits[block] += hit.sum(1)
    return losses / labels.numel(), hits / labels.numel()


def _flat(points: Array) -> Tensor:
    """Points as a tensor (R, D), without a copy where none is needed."""
    tensor: Tensor
    if isinstance(points, np.ndarray):
        tensor = torch.from_numpy(np.require(points, requirements=["C", "W"]))
    else:
        tensor = points.detach()
    return tensor.reshape(-1, tensor.shape[-1])


def _broadcast(points: Array, shape: tuple[int, ...]) -> Array:
    if isinstance(points, np.ndarray):
        return np.array(np.broadcast_to(points, shape))
    return points.expand(shape)


def _like(points: Array, found: Tensor) -> Any:
    """What was found, as numpy array where the points are one."""
    return found.numpy() if isinstance(points, np.ndarray) else found
