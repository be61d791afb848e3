"""`study`: many starts and settings of an experiment as one table with intervals,
or a map of basins."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.command_line.console import RefusedError, progress, reported, say
from app.command_line.inputs import (
    ExperimentPath,
    check_apart,
    check_output,
    output_option,
    read_experiment,
)
from app.command_line.interruption import Interruption
from app.command_line.study_output import check_installed, check_table, write_answer
from app.command_line.study_question import (
    DEFAULT_LATTICE,
    DEFAULT_STARTS,
    DEFAULT_STATISTIC,
    SHARPNESSES,
    Kind,
    Options,
    question_of,
)
from app.command_line.work_options import Device, Resume, Scheduler, Workers, WorkOptions
from app.look.theme import DARK, LIGHT
from app.running.simulation import load_simulate
from app.study.formats import FORMATS, SUFFIXES
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment

if TYPE_CHECKING:
    from core.study.asking.answer import Answer
    from core.study.asking.question import Question
    from core.study.work.means import Means

_NAMED = [f"{each.suffix} ({each.title})" for each in FORMATS]
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
MOST_OWN_STARTS = 2_000_000


def study(
    experiment: ExperimentPath,
    output: Annotated[Path, output_option(_NAMED)],
    kind: Annotated[
        Kind,
        typer.Option(
            help="starts: what becomes of each start; escape: who leaves the sharp one of two "
            "basins, against its sharpness; sweep: one statistic over a grid of settings; "
            "basins: where every start of a lattice ends, as arrays; seeds: a network trained from "
            "many initialisations, its methods compared at one training loss."
        ),
    ] = "starts",
    starts: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help=f"How many starts ({DEFAULT_STARTS}), or seeds (those of the experiment).",
        ),
    ] = None,
    sampling: Annotated[
        str,
        typer.Option(
            metavar="uniform|sobol|latin|lattice|disc|basin:NAME",
            help="How they are chosen (uniform; for escape disc): latin is a Latin hypercube, "
            "lattice has N along each axis, disc is about the sharp one of two basins, basin:NAME "
            "within the basin of a minimum, by its name or its place, or of the one that a place "
            "comes down to, basin:-0.6,-0.4.",
        ),
    ] = "",
    sharpness: Annotated[
        str,
        typer.Option(
            metavar="S,S,…", help=f"For escape: the sharp basin's curvatures ({SHARPNESSES})."
        ),
    ] = "",
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLACE=V,V,…",
            help="For sweep: such as 'methods[0].capacity=1,2,5'; repeat. For escape on another "
            "landscape than two-basins: one of its parameters, landscape.NAME=V,V,… For seeds: "
            "'methods[*].lr=V,V,…', of which each method's is chosen with as many other seeds.",
        ),
    ] = None,
    at_train_loss: Annotated[
        str,
        typer.Option(
            metavar="L,L,…",
            help="For seeds: training losses, falling, at which methods are compared beside the "
            "end; each run is caught when it first comes down to one.",
        ),
    ] = "",
    below: Annotated[
        float | None, typer.Option(metavar="L", help="Tell who ever came below this loss.")
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            metavar="LABEL",
            help="For starts, escape and seeds: the method that the others are compared with on "
            "the same starts (the no-memory control, or else the first; for escape each one's "
            "own; for seeds the first, and each one's own besides).",
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(
            metavar="main|differences",
            help="For .csv, which holds one: the study's own, or how methods differ on the same "
            "starts. A .json has both.",
        ),
    ] = None,
    statistic: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=f"For sweep: what is told of each cell ({DEFAULT_STATISTIC}). median_, q1_ or "
            "q3_ of final_loss, best_loss, sharpness, attractor_sharpness, ring_rise, path_length "
            "or settled_at; "
            "converged, moving, diverged, undefined; share_global, share_below, share:MINIMUM; "
            "escape_ratio, by_attractor.",
        ),
    ] = None,
    lattice: Annotated[
        int | None,
        typer.Option(metavar="N", help=f"For basins: N × N starts, 2 to 400 ({DEFAULT_LATTICE})."),
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    device: Device = "auto",
    resume: Resume = False,
    seed: Annotated[
        int | None, typer.Option(metavar="S", help="In the place of the experiment's own.")
    ] = None,
    theme: Annotated[
        Literal["light", "dark"], typer.Option(help="Colours of .png, .svg and .pdf.")
    ] = "light",
) -> None:
    """Ask a question of thousands of starts: shares and medians with 95 % intervals."""
    with reported(output) as interruption:
        check_output(output, SUFFIXES)
        check_apart(output, experiment)
        check_installed(output)
        if lattice is not None and kind != "basins":
            raise RefusedError(f"--lattice: {kind} does not take it; it is for --kind basins")
        if starts is not None and kind == "basins":
            raise RefusedError("--starts: basins does not take it; it starts from --lattice N")
        if statistic is not None and kind != "sweep":
            raise RefusedError(f"--statistic: {kind} does not take it; it is for --kind sweep")
        if sampling and kind in ("basins", "seeds"):
            begins = "--lattice N" if kind == "basins" else "--starts N seeds"
            raise RefusedError(f"--sampling: {kind} does not take it; it starts from {begins}")
        if at_train_loss and kind != "seeds":
            raise RefusedError(f"--at-train-loss: {kind} does not take it; it is for --kind seeds")
        if below is not None and kind in ("basins", "escape", "seeds"):
            raise RefusedError(f"--below: {kind} does not take it; it is for starts and sweep")
        check_table(table, kind, output)
        work = WorkOptions(workers, scheduler, device, resume)
        race = read_experiment(experiment, _check_starts)
        if seed is not None:
            race = dataclasses.replace(race, seed=seed)
        with interruption.importing():
            load_simulate()
        options = Options(
            starts, sampling, sharpness, vary or [], statistic, lattice, below, reference,
            at_train_loss,
        )  # fmt: skip
        try:
            question = question_of(kind, race, options)
            with work.means([question], interruption) as means:
                answer = _answered(question, interruption, means)
                told = write_answer(answer, output, table, THEMES[theme])
        except ExperimentError as error:
            raise RefusedError(_said(error)) from None
        from core.study.telling.verdict import verdict

        say(" ".join(verdict(answer)))
        say(f"Saved {output}: {told}, {kind} of {race.landscape.title}")


def _check_starts(experiment: Experiment) -> None:
    """Refuse a list that takes gigabytes before it is read: a study does not start from it."""
    if experiment.start_count > MOST_OWN_STARTS:
        raise ExperimentError(
            "$.starts",
            f"a study draws its own starts (--starts, --sampling) and reads a file of at most "
            f"{MOST_OWN_STARTS:,}; this one has {experiment.start_count:,}",
        )


def _answered(question: Question, interruption: Interruption, means: Means) -> Answer:
    """Carry out a study, with a bar while it is."""
    from core.study.asking.studying import Studying, study

    with interruption.deferred(), progress("Studying") as report:

        def grown(studying: Studying) -> None:
            interruption.check()
            report(studying.done, len(studying.tasks))

        return study(question, means, grown)


def _said(error: ExperimentError) -> str:
    """In the words of the command line where the fault is one of its options."""
    return str(error) if error.path.startswith("$") else f"--{error.path}: {error.problem}"
