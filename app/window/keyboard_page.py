"""The keyboard as a page of help: the commands' keys, and those of single panels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from PySide6.QtGui import QKeySequence

from app.window.command import Command

_SIGNS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
Keys = tuple[tuple[str, str], ...]

PANELS: tuple[tuple[str, Keys], ...] = (
    (
        "The map, by hand",
        (
            ("Drag", "a start, the ground, or the legend to where it is wanted"),
            ("Double-click", "bring the selected start here; on the legend, send it back"),
            ("Ctrl+click", "add a start"),
            ("Wheel, pinch", "zoom about the pointer; two fingers on a touch pad pan"),
        ),
    ),
    (
        "The map, while it has the focus",
        (
            ("+  −  0", "zoom in, zoom out, show the whole domain"),
            ("Delete, Backspace", "remove the selected start"),
        ),
    ),
    (
        "A surface in place of the map",
        (
            ("Drag", "turn and tilt it; the legend goes where it is wanted"),
            ("Ctrl+←  →  ↑  ↓", "turn and tilt it, while it has the focus"),
            ("Wheel, pinch, +  −", "look closer, look from farther away"),
            ("Double-click, 0", "look at it as at first"),
        ),
    ),
    (
        "A card that has the focus",
        (
            ("Enter", "unfold or fold it"),
            ("Delete", "remove it"),
        ),
    ),
    (
        "Memory, charts and step anatomy",
        (
            ("↑  ↓", "from item to item, from sub-step to sub-step"),
            ("Enter", "go to the birth of the item; fold or unfold a memory"),
            ("Page ↑  Page ↓", "to the event before, the event after"),
            ("+  −  0", "zoom a chart in, out, show all of it"),
            ("Ctrl+C", "in the standing: copy the table"),
        ),
    ),
    (
        "A study's plot or table that has the focus",
        (
            ("←  →  ↑  ↓", "from figure to figure, from start to start of a map"),
            ("Enter", "open the figure's race; race from the start"),
            ("Ctrl+C", "in a table: copy it"),
        ),
    ),
    (
        "A slider or field that has the focus",
        (
            ("←  →  ↑  ↓", "a small step; Page ↑ and Page ↓ ten"),
            ("Home  End", "a slider's ends"),
            ("Double-click", "a slider's default"),
            ("Escape", "the number before; then the keys drive time again"),
            ("Enter", "take the number; Space, Home and End then drive time again"),
        ),
    ),
    (
        "Everywhere",
        (
            ("Tab  Shift+Tab", "to the next control, to the one before"),
            ("Escape", "back to the map; out of the full screen of a talk"),
        ),
    ),
)


def keyboard_page(commands: Iterable[Command]) -> str:
    """The keys as a page of text, menu by menu and then panel by panel."""
    rows = []
    for title, keys in (*_menus(commands), *PANELS):
        rows.append(f"<tr><td colspan='2'><h3>{escape(title)}</h3></td></tr>")
        rows += [
            f"<tr><td><b>{escape(key)}</b>&nbsp;&nbsp;&nbsp;</td><td>{escape(what)}</td></tr>"
            for key, what in keys
        ]
    return f"<table cellpadding='2'>{''.join(rows)}</table>"


def key_text(keys: QKeySequence) -> str:
    """A shortcut as people read it: Shift+←."""
    text = keys.toString(QKeySequence.SequenceFormat.NativeText)
    *modifiers, key = text.split("+") if len(text) > 1 else [text]
    return "+".join((*modifiers, _SIGNS.get(key, key)))


def _menus(commands: Iterable[Command]) -> Iterator[tuple[str, Keys]]:
    """Each menu once, also where a submenu stands in its middle."""
    menus: dict[str, list[tuple[str, str]]] = {}
    for command in commands:
        if command.keys:
            keys = ", ".join(map(key_text, command.shortcuts))
            menus.setdefault(command.menu, []).append((keys, command.name))
    for menu, within in menus.items():
        yield menu.rpartition("/")[2].replace("&", ""), tuple(within)
