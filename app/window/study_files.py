"""A study's files: saved, exported and opened in a thread of their own, and told of in words."""

from __future__ import annotations

from collections.abc import Callable
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
    from core.study.answer import Answer

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
        """Ask where to save what a course has come to, and save it."""
        if course.reproduces:
            self._save_report(course)
        elif course.found is not None:
            known = self._files.places.folder / f"study{SUFFIX}"
            path = self._files.places.ask(
                "Save the study", known, f"Study (*{SUFFIX})", lambda name: _ending(name, SUFFIX)
            )
            if path is not None:
                from core.study import study_file

                self._do(
                    path,
                    partial(_saved, study_file.save, course.found, path),
                    lambda _: self._be_saved(path, remember=True),
                )

    def export(self, course: Course) -> None:
        """Ask for a file of any of the formats of studies, and write it."""
        from app.study.formats import FORMATS

        if course.found is None:
            return
        kinds = ";;".join(f"{each.title} (*{each.suffix})" for each in FORMATS)
        path = self._files.places.ask(
            "Export the study",
            self._files.places.folder / f"study{FORMATS[0].suffix}",
            kinds,
            lambda name: _ending(name, FORMATS[0].suffix),
        )
        if path is not None:
            self._write(path, course.found)

    def open(self, path: Path) -> None:
        """Read a study; `opened` follows."""
        from app.study.computing import opened

        self._do(path, partial(opened, path), lambda found: self._open(path, found))

    def close(self) -> None:
        """Wait until nothing is written any more."""
        for job in list(self._jobs):
            job.wait()
        self._jobs.clear()

    def _save_report(self, course: Course) -> None:
        from app.study.output.report_page import page
        from core.study.report import as_json

        path = self._files.places.ask(
            "Save the report",
            self._files.places.folder / f"claims{_REPORTS[0]}",
            ";;".join(f"{kind} (*{suffix})" for kind, suffix in zip(("Web page", "JSON"), _REPORTS,
                                                                    strict=True)),
            lambda name: _ending(name, _REPORTS[0]),
        )  # fmt: skip
        if path is None:
            return
        suffix = path.suffix.lower()
        if suffix not in _REPORTS:
            self.failed.emit(f"{path.name}: a report ends in {' or '.join(_REPORTS)}")
            return
        data = page(course.claims) if suffix == _REPORTS[0] else as_json(course.claims).encode()
        try:
            with rewriting(path) as file:
                file.write(data)
        except OSError as error:
            self.failed.emit(f"{path.name}: {error.strerror}")
            return
        self._files.places.keep(path)
        self.told.emit(f"Saved {path.name}")

    def _write(self, path: Path, found: Found) -> None:
        from app.study.formats import SUFFIXES, format_of

        wanted, theme = format_of(path), self._appearance.theme
        if wanted is None:
            self.failed.emit(f"{path.name}: a study is written as one of {', '.join(SUFFIXES)}")
            return

        def work(control: Control) -> None:
            wanted.write(path, found.answer, theme)

        opens = path.suffix.lower() == SUFFIX
        self._do(path, work, lambda _: self._be_saved(path, remember=opens))

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


def _saved(
    save: Callable[[Answer, Path], None], found: Found, path: Path, control: Control
) -> None:
    save(found.answer, path)


def _ending(name: str, suffix: str) -> str:
    return name if Path(name).suffix else name + suffix
