"""Room for a step's passing results, kept from step to step instead of asked of the system anew."""

from __future__ import annotations

from torch import Tensor

from core.stepping.layout import shaped
from core.stepping.memory import Memory
from core.stepping.room import Room

MOST_FORMS = 64


class Scratch:
    """Buffers by name, as large as the largest leaf that asked for one.

    Large tensors that are freed at every step go back to the system and come back as new pages,
    which costs more than the arithmetic. What a buffer holds is lost when its name is asked again.
    """

    def __init__(self) -> None:
        self._buffers: dict[tuple[object, ...], Tensor] = {}
        self.points: Tensor | None = None
        """Where the points of the next step are put; None: where they are."""
        self.dates = True
        """Whether memories keep their births, where nothing hangs on them."""
        self._shaped: dict[tuple[object, ...], Tensor] = {}
        self._rooms: dict[int, Room] = {}

    def room(self, memory: Memory) -> Room | None:
        """The room of a memory that has it, or that gets it now; None where it cannot have any."""
        found = self._rooms.get(id(memory.births))
        if found is None and Room.fits(memory):
            if len(self._rooms) >= MOST_FORMS:
                self._rooms.clear()
            found = Room(memory, dates=self.dates)
            self._rooms[id(found.memory.births)] = found
        return found

    def like(self, name: str, leaf: Tensor) -> Tensor:
        """An uninitialised tensor of the leaf's shape, layout, type and device."""
        form = (name, leaf.dtype, leaf.device, leaf.shape, leaf.stride())
        known = self._shaped.get(form)
        if known is not None:
            return known
        key = (name, leaf.dtype, leaf.device)
        buffer = self._buffers.get(key)
        if buffer is None or buffer.numel() < leaf.numel():
            buffer = self._buffers[key] = leaf.new_empty(leaf.numel())
        if len(self._shaped) >= MOST_FORMS:
            self._shaped.clear()
        found = self._shaped[form] = shaped(buffer[: leaf.numel()], leaf)
        return found
