"""Which settings of a method may differ within one batch, and the batch of several settings.

A batch of M settings from the same S starts has leaves (M, S, D); where the settings differ they
are tensors (M, 1). Every track is then the same to the last bit as alone, on a CPU: a setting is
listed here only where a number and a tensor of numbers are rounded in the same places.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import torch

from core.experiment.experiment import MethodSpec
from core.stepping.update import Setting

MAY_DIFFER = {
    # α·m̂ is rounded before it is divided; SGD's α·g is added in one rounding where α is a number.
    "lr": ("adam", "adamw", "rmsprop"),
    "eps": ("adam", "adamw", "rmsprop"),
    "weight_decay": ("adamw",),
    "momentum": ("sgdm",),
    "decay": ("adam", "adamw", "sgd", "sgdm", "rmsprop"),
    "memory_start": ("adam", "adamw", "sgd", "sgdm", "rmsprop"),
    "memory_stop": ("adam", "adamw", "sgd", "sgdm", "rmsprop"),
    "rho": ("adam", "adamw", "sgd", "sgdm", "rmsprop"),
}
"""Settings by name, with the base rules that take many values of them at once.

Not these: `strength` is multiplied and added in one rounding where it is a number; so are the
averages of `beta1`, `beta2` and `smoothing`; `capacity` is the number of slots and `policy`
another rule.
"""


def alike(spec: MethodSpec) -> Hashable:
    """What methods have in common that may step together."""
    base = spec.row.base.name
    fixed = tuple((k, v) for k, v in spec.used if base not in MAY_DIFFER.get(k, ()))
    return spec.method, fixed


def settings(specs: Sequence[MethodSpec], dtype: torch.dtype = torch.float64) -> dict[str, Setting]:
    """The settings of methods that are alike: a number, or a tensor (M, 1) where they differ."""
    found: dict[str, Setting] = dict(specs[0].values)
    for name, value in specs[0].used:
        values = [spec.values[name] for spec in specs]
        if any(other != value for other in values):
            found[name] = torch.tensor(values, dtype=dtype)[:, None]
    return found
