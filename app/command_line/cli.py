"""The commands `run`, `export` and `list`: none of them needs a display.

Exit codes: 0 done (a diverged method is a result), 1 could not (files), 2 refused input,
130 interrupted. What went wrong stands on the standard error, and nothing partial stays.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.metadata
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import typer

from app.command_line.catalogue import catalogue
from app.command_line.console import INTERRUPTED, RefusedError, fail, progress, reported, say
from app.command_line.interruption import Interruption
from app.export.plan import PlanError, VideoPlan, parse_rate, parse_size, parse_speed
from app.export.target import VIDEO_SUFFIXES, SuffixError, check_target
from app.files import documents
from app.running.to_end import run_to_end
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.recording.recording import MemoryDepth, Recording, recording_bytes

LARGEST_WHOLE_BYTES = 10**9


commands = typer.Typer(
    name="basinscope",
    help="See the memory of memory-augmented optimizers on loss landscapes. "
    "Without a command, or with the path of an experiment, the window opens.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ExperimentPath = Annotated[
    Path,
    typer.Argument(
        metavar="E.json", help="Experiment file, or a recording or video that carries one."
    ),
]


def main(arguments: Sequence[str], interruption: Interruption | None = None) -> int:
    """Carry out a command line; the exit code."""
    with interruption or Interruption() as signals:
        try:
            commands(list(arguments), prog_name="basinscope", obj=signals)
        except SystemExit as ending:
            return ending.code if isinstance(ending.code, int) else bool(ending.code)
        except KeyboardInterrupt:
            return fail("interrupted, nothing was written", INTERRUPTED)
    return 0


@commands.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        try:
            print(importlib.metadata.version("basinscope"))
        except importlib.metadata.PackageNotFoundError:
            print("not installed, run from its sources")
        raise typer.Exit


@commands.command()
def run(
    experiment: ExperimentPath,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT.npz", help="Where the recording goes.")
    ],
    memory: Annotated[
        MemoryDepth, typer.Option(help="How much of the memories to keep over the steps.")
    ] = "all",
) -> None:
    """Run an experiment and write its recording (.npz)."""
    with reported(output):
        _check_output(output, (".npz",))
        race = _read(experiment)
        if memory == "all":
            _check_whole_memory(race)
        with progress("Running") as report:
            recording = run_to_end(race, memory, report)
        from core.recording import recording_file

        recording_file.save(recording, output)
        say(f"Saved {output}: {_summary(race)}{_losses(recording)}")


@commands.command()
def export(
    context: typer.Context,
    experiment: ExperimentPath,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT.mp4", help="Where the video goes.")
    ],
    size: Annotated[
        str, typer.Option(metavar="WIDTHxHEIGHT", help="Pixels, both sides even.")
    ] = "1280x720",
    fps: Annotated[str, typer.Option(metavar="RATE", help="Frames per second, 1 to 240.")] = "60",
    speed: Annotated[
        str, typer.Option(metavar="FACTOR", help="1 shows 60 steps per second; 0.01 to 100.")
    ] = "1",
    theme: Annotated[Literal["dark", "light"], typer.Option(help="Colours.")] = "dark",
) -> None:
    """Export a video of an experiment (.mp4)."""
    interruption: Interruption = context.obj
    with reported(output):
        _check_output(output, VIDEO_SUFFIXES)
        plan = _plan(size, fps, speed)
        race = _read(experiment)
        _check_drawable(race)
        plan = dataclasses.replace(plan, steps=race.steps)
        with progress("Running") as report:
            recording = run_to_end(race, _memory_for_video(race), report)
        from app.export.frames import Scene, picture_of
        from app.export.render import render
        from app.look import theme as themes
        from app.map.drawing.layers import Layers
        from app.map.drawing.view import View

        colours = themes.DARK if theme == "dark" else themes.LIGHT
        scene = Scene(colours, View.of(race.landscape), Layers())
        with _painting(), interruption.deferred(), progress("Exporting") as report:

            def advance(done: int, total: int) -> None:
                interruption.check()
                report(done, total)

            render(output, picture_of(recording), scene, plan, advance)
        length = f"{plan.frames:,} frames, {plan.seconds:.1f} s"
        say(f"Saved {output}: {length}, {_summary(race)}{_losses(recording)}")


@commands.command(name="list")
def list_(
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


def _check_output(path: Path, suffixes: Sequence[str]) -> None:
    try:
        check_target(path, suffixes)
    except SuffixError as error:
        raise RefusedError(f"--output: {error}") from None


def _read(path: Path) -> Experiment:
    try:
        experiment = documents.read(path)[0]
        experiment.check_runs()
    except ExperimentError as error:
        raise RefusedError(f"{path}: {error}") from None
    return experiment


def _plan(size: str, fps: str, speed: str) -> VideoPlan:
    try:
        width, height = parse_size(size)
        return VideoPlan(1, width, height, parse_rate(fps), parse_speed(speed))
    except PlanError as error:
        raise RefusedError(f"--{error.field}: {error}") from None


def _check_whole_memory(experiment: Experiment) -> None:
    needed = recording_bytes(experiment, "all")
    if needed > LARGEST_WHOLE_BYTES:
        raise RefusedError(
            f"the recording would take {needed / 1e9:,.1f} GB, more than 1 GB; "
            f"--memory last ({recording_bytes(experiment, 'last') / 1e9:,.1f} GB) keeps only the "
            f"newest memories, --memory none ({recording_bytes(experiment, 'none') / 1e9:,.1f} GB) "
            "keeps none"
        )


def _check_drawable(experiment: Experiment) -> None:
    dimension = experiment.landscape.dimension
    if dimension != 2:
        raise RefusedError(f"a map shows landscapes of 2 dimensions, this one has {dimension}")


def _memory_for_video(experiment: Experiment) -> MemoryDepth:
    needed = recording_bytes(experiment, "all")
    if needed <= LARGEST_WHOLE_BYTES:
        return "all"
    say(f"The memories of all steps would take {needed / 1e9:,.1f} GB: shown at the end only.")
    return "last"


@contextlib.contextmanager
def _painting() -> Iterator[None]:
    """Qt ready to paint, without a screen where there may be none."""
    if sys.platform not in ("win32", "darwin"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication([])
    yield
    del application


def _losses(recording: Recording) -> str:
    """Which methods have diverged, in words; nothing where none has."""
    words = []
    for spec, track in zip(recording.experiment.enabled_methods, recording.tracks, strict=True):
        lost = int(np.isnan(track["positions"][-1]).any(-1).sum())
        if lost:
            of = f" from {lost:,} of {recording.experiment.start_count:,} starts"
            words.append(
                f"{spec.label} diverged{of if recording.experiment.start_count > 1 else ''}"
            )
    return "".join(f"; {word}" for word in words)


def _summary(experiment: Experiment) -> str:
    names = ", ".join(method.label for method in experiment.enabled_methods)
    steps = "1 step" if experiment.steps == 1 else f"{experiment.steps:,} steps"
    return f"{steps} of {names} on {experiment.landscape.title}"
