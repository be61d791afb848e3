"""The experiments that are shipped, each with a title and what was measured when it was run.

They are experiment files in `resources/presets/`; to add one, put its file there and a line in
`index.json`. A figure in a commentary is measured with the setting that the commentary names.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import NamedTuple

import resources
from core.experiment import experiment_file
from core.experiment.experiment import Experiment


class Preset(NamedTuple):
    """A shipped experiment: its name, its title, and in words what it shows, what it does not
    show, and which claim of the literature it answers."""

    name: str
    title: str
    commentary: str
    limits: str
    claim: str


@functools.cache
def presets() -> tuple[Preset, ...]:
    """The shipped experiments; the first is the one a window opens with."""
    rows = json.loads((_folder() / "index.json").read_text(encoding="utf-8"))
    return tuple(Preset(**row) for row in rows)


def titles() -> dict[str, str]:
    """The presets' titles by name."""
    return {preset.name: preset.title for preset in presets()}


def commentary(name: str) -> str:
    """What a preset shows, with its setting; KeyError for an unknown name."""
    return {preset.name: preset.commentary for preset in presets()}[name]


@functools.cache
def load(name: str) -> Experiment:
    """A shipped experiment; KeyError for an unknown name."""
    if name not in titles():
        raise KeyError(name)
    return experiment_file.loads((_folder() / f"{name}{experiment_file.SUFFIX}").read_bytes())


def _folder() -> Path:
    return Path(resources.__file__).parent / "presets"
