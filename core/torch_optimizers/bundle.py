"""Many leaves that are computed with as if they were one tensor, with no loop in Python.

The rules are written once, for a tensor. A network has hundreds of small ones, and a call from
Python for each costs more than the arithmetic; on an accelerator each is a launch. A bundle
hands the rules' functions to torch's `_foreach_` ones, and runs any other once a leaf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

import torch
from torch import Tensor


class _Many(NamedTuple):
    """A function of torch for lists of tensors, and the one that overwrites the first list."""

    new: Callable[..., Sequence[Tensor]]
    reuse: Callable[..., object]


_MANY: dict[Any, _Many] = {
    torch.add: _Many(torch._foreach_add, torch._foreach_add_),
    torch.sub: _Many(torch._foreach_sub, torch._foreach_sub_),
    torch.mul: _Many(torch._foreach_mul, torch._foreach_mul_),
    torch.div: _Many(torch._foreach_div, torch._foreach_div_),
    torch.neg: _Many(torch._foreach_neg, torch._foreach_neg_),
    torch.lerp: _Many(torch._foreach_lerp, torch._foreach_lerp_),
    torch.sqrt: _Many(torch._foreach_sqrt, torch._foreach_sqrt_),
    torch.addcmul: _Many(torch._foreach_addcmul, torch._foreach_addcmul_),
    torch.addcdiv: _Many(torch._foreach_addcdiv, torch._foreach_addcdiv_),
    torch.maximum: _Many(torch._foreach_maximum, torch._foreach_maximum_),
}


class Bundle:
    """Leaves of any shapes, for torch's functions one tensor."""

    def __init__(self, leaves: list[Tensor]) -> None:
        self.leaves = leaves

    def __len__(self) -> int:
        return len(self.leaves)

    @property
    def dtype(self) -> torch.dtype:
        """The type of the leaves, which is one for all."""
        return self.leaves[0].dtype

    def __iter__(self) -> Iterator[Tensor]:
        return iter(self.leaves)

    @classmethod
    def __torch_function__(
        cls,
        function: Any,
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        kwargs = dict(kwargs or {})
        out = kwargs.pop("out", None)
        many = _MANY.get(function)
        if many is None or not isinstance(args[0], cls) or _has_tensor((*args, *kwargs.values())):
            return _each(function, args, kwargs, out)
        lists = [arg.leaves if isinstance(arg, cls) else arg for arg in args]
        if out is args[0]:
            many.reuse(*lists, **kwargs)
            return out
        return _given(cls(list(many.new(*lists, **kwargs))), out)

    def __getattr__(self, name: str) -> Any:
        """A tensor's method, run on every leaf; one that ends in _ overwrites them."""
        if name.startswith("__"):
            raise AttributeError(name)
        method = getattr(Tensor, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            in_place = name.endswith("_")
            function = getattr(torch, name.removesuffix("_"), None)
            if function is not None and function in _MANY:
                return function(self, *args, **kwargs, out=self if in_place else None)
            found = _each(method, (self, *args), kwargs, None)
            return self if in_place else found

        return call

    def __getitem__(self, index: int) -> Bundle:
        return Bundle([leaf[index] for leaf in self.leaves])

    def copy_(self, other: Bundle) -> Bundle:
        """Overwrite the leaves by those of another bundle."""
        torch._foreach_copy_(self.leaves, other.leaves)
        return self

    def __mul__(self, other: Any) -> Bundle:
        return cast(Bundle, torch.mul(cast(Tensor, self), other))

    def __add__(self, other: Any) -> Bundle:
        return cast(Bundle, torch.add(cast(Tensor, self), other))

    def __sub__(self, other: Any) -> Bundle:
        return cast(Bundle, torch.sub(cast(Tensor, self), other))

    def __truediv__(self, other: Any) -> Bundle:
        return cast(Bundle, torch.div(cast(Tensor, self), other))

    def __neg__(self) -> Bundle:
        return cast(Bundle, torch.neg(cast(Tensor, self)))

    def __rsub__(self, other: Any) -> Bundle:
        return cast(Bundle, torch.add(cast(Tensor, -self), other))

    def __rtruediv__(self, other: Any) -> Bundle:
        return Bundle([other / leaf for leaf in self.leaves])

    def __pow__(self, other: Any) -> Bundle:
        return Bundle([leaf**other for leaf in self.leaves])

    __rmul__, __radd__ = __mul__, __add__


def _has_tensor(values: Sequence[Any]) -> bool:
    """Whether a number is a tensor, which not all of torch's functions for lists take."""
    return any(isinstance(value, Tensor) for value in values)


def _each(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], out: Any
) -> Any:
    """The function on every leaf, with a number or a tensor given to all of them."""
    bundle = next(value for value in (*args, *kwargs.values()) if isinstance(value, Bundle))

    def at(value: Any, index: int) -> Any:
        return value.leaves[index] if isinstance(value, Bundle) else value

    found = [
        function(
            *[at(value, index) for value in args],
            **{name: at(value, index) for name, value in kwargs.items()},
        )
        for index in range(len(bundle))
    ]
    return _given(Bundle(found), out)


def _given(found: Bundle, out: Bundle | None) -> Bundle:
    """What was found, in `out` where one is given."""
    if out is None:
        return found
    torch._foreach_copy_(out.leaves, found.leaves)
    return out
