"""What perceptrons have in common before any of their numbers is known."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, ClassVar

from landscapes.networks.layout import Layout, dense, laid_out
from landscapes.networks.network import Network
from landscapes.networks.units import Units, hidden_units

if TYPE_CHECKING:
    from landscapes.networks.tensors.model import Model


class PerceptronNetwork(Network):
    """From `inputs` numbers through `depth` layers of `hidden` ReLU units to `classes`."""

    inputs: ClassVar[int]
    classes: ClassVar[int]
    hidden: int
    depth: int

    @functools.cached_property
    def layout(self) -> Layout:
        return layout(self._widths)

    @functools.cached_property
    def units(self) -> tuple[Units, ...]:
        return hidden_units(self.layout)

    @property
    def architecture(self) -> str:
        return "–".join(map(str, self._widths)) + ", ReLU"

    @property
    def outputs(self) -> int:
        return self.classes

    @property
    def head(self) -> int:
        """How many of the outputs a task has for itself; 0 where all are for all."""
        return 0

    @property
    def _widths(self) -> tuple[int, ...]:
        return (self.inputs, *(self.hidden,) * self.depth, self.classes)

    @functools.cached_property
    def _model(self) -> Model:
        from landscapes.networks.tensors.perceptron import Perceptron

        return Perceptron(self.layout, head=self.head)


def layout(widths: tuple[int, ...]) -> Layout:
    """Weight and bias of each layer from `widths[i]` numbers to `widths[i + 1]`."""
    pairs = enumerate(itertools.pairwise(widths), start=1)
    return laid_out(
        [row for i, (inputs, outputs) in pairs for row in dense(f"{i}", inputs, outputs)]
    )
