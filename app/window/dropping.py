"""What is dropped on the window: which file is opened, and in words why the rest is not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDropEvent

_MOST_NAMED = 3


class Dropped(NamedTuple):
    """The file to open, if there is one, and what is to be said of everything else."""

    path: Path | None
    aside: str


def judged(urls: Iterable[QUrl]) -> Dropped:
    """What to do with what was dropped: the first file is opened, and everything else named."""
    urls = list(urls)
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    folders = [path for path in paths if path.is_dir()]
    files = [path for path in paths if path not in folders]
    pages = [url.toDisplayString() for url in urls if not url.isLocalFile()]
    asides = []
    if files[1:]:
        names = _listed([path.name for path in files[1:]])
        asides.append(f"A window opens one file at a time; not opened: {names}.")
    if folders:
        names = _listed([path.name or str(path) for path in folders])
        asides.append(f"Not opened, because it is a folder: {names}.")
    if pages:
        asides.append(
            f"Not opened, because it is an address and no file of this computer: {_listed(pages)}."
        )
    if not urls:
        asides.append("Nothing opened: what was dropped is no file.")
    return Dropped(files[0] if files else None, " ".join(asides))


def take_a_copy(event: QDropEvent) -> None:
    """Accept what is dragged as a copy, whatever is proposed: a source that is told of a move
    deletes its file. What can only be moved is not accepted."""
    if event.possibleActions() & Qt.DropAction.CopyAction and event.mimeData().hasUrls():
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    else:
        event.ignore()


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
