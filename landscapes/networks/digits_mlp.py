"""A perceptron on the handwritten digits: the smallest network on which flatness is argued."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from landscapes.base import Parameter
from landscapes.networks import digits, parameters
from landscapes.networks.perceptron import PerceptronNetwork
from landscapes.networks.samples import Part, Samples


@dataclasses.dataclass(frozen=True)
class DigitsMLP(PerceptronNetwork):
    """Digits through one or more hidden layers of ReLU units to ten classes."""

    train: int = 1000
    label_noise: float = 0.0
    hidden: int = 32
    depth: int = 1
    split: int = 0

    name: ClassVar[str] = "digits-mlp"
    title: ClassVar[str] = "Digits, perceptron"
    formula: ClassVar[str] = "mean of −log softmax(W₂·ReLU(W₁x + b₁) + b₂) at the label"
    source: ClassVar[str] = digits.SOURCE
    licence: ClassVar[str] = digits.LICENCE
    inputs: ClassVar[int] = digits.PIXELS
    classes: ClassVar[int] = digits.CLASSES
    parameters: ClassVar[tuple[Parameter, ...]] = (
        parameters.train(digits.MOST, train, "images to learn from"),
        parameters.label_noise(label_noise),
        parameters.hidden(hidden),
        parameters.depth(depth),
        parameters.split(split, "the images and the wrong labels"),
    )

    @property
    def data(self) -> str:
        return digits.words(self.train, self.label_noise)

    def _all_samples(self, part: Part) -> Samples:
        return digits.digits(self.train, self.label_noise, self.split)[part]
