"""What a rule does to one leaf, written down while it is done, and then done to all the others.

The rules are written once, for a tensor. A network has hundreds of tensors, and a large one is
worked on in pieces that stay in a processor's cache: to go through the rule for each would cost
more than the arithmetic. Small leaves go together through torch's `_foreach_` functions, each of
which is one call for all of them, on an accelerator one launch.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

import torch
from torch import Tensor

from core.stepping.scratch import Scratch


class _Many(NamedTuple):
    """A function of torch for lists of tensors, and the one that overwrites the first list."""

    new: Callable[..., Any]
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
    Tensor.copy_: _Many(torch._foreach_copy_, torch._foreach_copy_),
}


@dataclasses.dataclass(slots=True)
class _Call:
    """A call of a function of tensors, and the places of the values at its arguments.

    Among the `named` is `out`, what it is told to overwrite, which may be room for its result.
    `result` is the place of what it gives; `together` says that torch can do it for lists.
    """

    function: Callable[..., Any]
    args: list[Any]
    kwargs: dict[str, Any]
    values: list[tuple[int, int]]
    named: list[tuple[str, int]]
    result: int
    together: bool


class Tape:
    """The calls made on the tensors of a first leaf, `leaf`, to be made on those of others.

    What they make on the way stands in the scratch until the next leaf.
    """

    def __init__(self, tensors: Mapping[str, Tensor], scratch: Scratch) -> None:
        self._calls: list[_Call] = []
        self._scratch = scratch
        self._room: list[bool] = []  # of what is made on the way: whether there is room for it
        self._rooms: dict[torch.Size, list[Tensor | None]] = {}
        self._inputs, self._first = len(tensors), next(iter(tensors.values()))
        self.leaf: dict[str, Traced] = {
            name: Traced(self, place, tensor)
            for place, (name, tensor) in enumerate(tensors.items())
        }

    def on_leaf(self, tensors: Sequence[Tensor]) -> None:
        """Make the calls on the tensors of one leaf, in the order of the first one's."""
        values: list[Any] = [*tensors, *self._made(tensors[0])]
        for call in self._calls:
            args, kwargs = call.args, call.kwargs
            for index, place in call.values:
                args[index] = values[place]
            for name, place in call.named:
                kwargs[name] = values[place]
            values[call.result] = call.function(*args, **kwargs)

    def on_leaves(self, tensors: Sequence[list[Tensor]]) -> None:
        """The same on many leaves at once: each tensor's list of them."""
        values: list[Any] = [*tensors, *(None for _ in self._room)]
        for call in self._calls:
            args: list[Any] = list(call.args)
            for index, place in call.values:
                args[index] = values[place]
            lists = {name: values[place] for name, place in call.named if name != "out"}
            kwargs = {name: one for name, one in call.kwargs.items() if name != "out"} | lists
            before = values[call.result]
            if call.together and args[0] is before:
                _MANY[call.function].reuse(*args, **kwargs)
                continue
            if call.together:
                found = list(_MANY[call.function].new(*args, **kwargs))
            else:
                found = _each(call, args, kwargs, [*lists], len(tensors[0]))
            if before is None:
                values[call.result] = found
            elif any(one is not other for one, other in zip(before, found, strict=True)):
                torch._foreach_copy_(before, found)

    def _made(self, first: Tensor) -> list[Tensor | None]:
        """Room for what is made on the way with a leaf like the first one's tensors."""
        rooms = self._rooms.get(first.shape)
        if rooms is None:
            rooms = self._rooms[first.shape] = [
                self._scratch.like(str(place), first) if has_room else None
                for place, has_room in enumerate(self._room, self._inputs)
            ]
        return rooms

    def record(
        self,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        overwritten: Traced | None = None,
    ) -> Any:
        """Make a call on the first leaf, and write it down."""
        kwargs = dict(kwargs)
        out = kwargs.pop("out", None)
        values = [(index, arg.place) for index, arg in enumerate(args) if isinstance(arg, Traced)]
        named = [(name, arg.place) for name, arg in kwargs.items() if isinstance(arg, Traced)]
        args = [arg.value if isinstance(arg, Traced) else arg for arg in args]
        kwargs = {key: arg.value if isinstance(arg, Traced) else arg for key, arg in kwargs.items()}
        together = _can_be_together(function, args, kwargs, values, named)
        known = out if overwritten is None else overwritten
        result = self._inputs + len(self._room) if known is None else known.place
        self._calls.append(_Call(function, args, kwargs, values, named, result, together))
        if known is None:
            has_room = together and all(self._is_like_first(args[at]) for at, _ in values)
            self._room.append(has_room)
            room = self._scratch.like(str(result), self._first) if has_room else None
        else:
            room = None if out is None else out.value
        if room is not None:
            named.append(("out", result))
        found = function(*args, **kwargs, **({} if room is None else {"out": room}))
        return Traced(self, result, found) if known is None else known

    def _is_like_first(self, tensor: Tensor) -> bool:
        return tensor.shape == self._first.shape and tensor.dtype == self._first.dtype


def _can_be_together(
    function: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    values: list[tuple[int, int]],
    named: list[tuple[str, int]],
) -> bool:
    """Whether torch does a call for lists: first of all for one, and with no tensor that stands
    for a number."""
    if function not in _MANY or not values or values[0][0] != 0 or named:
        return False
    constants = {*range(len(args))} - {index for index, _ in values}
    numbers = (*(args[index] for index in constants), *kwargs.values())
    return not any(isinstance(number, Tensor) for number in numbers)


class Traced:
    """A tensor of the first leaf, a tensor for torch's functions: what is done to it is told."""

    def __init__(self, tape: Tape, place: int, value: Tensor) -> None:
        self.tape, self.place, self.value = tape, place, value

    @property
    def dtype(self) -> torch.dtype:
        """The type of its numbers, which is the other leaves' too."""
        return self.value.dtype

    @classmethod
    def __torch_function__(
        cls,
        function: Any,
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        kwargs = kwargs or {}
        tape = next(one.tape for one in (*args, *kwargs.values()) if isinstance(one, cls))
        return tape.record(function, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        """A tensor's method; one that ends in _ overwrites the tensor."""
        if name.startswith("__"):
            raise AttributeError(name)
        method, in_place = getattr(Tensor, name), name.endswith("_")
        function = getattr(torch, name.removesuffix("_"), None)

        def call(*args: Any, **kwargs: Any) -> Any:
            if function is not None and function in _MANY:
                out = {"out": self} if in_place else {}
                return self.tape.record(function, (self, *args), kwargs | out)
            return self.tape.record(method, (self, *args), kwargs, self if in_place else None)

        return call

    def __getitem__(self, index: int) -> Traced:
        return cast(Traced, self.tape.record(operator.getitem, (self, index), {}))

    def __mul__(self, other: Any) -> Traced:
        return cast(Traced, self.tape.record(torch.mul, (self, other), {}))

    def __add__(self, other: Any) -> Traced:
        return cast(Traced, self.tape.record(torch.add, (self, other), {}))

    def __sub__(self, other: Any) -> Traced:
        return cast(Traced, self.tape.record(torch.sub, (self, other), {}))

    def __truediv__(self, other: Any) -> Traced:
        return cast(Traced, self.tape.record(torch.div, (self, other), {}))

    def __neg__(self) -> Traced:
        return cast(Traced, self.tape.record(torch.neg, (self,), {}))

    def __rsub__(self, other: Any) -> Traced:
        return (-self).__add__(other)

    def __rtruediv__(self, other: Any) -> Traced:
        return cast(Traced, self.tape.record(operator.truediv, (other, self), {}))

    def __pow__(self, other: Any) -> Traced:
        return cast(Traced, self.tape.record(operator.pow, (self, other), {}))

    __rmul__, __radd__ = __mul__, __add__


def _each(
    call: _Call, args: list[Any], kwargs: dict[str, Any], names: list[str], count: int
) -> list[Any]:
    """What a call gives for each of so many leaves."""
    places = [index for index, _ in call.values]
    return [
        call.function(
            *[arg[leaf] if index in places else arg for index, arg in enumerate(args)],
            **{name: arg[leaf] if name in names else arg for name, arg in kwargs.items()},
        )
        for leaf in range(count)
    ]
