"""How a parameter's tensors are seen by the rules: the shard that lies here, as real numbers.

All of a rule is elementwise but the norm, so a rank of a sharded network steps the entries it
has, and a complex number is a pair of real ones, as for torch's own optimizers.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

PLAIN = (Tensor, torch.nn.Parameter)


def real(tensor: Tensor) -> Tensor:
    """The entries of a tensor that lie here, as real numbers: a view, also of a `DTensor`."""
    if type(tensor) not in PLAIN:
        to_local = getattr(tensor, "to_local", None)
        tensor = tensor if to_local is None else to_local()
    return torch.view_as_real(tensor) if tensor.is_complex() else tensor


def gradient(parameter: Tensor) -> Tensor:
    """The gradient of a parameter, sharded as the parameter is; RuntimeError if it is sparse."""
    found = parameter.grad
    assert found is not None
    if found.layout != torch.strided:
        raise RuntimeError("sparse gradients are not supported: the memory keeps dense items")
    placements = getattr(parameter, "placements", None)
    if placements is not None and getattr(found, "placements", placements) != placements:
        sharded: Any = found
        found = sharded.redistribute(placements=placements)
    return found


def new_items(parameter: Tensor, capacity: int, dtype: torch.dtype | None = None) -> Tensor:
    """Zeros (capacity, *parameter), sharded as the parameter is."""
    sharded: Any = parameter
    if not hasattr(parameter, "to_local"):
        return parameter.new_zeros((capacity, *parameter.shape), dtype=dtype or parameter.dtype)
    from torch.distributed.tensor import DTensor  # a second to import, for those who have it

    local = new_items(sharded.to_local(), capacity, dtype)
    shape = torch.Size((capacity, *parameter.shape))
    placements = [_one_axis_on(placement) for placement in sharded.placements]
    stride = torch.empty(shape, device="meta").stride()
    items: Tensor = DTensor.from_local(
        local, sharded.device_mesh, placements, run_check=False, shape=shape, stride=stride
    )
    return items


def _one_axis_on(placement: Any) -> Any:
    """A placement of a tensor, for one that has an axis more in front."""
    if not placement.is_shard():
        return placement
    factor = getattr(placement, "split_factor", None)
    here = placement.dim + 1
    return type(placement)(here) if factor is None else type(placement)(here, split_factor=factor)
