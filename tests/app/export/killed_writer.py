"""A process whose children write a race in every format and are killed while they do.

`python killed_writer.py FOLDER TIMES SEED` tells as JSON, for each format, what stood in the place
of a former file afterwards; it ends with 1 where anything was broken or left behind. Half of the
children end at a time drawn at random from as long as the work takes, whatever is then under way,
and half before a line of `core.files`, drawn alike, where the moments lie close together that
matter most. All are children of one process, so that nothing is imported twice; it paints nothing
itself, for Qt's threads would be missing in its children.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
OLD = b"what stood here before\n" * 40
STEPS = 20
SMALL = {
    "size": "128x128", "sheet": "40x30mm", "seconds": "0.2", "fps": "10", "parts": "none",
}  # fmt: skip


def counting(module: str, last: int | None = None) -> Callable[[], int]:
    """Count the lines of a module that this thread comes to; before the `last` it is killed."""
    count = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if event == "line":
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1
        return line

    sys.settrace(lambda frame, *_: line if frame.f_code.co_filename == module else None)
    return lambda: count


def measured(write: Callable[[], None], module: str) -> tuple[float, int]:
    """How long a child that is not killed takes, and through how many lines of a module it goes."""
    ours, its = os.pipe()
    child = os.fork()
    if child == 0:
        began, lines = time.perf_counter(), counting(module)
        write()
        os.write(its, json.dumps([time.perf_counter() - began, lines()]).encode())
        os._exit(0)
    os.close(its)
    with os.fdopen(ours, "rb") as said:
        lasts, lines = json.loads(said.read())
    os.waitpid(child, 0)
    return lasts, lines


def short(recording: Any) -> Any:
    """The same without most of its steps, which would have to be written."""
    from core.recording.recording import Recording, Track

    experiment = dataclasses.replace(recording.experiment, steps=STEPS)
    tracks = []
    for whole in recording.tracks:
        rows = {
            key: array[: STEPS + len(array) - whole.steps] for key, array in whole.arrays.items()
        }
        tracks.append(Track(experiment))
        tracks[-1].append(SimpleNamespace(arrays=rows, stop=STEPS))
    return Recording(experiment, tuple(tracks))


def main(folder: Path, times: int, seed: int) -> int:
    sys.path.insert(0, str(ROOT))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    from app.export.formats import FORMATS
    from app.files import documents
    from app.look import fonts
    from app.look.theme import DARK
    from app.map.drawing.scene import Scene
    from app.map.drawing.view import View
    from app.running import default_recording
    from app.running.shown import Picture
    from core import files

    application = QGuiApplication([])
    fonts.install()
    for each in FORMATS:  # once for all children
        importlib.import_module(f"app.export.{each.module}")
    recording = short(default_recording.read())
    scene = Scene(Picture.of(recording), STEPS, DARK, View.of(recording.experiment.landscape))
    draw, told = random.Random(seed), {}
    for each in FORMATS:
        home = folder / each.suffix[1:]
        home.mkdir()
        path = home / f"race{each.suffix}"
        options = each.parsed({name: text for name, text in SMALL.items() if name in each.named})

        def write(each: Any = each, path: Path = path, options: Any = options) -> None:
            each.write(path, scene, options, lambda done, total: None)

        lasts, lines = measured(write, files.__file__)
        whole = path.read_bytes()
        found: dict[str, Any] = {"old": 0, "new": 0, "broken": 0, "left": 0}
        for turn in range(times):
            path.write_bytes(OLD)
            moment, at = draw.uniform(0, lasts), draw.randrange(lines)
            child = os.fork()
            if child == 0:
                if turn % 2:
                    signal.setitimer(signal.ITIMER_REAL, moment)  # its signal ends the process
                else:
                    counting(files.__file__, at)
                write()
                os._exit(0)
            os.waitpid(child, 0)
            found["left"] += len(list(home.iterdir())) > 1
            if path.read_bytes() == OLD:
                found["old"] += 1
                continue
            try:
                carried = each.carries_experiment and documents.read(path)[0] is not None
            except Exception:
                carried = False
            found["new" if carried or path.read_bytes() == whole else "broken"] += 1
        measured(write, files.__file__)
        found["after"] = [entry.name for entry in home.iterdir()]
        told[each.suffix] = found
    print(json.dumps(told))
    del application
    return int(any(found["broken"] or len(found["after"]) > 1 for found in told.values()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
