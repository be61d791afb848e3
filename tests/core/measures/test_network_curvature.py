"""The curvature of a tiny network, against its full Hessian and against a public library."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from pyhessian import hessian
from torch import nn

from core.measures.spectrum import hessian_product, top_eigenvalues, trace
from landscapes.base import Array
from landscapes.networks.digits_mlp import DigitsMLP

NETWORK = DigitsMLP(train=60, hidden=2)  # 64–2–10: 160 parameters


@pytest.fixture(scope="module")
def point() -> Array:
    """Somewhat trained, so that eigenvalues stand apart."""
    found = NETWORK.initial(3, 1)[0].astype(np.float64)
    for _ in range(60):
        found = found - 1.0 * NETWORK.gradient(found)
    return found


def plain(point: Array) -> nn.Sequential:
    model = nn.Sequential(nn.Linear(64, 2), nn.ReLU(), nn.Linear(2, 10)).double()
    nn.utils.vector_to_parameters(torch.tensor(point), model.parameters())
    return model


def full_hessian(point: Array) -> Array:
    samples, model = NETWORK.samples("train"), plain(point)
    inputs, labels = torch.tensor(samples.inputs).double(), torch.tensor(samples.labels)
    names = [name for name, _ in model.named_parameters()]
    shapes = [p.shape for p in model.parameters()]

    def loss(flat: torch.Tensor) -> torch.Tensor:
        parts = torch.split(flat, [shape.numel() for shape in shapes])
        values = {n: p.view(s) for n, p, s in zip(names, parts, shapes, strict=True)}
        found = torch.func.functional_call(model, values, (inputs,))
        return nn.functional.cross_entropy(found, labels)

    return torch.autograd.functional.hessian(loss, torch.tensor(point)).numpy()


def test_lanczos_and_hutchinson_agree_with_the_full_hessian(point: Array) -> None:
    matrix, product = full_hessian(point), hessian_product(NETWORK, point)
    found = top_eigenvalues(product, point.shape, steps=60)
    assert found.values == pytest.approx(np.linalg.eigvalsh(matrix)[:-6:-1], rel=1e-8)
    assert np.allclose(matrix @ found.vectors[0], found.values[0] * found.vectors[0], atol=1e-7)
    estimate = trace(product, point.shape, probes=400)
    assert abs(estimate.value - np.trace(matrix)) < 4 * estimate.error
    assert estimate.error < 0.1 * np.trace(matrix)


@pytest.mark.filterwarnings("ignore:Using backward:UserWarning")
def test_a_public_library_finds_the_same(point: Array) -> None:
    samples, model = NETWORK.samples("train"), plain(point)
    data = torch.tensor(samples.inputs).double(), torch.tensor(samples.labels)
    torch.manual_seed(0)
    theirs = hessian(model, nn.CrossEntropyLoss(), data=data, cuda=False)
    largest, _ = theirs.eigenvalues(maxIter=1000, tol=1e-8, top_n=2)
    ours = top_eigenvalues(hessian_product(NETWORK, point), point.shape, steps=60)
    assert ours.values[:2] == pytest.approx(largest, rel=1e-4)


def test_twenty_steps_are_enough_for_the_first_five(point: Array) -> None:
    """As studies make them: each value within its residual, the first to all digits."""
    product = hessian_product(NETWORK, point)
    few, many = (top_eigenvalues(product, point.shape, steps=n) for n in (20, 60))
    assert few.values[0] == pytest.approx(many.values[0], rel=1e-6)
    assert (np.abs(few.values - many.values) <= few.residuals + 1e-9).all()
