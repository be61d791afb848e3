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
from landscapes.networks.samples import Part
from landscapes.networks.text_lstm import TextLSTM


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
        case TextLSTM():
            return LanguageModel(network.embedding, network.hidden)
    raise AssertionError(network)


class LanguageModel(nn.Module):
    """Words (N, T) to the scores (N, T, 2000) of the next ones."""

    def __init__(self, embedding: int, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(2000, embedding)
        shapes = ((4 * hidden, embedding), (4 * hidden, hidden), (4 * hidden,))
        self.gates = nn.ParameterList([torch.empty(shape) for shape in shapes])
        self.words = nn.Linear(hidden, 2000)
        self.lstm = [nn.LSTM(embedding, hidden, batch_first=True)]  # no parameters of its own

    def forward(self, words: Tensor) -> Tensor:
        into, back, bias = self.gates
        weights = {
            "weight_ih_l0": into,
            "weight_hh_l0": back,
            "bias_ih_l0": bias,
            "bias_hh_l0": torch.zeros_like(bias),
        }
        told, _ = torch.func.functional_call(self.lstm[0], weights, self.embedding(words))
        return self.words(told)


def tensors(network: Network, part: Part) -> tuple[Tensor, Tensor]:
    """Inputs, float64 or words, and labels of a part of its samples."""
    samples = network.samples(part)
    inputs = torch.tensor(samples.inputs)
    return inputs.double() if inputs.is_floating_point() else inputs, torch.tensor(samples.labels)


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
    inputs, labels = (each[rows] for each in tensors(network, "train"))
    found = filled(network, point)
    scores = judged(network, found(inputs), labels)
    loss = nn.functional.cross_entropy(scores.flatten(0, -2), labels.flatten())
    gradients = torch.autograd.grad(loss, list(found.parameters()))
    return loss.detach(), torch.cat([gradient.flatten() for gradient in gradients])
