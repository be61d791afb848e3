"""What a person prefers, kept from one sitting to the next and read strictly."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, QSettings, Signal

from app import settings as kept
from app.window.text_size import USUAL

_GROUP = "preferences"


@dataclasses.dataclass(frozen=True)
class Wishes:
    """How the window is to behave.

    `text_size` is that of all text, in per cent as text. `export_format` is the suffix that a
    sitting's first export begins with, ".mp4". With `reduce_motion` nothing plays by itself and the
    map jumps where it would glide. The others say what a window begins with: the layout of the last
    one, the file that was opened or saved last, the welcome page.
    """

    text_size: str = USUAL
    export_format: str = ".mp4"
    reduce_motion: bool = False
    restore_layout: bool = True
    restore_file: bool = False
    welcome: bool = True

    @classmethod
    def read(cls, settings: kept.Settings | None) -> Wishes:
        """Those that are kept; what is missing or of another type is the default."""
        found: dict[str, str | bool] = {}
        for field in dataclasses.fields(cls):
            key, default = f"{_GROUP}/{field.name}", field.default
            if isinstance(default, bool):
                found[field.name] = kept.flag(settings, key, default)
            else:
                found[field.name] = kept.text(settings, key) or str(default)
        return cls(**found)  # type: ignore[arg-type]


class Preferences(QObject):
    """The wishes of one window; `changed(Wishes)`. Without settings they last as long as it."""

    changed = Signal(object)

    def __init__(self, settings: QSettings | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.wishes = Wishes.read(settings)

    def change(self, **wishes: str | bool) -> None:
        """Wish something else."""
        self.wishes = dataclasses.replace(self.wishes, **wishes)  # type: ignore[arg-type]
        if self._settings is not None:
            for name, value in wishes.items():
                self._settings.setValue(f"{_GROUP}/{name}", value)
        self.changed.emit(self.wishes)
