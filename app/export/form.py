"""What a video export asks for: place, size, frame rate, speed and colours, checked as one types.

Each field explains beneath itself what is wrong with it; what was entered last is there again
when the form is opened the next time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.export.plan import (
    RATE_RANGE,
    SIDE_RANGE,
    SPEED_RANGE,
    PlanError,
    VideoPlan,
    parse_rate,
    parse_size,
    parse_speed,
)
from app.export.target import VIDEO_SUFFIXES, SuffixError, check_name
from app.look.theme import DARK, LIGHT, Theme
from app.widgets.choice import Choice
from app.widgets.styled import set_styled

SIZES = (
    ("1280x720", "1280 × 720, HD"),
    ("1920x1080", "1920 × 1080, Full HD"),
    ("3840x2160", "3840 × 2160, 4K"),
    ("1080x1080", "1080 × 1080, square"),
    ("custom", "Custom"),
)
RATES = ("24", "25", "30", "50", "60")
SPEEDS = ("0.25", "0.5", "1", "2", "4", "8")
COLOURS = (("window", "As the window"), ("dark", "Dark"), ("light", "Light"))

UNIT_WIDTH = 140  # the units of both numbers, so that their fields end together
T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Entries:
    """What stands in the fields, as text."""

    place: str = ""
    size: str = "1280x720"
    width: str = "1280"
    height: str = "720"
    fps: str = "60"
    speed: str = "1"
    colours: str = "window"


class ExportForm(QWidget):
    """The fields. `path`, `plan` and `problems` follow every change, which `changed` tells."""

    changed = Signal()
    remembered: ClassVar[Entries] = Entries()

    def __init__(self, steps: int, name: str, parent: QWidget | None = None) -> None:
        """A form for an experiment of `steps` steps; `name` is the video's, where none is yet."""
        super().__init__(parent)
        self.setObjectName("exportForm")
        self._steps = steps
        self.problems: dict[str, str] = {}
        self.plan: VideoPlan | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._messages: dict[str, QLabel] = {}
        entries = self.remembered
        place = entries.place or str(_videos_folder() / name)
        self._folder = Path(place).parent  # where a name goes that is typed without one
        self._add_place(place)
        self._add_size(entries)
        self._fps = self._add_number(
            "fps", "Frame rate", "frames per second", RATES, entries.fps, RATE_RANGE
        )
        self._speed = self._add_number(
            "speed", "Speed", "× 60 steps per second", SPEEDS, entries.speed, SPEED_RANGE
        )
        self._colours = Choice(
            "exportColours", "Colours", "Colours of the video: as the window, dark, light", COLOURS
        )
        self._colours.show_word(entries.colours)
        self._add_row("colours", "Colours", self._colours)
        self._review()

    @property
    def path(self) -> Path:
        """Where the video goes, in full; a name without a suffix gets ours."""
        path = self._typed
        named = path if path.suffix or not path.name else path.with_suffix(VIDEO_SUFFIXES[0])
        return self._folder / named

    @property
    def says_folder(self) -> bool:
        """Whether what stands in the field tells by itself in which folder the video will be."""
        return self._typed.is_absolute()

    @property
    def _typed(self) -> Path:
        path = Path(self._place.text().strip())
        try:
            return path.expanduser()
        except RuntimeError:  # the home of somebody who is not known here
            return path

    def theme(self, of_window: Theme) -> Theme:
        """The colours that are chosen."""
        return {"window": of_window, "dark": DARK, "light": LIGHT}[self._colours.chosen]

    def remember(self) -> None:
        """Let the next form begin with these entries."""
        type(self).remembered = self.entries

    @property
    def entries(self) -> Entries:
        """What stands in the fields."""
        return Entries(
            str(self.path),
            self._size.chosen,
            self._width.text(),
            self._height.text(),
            self._fps.currentText(),
            self._speed.currentText(),
            self._colours.chosen,
        )

    def show_problem(self, field: str, message: str) -> None:
        """Explain beneath a field what is wrong with it."""
        self.problems[field] = message
        self._show_problems()
        self.changed.emit()

    def _add_place(self, place: str) -> None:
        self._place = QLineEdit(place)
        _name(self._place, "exportPlace", "Place", "File of the video; its name ends in .mp4")
        self._place.setMinimumWidth(320)
        self._browse = QPushButton("Browse…")
        _name(self._browse, "exportBrowse", "Browse for a place", "Choose the file in a dialog")
        self._browse.setAutoDefault(False)
        self._place.textChanged.connect(self._review)
        self._browse.clicked.connect(self._choose_place)
        self._add_row("place", "Place", self._place, self._browse)

    def _add_size(self, entries: Entries) -> None:
        self._size = Choice("exportSize", "Size", "Size of the picture in pixels", SIZES)
        self._size.show_word(entries.size)
        self._width = _side("exportWidth", "Width", entries.width)
        self._height = _side("exportHeight", "Height", entries.height)
        self._times = QLabel("×")
        for field in (self._width, self._height):
            field.textChanged.connect(self._review)
        self._size.currentIndexChanged.connect(self._review)
        self._add_row("size", "Size", self._size, self._width, self._times, self._height)

    def _add_number(
        self, field: str, title: str, unit: str, choices: tuple[str, ...], value: str, tip: str
    ) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(choices)
        box.setCurrentText(value)
        _name(box, f"export{field.capitalize()}", title, tip[:1].upper() + tip[1:])
        box.lineEdit().setAccessibleName(title)
        box.currentTextChanged.connect(self._review)
        suffix = QLabel(unit)
        suffix.setProperty("role", "dim")
        suffix.setMinimumWidth(UNIT_WIDTH)
        self._add_row(field, title, box, suffix)
        return box

    def _add_row(self, field: str, title: str, *widgets: QWidget) -> None:
        row = self._grid.rowCount()
        label = QLabel(title)
        label.setBuddy(widgets[0])
        message = QLabel()
        message.setObjectName(f"export{field.capitalize()}Problem")
        message.setProperty("role", "error")
        message.setWordWrap(True)
        message.setContentsMargins(0, 0, 0, 6)
        message.hide()
        self._messages[field] = message
        line = QHBoxLayout()
        line.setSpacing(8)
        for index, widget in enumerate(widgets):
            line.addWidget(widget, 1 if index == 0 else 0)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid.addLayout(line, row, 1)
        self._grid.addWidget(message, row + 1, 1)
        self._grid.setRowMinimumHeight(row + 1, 8)

    @Slot()
    def _choose_place(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Export video", str(self.path), "MP4 video (*.mp4)"
        )
        if chosen:
            self._folder = Path(chosen).parent
            self._place.setText(chosen)

    @Slot()
    def _review(self) -> None:
        custom = self._size.chosen == "custom"
        for widget in (self._width, self._times, self._height):
            widget.setVisible(custom)
        self.problems, self.plan = {}, None
        size = f"{self._width.text()}x{self._height.text()}" if custom else self._size.chosen
        sides = self._try(parse_size, size)
        fps = self._try(parse_rate, self._fps.currentText())
        speed = self._try(parse_speed, self._speed.currentText())
        if sides and fps and speed:
            self.plan = VideoPlan(self._steps, *sides, fps, speed)
        self._review_place()
        self._show_problems()
        self.changed.emit()

    def _try(self, parse: Callable[[str], T], text: str) -> T | None:
        try:
            return parse(text)
        except PlanError as error:
            self.problems[error.field] = str(error)
            return None

    def _review_place(self) -> None:
        if not self._place.text().strip():
            self.problems["place"] = "a file is needed, such as race.mp4"
            return
        try:
            check_name(self.path, VIDEO_SUFFIXES)
        except SuffixError as error:
            self.problems["place"] = str(error)
        except OSError as error:
            self.problems["place"] = f"{error.strerror}: {error.filename}"

    def _show_problems(self) -> None:
        for field, label in self._messages.items():
            problem = self.problems.get(field, "")
            label.setText(problem[:1].upper() + problem[1:])
            label.setVisible(bool(problem))
        set_styled(self._place, "wrong", "place" in self.problems)
        for side in (self._width, self._height):
            set_styled(side, "wrong", "size" in self.problems)


def _name(widget: QWidget, name: str, title: str, tip: str) -> None:
    widget.setObjectName(name)
    widget.setAccessibleName(title)
    widget.setToolTip(tip)


def _side(name: str, title: str, value: str) -> QLineEdit:
    field = QLineEdit(value)
    _name(field, name, title, f"{title} in pixels, {SIDE_RANGE}")
    field.setMaxLength(5)
    field.setFixedWidth(72)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    return field


def _videos_folder() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()
