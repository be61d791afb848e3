"""How moving pictures are coded: the container, the codec, and which pixels they take."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from PySide6.QtGui import QImage


@dataclasses.dataclass(frozen=True)
class Coding:
    """A way of coding. `pixels` are handed to the encoder's thread, `written` to the codec:
    others where the colours are reduced to a palette. `video_colours` are ITU-R BT.709 in the
    limited range, as players expect it of a video. Pictures of one that is `clear` have an alpha.
    """

    container: str
    codec: str
    pixels: str
    written: str
    codec_options: Mapping[str, str] = dataclasses.field(default_factory=dict)
    container_options: Mapping[str, str] = dataclasses.field(default_factory=dict)
    video_colours: bool = False
    clear: bool = False

    def transparent(self) -> Coding:
        """The same for pictures in which pixels may be clear."""
        pixels, written = CLEAR_PIXELS[self.codec]
        return dataclasses.replace(self, pixels=pixels, written=written, clear=True)

    @property
    def reduced(self) -> bool:
        """Whether its colours are those of a palette."""
        return self.written == "pal8"

    def frame(self, image: QImage, reformatter: VideoReformatter) -> av.VideoFrame:
        """A picture as a frame of its own, which may be painted over then."""
        if self.clear:
            image = image.convertToFormat(QImage.Format.Format_ARGB32)
        buffer = np.frombuffer(image.constBits(), np.uint8)
        pixels = buffer.reshape(image.height(), image.width(), 4)
        if self.pixels == "bgra":
            return av.VideoFrame.from_ndarray(pixels, format="bgra")
        shared = av.VideoFrame.from_numpy_buffer(pixels, format="bgra")
        if not self.video_colours:
            return reformatter.reformat(shared, format=self.pixels)
        return reformatter.reformat(
            shared, format=self.pixels, dst_colorspace="ITU709", dst_color_range="MPEG"
        )


CLEAR_PIXELS = {
    "libvpx-vp9": ("yuva420p", "yuva420p"),
    "gif": ("bgra", "pal8"),
    "apng": ("rgba", "rgba"),
}
"""The pixels of codecs that can be transparent: of those handed in, and of those written."""

MP4 = Coding(
    "mp4",
    "libx264",
    "yuv420p",
    "yuv420p",
    {"preset": "veryfast", "crf": "18"},
    # The index goes to the front, so that a browser can play before it has everything.
    {"movflags": "+faststart"},
    video_colours=True,
)
WEBM = Coding(
    "webm",
    "libvpx-vp9",
    "yuv420p",
    "yuv420p",
    {"deadline": "realtime", "cpu-used": "6", "row-mt": "1", "crf": "22", "b": "0"},
    video_colours=True,
)
GIF = Coding("gif", "gif", "bgra", "pal8", container_options={"loop": "0"})
APNG = Coding("apng", "apng", "rgb24", "rgb24", {"pred": "up"}, {"plays": "0"})
