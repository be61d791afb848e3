"""Opening, saving and exporting from the window's menus: the dialogs and the recent files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QUrl, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app import settings as kept
from app.export.target import SuffixError, check_name
from app.files import documents, png_text
from app.look.appearance import Appearance
from app.look.png import png_of
from app.map.map_view import MapView
from app.map.seen import layers_of, state_of, view_of
from app.session.session import Session
from app.window.bar import Offer
from app.window.dropping import judged
from app.window.places import Places
from app.window.preferences import Wishes
from app.window.save_question import SaveQuestion
from core.experiment import experiment_file, presets
from core.experiment.experiment_file import SUFFIX
from core.experiment.view_state import ViewState
from core.files import rewriting
from landscapes.wording import printable

_OPENED = " ".join(f"*{suffix}" for suffix in documents.SUFFIXES)
OPEN_FILTER = f"Experiments, recordings, videos and pictures ({_OPENED});;All files (*)"
SAVE_FILTER = f"Experiment (*{SUFFIX})"
IMAGE_SUFFIX = ".png"
IMAGE_FILTER = f"PNG image (*{IMAGE_SUFFIX})"
MOST_RECENT = 8
IMAGE_SCALE = 2
_RECENT = "files/recent"


class FileCommands(QObject):
    """What the File menu does. `told(str)` is good news and `explained(str)` what a preset shows;
    what fails is told by the session, and by `warned(str, Offer | None)` where it is no business
    of the session's or something can be done.

    What would take the place of unsaved work asks first, by `question`. Which panels are shown is
    saved where `panels_shown` tells.
    """

    told = Signal(str)
    warned = Signal(str, object)
    explained = Signal(str)
    recent_changed = Signal()
    raced = Signal()  # another experiment is there to be seen
    panels_wanted = Signal(object)  # a frozenset of names: a file says which panels it is seen with
    study_found = Signal(object)  # a Path; whoever opens it remembers it

    def __init__(
        self,
        session: Session,
        appearance: Appearance,
        map_view: MapView,
        settings: QSettings | None,
        window: QWidget,
        wishes: Callable[[], Wishes] = Wishes,
    ) -> None:
        super().__init__(window)
        self._wishes = wishes
        self._session = session
        self._appearance = appearance
        self._map = map_view
        self._settings = settings
        self._window = window
        self.panels_shown: Callable[[], frozenset[str]] | None = None
        self.question = SaveQuestion(session, self.save, window)
        self.places = Places(settings, window)
        self._recent = list(kept.texts(settings, _RECENT))[:MOST_RECENT]

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files opened or saved last, the newest first."""
        return tuple(map(Path, self._recent))

    @property
    def wanted_back(self) -> tuple[Path, ...]:
        """The file of the last time, where a person wants to go on with it and it is there."""
        last = self.recent[:1] if self._wishes().restore_file else ()
        return tuple(path for path in last if path.is_file())

    @Slot()
    def open(self) -> None:
        """Ask for a file and open it."""
        self.ask_to_open("Open an experiment", OPEN_FILTER)

    def ask_to_open(self, title: str, kinds: str) -> None:
        """Ask for a file of some kinds and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(self.places.folder), kinds)
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path, aside: str = "") -> None:
        """Open an experiment, a recording, a study or a video; `aside` is said along with it."""
        self.question.before(partial(self._load, path, aside), f"opening {printable(path.name)}")

    def _load(self, path: Path, aside: str) -> None:
        if documents.holds_study(path):
            self.study_found.emit(path)
            if aside:
                self.warned.emit(aside, None)
            return
        if not (result := self._session.load(path)):
            if aside:
                self.warned.emit(f"{result.refusal} {aside}", None)
            if not path.exists():
                self._forget(path)
            return
        self._show_as_kept()
        self.raced.emit()
        self.remember(path)
        if aside:
            self.warned.emit(f"Opened {path.name}. {aside}", None)
        else:
            self.told.emit(f"Opened {path.name}")

    def _show_as_kept(self) -> None:
        """Look at what was opened as it was looked at when it was saved."""
        experiment, seen = self._session.experiment, self._session.seen
        if seen is None:
            return
        if seen.panels is not None:
            self.panels_wanted.emit(seen.panels)
        self._map.set_layers(layers_of(seen, self._map.layers))
        if seen.plane is not None:
            self._map.show_plane(seen.plane)
        self._map.show_view(view_of(seen, experiment.landscape))
        self._session.select_start(seen.start or 0)
        self._session.seek(seen.step or 0)

    def drop(self, urls: Iterable[QUrl]) -> None:
        """Open what was dropped on the window."""
        dropped = judged(urls)
        if dropped.path is not None:
            self.open_path(dropped.path, dropped.aside)
        else:
            self.warned.emit(dropped.aside, None)

    def new_from_preset(self, name: str) -> None:
        """Begin with an experiment that is shipped, untitled; undo returns to what was open."""
        self.question.before(partial(self._begin, name), "beginning with another experiment")

    def _begin(self, name: str) -> None:
        self.begin_preset(name)
        self.explained.emit(presets.commentary(name))

    def begin_preset(self, name: str, step: int | None = None) -> None:
        """Begin with a shipped experiment unasked, at a step or with time running."""
        experiment = presets.load(name)
        self._session.begin(experiment)
        self._map.show_view(view_of(experiment.view or ViewState(), experiment.landscape))
        self.raced.emit()
        if step is not None:
            self._session.pause()
            self._session.seek(step)
        else:
            self._session.to_start()
            self.play()

    @Slot()
    def play(self) -> None:
        """Let time run; where a person wants little motion, show the end in place of the start."""
        session = self._session
        if not self._wishes().reduce_motion:
            session.play()
        elif session.cursor == 0:
            session.to_end()

    @Slot()
    def save(self) -> bool:
        """Save where it was opened, ask where nothing was; whether everything is saved now."""
        path = self._session.path
        return self.save_as() if path is None else self._save_to(path)

    @Slot()
    def save_as(self) -> bool:
        """Ask where to save; whether it is saved there."""
        known = self._session.path or self.places.folder / f"experiment{SUFFIX}"
        path = self.places.ask("Save the experiment", known, SAVE_FILTER, _experiment_name)
        return path is not None and self._save_to(path)

    @Slot()
    def save_map_image(self) -> None:
        """Ask where to save a picture of the map, and paint it at twice the screen's size."""
        known = self.places.folder / f"map{IMAGE_SUFFIX}"
        path = self.places.ask("Save the map's image", known, IMAGE_FILTER, _image_name)
        if path is None:
            return
        try:
            check_name(path, (IMAGE_SUFFIX,))
            data = png_of(self._picture_of_map())
            with rewriting(path) as file:
                file.write(data)
        except SuffixError as error:
            self.warned.emit(str(error), None)
            return
        except OSError as error:
            self.warned.emit(f"{path.name}: {error.strerror}", None)
            return
        self.places.keep(path)
        self.told.emit(f"Saved {path.name}")

    def _picture_of_map(self) -> QImage:
        """As it is seen, with the experiment, which is opened from it again."""
        image = self._map.canvas.image(IMAGE_SCALE)
        experiment = dataclasses.replace(self._session.experiment, view=self._seen())
        image.setText(png_text.KEY, experiment_file.dumps(experiment))
        return image

    def _seen(self) -> ViewState:
        """How the race is looked at now."""
        session, shown = self._session, self._map
        where = (session.cursor, session.selected_start, shown.view, shown.layers)
        panels, plane = self.panels_shown() if self.panels_shown else None, shown.plane_choice
        landscape = session.experiment.landscape if plane is None else shown.landscape
        return state_of(*where, landscape, panels, plane)

    def _save_to(self, path: Path, *, overwrite: bool = False) -> bool:
        result = self._session.save(path, overwrite=overwrite, seen=self._seen())
        if result:
            self.remember(path)
            self.told.emit(f"Saved {path.name}")
        elif result.overwrites:
            again = partial(self._save_to, path, overwrite=True)
            tip = "Replace what is in the file by what is here"
            self.warned.emit(result.refusal, Offer("overwrite", "Save anyway", again, tip))
        return bool(result)

    def remember(self, path: Path) -> None:
        """Put a file on the list of those opened or saved last."""
        name = str(path.absolute())
        self._keep_recent([name, *(other for other in self._recent if other != name)])
        self.places.keep(path)

    def _forget(self, path: Path) -> None:
        name = str(path.absolute())
        if name in self._recent:
            self._keep_recent([other for other in self._recent if other != name])

    def _keep_recent(self, names: list[str]) -> None:
        self._recent = names[:MOST_RECENT]
        if self._settings is not None:
            self._settings.setValue(_RECENT, self._recent)
        self.recent_changed.emit()


def _experiment_name(name: str) -> str:
    """A name as it was typed, made one that an experiment file can be opened by."""
    return name if Path(name).suffix.lower() == ".json" else name + SUFFIX


def _image_name(name: str) -> str:
    return name if Path(name).suffix else name + IMAGE_SUFFIX
