"""How evenly the window ticks while something is computed."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from app.look.theme import DARK
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from core.experiment import presets
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from landscapes.networks.digits_mlp import DigitsMLP
from tests.benchmarks.live_window import LiveWindow
from tests.benchmarks.pairs import Result, interleaved
from tests.benchmarks.races import six_by_64


def ticks() -> Iterator[Result]:
    """The 99th percentile of a 60 Hz tick while everything plays: worker at work against idle.

    At work it computes one long run, whose part under the cursor is there at once.
    """
    default = dataclasses.replace(presets.load("default"), steps=4_000)
    large = dataclasses.replace(six_by_64(), steps=1_500)
    for name, experiment in (("4 × 1 × 4,000", default), ("6 × 64 × 1,500", large)):
        ratio, ours, base = _tick_ratio(experiment, again=False)
        detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
        yield Result(f"GUI tick p99, {name}: worker computing / idle", ratio, 2, False, detail)


def drag_ticks() -> Iterator[Result]:
    """The same with all trajectories replaced again and again, as when a hand drags the start."""
    for name, experiment in (
        ("4 × 1 × 500", presets.load("default")),
        ("6 × 64 × 500", six_by_64()),
    ):
        ratio, ours, base = _tick_ratio(experiment, again=True)
        detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
        yield Result(f"GUI tick p99, {name}: starts dragged / idle", ratio, detail=detail)


def network_ticks() -> Iterator[Result]:
    """The same while networks train anew and the ground of their plane fills, again and again."""
    specs = tuple(MethodSpec.create(name) for name in ("adam", "adam+sam", "adam+cm"))
    race = Experiment(DigitsMLP(train=300), specs, SeedStarts(3), 200, batch=64)
    ratio, ours, base = _tick_ratio(
        race, again=True, changed=lambda count: dataclasses.replace(race, seed=count)
    )
    detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
    yield Result("GUI tick p99, 3 × 3 networks: training, filling / idle", ratio, 2, False, detail)


def export_ticks() -> Iterator[Result]:
    """The same while the queue of exports makes one video after the other."""
    with tempfile.TemporaryDirectory() as folder:
        ratio, ours, base = _export_tick_ratio(Path(folder))
    detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
    yield Result("GUI tick p99, 4 × 1 × 500: exporting a video / idle", ratio, detail=detail)


def _export_tick_ratio(folder: Path) -> tuple[float, float, float]:
    from app.export.formats import FORMATS
    from app.export.job import Request

    stage = LiveWindow(presets.load("default"))
    session, queue = stage.session, stage.window.exports.queue
    made, video = iter(range(1_000)), FORMATS[0]
    scene = Scene(session.picture, 0, DARK, View.of(session.experiment.landscape))

    def exporting() -> float:
        while len(queue.open) < 3:
            path = folder / f"{next(made)}.mp4"
            options = video.parsed({"size": "1280x720"})
            queue.add(Request(path, video, options, session.experiment, scene))
        return stage.tick_p99()

    def idle() -> float:
        queue.close()
        stage.rest()
        return stage.tick_p99()

    measured = interleaved(exporting, idle)
    stage.close()
    return measured


def _tick_ratio(
    experiment: Experiment, *, again: bool, changed: Callable[[int], Experiment] | None = None
) -> tuple[float, float, float]:
    """At work another race is computed, by default with its starts moved a little."""
    stage = LiveWindow(experiment)
    session = stage.session
    moves = iter(range(1, 10_000))

    def compute() -> None:
        if changed is not None:
            session.set_experiment(changed(next(moves)))
        else:
            starts = experiment.start_positions()
            session.set_starts((starts + 1e-4 * next(moves)).tolist())

    def keep_on() -> None:
        if again and not session.busy:
            compute()

    def idle() -> float:
        planes = stage.window.map_view.canvas.planes
        stage.until(lambda: not session.busy and (planes.is_planar or not planes.of_network))
        stage.until(lambda: not planes.state)  # no ground is being filled
        stage.rest()
        return stage.tick_p99()

    measured = interleaved(lambda: stage.tick_p99(compute, keep_on), idle)
    stage.close()
    return measured


BENCHMARKS = (ticks, drag_ticks, network_ticks, export_ticks)
