"""What every command is given: an experiment to read, a place to write; checked before the work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from app.command_line.console import RefusedError
from app.export.target import SuffixError, check_target, is_same
from app.files import documents
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.experiment.experiment_file import Check

ExperimentPath = Annotated[
    Path,
    typer.Argument(
        metavar="E.json", help="Experiment file, or a recording or video that carries one."
    ),
]


def output_option(formats: Sequence[str]) -> Any:
    """The option that says where a file of one of these formats goes."""
    told = f"Where it goes; the format is its suffix: {', '.join(formats)}."
    return typer.Option("--output", "-o", metavar="OUT", help=told)


def check_output(path: Path, suffixes: Sequence[str]) -> None:
    """See that a file of one of these formats can be put at `path`.

    Raises:
        RefusedError: the name asks for another format.
        OSError: no file can be put there.
    """
    try:
        check_target(path, suffixes)
    except SuffixError as error:
        raise RefusedError(f"--output: {error}") from None


def check_apart(output: Path, experiment: Path) -> None:
    """See that what is written, which carries no experiment, does not replace the one it is of.

    Raises:
        RefusedError: both are one file.
    """
    if is_same(output, experiment):
        raise RefusedError(f"{output}: the experiment would be lost; choose another name")


def read_experiment(path: Path, check: Check | None = None) -> Experiment:
    """The experiment that a file carries.

    `check` is told it, of many starts before they are read, and raises where there is no room.

    Raises:
        RefusedError: it holds none that can be run.
        OSError: it cannot be read.
    """
    try:
        experiment = documents.read_experiment(path, check)
        experiment.check_runs()
    except ExperimentError as error:
        raise RefusedError(f"{path}: {error}") from None
    return experiment
