"""`export`: a video of an experiment."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.command_line.closing_line import losses, summary
from app.command_line.console import RefusedError, progress, reported, say
from app.command_line.inputs import ExperimentPath, check_output, read_experiment
from app.command_line.run_command import LARGEST_WHOLE_BYTES
from app.export.plan import PlanError, VideoPlan, parse_rate, parse_size, parse_speed
from app.export.target import VIDEO_SUFFIXES
from app.running.simulation import load_simulate
from app.running.to_end import run_to_end
from core.experiment.experiment import Experiment
from core.recording.recording import MemoryDepth, recording_bytes


def export(
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
    with reported(output) as interruption:
        check_output(output, VIDEO_SUFFIXES)
        plan = _plan(size, fps, speed)
        race = read_experiment(experiment)
        _check_drawable(race)
        plan = dataclasses.replace(plan, steps=race.steps)
        with interruption.importing():
            load_simulate()
            from app.export.frames import picture_of
            from app.export.render import render
            from app.look import theme as themes
            from app.map.drawing.scene import Scene
            from app.map.drawing.view import View
        with progress("Running") as report:
            recording = run_to_end(race, _memory_for_video(race), report)

        colours = themes.DARK if theme == "dark" else themes.LIGHT
        scene = Scene(picture_of(recording), 0, colours, View.of(race.landscape))
        with _painting(), interruption.deferred(), progress("Exporting") as report:

            def advance(done: int, total: int) -> None:
                interruption.check()
                report(done, total)

            render(output, scene, plan, advance)
        length = f"{plan.frames:,} frames, {plan.seconds:.1f} s"
        say(f"Saved {output}: {length}, {summary(race)}{losses(recording)}")


def _plan(size: str, fps: str, speed: str) -> VideoPlan:
    try:
        width, height = parse_size(size)
        return VideoPlan(1, width, height, parse_rate(fps), parse_speed(speed))
    except PlanError as error:
        raise RefusedError(f"--{error.field}: {error}") from None


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

    from app.look import fonts

    application = QGuiApplication.instance() or QGuiApplication([])
    fonts.install()
    yield
    del application
