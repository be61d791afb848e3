"""An experiment between two marks in a file of text or of mixed content, put in and read back."""

from __future__ import annotations

import dataclasses
import errno
import html
from pathlib import Path

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.experiment.experiment_file import Check
from core.experiment.file_kinds import HEAD, kind_of
from core.experiment.strict_json import MAX_BYTES
from core.files import reading

FARTHEST = 2**28
"""No more of a file is looked at than this."""


@dataclasses.dataclass(frozen=True)
class Marks:
    """Between which bytes an experiment stands in files of some kinds: as its JSON, with the signs
    &, < and > as markup writes them."""

    kinds: tuple[str, ...]
    begin: bytes
    end: bytes

    def wrapped(self, experiment: str) -> bytes:
        """The experiment with the marks around it."""
        return self.begin + html.escape(experiment, quote=False).encode() + self.end

    def read_experiment(self, path: Path, check: Check | None = None) -> Experiment:
        """The experiment inside a file that was exported here; `check` as in `loads`.

        Raises:
            OSError: the file is missing or of another kind.
            ExperimentError: it carries no experiment, or a broken one.
        """
        with reading(path) as file:
            head = file.read(HEAD)
            kind = kind_of(head) or "text"
            if kind not in self.kinds:
                problem = f"this is {kind}, not {self.kinds[0]}"
                raise OSError(errno.EINVAL, problem, str(path))
            data = head + file.read(FARTHEST)
        first = data.find(self.begin)
        last = data.find(self.end, first)
        if first < 0 or last < 0:
            what = self.kinds[0].partition(" ")[2]
            raise ExperimentError("$", f"this {what} carries no experiment; those saved here do")
        text = data[first + len(self.begin) : last][: MAX_BYTES + 1]
        return experiment_file.loads(html.unescape(text.decode(errors="replace")), check)


SVG = Marks(
    ("an SVG picture", "an XML document"), b'<metadata id="basinscope-experiment">', b"</metadata>"
)
PDF = Marks(("a PDF document",), b"<dc:source>basinscope-experiment:", b"</dc:source>")
PAGE = Marks(
    ("a web page",), b'<script type="application/json" id="basinscope-experiment">', b"</script>"
)
