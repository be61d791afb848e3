"""What the window can be told to do with studies: the page and its files are behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.session.session import Session
from app.study.words import OF_NETWORKS
from app.widgets.giving_up import GivingUp, before_giving_up
from app.window.exports import Exports
from app.window.file_commands import FileCommands
from app.window.kept_layout import KeptLayout
from app.window.pages import Pages
from app.window.study_offers import StudyOffers
from landscapes.networks import Network

if TYPE_CHECKING:
    from app.study.page import StudyPage
    from app.window.study_files import StudyFiles

STUDY_FILTER = "Studies (*.npz);;All files (*)"


class Studies(QObject):
    """The commands of the Study menu. `changed` when another of them can be asked for; `told(str)`
    is good news, `race_changed` when other kinds may make sense, and `failed(str)` what could not
    be done."""

    changed = Signal()
    race_changed = Signal()
    told = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        session: Session,
        appearance: Appearance,
        race: QWidget,
        files: FileCommands,
        exports: Exports,
        kept: KeptLayout,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._appearance, self._window = session, appearance, window
        self._kept, self._open_file = kept, files.ask_to_open
        self._file_commands, self._exports = files, exports
        self._study_files: StudyFiles | None = None
        files.study_found.connect(self._read)
        self.pages = Pages(race, self._make)
        self.pages.changed.connect(self.changed)
        self._offers = StudyOffers(session, files.question, self.show, self.show_race, self)
        self._offers.told.connect(self.told)
        session.experiment_changed.connect(self.race_changed)

    # What can be asked for now

    @property
    def can_save(self) -> bool:
        """Whether there is something to save that does not grow any more."""
        page = self.pages.study
        return page is not None and page.course.is_savable

    @property
    def has_answer(self) -> bool:
        """Whether there is a table to copy."""
        page = self.pages.study
        return page is not None and page.course.found is not None

    @property
    def is_busy(self) -> bool:
        """Whether something is computed or paused."""
        page = self.pages.study
        return page is not None and page.course.busy

    @property
    def is_shown(self) -> bool:
        """Whether the study page is in front."""
        return not self.pages.shows_race

    @property
    def message_place(self) -> QRect:
        """Where a message hides least of the study page, in its coordinates."""
        results = self.show().results
        corner = results.mapTo(self.pages, QPoint(0, 0))
        return QRect(corner.x(), corner.y(), results.width(), 0)

    # The commands

    @Slot()
    def show_race(self) -> None:
        """Show the race."""
        self.pages.show_race()

    @Slot()
    def show(self) -> StudyPage:
        """Show the study page."""
        page = self.pages.show_study()
        page.prepare()
        return page

    def can_ask_kind(self, kind: str) -> bool:
        """Whether a kind of study can be asked of the race: some ask about networks alone."""
        of_network = isinstance(self._session.experiment.landscape, Network)
        return (kind in OF_NETWORKS) == of_network

    def show_kind(self, kind: str) -> None:
        """Show what a kind of study asks."""
        self.show().form.show_kind(kind)

    @Slot()
    def ask(self) -> None:
        """Ask what stands in the form."""
        self.show().ask()

    @Slot()
    def turn(self) -> None:
        """Pause what is computed, or go on."""
        if (page := self.pages.study) is not None:
            page.course.go_on() if page.course.state == "paused" else page.course.pause()

    @Slot()
    def cancel(self) -> None:
        """Cancel what is computed."""
        if (page := self.pages.study) is not None:
            page.course.cancel()

    @Slot()
    def reproduce(self) -> None:
        """Try the papers' claims."""
        self.show().reproduce()

    @Slot()
    def reproduce_networks(self) -> None:
        """Try the claims on networks."""
        self.show().reproduce_networks()

    @Slot()
    def copy_table(self) -> None:
        """Put the table that is shown on the clipboard."""
        self._copy("table")

    @Slot()
    def copy_plot(self) -> None:
        """Put the plot that was looked at last on the clipboard."""
        self._copy("plot")

    @Slot()
    def copy_verdict(self) -> None:
        """Put the verdict on the clipboard."""
        self._copy("verdict")

    def _copy(self, what: str) -> None:
        if (page := self.pages.study) is not None:
            from app.study.copying import COPIES  # not on the way to the first paint

            if COPIES[what](page.results):
                self.told.emit(f"Copied the {what}")

    @Slot()
    def open(self) -> None:
        """Ask for a study and open it."""
        self._open_file("Open a study", STUDY_FILTER)

    @Slot()
    def save(self) -> None:
        """Save what is known with its experiment, or the report on the claims."""
        if (page := self.pages.study) is not None:
            self._files.save(page.course)

    @Slot()
    def export(self) -> None:
        """Write the table, the plots or a page of them."""
        if (page := self.pages.study) is not None:
            self._files.export(page.course)

    def before_the_end(self, do: Callable[[], object]) -> None:
        """Ask whether what is computed may be given up; if so, give it up and do that."""
        question = GivingUp(
            "study-question",
            "A study is being computed",
            "Close the window and give up the study?",
            "What it has found so far is lost.",
            "&Give it up",
        )

        def end() -> None:
            self.show().course.give_up()
            do()

        before_giving_up(self._window, question, end)

    def close(self) -> None:
        """End what is computed; nothing of it is left when this returns."""
        if self._study_files is not None:
            self._study_files.close()
        if self.pages.study is not None:
            self._kept.keep_study(self.pages.study.splitter)
            self.pages.study.close_down()

    # Files

    @property
    def _files(self) -> StudyFiles:
        """What saves and opens, made when it is first needed."""
        if self._study_files is None:
            from app.window.study_files import StudyFiles  # not on the way to the first paint

            files = self._study_files = StudyFiles(
                self._file_commands, self._exports, self._appearance, self
            )
            files.told.connect(self.told)
            files.failed.connect(self.failed)
            files.opened.connect(self._offers.show_opened)
        return self._study_files

    @Slot(object)
    def _read(self, path: Path) -> None:
        self._files.open(path)

    # The page

    def _make(self) -> StudyPage:
        from app.study.page import StudyPage  # not on the way to the first paint

        page = StudyPage(self._session, self._appearance)
        page.changed.connect(self.changed)
        page.course.changed.connect(self._tell_end)
        page.race_wanted.connect(self.pages.show_race, Qt.ConnectionType.QueuedConnection)
        page.experiment_offered.connect(self._offers.offer)
        page.example_offered.connect(self._offers.offer_example)
        page.results.table_wanted.connect(self.copy_table)
        page.results.plot_wanted.connect(self.copy_plot)
        page.results.save_wanted.connect(self.save)
        page.results.export_wanted.connect(self.export)
        page.failed.connect(self._tell_failure)
        self._kept.restore_study(page.splitter)
        return page

    @Slot()
    def _tell_end(self) -> None:
        """Tell who looks at the race that there is an answer."""
        if not self.is_shown and self.pages.study.course.state == "done":
            self.told.emit("The study is finished: Ctrl+2 shows it")

    @Slot(str)
    def _tell_failure(self, text: str) -> None:
        """The same of one that broke off: who looks at the page reads it there, with what to do."""
        if not self.is_shown:
            self.failed.emit(text)
