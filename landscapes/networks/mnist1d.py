"""A perceptron on MNIST-1D: a data set as small as the digits on which it has more to learn."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, ClassVar

from landscapes.base import Parameter
from landscapes.networks import mnist1d_recipe as recipe
from landscapes.networks.layout import Layout
from landscapes.networks.network import Network
from landscapes.networks.perceptron import layers, layout
from landscapes.networks.samples import Part, Samples, wrong_labels
from landscapes.networks.units import Units, hidden_units

if TYPE_CHECKING:
    from landscapes.networks.tensors.model import Model


@dataclasses.dataclass(frozen=True)
class MNIST1D(Network):
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
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "train", "n", 50, recipe.MOST, 1000, "signals to learn from",
            logarithmic=True, whole=True,
        ),
        Parameter("label_noise", "ε", 0.0, 0.9, 0.0, "share of the training labels that is wrong"),
        Parameter(
            "hidden", "h", 1, 512, 100, "units of each hidden layer", logarithmic=True, whole=True
        ),
        Parameter("depth", "L", 1, 4, 2, "hidden layers", whole=True),
        Parameter("split", "k", 0, 999, 0, "draws the signals and the wrong labels", whole=True),
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
        return f"{self.train:,} signals, {recipe.TEST:,} to test{wrong_labels(self.label_noise)}"

    @property
    def outputs(self) -> int:
        return recipe.CLASSES

    @property
    def _widths(self) -> tuple[int, ...]:
        return (recipe.LENGTH, *(self.hidden,) * self.depth, recipe.CLASSES)

    def _all_samples(self, part: Part) -> Samples:
        return recipe.mnist1d(self.train, self.label_noise, self.split)[part]

    @functools.cached_property
    def _model(self) -> Model:
        from landscapes.networks.tensors.perceptron import Perceptron

        return Perceptron(self.layout)
