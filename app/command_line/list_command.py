"""`list`: what there is, as tables or as JSON."""

from __future__ import annotations

import json
import sys
from typing import Annotated, TextIO

import typer

from app.command_line.catalogue import catalogue
from app.command_line.console import reported


def _is_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "") == "utf8"


def list_all(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """List landscapes, methods and hyperparameters with their ranges and defaults."""
    with reported():
        if as_json:
            text = json.dumps(catalogue(), ensure_ascii=not _is_utf8(sys.stdout), indent=2)
            print(text)
        else:
            from app.command_line.catalogue_tables import show

            show(catalogue())
        sys.stdout.flush()
