"""An encoder of moving pictures in a thread of its own, so that painting never waits for it.

Frames go through a bounded queue: a painter that is faster than the encoder is held back instead
of filling the memory. Once the encoder has failed the queue is drained, so that nobody waits for
it, and the error is raised where frames are written and where the encoder is closed.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.video.reformatter import ColorRange, VideoReformatter
from PySide6.QtGui import QImage

from app.export.frames.coding import Coding
from app.export.frames.palette import reducing

QUEUE_DEPTH = 8
BT709 = 1  # of primaries, transfer and matrix alike, ITU-T H.273


class VideoEncoder:
    """Writes `width` × `height` pixels (both even) at `fps` frames a second in a coding.

    A coding of few colours takes them from `palette`, see `palette_of`.

    A context manager: leaving it completes the file, or abandons it if an error is on its way.
    What stands at `path` is only whole after a clean exit; removing it otherwise is for the caller.

    Raises:
        OSError: on writing or leaving, if the file could not be written.
    """

    def __init__(
        self,
        path: Path,
        coding: Coding,
        width: int,
        height: int,
        fps: Fraction,
        metadata: Mapping[str, str] | None = None,
        palette: av.VideoFrame | None = None,
    ) -> None:
        self._path, self._width, self._height, self._fps = path, width, height, fps
        self._coding, self._metadata, self._palette = coding, dict(metadata or {}), palette
        self._reformatter = VideoReformatter()
        self._frames: queue.Queue[av.VideoFrame | None] = queue.Queue(QUEUE_DEPTH)
        self._written = 0
        self._abandoned = False
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="video encoder")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._abandoned = error is not None
        self._frames.put(None)
        self._thread.join()
        if error is None:
            self._raise()

    def write(self, image: QImage) -> None:
        """Append a frame of the encoder's size in Format_RGB32; it may be repainted afterwards.

        Raises:
            OSError: the encoder has failed; nothing more will be written.
        """
        self._raise()
        planes = self._coding.frame(image, self._reformatter)
        planes.pts, planes.time_base = self._written, 1 / self._fps
        self._written += 1
        self._frames.put(planes)

    def _run(self) -> None:
        frames = iter(self._frames.get, None)
        try:
            self._encode(frames)
        except Exception as error:
            self._error = error
        # Nobody may wait for an encoder that has stopped.
        for _ in frames:
            pass

    def _encode(self, frames: Iterator[av.VideoFrame | None]) -> None:
        coding = self._coding
        options = dict(coding.container_options)
        with av.open(str(self._path), "w", format=coding.container, options=options) as container:
            container.metadata.update(self._metadata)
            stream = container.add_stream(
                coding.codec, rate=self._fps, options=dict(coding.codec_options)
            )
            stream.width, stream.height, stream.pix_fmt = self._width, self._height, coding.written
            codec = stream.codec_context
            codec.time_base = 1 / self._fps
            if coding.video_colours:
                codec.color_range = ColorRange.MPEG
                codec.colorspace = codec.color_primaries = codec.color_trc = BT709
            reduce = reducing(self._palette, self._width, self._height, self._fps)
            for frame in frames:
                if self._abandoned:
                    return
                container.mux(stream.encode(reduce(frame)))
            container.mux(stream.encode(None))

    def _raise(self) -> None:
        match self._error:
            case None:
                return
            case OSError() as error:
                raise OSError(error.errno, error.strerror, str(self._path)) from error
            case error:
                raise OSError(None, str(error), str(self._path)) from error
