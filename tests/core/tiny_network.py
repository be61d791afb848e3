"""The smallest network there is, softmax regression, for tests of what the core does with one.

Its rows are computed one by one, so that replicas agree to the last bit by making.
"""

import dataclasses

import numpy as np
import torch

from landscapes.base import Parameter
from landscapes.networks import Measured, Network
from landscapes.networks.layout import laid_out
from landscapes.networks.samples import Samples

FEATURES, CLASSES = 4, 3


@dataclasses.dataclass(frozen=True)
class TinyNetwork(Network):
    """Points (..., 12) are a matrix (4, 3) that makes logits of four features."""

    name = "tiny-network"
    title = "Tiny network"
    formula = "softmax regression"
    source = "these tests"
    licence = "that of these tests"
    parameters = (Parameter("train", "n", 1, 500, 40, "samples", whole=True),)
    layout = laid_out([("weight", (FEATURES, CLASSES), 0.5)])
    architecture, data, outputs = "4–3", "points of a normal distribution", CLASSES
    _model = None

    train: int = 40

    def initial(self, seed, count, first=0):
        draw = [
            np.random.default_rng([seed, first + row]).normal(0, 0.5, self.dimension)
            for row in range(count)
        ]
        return np.stack(draw).astype(self.dtype)

    def batch_rows(self, seed, step, count, size, first=0):
        return np.stack(
            [
                np.random.default_rng([seed, step, first + row]).permutation(self.train)[:size]
                for row in range(count)
            ]
        )

    def _all_samples(self, part):
        rng = np.random.default_rng([7, part == "test"])
        count = self.train if part == "train" else 20
        features = rng.normal(size=(count, FEATURES))
        return Samples(
            features, (features[:, :CLASSES] + 0.5 * rng.normal(size=(count, CLASSES))).argmax(1)
        )

    def batch_loss_and_gradient(self, points, rows):
        samples = self.samples("train")
        features, classes = samples.inputs, samples.labels
        losses = points.new_empty(points.shape[:-1])
        gradients = torch.empty_like(points)
        for place in np.ndindex(*losses.shape):
            chosen = rows[place[-1]]
            losses[place], gradients[place] = _row(points[place], features[chosen], classes[chosen])
        return losses, gradients

    def measured(self, points, part, limit=None, task=None):
        samples = self.samples(part)
        features, classes = samples.inputs[:limit], samples.labels[:limit]
        points = np.asarray(points, dtype=np.float64)
        found = [_judged(point, features, classes) for point in points.reshape(-1, self.dimension)]
        losses, shares = (np.reshape(each, points.shape[:-1]) for each in zip(*found, strict=True))
        return Measured(losses, shares)

    def loss_and_gradient(self, points):
        return self.batch_loss_and_gradient(
            points, np.tile(np.arange(self.train), (points.shape[-2], 1))
        )

    def loss(self, points):
        return self.loss_and_gradient(points)[0]

    def gradient(self, points):
        return self.loss_and_gradient(points)[1]


def _row(point, features, classes):
    features = torch.from_numpy(features).to(point)
    classes = torch.from_numpy(classes)
    logits = features @ point.reshape(FEATURES, CLASSES)
    told = torch.log_softmax(logits, -1)
    error = told.exp() - torch.nn.functional.one_hot(classes, CLASSES).to(point)
    gradient = features.T @ error / len(classes)
    return torch.nn.functional.nll_loss(told, classes), gradient.reshape(-1)


def _judged(point, features, classes):
    logits = features @ point.reshape(FEATURES, CLASSES)
    top = logits.max(-1, keepdims=True)
    told = logits - top - np.log(np.exp(logits - top).sum(-1, keepdims=True))
    return -told[np.arange(len(classes)), classes].mean(), (logits.argmax(-1) == classes).mean()
