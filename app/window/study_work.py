"""What the queue of exports makes of studies: files of their formats, and reports on claims."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from app.export.formats import Kind
from app.export.job import Report
from app.look.theme import Theme
from app.study.formats import Kind as StudyKind
from app.study.formats import StudyFormat
from core.files import rewriting
from core.study.asking.answer import Answer
from core.study.claims.claim import Claim

_KINDS: dict[StudyKind, Kind] = {
    "table": "data",
    "picture": "still",
    "page": "page",
    "study": "data",
}


@dataclasses.dataclass(frozen=True, eq=False)
class StudyWork:
    """An answer as it was when a file of it was asked for."""

    path: Path
    format: StudyFormat
    answer: Answer
    theme: Theme

    @property
    def title(self) -> str:
        """What kind of file it is, for people."""
        return self.format.title

    @property
    def kind(self) -> Kind:
        """What the queue calls it."""
        return _KINDS[self.format.kind]

    def make(self, report: Report, check: Report) -> None:
        """Write it."""
        self.format.write(self.path, self.answer, self.theme, report)


@dataclasses.dataclass(frozen=True, eq=False)
class ClaimsWork:
    """What has become of the claims, as a web page or as JSON, as the path's suffix says."""

    path: Path
    claims: tuple[Claim, ...]
    title = "Report on the claims"
    kind: Kind = "page"

    def make(self, report: Report, check: Report) -> None:
        """Write it."""
        from app.study.output.report_page import page
        from core.study.claims.report import as_json

        report(0, 1)
        is_page = self.path.suffix.lower() == ".html"
        data = page(self.claims, report) if is_page else as_json(self.claims).encode()
        with rewriting(self.path) as file:
            file.write(data)
