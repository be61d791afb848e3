"""The study file (`.npz`): a question, and all that is known of its answer, start by start.

What the tables and plots tell is made of it again when it is opened, so that none of them can
disagree with the starts. Reading a stranger's file is safe: nothing is unpickled, the question is
read as strictly as an experiment file, and since every array is stored as it is, none takes more
memory than the file is long.
"""

from __future__ import annotations

import itertools
import os
import zipfile
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError, shown
from core.files import rewriting
from core.recording.archive import entries_of, opened, read_text, write_arrays
from core.recording.npy import BLOCK, fault, read_header
from core.study.asking import question_text
from core.study.asking.answer import Answer
from core.study.asking.question import Question
from core.study.asking.study_arrays import (
    BOOL,
    COUNTS,
    ENDS,
    EXPERIMENT,
    FLOAT,
    PLACES,
    PROGRESS,
    QUESTION,
    STARTS,
    WHOLE,
    joined,
    laid_out,
    texts,
)
from core.study.results.starts import StartsResult, gathered, ungathered
from core.study.starting.lattice import coarse_to_fine
from core.study.work.training import AT_LEVELS, OF_TASKS
from landscapes.base import Array
from landscapes.networks import Network

SUFFIX = ".npz"
MOST_CELLS = 10_000
_DERIVED = ("basin", "steps", "minima", "names")


def save(answer: Answer, path: str | os.PathLike[str]) -> None:
    """Write an answer, whole or as far as it is known, to a file, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    with rewriting(path) as file:
        write(answer, file)


def write(answer: Answer, file: BinaryIO) -> None:
    """Write an answer: the same bytes for the same answer.

    The M methods' figures of all known starts of all cells one after another (M, N), D the most
    dimensions that a cell has: `starts` (N, D), those of `ENDS` (M, N), `position` and `rest`
    (M, N, D); `counts`, how many of them are each cell's. Of a basins study they lie on the
    lattice (M, n, n), in the place of N, and with `known` (n, n) come the arrays of
    `core.study.asking.basins.maps`.
    """
    arrays = laid_out(answer) if answer.question.kind == "basins" else joined(answer)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for key, array in itertools.chain(texts(answer), arrays):
            write_arrays(archive, key, array.shape, [array])


def load(path: str | os.PathLike[str]) -> Answer:
    """The answer in a file.

    Raises:
        OSError: it cannot be read.
        ExperimentError: it is no study file; the path is the key at fault, or `$` and what
            follows for a fault of the question or the experiment in it.
    """
    with opened(path, "study") as (archive, size):
        entries = entries_of(archive, size)
        for key in (EXPERIMENT, QUESTION, COUNTS, PROGRESS, STARTS):
            if key not in entries:
                raise fault(key, "is missing; a study file holds it")
        for key, entry in entries.items():
            if entry.compress_type != zipfile.ZIP_STORED:
                raise fault(key, "is compressed; a study file is stored as it is")
        experiment = experiment_file.loads(read_text(archive, entries[EXPERIMENT], EXPERIMENT))
        experiment.check_runs()
        question = question_text.loads(read_text(archive, entries[QUESTION], QUESTION), experiment)
        _check_cells(question)
        arrays = {
            key: _array(archive, entries[key], key)
            for key in entries
            if key not in (EXPERIMENT, QUESTION, *_DERIVED)
        }
    done, total = _progress(arrays.pop(PROGRESS))
    with np.errstate(all="ignore"):
        return Answer(question, _results(question, arrays), done, total)


def holds_study(path: str | os.PathLike[str]) -> bool:
    """Whether a file is an archive with a study in it, sound or not; OSError as `load`."""
    try:
        with opened(path) as (archive, size):
            return QUESTION in entries_of(archive, size)
    except ExperimentError:
        return False


def _check_cells(question: Question) -> None:
    count = 1
    for variation in question.variations if question.kind == "sweep" else ():
        count *= len(variation.values)
    if count > MOST_CELLS:
        problem = f"{count:,} cells are not allowed; at most {MOST_CELLS:,} are"
        raise ExperimentError("$.variations", problem)


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, key: str) -> Array:
    """An array whose bytes lie in the file as they do in memory."""
    with archive.open(entry) as file:
        header = read_header(key, file)
        if header.dtype not in (BOOL, WHOLE, FLOAT) or header.fortran:
            allowed = "bool, int64 or float64 in C's order is expected"
            raise fault(key, f"is {shown(str(header.dtype))}; {allowed}")
        if entry.file_size != header.size + header.array_bytes:
            raise fault(key, "does not have the length it says")
        data = b"".join(iter(lambda: file.read(BLOCK), b""))
    if len(data) != header.array_bytes:
        raise fault(key, "ends too early")
    flat = np.frombuffer(data, np.uint8 if header.dtype == BOOL else header.dtype)
    found: Array = (flat != 0 if header.dtype == BOOL else flat).reshape(header.shape)
    return found


def _progress(array: Array) -> tuple[int, int]:
    if array.shape != (2,) or array.dtype != WHOLE or not 0 <= array[0] <= array[1]:
        raise fault(PROGRESS, "is not how many tasks are done, of how many")
    return int(array[0]), int(array[1])


def _results(question: Question, arrays: dict[str, Array]) -> tuple[StartsResult | None, ...]:
    cells = question.cells
    counts = arrays.pop(COUNTS)
    whole = question.sampling.count
    if question.sampling.kind == "lattice":
        whole **= question.experiment.landscape.dimension
    if question.kind == "seeds" and question.variations:
        whole *= 2
    if counts.shape != (len(cells),) or counts.dtype != WHOLE:
        raise fault(COUNTS, f"is of shape {shown(counts.shape)}; [{len(cells)}] is expected")
    if counts.size and not 0 <= counts.min() <= counts.max():
        raise fault(COUNTS, "holds a number below 0")
    if question.kind != "sweep" and counts.max() > whole:
        raise fault(COUNTS, f"holds a number above {whole:,}, which is how many starts there are")
    known = int(sum(map(int, counts)))
    if not known:
        return (None,) * len(cells)
    if question.kind == "basins":
        arrays.pop("known", None)
        arrays = _gathered_from_lattice(arrays, question.sampling.count, known)
    wanted = _wanted(question)
    starts = arrays.pop(STARTS)
    dimensions = [cell.experiment.landscape.dimension for cell in cells]
    wide = max(d for d, count in zip(dimensions, counts, strict=True) if count)
    _check(question, starts, arrays, wanted, known, wide)
    results: list[StartsResult | None] = []
    first = 0
    for cell, count in zip(cells, map(int, counts), strict=True):
        if not count:
            results.append(None)
            continue
        part, d = slice(first, first + count), cell.experiment.landscape.dimension
        ends = [
            {
                name: array[m, part, :d] if name in PLACES else array[m, part]
                for name, array in arrays.items()
            }
            for m in range(len(cell.experiment.enabled_methods))
        ]
        here = starts[part, :d]
        tell = ungathered if question.kind == "seeds" else gathered
        results.append(tell(cell.experiment, question.sampling, here, ends, question.below))
        first += count
    return tuple(results)


def _wanted(question: Question) -> set[str]:
    """The keys of what is kept of every start in a study of this question."""
    if question.kind == "seeds":
        network = question.experiment.landscape
        told = OF_TASKS if isinstance(network, Network) and network.tasks else ()
        return {*AT_LEVELS, *told, "diverged", "undefined"}
    wanted = set(ENDS) - {*AT_LEVELS, *OF_TASKS}
    wanted -= {"best_loss" if not question.wants_best else ""}
    return wanted - {"entered_at" if not question.wants_entered else ""}


def _gathered_from_lattice(arrays: Mapping[str, Array], n: int, known: int) -> dict[str, Array]:
    """The arrays of a lattice in the order in which its starts are known."""
    order, found = coarse_to_fine(n)[:known], {}
    for name, array in arrays.items():
        lead = 0 if name == STARTS else 1
        if array.shape[lead : lead + 2] != (n, n):
            problem = f"is of shape {shown(array.shape)}; {n} × {n} starts are expected"
            raise fault(name, problem)
        flat = array.reshape(*array.shape[:lead], n * n, *array.shape[lead + 2 :])
        found[name] = flat[order] if lead == 0 else flat[:, order]
    return found


def _check(
    question: Question,
    starts: Array,
    ends: Mapping[str, Array],
    wanted: set[str],
    known: int,
    wide: int,
) -> None:
    """Refuse arrays that are not those of a study of this question, with so many known starts in
    at most `wide` dimensions."""
    methods = len(question.cells[0].experiment.enabled_methods)
    for name in sorted(wanted):
        if name not in ends:
            raise fault(name, "is missing; a study of this kind holds it")
    shapes: dict[str, tuple[tuple[int, ...], np.dtype[Any]]] = {}
    shapes[STARTS] = (known, wide), FLOAT
    for name in ends:
        if name not in wanted and (name not in ENDS or question.kind == "seeds"):
            raise fault(name, "is not a key of a study of this kind")
        axes: tuple[int, ...] = (methods, known, wide) if name in PLACES else (methods, known)
        if name in AT_LEVELS:
            axes = (methods, known, len(question.at_train_loss) + 1)
        shapes[name] = (axes, ENDS[name])
    for name, (shape, dtype) in shapes.items():
        array = starts if name == STARTS else ends[name]
        if array.shape != shape or array.dtype != dtype:
            problem = f"is {array.dtype} of shape {shown(array.shape)}; {dtype} of shape "
            raise fault(name, problem + f"{list(shape)} is expected")
        if (
            dtype == WHOLE
            and array.size
            and not 0 <= array.min() <= array.max() <= _steps(question)
        ):
            raise fault(name, f"holds a number that is not from 0 to {_steps(question)}")


def _steps(question: Question) -> int:
    return question.experiment.steps
