"""Room for a step's passing results, kept from step to step instead of asked of the system anew."""

from __future__ import annotations

from torch import Tensor

from core.stepping.layout import shaped


class Scratch:
    """Buffers by name, as large as the largest leaf that asked for one.

    Large tensors that are freed at every step go back to the system and come back as new pages,
    which costs more than the arithmetic. What a buffer holds is lost when its name is asked again.
    """

    def __init__(self) -> None:
        self._buffers: dict[tuple[object, ...], Tensor] = {}

    def like(self, name: str, leaf: Tensor) -> Tensor:
        """An uninitialised tensor of the leaf's shape, layout, type and device."""
        key = (name, leaf.dtype, leaf.device)
        buffer = self._buffers.get(key)
        if buffer is None or buffer.numel() < leaf.numel():
            buffer = self._buffers[key] = leaf.new_empty(leaf.numel())
        return shaped(buffer[: leaf.numel()], leaf)
