"""With no strength each class is torch's own optimizer, whatever its options and types."""

from pathlib import Path

import pytest
import torch
from torch import optim

from core import torch_optimizers
from core.torch_optimizers import (
    SGDCG,
    SGDCM,
    AdamCG,
    AdamCM,
    AdamWCG,
    RMSpropCG,
    RMSpropCM,
    cohort,
)
from core.torch_optimizers.memory_optimizer import MemoryOptimizer
from core.torch_optimizers.tape import Tape
from tests.core.doubles import double_throughout

CHECKPOINTS = Path(__file__).with_name("data") / "checkpoints_0_1.pt"


def drawn(dtype, count=10, shapes=((2, 3), (), (4,))):
    """Parameters and their gradients, always the same."""
    generator = torch.Generator().manual_seed(3)

    def draw():
        return [torch.randn(shape, generator=generator, dtype=torch.complex128).to(dtype)
                if dtype.is_complex else
                torch.randn(shape, generator=generator, dtype=torch.float64).to(dtype)
                for shape in shapes]  # fmt: skip

    return [torch.nn.Parameter(leaf) for leaf in draw()], [draw() for _ in range(count)]


def stepped(make, dtype, **settings):
    """The parameters after steps of an optimizer, flat."""
    parameters, gradients = drawn(dtype)
    optimizer = make(parameters, **settings)
    for leaves in gradients:
        for parameter, leaf in zip(parameters, leaves, strict=True):
            parameter.grad = leaf.clone()
        optimizer.step()
    return torch.cat([parameter.detach().flatten() for parameter in parameters])


TWINS = [
    (AdamCG, optim.Adam, {}),
    (AdamCG, optim.Adam, {"amsgrad": True}),
    (AdamCG, optim.Adam, {"weight_decay": 0.3, "decoupled_weight_decay": False, "maximize": True}),
    (AdamCG, optim.AdamW, {"weight_decay": 0.3}),
    (AdamWCG, optim.AdamW, {}),
    (AdamWCG, optim.AdamW, {"amsgrad": True, "eps": 0.1}),
    (SGDCG, optim.SGD, {"weight_decay": 0.3, "maximize": True}),
    (SGDCG, optim.SGD, {"momentum": 0.9, "dampening": 0.4, "weight_decay": 0.3}),
    (SGDCG, optim.SGD, {"momentum": 0.9, "nesterov": True}),
    (SGDCM, optim.SGD, {"momentum": 0.8, "nesterov": True, "weight_decay": 0.3}),
    (SGDCM, optim.SGD, {"momentum": 0.8, "dampening": 0.4}),
    (RMSpropCG, optim.RMSprop, {"centered": True, "weight_decay": 0.3, "momentum": 0.4}),
    (RMSpropCG, optim.RMSprop, {"centered": True}),
    (RMSpropCM, optim.RMSprop, {"momentum": 0.8, "centered": True, "weight_decay": 0.3}),
]


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128])
@pytest.mark.parametrize(("ours", "theirs", "settings"), TWINS)
def test_every_option_is_torchs_where_the_memory_has_no_strength(ours, theirs, settings, dtype):
    with double_throughout():
        expected = stepped(theirs, dtype, lr=0.02, **settings)
    found = stepped(ours, dtype, lr=0.02, strength=0, **settings)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)


MEMORIES = [{}, {"policy": "ema"}, {"policy": "fifo", "aggr": "mean"}]


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128])
@pytest.mark.parametrize("memory", MEMORIES)
@pytest.mark.parametrize(("ours", "settings"), [(ours, settings) for ours, _, settings in TWINS])
def test_a_leaf_stepped_in_pieces_is_the_leaf_stepped_whole(
    ours, settings, memory, dtype, monkeypatch
):
    def run():
        return stepped(ours, dtype, lr=0.02, capacity=3, **memory, **settings)

    whole = run()
    pieces = []
    monkeypatch.setattr(cohort, "LARGE", 1)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    on_leaf = Tape.on_leaf

    def watched(self, tensors):
        pieces.append(tensors[0].numel())
        on_leaf(self, tensors)

    monkeypatch.setattr(Tape, "on_leaf", watched)
    torch.testing.assert_close(run(), whole)
    assert max(pieces) == 2


class BareAdamCG(MemoryOptimizer):
    """A class with none of the options that torch's own has."""

    REQUIRED = ("lr",)

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, **shared):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps}, shared)

    def method(self, settings):
        return "adam+cg"


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128])
def test_a_class_need_not_have_the_options_of_its_base(dtype):
    found = stepped(BareAdamCG, dtype, lr=0.02, strength=0)
    expected = stepped(optim.Adam, dtype, lr=0.02)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("ours", "theirs"), [(AdamCG, optim.Adam), (AdamWCG, optim.AdamW)])
@pytest.mark.parametrize("eps", [1e-8, 1e-4])
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_sixteen_bits_are_torchs_too(ours, theirs, eps, dtype):
    found = stepped(ours, dtype, lr=0.01, strength=0, eps=eps)
    torch.testing.assert_close(found, stepped(theirs, dtype, lr=0.01, eps=eps), rtol=0, atol=2e-2)


def test_float16_moves_as_far_as_float64():
    moved = []
    for dtype in (torch.float16, torch.float64):
        theta = torch.nn.Parameter(torch.ones(1, dtype=dtype))
        optimizer = AdamCM([theta], lr=0.1, eps=1e-4)
        for _ in range(2):
            theta.grad = torch.full_like(theta, 0.5)
            optimizer.step()
        moved.append(1 - theta.item())
    assert moved[0] == pytest.approx(moved[1], rel=0.05)


@pytest.mark.parametrize("name", torch.load(CHECKPOINTS))
def test_a_checkpoint_of_the_first_release_goes_on_as_it_did_there(name):
    case = torch.load(CHECKPOINTS)[name]
    points = [torch.nn.Parameter(leaf.clone()) for leaf in case["start"]]
    optimizer = getattr(torch_optimizers, case["class"])(points, **case["settings"])
    optimizer.load_state_dict(case["state"])
    for gradients, expected in zip(case["gradients"], case["passed"], strict=True):
        for point, gradient in zip(points, gradients, strict=True):
            point.grad = gradient
        optimizer.step()
        for point, there in zip(points, expected, strict=True):
            torch.testing.assert_close(point.detach(), there, rtol=1e-6, atol=1e-12)


def critical_momenta(gradients, kappa, mu, alpha=0.01):
    """θ of b ← μ b + g; θ ← θ − α (b + κ·mean(B)) with room for all, by hand."""
    theta, b, held = 0.0, 0.0, []
    for g in gradients:
        b = mu * b + g
        theta -= alpha * (b + kappa * (sum(held) / len(held) if held else 0.0))
        held.append(b)
    return theta


def test_critical_momenta_of_sgd_are_its_buffers():
    theta = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = SGDCM([theta], lr=0.01, momentum=0.5, capacity=9, strength=2)
    gradients = [1.0, -2.0, 3.0, 0.5]
    for g in gradients:
        theta.grad = torch.full_like(theta, g)
        optimizer.step()
    assert theta.item() == pytest.approx(critical_momenta(gradients, 2, 0.5), rel=1e-12)


def test_critical_momenta_of_rmsprop_are_its_buffers_after_the_division():
    theta = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = RMSpropCM([theta], lr=0.01, alpha=0.9, eps=0.0, momentum=0.5, capacity=9)
    gradients, scaled, v = [1.0, -2.0, 3.0, 0.5], [], 0.0
    for g in gradients:
        v = 0.9 * v + 0.1 * g * g
        scaled.append(g / v**0.5)
        theta.grad = torch.full_like(theta, g)
        optimizer.step()
    assert theta.item() == pytest.approx(critical_momenta(scaled, 1, 0.5), rel=1e-12)
