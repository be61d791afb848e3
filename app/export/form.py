"""What an export asks for: place, format and that format's options, checked as one types.

Each field explains beneath itself what is wrong with it; what was entered last is there again
when the form is opened the next time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.export.formats import FORMATS, OPTIONS, SUFFIXES, Format, Options, format_of
from app.export.option import OptionError
from app.export.option_field import OptionField, field_of, named
from app.export.target import SuffixError, check_name
from app.widgets.choice import Choice
from app.widgets.styled import set_styled
from core.experiment.experiment import Experiment

FILTER = ";;".join(f"{each.title} (*{each.suffix})" for each in FORMATS)


@dataclasses.dataclass(frozen=True)
class Entries:
    """What stands in the fields, as text: the place, and options by name."""

    place: str = ""
    options: Mapping[str, str] = dataclasses.field(default_factory=dict)


class ExportForm(QWidget):
    """The fields. `path`, `format`, `options` and `problems` follow every change, which `changed`
    tells."""

    changed = Signal()
    remembered: ClassVar[Entries] = Entries()

    def __init__(
        self, experiment: Experiment, name: str, shown: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """A form for an experiment; `name` is the file's, where none is yet, and `shown` has the
        options, by name, as the window shows them."""
        super().__init__(parent)
        self.setObjectName("exportForm")
        self._experiment = experiment
        self.problems: dict[str, str] = {}
        self.options: Options | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._messages: dict[str, QLabel] = {}
        self._rows: dict[str, list[QWidget]] = {}
        entries = self.remembered
        place = entries.place or str(_videos_folder() / name)
        self._folder = Path(place).parent  # where a name goes that is typed without one
        self._add_place(place)
        self._add_format()
        self._fields: dict[str, OptionField] = {}
        for option in OPTIONS:
            field = self._fields[option.key] = field_of(option, self)
            field.show_text({**shown, **entries.options}.get(option.key, option.default))
            field.changed.connect(self._review)
            self._add_row(option.key, option.title, *field.widgets)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._review()

    @property
    def path(self) -> Path:
        """Where the file goes, in full; a name without a suffix gets that of the format."""
        path = self._typed
        named = path if path.suffix or not path.name else path.with_suffix(self._format.chosen)
        return self._folder / named

    @property
    def format(self) -> Format:
        """The format that the place's name asks for, or else the one that is chosen."""
        return format_of(self.path) or next(f for f in FORMATS if f.suffix == self._format.chosen)

    @property
    def length(self) -> str:
        """In words what the options come to; empty where there is nothing to say."""
        if self.options is None or self.format.length is None:
            return ""
        return self.format.length(self.options, self._experiment.steps)

    @property
    def says_folder(self) -> bool:
        """Whether what stands in the field tells by itself in which folder the file will be."""
        return self._typed.is_absolute()

    @property
    def _typed(self) -> Path:
        path = Path(self._place.text().strip())
        try:
            return path.expanduser()
        except RuntimeError:  # the home of somebody who is not known here
            return path

    def remember(self) -> None:
        """Let the next form begin with these entries."""
        texts = {key: field.text for key, field in self._fields.items()}
        type(self).remembered = Entries(str(self.path), texts)

    def show_problem(self, field: str, message: str) -> None:
        """Explain beneath a field what is wrong with it."""
        self.problems[field] = message
        self._show_problems()
        self.changed.emit()

    def _add_place(self, place: str) -> None:
        self._place = QLineEdit(place)
        tip = f"The file; its name ends in {' or '.join(SUFFIXES)}"
        named(self._place, "exportPlace", "Place", tip)
        self._place.setMinimumWidth(320)
        browse = QPushButton("Browse…")
        named(browse, "exportBrowse", "Browse for a place", "Choose the file in a dialog")
        browse.setAutoDefault(False)
        self._place.textChanged.connect(self._review)
        browse.clicked.connect(self._choose_place)
        self._add_row("place", "Place", self._place, browse)

    def _add_format(self) -> None:
        choices = [(each.suffix, each.title) for each in FORMATS]
        tip = "What kind of file it is; the name's ending says the same"
        self._format = Choice("exportFormat", "Format", tip, choices)
        self._format.activated.connect(self._follow_format)
        self._add_row("format", "Format", self._format)

    def _add_row(self, name: str, title: str, *widgets: QWidget) -> None:
        row = self._grid.rowCount()
        label = QLabel(title)
        label.setBuddy(widgets[0])
        message = QLabel()
        message.setObjectName(f"export{name[0].upper()}{name[1:]}Problem")
        message.setProperty("role", "error")
        message.setWordWrap(True)
        message.setContentsMargins(0, 0, 0, 6)
        message.hide()
        self._messages[name] = message
        line = QWidget()
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for index, widget in enumerate(widgets):
            inner.addWidget(widget, 1 if index == 0 else 0)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(line, row, 1)
        self._grid.addWidget(message, row + 1, 1)
        self._rows[name] = [label, line]

    @Slot()
    def _choose_place(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Export", str(self.path), FILTER)
        if chosen:
            self._folder = Path(chosen).parent
            self._place.setText(chosen)

    @Slot()
    def _follow_format(self) -> None:
        """Another format was chosen: the place's name gets its ending."""
        self._place.setText(str(self._typed.with_suffix(self._format.chosen)))

    @Slot()
    def _review(self) -> None:
        self.problems, self.options = {}, None
        self._format.show_word(self.format.suffix)
        asked = {option.key for option in self.format.options}
        for key in self._fields:
            for widget in self._rows[key]:
                widget.setVisible(key in asked)
        values, keys = {}, {option.name: option.key for option in self.format.options}
        for option in self.format.options:
            try:
                values[option.name] = option.parse(self._fields[option.key].text)
            except OptionError as error:
                self.problems[option.key] = str(error)
        try:
            self.format.check(self._experiment, values)
        except ValueError as error:
            self.problems["format"] = str(error)
        if not self.problems:
            try:
                self.format.review(values, self._experiment)
            except OptionError as error:
                self.problems[keys[error.option]] = str(error)
        if not self.problems:
            self.options = values
        self._review_place()
        self._show_problems()
        self.changed.emit()

    def _review_place(self) -> None:
        if not self._place.text().strip():
            self.problems["place"] = "a file is needed, such as race.mp4"
            return
        try:
            check_name(self.path, SUFFIXES)
        except SuffixError as error:
            self.problems["place"] = str(error)
        except OSError as error:
            self.problems["place"] = f"{error.strerror}: {error.filename}"

    def _show_problems(self) -> None:
        for name, label in self._messages.items():
            problem = self.problems.get(name, "")
            label.setText(problem[:1].upper() + problem[1:])
            label.setVisible(bool(problem))
        set_styled(self._place, "wrong", "place" in self.problems)
        for name, field in self._fields.items():
            field.show_wrong(name in self.problems)


def _videos_folder() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()
