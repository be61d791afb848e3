"""The catalogue as tables for a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from core.writing import exact, plain

# A pipe has no width of its own; there a row stays one line for grep.
PIPE_WIDTH = 300


def show(catalogue: Mapping[str, Any]) -> None:
    """Print the landscapes, methods and hyperparameters of a catalogue."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPE_WIDTH)
    for table in (
        _table("Landscapes", ("name", "domain", "minima", "loss"), _landscapes(catalogue)),
        _table(
            "Parameters", ("landscape", "name", "allowed", "default", ""), _parameters(catalogue)
        ),
        _table("Drifts", ("kind", "", "period", "by"), _drifts(catalogue)),
        _table("Methods", ("name", "hyperparameters", "source"), _methods(catalogue)),
        _table("Methods of other packages", ("name", "hyperparameters", ""), _packaged(catalogue)),
        _table("Hyperparameters", ("name", "", "allowed", "default", ""), _rows(catalogue)),
    ):
        console.print(table)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for index, column in enumerate(columns):
        table.add_column(column, no_wrap=index == 0, header_style="dim")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _drifts(catalogue: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        (row["kind"], row["description"], row["allowed"]["period"], row["allowed"]["by"])
        for row in catalogue["drifts"]
    ]


def _landscapes(catalogue: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            row["name"],
            _domain(row),
            ", ".join(_minimum(minimum) for minimum in row["minima"]),
            row["formula"],
        )
        for row in catalogue["landscapes"]
    ]


def _domain(landscape: Mapping[str, Any]) -> str:
    if "architecture" in landscape:
        return f"{landscape['dimension']:,} parameters"
    intervals = landscape["domain"] or ()
    return " × ".join(f"[{exact(low)}, {exact(high)}]" for low, high in intervals) or "yours"


def _minimum(minimum: Mapping[str, Any]) -> str:
    place = ", ".join(plain(coordinate) for coordinate in minimum["position"])
    return f"({place}): {plain(minimum['loss'])}"


def _parameters(catalogue: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            landscape["name"],
            row["name"],
            row["allowed"],
            "" if row["default"] is None else exact(row["default"]),
            row["description"],
        )
        for landscape in catalogue["landscapes"]
        for row in landscape["parameters"]
    ]


def _methods(catalogue: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        (row["name"], ", ".join(row["hyperparameters"]), "; ".join(row["sources"]))
        for row in catalogue["methods"]
    ]


def _packaged(catalogue: Mapping[str, Any]) -> list[tuple[str, ...]]:
    found = []
    for package in catalogue["packaged"]:
        if not package["installed"]:
            count = len(package["methods"])
            found.append((f"{package['package']}:NAME", "", f"{count} more, if it is installed"))
            continue
        for row in package["methods"]:
            settings = (f"{each['name']} = {_given(each)}" for each in row["hyperparameters"])
            found.append((row["name"], ", ".join(settings), row["description"]))
        for name, reason in package["refused"].items():
            found.append((f"{package['package']}:{name}", "", f"cannot be raced: {reason}"))
    return found


def _given(argument: Mapping[str, Any]) -> str:
    """A default as a file writes it."""
    return json.dumps(argument["default"])


def _rows(catalogue: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        (row["name"], row["symbol"], row["allowed"], str(row["default"]), row["description"])
        for row in catalogue["hyperparameters"]
    ]
