"""Leads into the program: the gallery of shipped experiments, and the tour with its line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.window.bar import Bar, Offer
from app.window.file_commands import FileCommands
from core.experiment import presets

if TYPE_CHECKING:  # imported when the gallery is first opened
    from app.window.thumbnails import Thumbnails


class Guide(QObject):
    """`bar` tells the tour while it lasts."""

    def __init__(
        self, appearance: Appearance, files: FileCommands, map_view: QWidget, window: QWidget
    ) -> None:
        super().__init__(window)
        self._appearance, self._files = appearance, files
        self._map, self._window = map_view, window
        self._thumbnails: Thumbnails | None = None
        self.bar = Bar(appearance, "tour", "First tour")

    @Slot()
    def show_gallery(self) -> None:
        """Let a person choose among the presets."""
        from app.window.gallery import Gallery
        from app.window.thumbnails import Thumbnails

        ratio = self._window.devicePixelRatioF()
        if self._thumbnails is None or self._thumbnails.ratio != ratio:
            self.close()
            self._thumbnails = Thumbnails(ratio, self)
        gallery = Gallery(self._appearance, self._thumbnails, self._window)
        gallery.chosen.connect(self._begin)
        gallery.open()

    @Slot(str)
    def _begin(self, name: str) -> None:
        if name in presets.titles():
            self._files.new_from_preset(name)
        else:
            self.begin_tour()

    @Slot()
    def begin_tour(self) -> None:
        """Begin at the first stop."""
        self._go(0)

    def _go(self, place: int) -> None:
        self._files.question.before(partial(self._stop_at, place), "going on with the tour")

    def _stop_at(self, place: int) -> None:
        from core.experiment.tour import stops  # who is on the tour has begun

        listed = stops()
        stop = listed[place]
        self._files.begin_preset(stop.preset, stop.step)
        offers = []
        if place > 0:
            tip = listed[place - 1].title
            offers.append(Offer("tour-back", "Back", partial(self._go, place - 1), tip))
        if place + 1 < len(listed):
            tip = listed[place + 1].title
            offers.append(Offer("tour-next", "Next", partial(self._go, place + 1), tip))
        else:
            offers.append(Offer("tour-end", "End", self.bar.hide, "The tour is over"))
        text = f"{place + 1} of {len(listed)}: {stop.title}. {stop.text}"
        by_keys = self.bar.isAncestorOf(self._window.focusWidget())
        self.bar.say(text, offers, said="First tour")
        if by_keys:
            button = self.bar.offers[offers[-1].name]
            button.show()  # a layout would do so only later, and until then it takes no focus
            button.setFocus()
        else:
            self._map.setFocus()  # which has the keys of time

    def close(self) -> None:
        """Paint no more pictures."""
        if self._thumbnails is not None:
            self._thumbnails.stop()
