"""What the parser of the command line refuses, in the words in which everything is refused here."""

from __future__ import annotations

import re
from typing import Any

_ALLOWED = {"int": "a whole number", "float": "a number", "bool": "yes or no"}
_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}


def refusal(error: Exception) -> str | None:
    """The refusal of a value: the option, the value and what is allowed; None where the parser's
    own words are about something else, or plain enough."""
    option = re.match(r"Invalid value for '([^']*)'", str(getattr(error, "format_message", str)()))
    told = getattr(error.__cause__ or error.__context__, "errors", None)
    if option is None or told is None:
        return None
    problem = next(iter(told()), None)
    allowed = _allowed(problem) if problem else None
    if problem is None or allowed is None:
        return None
    return f"{option[1].split(' ')[0]}: {problem['input']!r} is not allowed; {allowed}"


def _allowed(problem: dict[str, Any]) -> str | None:
    kind, limits = problem["type"], problem.get("ctx", {})
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return f"{words} {limits[name]:g}"
    choices = re.search(r"is not one of (.*?)\.?$", problem["msg"])
    if choices:
        return choices[1].replace("'", "")
    return _ALLOWED.get(kind.partition("_")[0])
