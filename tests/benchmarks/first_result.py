"""How soon a preset that trains or drifts shows something, and how soon all of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from app.figures.curves.choice import values_of
from app.figures.curves.curves import Curve
from app.window.main_window import MainWindow
from core.experiment import presets
from tests.benchmarks.live_window import LiveWindow
from tests.benchmarks.pairs import Result

Drawn = dict[str, Sequence[Curve]]
PRESETS = ("flatter", "stale", "five-tasks", "overfits")
FIRST_SECONDS, WHOLE_SECONDS = 1.0, 60.0


def first_result() -> Iterator[Result]:
    """Each preset opened in the window as a person opens it, until a chart that it has draws its
    first value, and until all of it has been computed; beside it when the map shows it."""
    stage = LiveWindow()
    session, window = stage.session, stage.window
    planes = window.map_view.canvas.planes
    for name in PRESETS:
        stage.rest()
        experiment, begun = presets.load(name), time.perf_counter()
        former = drawn(window)
        window.files.begin_preset(name)
        times: dict[str, float] = {}

        def look(
            begun: float = begun, times: dict[str, float] = times, former: Drawn = former
        ) -> bool:
            ours = session.picture.experiment == session.experiment and session.ready > 0
            is_whole = ours and session.ready == session.last_step and not session.busy
            seen = {
                "curve": ours and shows_more(window, former),
                "map": ours and (planes.is_planar or not planes.of_network),
                "whole": is_whole,
            }
            for what, there in seen.items():
                if there:
                    times.setdefault(what, time.perf_counter() - begun)
            return is_whole and len(times) == len(seen)

        stage.until(look)
        title = presets.titles()[name]
        detail = f"on the map after {times['map']:.2f} s"
        yield Result(f"{title}: first curve, seconds", times["curve"], FIRST_SECONDS, False, detail)
        steps = f"{experiment.steps} steps"
        yield Result(f"{title}: whole, seconds", times["whole"], WHOLE_SECONDS, False, steps)
    stage.close()


def drawn(window: MainWindow) -> Drawn:
    """What each chart draws."""
    charts = {key: window.charts.chart(key) for key in window.charts.shown}
    return {key: chart.view.curves for key, chart in charts.items() if chart.view is not None}


def shows_more(window: MainWindow, former: Drawn) -> bool:
    """Whether any chart draws a value that it did not draw before."""
    return any(
        curves is not former.get(key) and bool(np.isfinite(values_of(curves)).any())
        for key, curves in drawn(window).items()
    )


BENCHMARKS = (first_result,)
