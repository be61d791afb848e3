"""A study's files: saved and opened in a thread of their own, exported by the queue of exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.look.appearance import Appearance
from app.window.exports import Exports
from app.window.file_commands import FileCommands

if TYPE_CHECKING:
    from app.study.computing.course import Course
    from app.study.computing.job import Control, Job, Outcome
    from app.study.computing.working import Found
    from core.study.claims.claim import Claim

SUFFIX = ".npz"
_REPORTS = (".html", ".json")


class StudyFiles(QObject):
    """`told(str)` when a file stands there, `failed(str)` when it does not; `opened(Found, Path)`
    when a study has been read."""

    told = Signal(str)
    failed = Signal(str)
    opened = Signal(object, object)

    def __init__(
        self, files: FileCommands, exports: Exports, appearance: Appearance, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._files, self._exports, self._appearance = files, exports, appearance
        self._jobs: dict[Job, tuple[Path, Callable[[object], object]]] = {}

    def save(self, course: Course) -> None:
        """Ask where to save what a course has come to, and save it: a study with its race, or the
        report on the claims."""
        if course.reproduces:
            kinds = "Web page (*.html);;JSON (*.json)"
            path = self._ask("Save the report", f"claims{_REPORTS[0]}", kinds)
            if path is not None:
                self._report(path, course.claims)
        elif course.found is not None:
            path = self._ask("Save the study", f"study{SUFFIX}", f"Study (*{SUFFIX})")
            if path is not None:
                self._save(path, course.found)

    def export(self, course: Course) -> None:
        """Ask for a file of any of the formats of studies, and let the queue make it."""
        from app.study.formats import FORMATS, SUFFIXES, format_of
        from app.window.study_work import StudyWork

        if course.found is None:
            return
        kinds = ";;".join(f"{each.title} (*{each.suffix})" for each in FORMATS)
        path = self._ask("Export the study", f"study{SUFFIXES[0]}", kinds)
        if path is None:
            return
        wanted = format_of(path)
        if wanted is None:
            self._refuse(path, SUFFIXES)
            return
        work = StudyWork(path, wanted, course.found.answer, self._appearance.theme)
        self._exports.add(work, partial(self._keep, remember=wanted.suffix == SUFFIX))

    def open(self, path: Path) -> None:
        """Read a study; `opened` follows."""
        from app.study.computing.working import opened

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

    def _save(self, path: Path, found: Found) -> None:
        from app.study.formats import format_of

        wanted, theme = format_of(path), self._appearance.theme
        if wanted is None or wanted.suffix != SUFFIX:
            self._refuse(path, (SUFFIX,))
            return

        def work(control: Control) -> None:
            wanted.write(path, found.answer, theme)

        def done(_: object) -> None:
            self._keep(path, remember=True)
            self.told.emit(f"Saved {path.name}")

        self._do(path, work, done)

    def _report(self, path: Path, claims: Sequence[Claim]) -> None:
        from app.window.study_work import ClaimsWork

        if path.suffix.lower() in _REPORTS:
            self._exports.add(ClaimsWork(path, tuple(claims)), partial(self._keep, remember=False))
        else:
            self._refuse(path, _REPORTS)

    def _refuse(self, path: Path, allowed: Sequence[str]) -> None:
        self.failed.emit(f"{path.name}: what is written ends in {', '.join(allowed)}")

    def _keep(self, path: Path, *, remember: bool) -> None:
        """A file stands there."""
        if remember:
            self._files.remember(path)
        self._files.places.keep(path)

    def _do(
        self, path: Path, work: Callable[[Control], object], done: Callable[[object], object]
    ) -> None:
        from app.study.computing.job import Job

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
