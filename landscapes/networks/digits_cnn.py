"""A convolutional network on the handwritten digits: units that share their weights."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, ClassVar

from landscapes.base import Parameter
from landscapes.networks import convolution, digits, parameters
from landscapes.networks.layout import Layout
from landscapes.networks.network import Network
from landscapes.networks.samples import Part, Samples
from landscapes.networks.units import Units, hidden_units

if TYPE_CHECKING:
    from landscapes.networks.tensors.model import Model


@dataclasses.dataclass(frozen=True)
class DigitsCNN(Network):
    """Digits through two convolutions of 3 × 3 with stride 2, each followed by ReLU, to ten
    classes; the second has twice as many channels as the first."""

    train: int = 1000
    label_noise: float = 0.0
    channels: int = 8
    split: int = 0

    name: ClassVar[str] = "digits-cnn"
    title: ClassVar[str] = "Digits, convolutional"
    formula: ClassVar[str] = (
        "mean of −log softmax(W₃·ReLU(K₂ * ReLU(K₁ * x + b₁) + b₂) + b₃) at the label"
    )
    source: ClassVar[str] = digits.SOURCE
    licence: ClassVar[str] = digits.LICENCE
    parameters: ClassVar[tuple[Parameter, ...]] = (
        parameters.train(digits.MOST, train, "images to learn from"),
        parameters.label_noise(label_noise),
        Parameter(
            "channels", "c", 1, 32, channels,
            "channels of the first convolution; the second has twice as many",
            logarithmic=True, whole=True,
        ),
        parameters.split(split, "the images and the wrong labels"),
    )  # fmt: skip

    @functools.cached_property
    def layout(self) -> Layout:
        channels = (1, self.channels, 2 * self.channels)
        return convolution.layout(digits.SIDE, channels, digits.CLASSES)

    @functools.cached_property
    def units(self) -> tuple[Units, ...]:
        return hidden_units(self.layout)

    @property
    def architecture(self) -> str:
        c = self.channels
        return f"8 × 8 – {c} of 4 × 4 – {2 * c} of 2 × 2 – 10, convolutions of 3 × 3, ReLU"

    @property
    def data(self) -> str:
        return digits.words(self.train, self.label_noise)

    @property
    def outputs(self) -> int:
        return digits.CLASSES

    def _all_samples(self, part: Part) -> Samples:
        return digits.digits(self.train, self.label_noise, self.split)[part]

    @functools.cached_property
    def _model(self) -> Model:
        from landscapes.networks.tensors.convolution import Convolution

        return Convolution(self.layout, digits.SIDE)
