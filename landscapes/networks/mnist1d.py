"""A perceptron on MNIST-1D: a data set as small as the digits on which it has more to learn."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from landscapes.base import Parameter
from landscapes.networks import mnist1d_recipe as recipe
from landscapes.networks import parameters
from landscapes.networks.perceptron import PerceptronNetwork
from landscapes.networks.samples import Part, Samples, wrong_labels


@dataclasses.dataclass(frozen=True)
class MNIST1D(PerceptronNetwork):
    """Signals of 40 numbers through hidden layers of ReLU units to ten classes."""

    train: int = 1000
    label_noise: float = 0.0
    hidden: int = 100
    depth: int = 2
    split: int = 0

    name: ClassVar[str] = "mnist1d"
    title: ClassVar[str] = "MNIST-1D"
    formula: ClassVar[str] = (
        "mean of −log softmax(W₃·ReLU(W₂·ReLU(W₁x + b₁) + b₂) + b₃) at the label"
    )
    source: ClassVar[str] = (
        "S. Greydanus and D. Kobak, Scaling Down Deep Learning with MNIST-1D, arXiv 2011.14439"
    )
    licence: ClassVar[str] = "Apache License 2.0"
    inputs: ClassVar[int] = recipe.LENGTH
    classes: ClassVar[int] = recipe.CLASSES
    parameters: ClassVar[tuple[Parameter, ...]] = (
        parameters.train(recipe.MOST, train, "signals to learn from"),
        parameters.label_noise(label_noise),
        parameters.hidden(hidden),
        parameters.depth(depth),
        parameters.split(split, "the signals and the wrong labels"),
    )

    @property
    def data(self) -> str:
        return f"{self.train:,} signals, {recipe.TEST:,} to test{wrong_labels(self.label_noise)}"

    def _all_samples(self, part: Part) -> Samples:
        return recipe.mnist1d(self.train, self.label_noise, self.split)[part]
