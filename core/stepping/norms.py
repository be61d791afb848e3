"""The one number per problem that couples its parameters, and how such numbers meet a leaf.

A *leaf* is a tensor whose leading axes (the norm's shape) count separate problems: a batch of
points has leaves (N, D) and norms (N,); a parameter of a network has any leaf shape and norm ().
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import overload

import torch
from torch import Tensor

Number = float | Tensor  # one for all problems, or a tensor of the norm's shape


def row_norm(leaf: Tensor) -> Tensor:
    """L2 norm along the last axis of a leaf (..., D): shape (...)."""
    norm: Tensor = torch.linalg.vector_norm(leaf, dim=-1)
    return norm


def global_norm(leaves: Iterable[Tensor]) -> Tensor:
    """L2 norm of all leaves together, as of a network's gradient: shape (), float32 at least."""
    norms = [
        torch.linalg.vector_norm(leaf, dtype=torch.promote_types(leaf.dtype, torch.float32))
        for leaf in leaves
    ]
    total: Tensor = torch.linalg.vector_norm(torch.stack([norm.to(norms[0]) for norm in norms]))
    return total


@overload
def spread(number: Tensor, leaf: Tensor) -> Tensor: ...
@overload
def spread(number: Number, leaf: Tensor) -> Number: ...
def spread(number: Number, leaf: Tensor) -> Number:
    """A number per problem, shaped so that it broadcasts over a leaf's own axes."""
    if isinstance(number, Tensor) and number.ndim:
        for _ in range(leaf.ndim - number.ndim):
            number = number.unsqueeze(-1)
    return number
