"""A device that any machine has: its tensors hold numbers here, and say that they lie on `meta`.

As with an accelerator, what lies here and what lies there do not meet, numpy sees only what is
here, and what is made without saying where is made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode, _disable_current_modes
from torch.utils._pytree import tree_leaves, tree_map

DEVICE = "meta"
MOVES = ("to", "_to_copy", "copy_")


class There(torch.Tensor):
    """A tensor of the device, whose numbers are `here`."""

    here: torch.Tensor

    @staticmethod
    def __new__(cls, here: torch.Tensor) -> There:
        there = torch.Tensor._make_wrapper_subclass(  # type: ignore[attr-defined]
            cls, here.shape, strides=here.stride(), storage_offset=here.storage_offset(),
            dtype=here.dtype, device=DEVICE,
        )  # fmt: skip
        there.here = here
        return there

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _carry_out(func, args, kwargs or {})


class _Elsewhere(TorchDispatchMode):
    """Makes tensors there when asked to, and counts what is done there."""

    def __init__(self) -> None:
        super().__init__()
        self.done = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.done += any(isinstance(leaf, There) for leaf in tree_leaves(args))
        return _carry_out(func, args, kwargs or {})


class _Literals(TorchFunctionMode):
    """Numbers become tensors here first: how torch does it otherwise is not told to anybody."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = dict(kwargs or {})
        if func not in (torch.tensor, torch.as_tensor) or "device" not in kwargs:
            return func(*args, **kwargs)
        device = kwargs.pop("device")
        return func(*args, **kwargs).to(device)


@contextmanager
def elsewhere() -> Iterator[_Elsewhere]:
    """While entered the device is there; tensors of inference mode cannot be disguised."""
    plain = mock.patch.object(torch, "inference_mode", torch.no_grad)
    with plain, _Literals(), _Elsewhere() as mode:
        yield mode


def _carry_out(func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    leaves = tree_leaves((args, kwargs))
    there = [leaf for leaf in leaves if isinstance(leaf, There)]
    asked = [leaf for leaf in leaves if isinstance(leaf, torch.device)]
    name = func.overloadpacket.__name__
    for leaf in leaves:
        if there and type(leaf) is torch.Tensor and leaf.ndim and name not in MOVES:
            raise RuntimeError(f"{func}: a tensor that lies here meets one that lies there")
    lands_there = asked[0].type == DEVICE if asked else bool(there)
    plain_args, plain_kwargs = tree_map(_here, (args, kwargs))
    with _disable_current_modes():
        found = func(*plain_args, **plain_kwargs)
    known = {id(leaf.here): leaf for leaf in there}  # what is done in place stays itself

    def back(leaf: Any) -> Any:
        if not isinstance(leaf, torch.Tensor) or not lands_there:
            return leaf
        return known[id(leaf)] if id(leaf) in known else There(leaf)

    return tree_map(back, found)


def _here(leaf: Any) -> Any:
    if isinstance(leaf, torch.device):
        return torch.device("cpu")
    return leaf.here if isinstance(leaf, There) else leaf
