"""`export`: an experiment in any of the formats that leave the program."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.command_line.closing_line import losses, summary
from app.command_line.console import RefusedError, progress, reported, say
from app.command_line.inputs import (
    ExperimentPath,
    check_apart,
    check_output,
    output_option,
    read_experiment,
)
from app.command_line.painting import painting
from app.command_line.room import LARGEST_BYTES, announcement, check_asked
from app.export.formats import OPTIONS, SUFFIXES, format_of, takers
from app.export.option import Option, OptionError
from app.running.simulation import load_simulate
from app.running.to_end import run_to_end
from core.experiment.experiment import Experiment
from core.recording.keep import MemoryDepth
from core.recording.shapes import recording_bytes


def export(
    experiment: ExperimentPath,
    output: Annotated[Path, output_option(SUFFIXES)],
    **asked: str | bool | None,
) -> None:
    with reported(output) as interruption:
        check_output(output, SUFFIXES)
        chosen = format_of(output)
        assert chosen is not None  # it has just been checked
        if not chosen.carries_experiment:
            check_apart(output, experiment)
        try:
            options = chosen.parsed({name: _text(text) for name, text in asked.items() if text})
        except OptionError as error:
            raise RefusedError(f"--{error.option}: {error}") from None
        race = read_experiment(
            experiment, lambda asked: check_asked(asked, _memory_shown(asked), large=False)
        )
        try:
            chosen.check(race, options)
        except ValueError as error:
            raise RefusedError(str(error)) from None
        try:
            chosen.review(options, race)
        except OptionError as error:
            raise RefusedError(f"--{error.option}: {error}") from None
        memory = _memory_shown(race)
        if memory != "all":
            needed = recording_bytes(race, "all") / 1e9
            say(f"The memories of all steps would take {needed:,.1f} GB: shown at the end only.")
        if told := announcement(race, memory):
            say(told)
        with interruption.importing():
            load_simulate()
            from app.look.theme import DARK
            from app.map.drawing.scene import Scene
            from app.map.drawing.view import View
            from app.map.planes.fitting import PlaneError
            from app.map.seen import scene_seen
            from app.running.shown import Picture
        with progress("Running") as report:
            recording = run_to_end(race, memory, report)
        scene = Scene(Picture.of(recording), race.steps, DARK, View.of(race.landscape))
        scene = scene_seen(scene)
        with painting(), interruption.deferred(), progress("Exporting") as report:

            def advance(done: int, total: int) -> None:
                interruption.check()
                report(done, total)

            try:
                chosen.write(output, scene, options, advance)
            except PlaneError as error:
                raise RefusedError(str(error)) from None
        length = f"{chosen.length(options, race.steps)}, " if chosen.length else ""
        say(f"Saved {output}: {length}{summary(race)}{losses(recording)}")


def _parameter(options: Sequence[Option]) -> inspect.Parameter:
    """The options of one name, of some formats, as typer wants to see them."""
    told = " ".join(map(_told, options))
    if options[0].is_switch:
        name = f"--{options[0].name}"
        annotation = Annotated[bool, typer.Option(name, help=told)]
        kind = inspect.Parameter.KEYWORD_ONLY
        return inspect.Parameter(options[0].name, kind, default=False, annotation=annotation)
    return inspect.Parameter(
        options[0].name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[str | None, typer.Option(metavar=options[0].metavar, help=told)],
    )


def _text(given: str | bool) -> str:
    return "yes" if given is True else str(given)


def _told(option: Option) -> str:
    default = f" ({option.default})" if option.default else ""
    return f"{option.title}: {option.allowed}{default}. For {', '.join(takers(option))}."


export.__doc__ = (
    "Export an experiment as a video, a picture, a drawing, its numbers or a script: "
    f"{', '.join(SUFFIXES)}."
)
# typer reads a function's signature: the table of formats says which options there are.
_given = inspect.signature(export, eval_str=True)
_named = [each for each in _given.parameters.values() if each.kind is not each.VAR_KEYWORD]
_by_name = [
    [each for each in OPTIONS if each.name == name]
    for name in dict.fromkeys(each.name for each in OPTIONS)
]
_all = [*_named, *map(_parameter, _by_name)]
export.__signature__ = _given.replace(parameters=_all)  # type: ignore[attr-defined]
export.__annotations__ = {each.name: each.annotation for each in _all}


def _check_room(experiment: Experiment) -> None:
    check_asked(experiment, _memory_shown(experiment), large=False)


def _memory_shown(experiment: Experiment) -> MemoryDepth:
    whole = recording_bytes(experiment, "all") <= LARGEST_BYTES
    return "all" if whole else "last"
