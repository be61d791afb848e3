"""The formats in which a study leaves the program: the one table of them.

The command's help, what it refuses, the page's Export and the tests read it. A format is a function
`write(answer, theme, report) -> bytes` in a file of `output`, and one line here.
"""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.study.output.progress import Report, unheard
from core.files import rewriting

if TYPE_CHECKING:
    from app.look.theme import Theme
    from core.study.asking.answer import Answer

Kind = Literal["table", "picture", "page", "study"]


class NeedsError(OSError):
    """A format needs a package that is not installed; the message names it."""


@dataclasses.dataclass(frozen=True)
class StudyFormat:
    """A format: how its files end, what it is, and what makes it.

    `place` names a function as module:name in the folder `output`; what it needs may be slow to
    import, so it is imported when it is needed. `paints` says that it needs Qt's application.
    `package` is a distribution that must be there, by the name of the extra that brings it.
    """

    suffix: str
    title: str
    kind: Kind
    place: str
    package: str = ""

    @property
    def paints(self) -> bool:
        """Whether it draws, for which Qt needs an application."""
        return self.kind in ("picture", "page")

    def check(self) -> None:
        """Raise NeedsError where what the format needs is not installed."""
        if self.package and importlib.util.find_spec(self.package) is None:
            extra = self.suffix.removeprefix(".")
            problem = f"{self.suffix} needs {self.package}: pip install 'basinscope[{extra}]'"
            raise NeedsError(None, problem)

    def made(self, answer: Answer, theme: Theme, report: Report = unheard) -> bytes:
        """The content of a file of this format; an answer of which nothing is known has none.

        Raises:
            NeedsError: a package is missing.
            ValueError: nothing is known yet.
        """
        self.check()
        if self.kind != "study" and not answer.known:
            raise ValueError("nothing is known yet")
        module, _, name = self.place.partition(":")
        made = getattr(importlib.import_module(f"app.study.output.{module}"), name)
        return bytes(made(answer, theme, report))

    def write(self, path: Path, answer: Answer, theme: Theme, report: Report = unheard) -> None:
        """Write an answer to a file, whole or not at all; an existing one survives until then.
        `report(done, total)` is told of each part of it.

        Raises:
            OSError: it cannot be written.
            ValueError: nothing is known yet.
        """
        report(0, 1)
        if self.kind == "study":  # as it may be large, it is never whole in memory
            from core.study.asking import study_file

            study_file.save(answer, path)
            return
        data = self.made(answer, theme, report)
        with rewriting(path) as file:
            file.write(data)


FORMATS: tuple[StudyFormat, ...] = (
    StudyFormat(".csv", "CSV table", "table", "tables:csv"),
    StudyFormat(".json", "JSON of all tables", "table", "tables:json"),
    StudyFormat(".parquet", "Parquet table", "table", "parquet:parquet", "pyarrow"),
    StudyFormat(".npz", "Study file", "study", "study:npz"),
    StudyFormat(".png", "PNG picture", "picture", "pictures:png"),
    StudyFormat(".svg", "SVG drawing", "picture", "pictures:svg"),
    StudyFormat(".pdf", "PDF page", "picture", "pictures:pdf"),
    StudyFormat(".html", "Web page", "page", "html_page:page"),
)
SUFFIXES = tuple(each.suffix for each in FORMATS)


def format_of(path: Path) -> StudyFormat | None:
    """The format that a file's suffix names, if any."""
    suffix = path.suffix.lower()
    return next((each for each in FORMATS if each.suffix == suffix), None)
