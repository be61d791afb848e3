"""What a study offers to the race: a cell, an example's experiment, the one of an opened study."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.session.session import Session
from app.window.save_question import SaveQuestion
from core.experiment import presets
from core.experiment.experiment import Experiment
from landscapes.wording import printable

if TYPE_CHECKING:
    from app.study.asking.empty import Example
    from app.study.computing.working import Found
    from app.study.page import StudyPage


class StudyOffers(QObject):
    """Puts it in the place of the race, once a person has said what becomes of unsaved work.

    `show_page` shows the study page, `show_race` the race; `told(str)` is good news.
    """

    told = Signal(str)

    def __init__(
        self,
        session: Session,
        question: SaveQuestion,
        show_page: Callable[[], StudyPage],
        show_race: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._question = session, question
        self._show_page, self._show_race = show_page, show_race

    @Slot(object, str)
    def offer(self, experiment: Experiment, what: str) -> None:
        """Race another experiment; `what` is how its document begins."""
        self._question.before(partial(self._open, experiment), what)

    def _open(self, experiment: Experiment) -> None:
        if self._session.begin(experiment, title="opening of a cell"):
            self._session.to_start()
            self._session.play()
            self._show_race()

    @Slot(object)
    def offer_example(self, example: Example) -> None:
        """Ask an example of the experiment that it needs."""

        def begin() -> None:
            self._session.begin(presets.load(example.preset))
            self._show_page().ask_about(example.asked)

        self._question.before(begin, "beginning with another experiment")

    @Slot(object, object)
    def show_opened(self, found: Found, path: Path) -> None:
        """The study's experiment becomes the race, and its answer is shown beside it."""

        def show() -> None:
            experiment = found.answer.question.experiment
            if self._session.begin(experiment, title=f"opening of {path.name}"):
                self._show_page().show_found(found)
                self.told.emit(f"Opened {path.name}")

        self._show_page().before_another(f"show {printable(path.name)}", show)
