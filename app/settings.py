"""What is kept from one sitting to the next, read by type: whatever stands there, nothing fails.

A settings file can be edited by hand, damaged, or written by another version; what is not of the
type that is asked for counts as not being there.
"""

from __future__ import annotations

from typing import Any, Protocol


class Settings(Protocol):
    """The reading half of Qt's `QSettings`."""

    def value(self, key: str) -> Any:
        """What is stored, or None; it raises for what Qt cannot turn into Python."""
        ...


def text(settings: Settings | None, key: str, default: str = "") -> str:
    """The text that is stored."""
    stored = _stored(settings, key)
    return stored if isinstance(stored, str) else default


def texts(settings: Settings | None, key: str) -> tuple[str, ...]:
    """The texts that are stored; a list of one comes back from the file as a bare text."""
    stored = _stored(settings, key)
    listed = stored if isinstance(stored, list | tuple) else [stored]
    return tuple(one for one in listed if isinstance(one, str) and one)


def flag(settings: Settings | None, key: str, default: bool) -> bool:
    """The switch that is stored; from a text file it comes back as a word."""
    stored = _stored(settings, key)
    return {"true": True, "false": False, True: True, False: False}.get(
        stored if isinstance(stored, str | bool) else "", default
    )


def block(settings: Settings | None, key: str) -> bytes:
    """The bytes that are stored."""
    stored = _stored(settings, key)
    try:
        return b"" if stored is None or isinstance(stored, str | list | int) else bytes(stored)
    except (TypeError, ValueError):
        return b""


def _stored(settings: Settings | None, key: str) -> object:
    if settings is None:
        return None
    try:
        return settings.value(key)
    except Exception:  # what Qt raises for a damaged value is nowhere said
        return None
