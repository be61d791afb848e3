"""`run`: an experiment's recording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.command_line.closing_line import losses, summary
from app.command_line.console import progress, reported, say
from app.command_line.inputs import ExperimentPath, check_output, read_experiment
from app.command_line.room import announcement, check_asked
from app.running.simulation import load_simulate
from app.running.to_end import run_to_end
from core.recording import recording_file
from core.recording.keep import MemoryDepth


def run(
    experiment: ExperimentPath,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT.npz", help="Where the recording goes.")
    ],
    memory: Annotated[
        MemoryDepth, typer.Option(help="How much of the memories to keep over the steps.")
    ] = "all",
    large: Annotated[
        bool, typer.Option("--large", help="Make a recording of more than 1 GB too.")
    ] = False,
) -> None:
    """Run an experiment and write its recording (.npz)."""
    with reported(output) as interruption:
        check_output(output, (".npz",))
        race = read_experiment(experiment, lambda asked: check_asked(asked, memory, large=large))
        if told := announcement(race, memory):
            say(told)
        with interruption.importing():
            load_simulate()
        with progress("Running") as report:
            recording = run_to_end(race, memory, report)
        recording_file.save(recording, output)
        say(f"Saved {output}: {summary(race)}{losses(recording)}")
