"""The window's two pages, the race and the study; the second is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from app.study.page import StudyPage


class Pages(QStackedWidget):
    """`changed` when the other page is shown. `study` is None until it was shown once."""

    changed = Signal()

    def __init__(self, race: QWidget, make_study: Callable[[], StudyPage]) -> None:
        super().__init__()
        self.setObjectName("pages")
        self._race, self._make = race, make_study
        self.study: StudyPage | None = None
        self.addWidget(race)

    @property
    def shows_race(self) -> bool:
        """Whether the race is shown, and not the study."""
        return self.currentWidget() is self._race

    def show_race(self) -> None:
        """Show the race."""
        self._turn_to(self._race)

    def show_study(self) -> StudyPage:
        """Show the study page, which is given."""
        if self.study is None:
            self.study = self._make()
            self.addWidget(self.study)
        self._turn_to(self.study)
        return self.study

    def _turn_to(self, page: QWidget) -> None:
        if self.currentWidget() is not page:
            self.setCurrentWidget(page)
            self.changed.emit()
