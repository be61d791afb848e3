"""The numerical core against autograd loops and a hand-written C loop."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch

import landscapes
from core.experiment import presets
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import RandomStarts
from core.stepping.race import Race
from core.stepping.simulate import record
from landscapes.base import Array
from tests.benchmarks.pairs import Result, interleaved, seconds

SOURCE = Path(__file__).with_name("critical_momenta.c")
STARTS, BATCH_STEPS = 16_384, 20
ACKLEY = landscapes.make({"name": "ackley"})


def autograd_loop(start: tuple[float, ...], steps: int) -> Callable[[], None]:
    """One `torch.optim.Adam` with autograd on Ackley's function: what most people write."""

    def loop() -> None:
        theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.Adam([theta], lr=0.05)
        for _ in range(steps):
            optimizer.zero_grad()
            ACKLEY.loss(theta).backward()
            optimizer.step()

    return loop


def default_scene() -> Iterator[Result]:
    """The default experiment, recorded whole, against four autograd loops of as many steps."""
    experiment = presets.load("default")
    (start,) = experiment.starts
    loop = autograd_loop(start, experiment.steps)
    ratio, loops, ours = interleaved(
        lambda: sum(seconds(loop) for _ in experiment.enabled_methods),
        lambda: seconds(lambda: record(experiment)),
    )
    detail = f"{ours * 1e3:.0f} ms against {loops * 1e3:.0f} ms"
    yield Result("default scene, recorded: autograd loops / ours", ratio, 4, detail=detail)


def batch_run() -> tuple[Experiment, Callable[[int], torch.Tensor]]:
    """An adam+cm run of many starts that is advanced some steps at a time, not recorded."""
    spec = MethodSpec.create("adam+cm", {"lr": 0.05, "capacity": 5, "decay": 0.7})
    experiment = Experiment(ACKLEY, (spec,), RandomStarts(STARTS), 1000)
    race = Race(experiment)

    def advance(steps: int) -> torch.Tensor:
        with torch.inference_mode():
            for _ in range(steps):
                race.step(reuse=True)
        return race.thetas[0]

    return experiment, advance


def many_starts() -> Iterator[Result]:
    """Point-steps a second of 16,384 starts against one autograd loop's steps a second."""
    _, advance = batch_run()
    loop_steps = 100
    ratio, loop, ours = interleaved(
        lambda: seconds(autograd_loop((3.0, 2.0), loop_steps)) / loop_steps,
        lambda: seconds(lambda: advance(BATCH_STEPS)) / (BATCH_STEPS * STARTS),
    )
    detail = f"{1 / ours / 1e6:.1f} M point-steps/s against {1 / loop:.0f} steps/s"
    yield Result("adam+cm, 16,384 starts: point-steps/s / one loop's", ratio, 2000, detail=detail)


def c_loop(experiment: Experiment) -> tuple[Callable[[int], None], Callable[[], Array]] | None:
    """The batch of an experiment as a C loop on one core, compiled here: what makes so many steps
    of it, and what tells its points. None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "critical_momenta.so"
        subprocess.run(
            [compiler, "-O3", "-march=native", "-shared", "-fPIC", SOURCE, "-o", library, "-lm"],
            check=True,
        )
        c = ctypes.CDLL(str(library))
    points = (ctypes.c_char * (c.point_bytes() * STARTS))()
    starts, done = experiment.start_positions(), 0
    c.begin(points, starts.ctypes.data_as(ctypes.c_void_p), STARTS)
    settings = [ctypes.c_double(x) for x in (0.05, 0.9, 0.999, 1e-8, 0.7, 1.0)]

    def steps(count: int) -> None:
        nonlocal done
        c.steps(points, STARTS, done + 1, count, *settings)
        done += count

    def positions() -> Array:
        out = np.empty_like(starts)
        c.positions(points, out.ctypes.data_as(ctypes.c_void_p), STARTS)
        return out

    return steps, positions


def against_c() -> Iterator[Result]:
    """The same batch against a C loop on one core, held equal to ours."""
    name = "adam+cm, 16,384 starts: speed / hand-written C loop's"
    experiment, advance = batch_run()
    loop = c_loop(experiment)
    if loop is None:
        yield Result(name, None, detail="no C compiler here")
        return
    c_steps, positions = loop
    c_steps(10)
    np.testing.assert_allclose(advance(10).numpy(), positions(), atol=1e-7)
    ratio, theirs, ours = interleaved(
        lambda: seconds(lambda: c_steps(BATCH_STEPS)), lambda: seconds(lambda: advance(BATCH_STEPS))
    )
    detail = f"{ours / BATCH_STEPS * 1e3:.1f} ms a step against {theirs / BATCH_STEPS * 1e3:.1f} ms"
    yield Result(name, ratio, 0.6, detail=detail)


BENCHMARKS = (default_scene, many_starts, against_c)
