"""`list`: what there is, as tables or as JSON."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from app.command_line.catalogue import catalogue
from app.command_line.console import reported


def list_all(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """List landscapes, methods and hyperparameters with their ranges and defaults."""
    with reported():
        if as_json:
            print(json.dumps(catalogue(), ensure_ascii=False, indent=2))
        else:
            from app.command_line.catalogue_tables import show

            show(catalogue())
        sys.stdout.flush()
