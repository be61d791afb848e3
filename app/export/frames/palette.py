"""A palette of a clip's own colours, and frames reduced to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import av
from av.filter import Graph

SAMPLED = 24
"""Frames of a clip that its palette is made from."""
# Where a picture does not change, dithering by a fixed pattern does not change either.
_REDUCED = "dither=bayer:bayer_scale=4:diff_mode=rectangle"

Reduce = Callable[[av.VideoFrame], av.VideoFrame]


def sampled(frames: int) -> list[int]:
    """Which frames of so many the palette is made from, the first and the last among them."""
    count = min(SAMPLED, frames)
    return sorted({round(k * (frames - 1) / max(1, count - 1)) for k in range(count)})


def palette_of(
    frames: Iterable[av.VideoFrame], width: int, height: int, *, clear: bool = False
) -> av.VideoFrame:
    """The 256 colours that suit some frames in `bgra` best, one of them clear if need be."""
    graph = Graph()
    source = _source(graph, width, height, Fraction(1))
    generate = graph.add("palettegen", f"stats_mode=full:reserve_transparent={int(clear)}")
    sink = graph.add("buffersink")
    source.link_to(generate)
    generate.link_to(sink)
    graph.configure()
    for index, frame in enumerate(frames):
        frame.pts, frame.time_base = index, Fraction(1)
        source.push(frame)
    source.push(None)
    return sink.pull()


def reducing(palette: av.VideoFrame | None, width: int, height: int, fps: Fraction) -> Reduce:
    """What reduces frames, handed in one after the other, to a palette; None leaves them."""
    if palette is None:
        return lambda frame: frame
    graph = Graph()
    source = _source(graph, width, height, 1 / fps)
    colours = _source(graph, palette.width, palette.height, 1 / fps)
    reduced, sink = graph.add("paletteuse", _REDUCED), graph.add("buffersink")
    source.link_to(reduced, 0, 0)
    colours.link_to(reduced, 0, 1)
    reduced.link_to(sink)
    graph.configure()
    palette.pts, palette.time_base = 0, 1 / fps
    colours.push(palette)
    colours.push(None)

    def reduce(frame: av.VideoFrame, alive: Graph = graph) -> av.VideoFrame:
        source.push(frame)  # its filters do not keep the graph alive
        return sink.pull()

    return reduce


def _source(graph: Graph, width: int, height: int, time_base: Fraction):  # type: ignore[no-untyped-def]
    return graph.add_buffer(width=width, height=height, format="bgra", time_base=time_base)
