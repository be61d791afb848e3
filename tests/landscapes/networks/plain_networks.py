"""Each network as anyone would write it in torch.nn, and its training loss."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn

from landscapes.networks import Network
from landscapes.networks.digits_mlp import DigitsMLP


def module(network: Network) -> nn.Module:
    """The network in torch.nn, its parameters in the order of the landscape's layout."""
    match network:
        case DigitsMLP():
            widths = (64, *(network.hidden,) * network.depth, 10)
            layers = [
                layer
                for pair in itertools.pairwise(widths)
                for layer in (nn.Linear(*pair), nn.ReLU())
            ]
            return nn.Sequential(*layers[:-1])
    raise AssertionError(network)


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
    loss = nn.functional.cross_entropy(found(inputs).flatten(0, -2), labels.flatten())
    gradients = torch.autograd.grad(loss, list(found.parameters()))
    return loss.detach(), torch.cat([gradient.flatten() for gradient in gradients])
