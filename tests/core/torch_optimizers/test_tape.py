"""What is done to one leaf is done to all the others, one by one and together."""

from __future__ import annotations

import pytest
import torch

from core.stepping.scratch import Scratch
from core.torch_optimizers.tape import Tape

FACTOR = torch.tensor(0.25, dtype=torch.float64)


def moments(at):
    at["m"].mul_(0.9).add_(at["g"], alpha=0.1)
    torch.lerp(at["v"], at["g"] * at["g"], 0.5, out=at["v"])
    at["theta"].sub_(at["m"] / (torch.sqrt(at["v"]) + 1e-3))


def into_another(at):
    torch.add(at["m"], at["g"], alpha=2.0, out=at["v"])
    at["theta"].copy_(-at["v"] + (1 - at["m"]) * at["g"])


def with_a_tensor_for_a_number(at):
    torch.mul(at["m"], FACTOR, out=at["m"])
    at["theta"].add_(torch.where(torch.gt(at["m"], 0.5), at["m"] ** 2, 1 / (at["g"] + 9.0)))


def of_a_part(at):
    at["v"].copy_(torch.maximum(at["g"], at["m"]).clamp(min=0.1))
    at["m"][0:1].copy_(at["v"][0:1])
    at["theta"].copy_(at["theta"].neg())


def leaves():
    draw = torch.Generator().manual_seed(5)
    return [
        {name: torch.randn(shape, generator=draw, dtype=torch.float64).abs_() + 0.1
         for name in ("theta", "g", "m", "v")}
        for shape in ((3,), (2, 4), (3,), (5,), (1,))
    ]  # fmt: skip


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize(
    "rule", [moments, into_another, with_a_tensor_for_a_number, of_a_part]
)  # fmt: skip
def test_all_leaves_become_what_each_would_become_alone(rule, together):
    expected, found = leaves(), leaves()
    for leaf in expected:
        rule(leaf)
    first, *others = found
    tape = Tape(first, Scratch())
    rule(tape.leaf)
    if together:
        tape.on_leaves([[leaf[name] for leaf in others] for name in first])
    else:
        for leaf in others:
            tape.on_leaf([*leaf.values()])
    for one, other in zip(found, expected, strict=True):
        for name in one:
            torch.testing.assert_close(one[name], other[name], rtol=0, atol=1e-15)
