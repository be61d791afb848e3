"""A perceptron on the handwritten digits: the smallest network on which flatness is argued."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, ClassVar

from landscapes.base import Parameter
from landscapes.networks import digits
from landscapes.networks.layout import Layout
from landscapes.networks.network import Network
from landscapes.networks.perceptron import layers, layout
from landscapes.networks.samples import Part, Samples
from landscapes.networks.units import Units, hidden_units

if TYPE_CHECKING:
    from landscapes.networks.tensors.model import Model


@dataclasses.dataclass(frozen=True)
class DigitsMLP(Network):
    """Digits through one or more hidden layers of ReLU units to ten classes."""

    train: int = 1000
    label_noise: float = 0.0
    hidden: int = 32
    depth: int = 1
    split: int = 0

    name: ClassVar[str] = "digits-mlp"
    title: ClassVar[str] = "Digits, perceptron"
    formula: ClassVar[str] = "mean of −log softmax(W₂·ReLU(W₁x + b₁) + b₂) at the label"
    source: ClassVar[str] = "the digits of E. Alpaydin and C. Kaynak, UCI 1998, as in scikit-learn"
    licence: ClassVar[str] = "CC BY 4.0"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "train", "n", 50, digits.MOST, 1000, "images to learn from",
            logarithmic=True, whole=True,
        ),
        Parameter("label_noise", "ε", 0.0, 0.9, 0.0, "share of the training labels that is wrong"),
        Parameter(
            "hidden", "h", 1, 512, 32, "units of each hidden layer", logarithmic=True, whole=True
        ),
        Parameter("depth", "L", 1, 4, 1, "hidden layers", whole=True),
        Parameter("split", "k", 0, 999, 0, "draws the images and the wrong labels", whole=True),
    )  # fmt: skip

    @functools.cached_property
    def layout(self) -> Layout:
        return layout(self._widths)

    @functools.cached_property
    def units(self) -> tuple[Units, ...]:
        return hidden_units(self.layout)

    @property
    def architecture(self) -> str:
        return layers(self._widths)

    @property
    def data(self) -> str:
        return digits.words(self.train, self.label_noise)

    @property
    def outputs(self) -> int:
        return digits.CLASSES

    @property
    def _widths(self) -> tuple[int, ...]:
        return (digits.PIXELS, *(self.hidden,) * self.depth, digits.CLASSES)

    def _all_samples(self, part: Part) -> Samples:
        return digits.digits(self.train, self.label_noise, self.split)[part]

    @functools.cached_property
    def _model(self) -> Model:
        from landscapes.networks.tensors.perceptron import Perceptron

        return Perceptron(self.layout)
