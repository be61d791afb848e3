"""The formats in which a race leaves the program: the one table of them.

The dialog, `export --help`, what is refused and the tests read it. A format is one file with a
function `write(path, scene, options, report)` and one line here.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.export.frames.options import FPS, SIZE, SPEED, THEME
from app.export.frames.plan import video_length
from app.export.option import Option, OptionError
from core.experiment.experiment import Experiment

if TYPE_CHECKING:
    from app.map.drawing.scene import Scene
    from app.running.to_end import Report

Kind = Literal["still", "moving", "data", "page"]
Options = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Format:
    """A format: how its files are called, what it is, what it can be asked and what writes it.

    `carries_experiment` says that File → Open reads the experiment back from it. `module` names
    the file in this folder that writes it; libraries behind it may be slow to import, so it is
    imported when it is needed. `length` tells in words what some options come to.
    """

    suffix: str
    title: str
    kind: Kind
    carries_experiment: bool
    options: tuple[Option, ...]
    module: str
    length: Callable[[Options, int], str] | None = None

    def write(self, path: Path, scene: Scene, options: Options, report: Report) -> None:
        """Write a scene whose picture is complete; an existing file survives until it is whole.

        `options` has a value for each of the format's. `report` is told (done, total); what it
        raises ends the work, and then nothing of the new file stays.

        Raises:
            OSError: the file could not be written.
        """
        module = importlib.import_module(f"{__package__}.{self.module}")
        module.write(path, scene, options, report)

    def parsed(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The value of each option, from what was typed or else its default.

        Raises:
            OptionError: a text is no such value, or the format has no such option.
        """
        known = {option.name for option in self.options}
        for name in texts:
            if name not in known:
                options = ", ".join(option.name for option in self.options) or "no options"
                raise OptionError(name, f"{self.suffix} has no such option; it has {options}")
        return {
            option.name: option.parse(texts.get(option.name, option.default))
            for option in self.options
        }

    def check(self, experiment: Experiment) -> None:
        """Raise ValueError, in words, for an experiment that this format cannot show."""
        dimension = experiment.landscape.dimension
        if self.kind in ("still", "moving") and dimension != 2:
            raise ValueError(f"a map shows landscapes of 2 dimensions, this one has {dimension}")


FORMATS: tuple[Format, ...] = (
    Format(
        ".mp4", "MP4 video", "moving", True, (SIZE, FPS, SPEED, THEME), "frames.video", video_length
    ),
    Format(".png", "PNG image", "still", True, (SIZE, THEME), "frames.still"),
)
SUFFIXES = tuple(each.suffix for each in FORMATS)
OPTIONS: tuple[Option, ...] = tuple(
    dict.fromkeys(option for each in FORMATS for option in each.options)
)


def format_of(path: Path) -> Format | None:
    """The format that a file's suffix names, if any."""
    suffix = path.suffix.lower()
    return next((each for each in FORMATS if each.suffix == suffix), None)


def takers(option: Option) -> Sequence[str]:
    """The suffixes of the formats that an option is for."""
    return [each.suffix for each in FORMATS if option in each.options]
