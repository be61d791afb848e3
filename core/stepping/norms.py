"""The one number per problem that couples its parameters, and how such numbers meet a leaf.

A *leaf* is a tensor whose leading axes (the norm's shape) count separate problems: a batch of
points has leaves (N, D) and norms (N,); a parameter of a network has any leaf shape and norm ().
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from typing import overload

import numpy as np
import torch
from torch import Tensor

from landscapes.layout import apart

Number = float | Tensor  # one for all problems, or a tensor of the norm's shape


def row_norm(leaf: Tensor) -> Tensor:
    """L2 norm along the last axis of a leaf (..., D): shape (...).

    No square on the way overflows: (1e200, 0) has the norm 1e200.
    """
    return told_norm(leaf)[0]


def told_norm(leaf: Tensor) -> tuple[Tensor, bool]:
    """`row_norm` and whether all of them are known to be finite, which it looks at anyway."""
    norm, largest = _plain_norm(leaf)
    if largest < math.inf:  # the usual norms keep all their digits
        return norm, True
    over = norm == torch.inf
    return (torch.where(over, _by_peak(leaf), norm) if bool(over.any()) else norm), False


def _plain_norm(leaf: Tensor) -> tuple[Tensor, float]:
    """The root of the sum of squares, and the largest, NaN where any is. Of coordinates that lie
    apart torch takes the root twenty times as slowly: so it is written out, to the same bits (one
    rounding of the sum, and numpy's root, which is the nearest)."""
    if not leaf.is_cpu:
        norm: Tensor = torch.linalg.vector_norm(leaf, dim=-1)
        return norm, float(norm.max())
    if leaf.shape[-1] == 2 < leaf.numel() and apart(leaf):
        x, y = leaf.unbind(-1)
        norm = (x * x).addcmul_(y, y)
        root = norm.numpy()
        np.sqrt(root, out=root)
    else:
        norm = torch.linalg.vector_norm(leaf, dim=-1)
        if norm.numel() == 1:
            return norm, float(norm)
        root = norm.numpy()
    return norm, float(np.maximum.reduce(root, axis=None))  # in a third of torch's time


def _by_peak(leaf: Tensor) -> Tensor:
    """The norms of rows (..., D) by way of rows whose largest entry is 1."""
    peak = leaf.abs().amax(-1)
    norm: Tensor = torch.linalg.vector_norm(leaf / peak.unsqueeze(-1), dim=-1) * peak
    return norm.where(peak < torch.inf, peak)


def global_norm(leaves: Iterable[Tensor]) -> Tensor:
    """L2 norm of all leaves together, as of a network's gradient: shape (), float32 at least.

    No square on the way overflows or vanishes: a spike of 3e19 in float32 has a norm. Complex
    numbers count by their modulus. Leaves may be sharded (`DTensor`): all their ranks are asked.
    """
    reals = [torch.view_as_real(leaf) if leaf.is_complex() else leaf for leaf in leaves]
    if on_host(reals):
        total = _joined(reals)
        tiny = torch.finfo(total.dtype).tiny ** 0.5 / torch.finfo(torch.float32).eps
        return total if tiny < float(total) < torch.inf else _scaled(reals)
    # Elsewhere a look at the number would make the host wait, so the safe way is the only one.
    if any(leaf.dtype == torch.float64 or leaf.device.type == "mps" for leaf in reals):
        return _scaled(reals)
    return _joined(reals, dtype=torch.float64).to(_wide(reals[0]))


def on_host(leaves: Iterable[Tensor]) -> bool:
    """Whether what is computed from the leaves can be looked at without waiting for a device."""
    return not torch.compiler.is_compiling() and all(leaf.device.type == "cpu" for leaf in leaves)


def _wide(leaf: Tensor) -> torch.dtype:
    return torch.promote_types(leaf.dtype, torch.float32)


def _scaled(leaves: list[Tensor]) -> Tensor:
    """The norm by way of leaves whose largest entry is 1."""
    peak = _joined(leaves, order=torch.inf)
    peak = torch.where((peak > 0) & peak.isfinite(), peak, torch.ones_like(peak))
    return _joined([leaf.to(_wide(leaf)) / peak.to(leaf.device) for leaf in leaves]) * peak


def _joined(leaves: list[Tensor], *, order: float = 2, dtype: torch.dtype | None = None) -> Tensor:
    """One norm of all leaves, all of a kind at once; on the first one's device."""
    kinds: dict[tuple[object, ...], list[Tensor]] = {}
    for leaf in leaves:
        kind = (leaf.dtype, leaf.device, getattr(leaf, "device_mesh", None))
        kinds.setdefault(kind, []).append(leaf)
    norms: list[Tensor] = []
    for alike in kinds.values():
        each = torch._foreach_norm(alike, order, dtype or _wide(alike[0]))
        norm = torch.linalg.vector_norm(torch.stack(list(each)), order)
        norms.append(norm.full_tensor() if hasattr(norm, "full_tensor") else norm)
    if len(norms) == 1:
        return norms[0]
    widest = functools.reduce(torch.promote_types, [norm.dtype for norm in norms])
    together = torch.stack([norm.to(norms[0].device, widest) for norm in norms])
    total: Tensor = torch.linalg.vector_norm(together, order)
    return total.to(norms[0].dtype)


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
