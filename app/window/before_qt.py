"""What needs no screen is imported before Qt. Whatever comes after it costs more: PySide reads the
source of every such module, to see whether it names PySide, and numpy and the core are hundreds.
"""

from __future__ import annotations

import importlib

SCREENLESS = (
    "app.files.documents",
    "app.running.default_recording",
    "app.session.document",
    "core.measures.network_series",
    "core.measures.standing",
    "core.measures.surface",
)
"""They take along what they need, which is nearly all of the core that the first paint shows."""


def import_before_qt() -> None:
    """Import them; of no use once Qt is there."""
    for name in SCREENLESS:
        importlib.import_module(name)
