"""How a message shows a value that somebody else wrote."""

from __future__ import annotations

import math

LONGEST_SHOWN = 60


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
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
