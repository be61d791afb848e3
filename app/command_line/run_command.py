"""`run`: an experiment's recording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.command_line.closing_line import losses, summary
from app.command_line.console import RefusedError, progress, reported, say
from app.command_line.inputs import ExperimentPath, check_output, read_experiment
from app.running.simulation import load_simulate
from app.running.to_end import check_room, run_to_end
from core.experiment.experiment import Experiment
from core.recording import recording_file
from core.recording.keep import MemoryDepth
from core.recording.shapes import recording_bytes

LARGEST_WHOLE_BYTES = 10**9


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
    with reported(output) as interruption:
        check_output(output, (".npz",))
        race = read_experiment(experiment, lambda asked: _check_room(asked, memory))
        with interruption.importing():
            load_simulate()
        with progress("Running") as report:
            recording = run_to_end(race, memory, report)
        recording_file.save(recording, output)
        say(f"Saved {output}: {summary(race)}{losses(recording)}")


def _check_room(experiment: Experiment, memory: MemoryDepth) -> None:
    needed = recording_bytes(experiment, "all")
    if memory == "all" and needed > LARGEST_WHOLE_BYTES:
        raise RefusedError(
            f"the recording would take {needed / 1e9:,.1f} GB, more than 1 GB; "
            f"--memory last ({recording_bytes(experiment, 'last') / 1e9:,.1f} GB) keeps only the "
            f"newest memories, --memory none ({recording_bytes(experiment, 'none') / 1e9:,.1f} GB) "
            "keeps none"
        )
    check_room(experiment, memory)
