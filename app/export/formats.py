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

from app.export.frames.picture_size import PICTURE_SIZE, SCALE, check_pixels
from app.export.frames.plan import video_length
from app.export.option import Option, OptionError, refused
from app.export.options import (
    CAPTION,
    FIRST,
    FPS,
    GIF_FPS,
    HOLD,
    LAST,
    LAYOUT,
    SECONDS,
    SHOWN,
    SIZE,
    SPEED,
    STEP,
    THEME,
    TITLE,
    TRANSPARENT,
)
from app.export.vector.sheet_size import SHEET
from app.export.view_options import CAMERA, ORBIT, VIEW, check_view
from app.map.planes.words import never_laid
from core.experiment.experiment import Experiment
from landscapes.networks import Network

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

    @property
    def named(self) -> frozenset[str]:
        """The names of its options."""
        return frozenset(option.name for option in self.options)

    def write(self, path: Path, scene: Scene, options: Options, report: Report) -> None:
        """Write a scene whose picture is complete; an existing file survives until it is whole.

        `options` has a value for each of the format's. `report` is told (done, total); what it
        raises ends the work, and then nothing of the new file stays.

        Raises:
            OSError: the file could not be written.
        """
        module = importlib.import_module(f"{__package__}.{self.module}")
        if self.shows_map(options) and isinstance(scene.picture.experiment.landscape, Network):
            from app.export.laid_plane import with_plane  # few exports need one

            scene = with_plane(scene, options, moving=self.kind == "moving")
        module.write(path, scene, options, report)

    def parsed(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The value of each option, from what was typed or else its default.

        Raises:
            OptionError: a text is no such value, or the format has no such option.
        """
        for name in texts:
            if name not in self.named:
                options = ", ".join(option.name for option in self.options) or "no options"
                having = [each.suffix for each in FORMATS if name in each.named]
                others = f" ({', '.join(having)} have)" if having else ""
                problem = f"{self.suffix} has no such option{others}; it has {options}"
                raise OptionError(name, problem)
        return {
            option.name: option.parse(texts.get(option.name, option.default))
            for option in self.options
        }

    def review(self, options: Options, experiment: Experiment) -> None:
        """Raise OptionError for options that do not suit an experiment, such as a step that it
        does not have."""
        steps, step = experiment.steps, options.get("step")
        if step is not None and step > steps:
            raise refused("step", str(step), f"a step from 0 to {steps:,}")
        check_view(options)
        check_pixels(options)
        if self.length is not None:
            self.length(options, steps)

    def shows_map(self, options: Options) -> bool:
        """Whether a file with these options has a map in it; a page has in any case."""
        shown = options.get("parts")
        return self.kind != "data" and (self.kind == "page" or shown is None or "map" in shown)

    def check(self, experiment: Experiment, options: Options) -> None:
        """Raise ValueError, in words, for an experiment that this format cannot show so: a map,
        or a page, has two dimensions."""
        dimension = experiment.landscape.dimension
        if dimension == 2 or not self.shows_map(options):
            return
        others = "" if self.kind == "page" else "; the parts loss and memory need no map"
        if isinstance(experiment.landscape, Network):
            if problem := never_laid(experiment):
                raise ValueError(f"{problem}{others}")
            return
        problem = f"a map shows landscapes of 2 dimensions, this one has {dimension}"
        raise ValueError(f"{problem}{others}")


_LOOK = (TITLE, CAPTION, SHOWN, LAYOUT, VIEW, CAMERA, THEME)
_TIMES = (SPEED, SECONDS, FIRST, LAST, HOLD, ORBIT)
_MOVING = (SIZE, FPS, *_TIMES, *_LOOK)
_CLEAR, _STILL = (*_MOVING, TRANSPARENT), (STEP, *_LOOK, TRANSPARENT)
_PICTURE = (PICTURE_SIZE, SCALE, *_STILL)
_GIF = (SIZE, GIF_FPS, *_TIMES, *_LOOK, TRANSPARENT)

FORMATS: tuple[Format, ...] = (
    Format(".mp4", "MP4 video", "moving", True, _MOVING, "frames.video", video_length),
    Format(".webm", "WebM video", "moving", True, _CLEAR, "frames.video", video_length),
    Format(".gif", "GIF animation", "moving", True, _GIF, "frames.gif", video_length),
    Format(".apng", "Animated PNG", "moving", True, _CLEAR, "frames.apng", video_length),
    Format(".png", "PNG image", "still", True, _PICTURE, "frames.still"),
    Format(".svg", "SVG drawing", "still", True, (SHEET, *_STILL), "vector.svg"),
    Format(".pdf", "PDF figure", "still", True, (SHEET, *_STILL), "vector.pdf"),
    Format(
        ".html", "Web page that plays", "page", True, (SIZE, STEP, *_LOOK), "page.html_page",
    ),
    Format(".csv", "CSV table of every step", "data", False, (), "data.csv_table"),
    Format(".npz", "NPZ recording", "data", True, (), "data.recording"),
    Format(".json", "JSON of the standings", "data", False, (STEP,), "data.standings"),
    Format(".py", "Python script", "data", False, (), "data.script"),
)  # fmt: skip
SUFFIXES = tuple(each.suffix for each in FORMATS)
OPTIONS: tuple[Option, ...] = (
    SIZE, PICTURE_SIZE, SHEET, SCALE, FPS, GIF_FPS, STEP, *_TIMES, *_LOOK, TRANSPARENT,
)  # fmt: skip
"""The options of all formats, in the order in which they are asked."""


def format_of(path: Path) -> Format | None:
    """The format that a file's suffix names, if any."""
    suffix = path.suffix.lower()
    return next((each for each in FORMATS if each.suffix == suffix), None)


def takers(option: Option) -> Sequence[str]:
    """The suffixes of the formats that an option is for."""
    return [each.suffix for each in FORMATS if option in each.options]
