"""What can be asked of an export: an option says by itself what it may be, and in which words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any


class OptionError(ValueError):
    """An option was given a value that cannot be; `option` is its name."""

    def __init__(self, option: str, problem: str) -> None:
        super().__init__(problem)
        self.option = option


def refused(option: str, value: str, allowed: str) -> OptionError:
    """The error that says what stands there and what is allowed."""
    shown = value if len(value) <= 60 else value[:57] + "…"
    return OptionError(option, f"{shown!r} is not allowed; {allowed}")


@dataclasses.dataclass(frozen=True)
class Option:
    """An option of one or more formats: `--name` on the command line, a field in the dialog.

    `parse` makes the value from what is typed and raises OptionError, `allowed` says what that may
    be. `choices` are offered as (text, title); with `closed` there are no others, of `several` any
    number can be taken, with commas between them, and `free` is words of one's own. One of
    `several` that has a single choice is a switch. Formats may have options of one name that take
    other values: then `key` tells these apart.
    """

    name: str
    title: str
    default: str
    allowed: str
    parse: Callable[[str], Any]
    metavar: str
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    closed: bool = False
    free: bool = False
    several: bool = False
    variant: str = ""

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off and takes no value."""
        return self.several and len(self.choices) == 1

    @property
    def key(self) -> str:
        """The name, with that of the variant where there is one."""
        return self.name + self.variant


def as_shown_or(
    name: str,
    title: str,
    allowed: str,
    parse: Callable[[str], Any],
    choices: tuple[tuple[str, str], ...],
) -> Option:
    """An option of the map: one of the choices, or as the window shows it where nothing is said."""
    return Option(
        name,
        title,
        "",
        allowed,
        parse,
        "|".join(text for text, _ in choices),
        choices=(("", "As shown on the map"), *choices),
        closed=True,
    )
