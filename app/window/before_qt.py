"""What needs no screen is imported before Qt. Whatever comes after it costs more: PySide reads the
source of every such module, to see whether it names PySide, and numpy and the core are hundreds.
"""

from __future__ import annotations

import importlib

SCREENLESS = (
    "app.figures.curves.choice",
    "app.figures.memory.contents",
    "app.figures.memory.words",
    "app.files.documents",
    "app.map.drawing.layers",
    "app.panels.methods.method_text",
    "app.running.default_recording",
    "app.session.work",
    "core.measures.control",
    "core.measures.grading",
    "core.measures.network_series",
    "core.measures.standing",
    "core.measures.surface",
    "landscapes.gridded",
)
"""They take along what they need: all of the core that the first paint shows, and what of the
program has no screen either."""


def import_before_qt() -> None:
    """Import them; of no use once Qt is there."""
    for name in SCREENLESS:
        importlib.import_module(name)
