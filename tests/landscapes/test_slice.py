"""A plane cut through a landscape: the same loss, and the gradient along the axes."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

import numpy as np
import pytest
import torch

from landscapes.base import Array, Landscape
from landscapes.slice import Slice


@dataclasses.dataclass(frozen=True)
class Quartic(Landscape):
    """Σ (i·θᵢ)⁴ over nine numbers: no domain, as a network has none."""

    name: ClassVar[str] = "quartic"
    title: ClassVar[str] = "Quartic"
    formula: ClassVar[str] = ""
    source: ClassVar[str] = ""

    @property
    def dimension(self) -> int:
        return 9

    def _scaled(self, points: Array) -> Array:
        weights = np.arange(1.0, 10.0)
        return points * (weights if isinstance(points, np.ndarray) else torch.tensor(weights))

    def loss(self, points: Array) -> Array:
        return (self._scaled(points) ** 4).sum(-1)

    def gradient(self, points: Array) -> Array:
        return 4 * self._scaled(self._scaled(points) ** 3)


@pytest.fixture
def cut() -> Slice:
    rng = np.random.default_rng(2)
    axes = np.linalg.qr(rng.standard_normal((9, 2)))[0].T
    return Slice(Quartic(), ((-1.0, 1.0), (-2.0, 2.0)), "plane 1", rng.standard_normal(9), axes)


def test_its_loss_is_that_of_the_point_it_stands_for(cut: Slice) -> None:
    points = np.random.default_rng(0).standard_normal((4, 5, 2))
    whole = cut.origin + points[..., :1] * cut.axes[0] + points[..., 1:] * cut.axes[1]
    assert np.allclose(cut.loss(points), Quartic().loss(whole))
    assert np.allclose(cut.loss(torch.from_numpy(points)).numpy(), Quartic().loss(whole))
    assert cut.loss(points[0, 0]).shape == ()


def test_its_gradient_is_the_slope_along_the_axes(cut: Slice) -> None:
    points = torch.tensor([[0.2, -0.4], [1.0, 0.5]], dtype=torch.float64, requires_grad=True)
    (theirs,) = torch.autograd.grad(cut.loss(points).sum(), points)
    assert np.allclose(cut.gradient(points.detach().numpy()), theirs.numpy())


def test_blocks_make_no_difference(cut: Slice, monkeypatch: pytest.MonkeyPatch) -> None:
    points = np.random.default_rng(0).standard_normal((7, 11, 2))
    whole = cut.loss(points)
    monkeypatch.setattr("landscapes.slice.BLOCK_NUMBERS", 9 * 10)
    assert np.allclose(cut.loss(points), whole, rtol=1e-14)


def test_equal_planes_are_equal_slices_and_can_be_looked_up(cut: Slice) -> None:
    again = dataclasses.replace(cut, origin=cut.origin.copy())
    assert (again == cut, hash(again) == hash(cut)) == (True, True)
    assert dataclasses.replace(cut, key="plane 2") != cut
    assert cut.dimension == 2
    assert cut.domain == ((-1.0, 1.0), (-2.0, 2.0))
