"""What is new in this version: the newest section of the changelog, which is shipped."""

from __future__ import annotations

from pathlib import Path

import resources

CHANGELOG = Path(resources.__file__).parents[1] / "CHANGELOG.md"
"""Beside the folders in a checkout, and beside them in an installed package too."""
_SECTION = "\n## "


def newest(text: str) -> str:
    """The first section of a changelog, its heading included; empty where there is none."""
    _, begins, rest = f"\n{text}".partition(_SECTION)
    section = rest.partition(_SECTION)[0].strip()
    return f"{begins.strip()} {section}\n" if section else ""


def news() -> str:
    """What is new, as Markdown."""
    try:
        found = newest(CHANGELOG.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        found = ""
    return found or "The list of changes is missing; install the program again."
