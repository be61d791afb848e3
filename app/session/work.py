"""What a person changes, undoes, opens and saves: the experiment with its history and document.

It knows no screen. Every intent returns its Result; one that is refused changes nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.running.plan import Plan
from app.session import edits
from app.session.document import ChangedOnDiskError, Document, Version, in_words, saved
from app.session.history import History
from app.session.result import DONE, Result
from app.session.titles import change_title
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import Starts
from core.experiment.view_state import ViewState
from landscapes.base import Landscape


class Work:
    """The work on one experiment after another. Whoever it belongs to sets `_history` and is told
    of what changes: by `_adopt` of another experiment, by `_tell_history` of another document."""

    _history: History

    def _adopt(self, plan: Plan, kind: object = None) -> None:
        """The experiment is another one, with this plan, after some kind of change."""
        raise NotImplementedError

    def _tell_history(self) -> None:
        """What undo and redo would do, or the document, may be another."""
        raise NotImplementedError

    def _refuse(self, reason: str, *, overwrites: bool = False) -> Result:
        """The result of an intent that is refused."""
        return Result(reason, overwrites)

    @property
    def experiment(self) -> Experiment:
        """The newest experiment; the picture may still be of an older one."""
        return self._history.present.experiment

    @property
    def version(self) -> Version:
        """The newest experiment with the document that it is a version of."""
        return self._history.present

    @property
    def path(self) -> Path | None:
        """The experiment file that is open, if any."""
        return self._history.present.document.path

    @property
    def modified(self) -> bool:
        """Whether the experiment differs from what was opened or saved."""
        return self._history.present.modified

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return self._history.can_redo

    @property
    def undo_title(self) -> str | None:
        """What undo takes back (“change of λ”), None where there is nothing."""
        return self._history.undo_title

    @property
    def redo_title(self) -> str | None:
        """What redo makes again, None where there is nothing."""
        return self._history.redo_title

    # The experiment

    def set_experiment(self, experiment: Experiment) -> Result:
        """Race another experiment, as a change of the same document."""
        return self._edit(None, lambda _: experiment)

    def edit(self, **fields: Any) -> Result:
        """Change fields of the experiment by name."""
        return self._edit(("edit", *sorted(fields)), dataclasses.replace, **fields)

    def set_landscape(self, landscape: Landscape) -> Result:
        """Race on another landscape, from starts that lie on it."""
        return self._edit(("landscape", type(landscape)), edits.on_landscape, landscape)

    def set_starts(self, starts: Iterable[Iterable[float]] | Starts) -> Result:
        """Start elsewhere: rows of coordinates (S, D), or a rule for them."""
        return self._edit("starts", edits.from_starts, starts)

    def set_steps(self, steps: int) -> Result:
        """Run for another number of steps; memories that would start or stop later are clipped."""
        return self._edit("steps", edits.with_steps, steps)

    def set_method(self, index: int, spec: MethodSpec) -> Result:
        """Replace a card; only a change that its run depends on is computed anew."""
        changed = edits.differences(self.experiment.methods[index], spec)
        return self._edit(("method", index, changed), edits.with_card, index, spec)

    def add_method(self, name: str) -> Result:
        """Add a card with a method's defaults at the end."""
        return self._edit(None, edits.with_default_card, name)

    def insert_method(self, index: int, spec: MethodSpec) -> Result:
        """Add a card before `index`; its label is made different from the others'."""
        return self._edit(None, edits.with_new_card, index, spec)

    def duplicate_method(self, index: int) -> Result:
        """Add a copy of a card after it."""
        return self.insert_method(index + 1, self.experiment.methods[index])

    def remove_method(self, index: int) -> Result:
        """Take a card away."""
        return self._edit(None, edits.without_card, index)

    def _edit(
        self, kind: object, edit: Callable[..., Experiment], *values: Any, **fields: Any
    ) -> Result:
        version = self._history.present
        try:
            changed = version.edited(edit(version.experiment, *values, **fields))
            return self._turn_to(changed, kind)
        except ExperimentError as error:
            return self._refuse(str(error))

    def _turn_to(self, version: Version, kind: object = None, title: str = "") -> Result:
        """Go on to another version; ExperimentError where it is too large to be run."""
        if version != (present := self._history.present):
            plan = Plan.of(version.experiment)
            title = title or change_title(present.experiment, version.experiment)
            self._history.change(version, kind, title)
            self._adopt(plan, kind)
        return DONE

    # Undo

    def hold(self, held: bool) -> None:
        """A hand takes hold of something, or lets go: what it changes meanwhile is one change."""
        self._history.hold(held)

    def undo(self) -> None:
        """Take the last change back."""
        if self.can_undo:
            self._history.undo()
            self._adopt(Plan.of(self.experiment))

    def redo(self) -> None:
        """Make the last change that was taken back again."""
        if self.can_redo:
            self._history.redo()
            self._adopt(Plan.of(self.experiment))

    # The document

    def begin(
        self, experiment: Experiment, *, kept: bool = True, title: str = "new experiment"
    ) -> Result:
        """Work on another experiment, untitled; `kept` unless this is all there is of it. The
        title is what undo calls it."""
        return self.go_on_with(Version.untitled(experiment, kept=kept), title)

    def go_on_with(self, version: Version, title: str) -> Result:
        """Work on a version of another document; the title is what undo calls it."""
        try:
            return self._turn_to(version, title=title)
        except ExperimentError as error:
            return self._refuse(str(error))

    def save(
        self, path: str | Path, *, overwrite: bool = False, seen: ViewState | None = None
    ) -> Result:
        """Write the experiment file, with how it is `seen`; done when it stands there whole. A
        file that has changed since it was opened is refused, unless the person wants to
        `overwrite` that."""
        document = self._history.present.document
        experiment = dataclasses.replace(self.experiment, view=seen)
        try:
            file = saved(Path(path), experiment, None if overwrite else document)
        except ChangedOnDiskError as error:
            return self._refuse(f"{Path(path).name}: {error}", overwrites=True)
        except OSError as error:
            return self._refuse(f"{Path(path).name}: {in_words(error)}")
        self._learn(file, document)
        return DONE

    def _learn(self, file: Document, former: Document | None = None) -> None:
        """Know what a file holds from now on, in every version that undo and redo go to."""
        self._history.revise(lambda version: version.after(file, former))
        self._tell_history()
