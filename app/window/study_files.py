"""A study's files: saved, exported and opened in a thread of their own, and told of in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.look.appearance import Appearance
from app.window.file_commands import FileCommands
from core.files import rewriting

if TYPE_CHECKING:
    from app.study.computing import Found
    from app.study.course import Course
    from app.study.job import Control, Job, Outcome
    from core.study.claims.claim import Claim

SUFFIX = ".npz"
_REPORTS = (".html", ".json")


class StudyFiles(QObject):
    """`told(str)` when a file stands there, `failed(str)` when it does not; `opened(Found, Path)`
    when a study has been read."""

    told = Signal(str)
    failed = Signal(str)
    opened = Signal(object, object)

    def __init__(self, files: FileCommands, appearance: Appearance, parent: QObject) -> None:
        super().__init__(parent)
        self._files, self._appearance = files, appearance
        self._jobs: dict[Job, tuple[Path, Callable[[object], object]]] = {}

    def save(self, course: Course) -> None:
        """Ask where to save what a course has come to, and save it: a study with its race, or the
        report on the claims."""
        if course.reproduces:
            kinds = "Web page (*.html);;JSON (*.json)"
            path = self._ask("Save the report", f"claims{_REPORTS[0]}", kinds)
            if path is not None:
                self._write_report(path, course.claims)
        elif course.found is not None:
            path = self._ask("Save the study", f"study{SUFFIX}", f"Study (*{SUFFIX})")
            if path is not None:
                self._write(path, course.found, (SUFFIX,))

    def export(self, course: Course) -> None:
        """Ask for a file of any of the formats of studies, and write it."""
        from app.study.formats import FORMATS, SUFFIXES

        if course.found is None:
            return
        kinds = ";;".join(f"{each.title} (*{each.suffix})" for each in FORMATS)
        path = self._ask("Export the study", f"study{SUFFIXES[0]}", kinds)
        if path is not None:
            self._write(path, course.found, SUFFIXES)

    def open(self, path: Path) -> None:
        """Read a study; `opened` follows."""
        from app.study.computing import opened

        self._do(path, partial(opened, path), lambda found: self._open(path, found))

    def close(self) -> None:
        """Wait until nothing is written any more."""
        for job in list(self._jobs):
            job.wait()
        self._jobs.clear()

    def _ask(self, title: str, name: str, kinds: str) -> Path | None:
        """Ask for a place; a name that is typed without a suffix gets the one that is offered."""
        ending = Path(name).suffix

        def complete(typed: str) -> str:
            return typed if Path(typed).suffix else typed + ending

        places = self._files.places
        return places.ask(title, places.folder / name, kinds, complete)

    def _write(self, path: Path, found: Found, allowed: Sequence[str]) -> None:
        from app.study.formats import format_of

        wanted, theme = format_of(path), self._appearance.theme
        if wanted is None or wanted.suffix not in allowed:
            self.failed.emit(f"{path.name}: what is written ends in {', '.join(allowed)}")
            return

        def work(control: Control) -> None:
            wanted.write(path, found.answer, theme)

        opens = wanted.suffix == SUFFIX
        self._do(path, work, lambda _: self._be_saved(path, remember=opens))

    def _write_report(self, path: Path, claims: Sequence[Claim]) -> None:
        suffix = path.suffix.lower()
        if suffix not in _REPORTS:
            self.failed.emit(f"{path.name}: a report ends in {' or '.join(_REPORTS)}")
            return

        def work(control: Control) -> None:
            from app.study.output.report_page import page
            from core.study.claims.report import as_json

            data = page(claims) if suffix == _REPORTS[0] else as_json(claims).encode()
            with rewriting(path) as file:
                file.write(data)

        self._do(path, work, lambda _: self._be_saved(path, remember=False))

    def _be_saved(self, path: Path, *, remember: bool) -> None:
        if remember:
            self._files.remember(path)
        self._files.places.keep(path)
        self.told.emit(f"Saved {path.name}")

    def _do(
        self, path: Path, work: Callable[[Control], object], done: Callable[[object], object]
    ) -> None:
        from app.study.job import Job

        job = Job(work, self)
        self._jobs[job] = (path, done)
        job.ended.connect(self._end)
        job.start()

    @Slot(object)
    def _end(self, outcome: Outcome) -> None:
        job = self.sender()
        path, done = self._jobs.pop(job)  # type: ignore[arg-type]
        job.deleteLater()
        if outcome.failure is not None:
            self.failed.emit(f"{path.name}: {outcome.failure.message}")
        elif not outcome.cancelled:
            done(outcome.result)

    def _open(self, path: Path, found: object) -> None:
        self._files.remember(path)
        self.opened.emit(found, path)
