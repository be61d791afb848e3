"""How a message shows what somebody else wrote: printable, and a short piece of it."""

from __future__ import annotations

import math
import re

LONGEST_SHOWN = 60
LONGEST_PLACE = 200
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_+-]*")


def printable(text: str) -> str:
    """The text with what a terminal would act on, or a reader not see, written as an escape."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else repr(character)[1:-1] for character in text
    )


def cut(text: str, most: int = LONGEST_SHOWN) -> str:
    """The text, or its beginning and an ellipsis: at most `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def step_into(path: str, key: str | int) -> str:
    """The path of what stands at `key` inside the value at `path`; a key that is long or no
    plain name is quoted, and cut."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    plain = len(key) <= LONGEST_SHOWN and _NAME.fullmatch(key)
    return f"{path}.{key}" if plain else f"{path}[{shown(key)}]"


def shown(value: object) -> str:
    """A value as a message shows it: printable, and shortened where it is long.

    What JSON has its own word for (`true`, `null`) is shown in that word.
    """
    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case float() if not math.isfinite(value):
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        case str():
            text = repr(value[: LONGEST_SHOWN + 1])
        case dict():
            text = "{" + ", ".join(shown(key) for key in list(value)[:20]) + "}"
        case list() | tuple():
            inner = [
                "[…]" if isinstance(item, list | tuple | dict) else shown(item)
                for item in value[:20]
            ]
            text = "[" + ", ".join(inner) + "]"
        case int() if value.bit_length() > 200:
            text = f"a whole number of {math.floor(value.bit_length() * math.log10(2)) + 1} digits"
        case _:
            text = repr(value)
    return cut(text)
