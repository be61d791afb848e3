"""What undo goes back to: an experiment together with the document that it is a version of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from app.files import documents
from app.running.plan import Plan
from app.session.edits import named
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.recording.recording import Recording


class Document(NamedTuple):
    """The experiment file that saving goes to, None while it is untitled, and what is kept of it.

    `kept` is what stands in the file, or what an untitled document began with and can be had
    again; None where nothing is.
    """

    path: Path | None
    kept: Experiment | None


class Version(NamedTuple):
    """One state of a document."""

    experiment: Experiment
    document: Document

    @classmethod
    def untitled(cls, experiment: Experiment, *, kept: bool = True) -> Version:
        """The beginning of a document that is in no file."""
        return cls(experiment, Document(None, experiment if kept else None))

    @property
    def modified(self) -> bool:
        """Whether closing now would lose something."""
        return self.experiment != self.document.kept

    def edited(self, experiment: Experiment) -> Version:
        """Another state of the same document."""
        return self._replace(experiment=experiment)

    def after(self, file: Document, former: Document | None = None) -> Version:
        """This state now that a file is known to hold what `file` says, having become the file of
        the document `former` if it was saved: nothing else may believe to stand there still."""
        document = self.document
        if document is former or _is_same(document.path, file.path):
            return self._replace(document=file)
        return self


def opened(path: Path) -> tuple[Version, Recording | None]:
    """What a file holds, with its recording when there is one; only an experiment file is saved to.
    Labels that it leaves out are the names of the methods.

    Raises as `documents.read`, and before it is all read where the window cannot hold it.
    """
    read, recording = documents.read(path, Plan.of)
    experiment = named(read)
    file = path if documents.is_experiment_file(path) else None
    return Version(experiment, Document(file, experiment)), recording


class ChangedOnDiskError(Exception):
    """A file holds something else than when it was opened or saved last: another window's work,
    perhaps, which saving would destroy."""


def saved(path: Path, experiment: Experiment, opened: Document | None) -> Document:
    """The experiment file that has been written.

    Raises OSError when it cannot be; ChangedOnDiskError where it is the file of the document
    `opened`, but what stands there now is not what is known of it.
    """
    if opened is not None and _is_same(path, opened.path) and not _stands(path, opened.kept):
        raise ChangedOnDiskError(
            "the file has been changed since it was opened here; saving would undo that"
        )
    documents.write(path, experiment)
    return Document(path, experiment)


def in_words(error: Exception) -> str:
    """Why a file was refused: the system's own words where it has any."""
    return getattr(error, "strerror", None) or str(error)


def _stands(path: Path, kept: Experiment | None) -> bool:
    """Whether a file holds this experiment, or is not there, so that nothing can be lost."""
    try:
        found = documents.read_experiment(path)
        return found == kept or (kept is not None and named(found) == named(kept))
    except FileNotFoundError:
        return True
    except ExperimentError:
        return False


def _is_same(one: Path | None, other: Path | None) -> bool:
    return (
        one is not None and other is not None and os.path.realpath(one) == os.path.realpath(other)
    )
