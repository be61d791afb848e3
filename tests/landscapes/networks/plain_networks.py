"""Each network as anyone would write it in torch.nn, and its training loss."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn

from landscapes.networks import Network
from landscapes.networks.digits_cnn import DigitsCNN
from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.networks.digits_tasks import DigitsTasks
from landscapes.networks.mnist1d import MNIST1D


def module(network: Network) -> nn.Module:
    """The network in torch.nn, its parameters in the order of the landscape's layout."""
    match network:
        case DigitsCNN():
            channels = network.channels
            return nn.Sequential(
                nn.Unflatten(-1, (1, 8, 8)),
                nn.Conv2d(1, channels, 3, stride=2, padding=1),
                nn.ReLU(),
                nn.Conv2d(channels, 2 * channels, 3, stride=2, padding=1),
                nn.ReLU(),
                nn.Flatten(),
                nn.Linear(8 * channels, 10),
            )
        case DigitsMLP() | MNIST1D() | DigitsTasks():
            inputs = 40 if isinstance(network, MNIST1D) else 64
            widths = (inputs, *(network.hidden,) * network.depth, 10)
            layers = [
                layer
                for pair in itertools.pairwise(widths)
                for layer in (nn.Linear(*pair), nn.ReLU())
            ]
            return nn.Sequential(*layers[:-1])
    raise AssertionError(network)


def judged(network: Network, scores: Tensor, labels: Tensor) -> Tensor:
    """Scores (…, classes) where a label (…) is judged: with heads of their own, among two."""
    if not getattr(network, "own_heads", 0):
        return scores
    hidden = torch.ones_like(scores, dtype=torch.bool)
    hidden.scatter_(-1, (labels // 2 * 2)[..., None], False)
    hidden.scatter_(-1, (labels // 2 * 2 + 1)[..., None], False)
    return scores.masked_fill(hidden, -torch.inf)


def filled(network: Network, point: Tensor) -> nn.Module:
    """That module, of the point's dtype, with the numbers of a point (D,)."""
    found = module(network).to(point.dtype)
    nn.utils.vector_to_parameters(point.detach().clone(), found.parameters())
    return found


def loss_and_gradient(network: Network, point: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
    """Mean cross entropy of a point (D,) on some training samples (B,), and autograd's gradient."""
    samples = network.samples("train")
    inputs, labels = torch.tensor(samples.inputs)[rows], torch.tensor(samples.labels)[rows]
    if inputs.is_floating_point():
        inputs = inputs.to(point.dtype)
    found = filled(network, point)
    scores = judged(network, found(inputs), labels)
    loss = nn.functional.cross_entropy(scores.flatten(0, -2), labels.flatten())
    gradients = torch.autograd.grad(loss, list(found.parameters()))
    return loss.detach(), torch.cat([gradient.flatten() for gradient in gradients])
