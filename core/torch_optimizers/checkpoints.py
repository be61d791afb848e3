"""States that are saved, loaded, copied and pickled: what torch may cast, and what is one's own.

torch casts whatever it loads to the parameter's type and takes apart what it can iterate over.
Priorities, births and draws have types of their own, and entries that are not ours none of ours.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import Tensor

from core.stepping.state import State
from core.torch_optimizers.cohort import SUM
from core.torch_optimizers.variants import MEAN, PEAK, VELOCITY

STATE = (*State._fields, VELOCITY, PEAK, MEAN, SUM)
_EXACT = frozenset(("memory_priorities", "memory_births", "memory_draw"))
_SHARED = (*sorted(_EXACT),)


@dataclasses.dataclass(frozen=True)
class _Exact:
    """A value that torch must leave as it is while it loads a state."""

    value: Any

    def restored(self, device: torch.device) -> Any:
        """A copy of its own, a tensor where the parameter is."""
        if isinstance(self.value, Tensor):
            return self.value.detach().to(device, copy=True)
        return copy.deepcopy(self.value)


def protected(stored: Mapping[str, Any], *, keep_items: bool) -> dict[str, Any]:
    """A copy of a parameter's state that torch may cast where it may.

    `keep_items` is whether the items have a type of their own.
    """
    exact = {*_EXACT, "memory_items"} if keep_items else _EXACT
    return {
        name: value.clone()
        if isinstance(value, Tensor) and name in STATE and name not in exact
        else _Exact(value)
        for name, value in stored.items()
    }


def restore(state: Mapping[Any, Any], parameters: Iterable[Tensor]) -> None:
    """Take back, in place, what was protected, and share what is equal in all parameters.

    Parameters of one history step together while they hold the same tensors.
    """
    alike: dict[object, dict[str, Any]] = {}
    for parameter in parameters:
        stored = state.get(parameter)
        if not isinstance(stored, dict):
            continue
        for name, value in stored.items():
            if isinstance(value, _Exact):
                stored[name] = value.restored(parameter.device)
        shared = {name: stored[name] for name in _SHARED if name in stored}
        if "memory_priorities" in shared and parameter.device.type != "meta":
            history = (stored.get("step"), parameter.device, *map(_told, shared.values()))
            stored.update(alike.setdefault(history, shared))


def _told(tensor: Tensor) -> object:
    """A small tensor as a key."""
    return tensor.dtype, repr(tensor.tolist())
