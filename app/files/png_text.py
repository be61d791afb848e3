"""The experiment that a picture carries with it, read back from the text chunks of a PNG file.

Format: Portable Network Graphics, W3C Recommendation, sections 5.3 and 11.3.3.
"""

from __future__ import annotations

import errno
import struct
import zlib
from pathlib import Path

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.experiment.strict_json import MAX_BYTES

KEY = "experiment"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHECKSUM_BYTES = 4


def read_experiment(path: Path) -> Experiment:
    """The experiment inside a picture that was exported here.

    Raises:
        OSError: the file is missing or is no PNG picture.
        ExperimentError: it carries no experiment, or a broken one.
    """
    text = None
    with path.open("rb") as file:
        if file.read(len(SIGNATURE)) != SIGNATURE:
            raise OSError(errno.EINVAL, "not a readable PNG picture", str(path))
        while text is None and len(head := file.read(8)) == 8:
            length, kind = struct.unpack(">I4s", head)
            if kind in _TEXTS and length <= MAX_BYTES:
                text = _text(kind, file.read(length))
                length = 0
            file.seek(length + _CHECKSUM_BYTES, 1)
    if text is None:
        raise ExperimentError("$", "the picture carries no experiment")
    return experiment_file.loads(text)


def _text(kind: bytes, chunk: bytes) -> str | None:
    """What a chunk says under our key; None if it is another's or broken."""
    key, _, rest = chunk.partition(b"\0")
    try:
        return _TEXTS[kind](rest) if key == KEY.encode() else None
    except (ValueError, zlib.error):
        return None


def _plain(rest: bytes) -> str:
    return rest.decode("latin-1")


def _packed(rest: bytes) -> str:
    """After a byte for the method of compression."""
    return _inflated(rest[1:]).decode("latin-1")


def _international(rest: bytes) -> str:
    """After a flag and a method of compression, a language and the key in it."""
    _, _, rest_of = rest[2:].partition(b"\0")
    _, _, text = rest_of.partition(b"\0")
    return (_inflated(text) if rest[:1] == b"\1" else text).decode("utf-8")


_TEXTS = {b"tEXt": _plain, b"zTXt": _packed, b"iTXt": _international}


def _inflated(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    text = stream.decompress(data, MAX_BYTES)
    if not stream.eof:
        raise ValueError("incomplete, or larger than any experiment")
    return text
