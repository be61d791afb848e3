"""How what is made of a study says how far it is."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[int, int], None]
"""Takes how much is done, of how much. It may raise, to leave the work from there."""


def unheard(done: int, total: int) -> None:
    """Nobody waits."""
