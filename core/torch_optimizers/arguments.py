"""What all optimizers with a memory take by name, beside the settings of their base rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypedDict

import torch
from torch import Tensor

NETWORK_LR = 1e-3
Norm = Callable[[list[Tensor]], Tensor | float]


class MemorySettings(TypedDict, total=False):
    """The memory's settings, of the optimizer or of one parameter group.

    capacity: C, a whole number in [0, 100]; 5.
    decay: λ in (0, 1]; 0.7.
    strength: κ in [0, 10]; 1.
    policy: priority, fifo, random or ema.
    memory_start, memory_stop: the memory is used in steps start < t ≤ stop; 0, and 0 for no end.
    aggr: how a gradient or momentum x meets the items: `sum`, x + κ·mean(B); `mid`, half of
        that; `mean`, (x + κ·ΣB) / (1 + |B|), the default of the authors' older package.
    synced: one decision for all parameters, by the norm of all; False, each parameter by its own.
    buffer_dtype: the type that items are kept in; None, the parameter's.
    """

    capacity: int
    decay: float
    strength: float
    policy: str
    memory_start: int
    memory_stop: int
    aggr: str
    synced: bool
    buffer_dtype: torch.dtype | None


class TorchSettings(TypedDict, total=False):
    """Settings that torch's optimizers have, too.

    maximize: climb instead of descend.
    foreach, fused: how torch computes its own; any is taken, and none changes a step.
    capturable, differentiable: False or None.
    """

    maximize: bool | None
    foreach: bool | None
    fused: bool | None
    capturable: bool | None
    differentiable: bool | None


class Settings(MemorySettings, TorchSettings, total=False):
    """What all optimizers with a memory take by name beside their own settings."""

    norm: Norm | None


class Decisions(NamedTuple):
    """How many newcomers a memory let in and turned away since the optimizer was made."""

    accepted: int
    rejected: int
