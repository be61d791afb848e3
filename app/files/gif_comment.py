"""The experiment that a GIF carries in a comment, put in and read back.

Format: Graphics Interchange Format 89a, CompuServe 1990, sections 15 and 24.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.experiment.experiment_file import Check
from core.experiment.file_kinds import HEAD, kind_of
from core.experiment.strict_json import MAX_BYTES
from core.files import reading

MARK = b"basinscope-experiment:"
TRAILER, EXTENSION, COMMENT, IMAGE = 0x3B, 0x21, 0xFE, 0x2C
_MOST_BLOCKS = 1_000_000


def append(path: Path, text: str) -> None:
    """Put a comment at the end of a whole GIF, in place."""
    data = MARK + text.encode()
    blocks = b"".join(
        bytes([len(part)]) + part
        for part in (data[first : first + 255] for first in range(0, len(data), 255))
    )
    with path.open("r+b") as file:
        file.seek(-1, 2)
        if file.read(1)[0] != TRAILER:
            raise ValueError("not a whole GIF")
        file.seek(-1, 2)
        file.write(bytes([EXTENSION, COMMENT]) + blocks + bytes([0, TRAILER]))


def read_experiment(path: Path, check: Check | None = None) -> Experiment:
    """The experiment inside a GIF that was exported here; `check` as in `loads`.

    Raises:
        OSError: the file is missing or is no GIF.
        ExperimentError: it carries no experiment, or a broken one.
    """
    with reading(path) as file:
        head = file.read(HEAD)
        if not head.startswith(b"GIF8"):
            problem = f"this is {kind_of(head) or 'text'}, not a readable GIF picture"
            raise OSError(errno.EINVAL, problem, str(path))
        file.seek(6)
        text = _comment(file)
    if text is None:
        problem = "this picture carries no experiment; those that are exported here do"
        raise ExperimentError("$", problem)
    return experiment_file.loads(text.decode(errors="replace"), check)


def _comment(file: BinaryIO) -> bytes | None:
    """Our comment among the blocks after the signature, None if there is none."""
    _skip_colours(file, file.read(7)[4:5])
    for _ in range(_MOST_BLOCKS):
        kind = file.read(1)
        if not kind or kind[0] not in (EXTENSION, IMAGE):
            return None
        if kind[0] == IMAGE:
            _skip_colours(file, file.read(9)[8:9])
            file.read(1)  # the smallest size of a code
            _blocks(file, 0)
            continue
        label = file.read(1)
        data = _blocks(file, MAX_BYTES if label == bytes([COMMENT]) else 0)
        if data.startswith(MARK):
            return data.removeprefix(MARK)
    return None


def _skip_colours(file: BinaryIO, flags: bytes) -> None:
    """Leave out the table of colours that the flags announce."""
    if flags and flags[0] & 0x80:
        file.seek(3 << (flags[0] & 7) + 1, 1)


def _blocks(file: BinaryIO, most: int) -> bytes:
    """What the blocks hold that follow, up to so many bytes; the rest is left out."""
    found = bytearray()
    while (size := file.read(1)) and size[0]:
        data = file.read(size[0])
        if len(found) < most:
            found += data
    return bytes(found)
