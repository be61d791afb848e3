"""Makes the pictures of the README with the program itself: `python docs/make_pictures.py`.

The window is photographed off-screen at step 150 of the default experiment; the animation is a
video exported by `basinscope export`, turned into a GIF with one palette.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parents[1]))

import av
from PySide6.QtCore import QEventLoop, QTimer

from app.look import theme as themes
from app.look.appearance import Appearance
from app.session.session import Session
from app.window.application import make_application
from app.window.garbage import Collector
from app.window.main_window import MainWindow
from core.experiment import presets

HERE = Path(__file__).parent
STEP = 150
SETTLED_MILLISECONDS = 3000
GIF_WIDTH, GIF_HEIGHT, GIF_RATE = 720, 480, 15


def main() -> None:
    """Make every picture."""
    make_application()
    collector = Collector()  # the computing thread must not destroy a window that is no longer used
    photograph(themes.DARK, "window-dark.png")
    photograph(themes.LIGHT, "window-light.png", memory="memory-panel.png")
    animate("default.gif")
    collector.collect()


def photograph(theme: themes.Theme, name: str, memory: str = "") -> None:
    """The window in a theme, and its memory panel with two methods of the two-basins preset."""
    appearance = Appearance()
    appearance.set_theme(theme)
    session = Session()
    window = MainWindow(session, appearance)
    window.show()
    settle()
    session.seek(STEP)
    settle()
    save(window, name)
    if memory:
        experiment = presets.load("two-basins")
        two = experiment.methods[0], experiment.methods[2]  # both memories of 5, whole rows
        session.set_experiment(dataclasses.replace(experiment, methods=two))
        settle()
        session.seek(170)
        settle()
        save(window.memory, memory)
    window.close()
    window.deleteLater()
    settle()


def settle() -> None:
    """Let the window finish what it has begun."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLED_MILLISECONDS, loop.quit)
    loop.exec()


def save(widget: MainWindow, name: str) -> None:
    """Photograph a widget."""
    widget.grab().save(str(HERE / name))


def animate(name: str) -> None:
    """The default experiment's first 200 steps as a GIF."""
    from main import main as basinscope

    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "default.mp4"
        preset = HERE.parent / "resources" / "presets" / "default.basin.json"
        sys.argv = ["basinscope", "export", str(preset), "-o", str(video), "--fps", str(GIF_RATE),
                    "--size", f"{GIF_WIDTH}x{GIF_HEIGHT}"]  # fmt: skip
        if basinscope():
            raise SystemExit("the export failed")
        to_gif(video, HERE / name, frames=200 * GIF_RATE // 60)


def to_gif(video: Path, target: Path, frames: int) -> None:
    """The first frames of a video as a GIF, through ffmpeg's palettegen and paletteuse."""
    with av.open(str(video)) as source, av.open(str(target), "w", format="gif") as gif:
        stream = gif.add_stream("gif", rate=GIF_RATE)
        stream.width, stream.height = GIF_WIDTH, GIF_HEIGHT
        stream.pix_fmt = "pal8"
        graph = palette_graph(source.streams.video[0])
        for number, frame in enumerate(source.decode(video=0)):
            if number == frames:
                break
            graph.push(frame)
        graph.push(None)
        while True:
            try:
                frame = graph.pull()
            except (av.error.EOFError, av.error.BlockingIOError):
                break
            gif.mux(stream.encode(frame))
        gif.mux(stream.encode(None))


def palette_graph(stream: av.VideoStream) -> av.filter.Graph:
    """split → palettegen and paletteuse."""
    graph = av.filter.Graph()
    begin = graph.add_buffer(template=stream)
    split = graph.add("split")
    palette = graph.add("palettegen", "max_colors=128:stats_mode=diff")
    use = graph.add("paletteuse", "dither=none")
    end = graph.add("buffersink")
    begin.link_to(split)
    split.link_to(palette, 0)
    split.link_to(use, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(end)
    graph.configure()
    return graph


if __name__ == "__main__":
    main()
