"""An H.264 encoder in a thread of its own, so that painting never waits for compression.

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
import numpy as np
from av.video.reformatter import ColorRange, VideoReformatter
from PySide6.QtGui import QImage

CODEC = "libx264"
CODEC_OPTIONS = {"preset": "veryfast", "crf": "18"}
# The index goes to the front, so that a browser can play before it has everything.
CONTAINER_OPTIONS = {"movflags": "+faststart"}
QUEUE_DEPTH = 8
BT709 = 1  # of primaries, transfer and matrix alike, ITU-T H.273


class VideoEncoder:
    """Writes an MP4 of `width` × `height` pixels (both even) at `fps` frames a second.

    A context manager: leaving it completes the file, or abandons it if an error is on its way.
    What stands at `path` is only whole after a clean exit; removing it otherwise is for the caller.

    Raises:
        OSError: on writing or leaving, if the file could not be written.
    """

    def __init__(
        self, path: Path, width: int, height: int, fps: Fraction, metadata: Mapping[str, str]
    ) -> None:
        self._path, self._width, self._height, self._fps = path, width, height, fps
        self._metadata = dict(metadata)
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
        pixels = np.frombuffer(image.constBits(), np.uint8)
        frame = av.VideoFrame.from_numpy_buffer(
            pixels.reshape(self._height, self._width, 4), format="bgra"
        )
        planes = self._reformatter.reformat(
            frame, format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG"
        )
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
        with av.open(str(self._path), "w", format="mp4", options=CONTAINER_OPTIONS) as container:
            container.metadata.update(self._metadata)
            stream = container.add_stream(CODEC, rate=self._fps, options=CODEC_OPTIONS)
            stream.width, stream.height, stream.pix_fmt = self._width, self._height, "yuv420p"
            codec = stream.codec_context
            codec.time_base = 1 / self._fps
            codec.color_range = ColorRange.MPEG
            codec.colorspace = codec.color_primaries = codec.color_trc = BT709
            for frame in frames:
                if self._abandoned:
                    return
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))

    def _raise(self) -> None:
        match self._error:
            case None:
                return
            case OSError() as error:
                raise OSError(error.errno, error.strerror, str(self._path)) from error
            case error:
                raise OSError(None, str(error), str(self._path)) from error
