"""The experiment that a picture carries with it, in the text chunks of a PNG file.

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
from core.experiment.experiment_file import Check
from core.experiment.file_kinds import HEAD, kind_of
from core.experiment.strict_json import MAX_BYTES
from core.files import reading

KEY = "experiment"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHECKSUM_BYTES = 4
_END = b"\0\0\0\0IEND\xaeB`\x82"
_MOST_CHUNKS = 100_000  # a picture of a gigabyte has fewer


def append(path: Path, text: str) -> None:
    """Put the experiment's text at the end of a whole PNG, in place."""
    body = b"iTXt" + KEY.encode() + b"\0\0\0\0\0" + text.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    with path.open("r+b") as file:
        file.seek(-len(_END), 2)
        if file.read() != _END:
            raise ValueError("not a whole PNG")
        file.seek(-len(_END), 2)
        file.write(chunk + _END)


def read_experiment(path: Path, check: Check | None = None) -> Experiment:
    """The experiment inside a picture that was exported here; `check` as in `loads`.

    Raises:
        OSError: the file is missing or is no PNG picture.
        ExperimentError: it carries no experiment, or a broken one.
    """
    text = None
    with reading(path) as file:
        head = file.read(HEAD)
        if not head.startswith(SIGNATURE):
            problem = f"this is {kind_of(head) or 'text'}, not a readable PNG picture"
            raise OSError(errno.EINVAL, problem, str(path))
        file.seek(len(SIGNATURE))
        for _ in range(_MOST_CHUNKS):
            head = file.read(8)
            if text is not None or len(head) < 8:
                break
            length, kind = struct.unpack(">I4s", head)
            if kind in _TEXTS and length <= MAX_BYTES:
                text = _text(kind, file.read(length))
                length = 0
            file.seek(length + _CHECKSUM_BYTES, 1)
    if text is None:
        problem = "this picture carries no experiment; those that are saved here do"
        raise ExperimentError("$", problem)
    return experiment_file.loads(text, check)


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
