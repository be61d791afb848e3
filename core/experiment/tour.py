"""The first tour: what is said at each of its stops, with the shipped experiment to see it in.

A figure of a text is measured with the preset that the stop shows, at the step it shows.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import NamedTuple

import resources


class Stop(NamedTuple):
    """A title, a preset, the step at which time stands there (None: it runs), and the text."""

    title: str
    preset: str
    step: int | None
    text: str


@functools.cache
def stops() -> tuple[Stop, ...]:
    """The tour from its first stop to its last."""
    rows = json.loads(Path(resources.__file__).with_name("tour.json").read_text(encoding="utf-8"))
    return tuple(Stop(**row) for row in rows)
