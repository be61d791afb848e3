"""What is asked: the kind of study and its fields, each with what is wrong with it beneath."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.look.styles import is_ghost
from app.look.tool_tips import set_tip
from app.study import words
from app.study.asking.asked import Asked
from app.study.asking.form_fields import StudyFields
from app.study.asking.kind_row import KindRow
from app.study.asking.review import has_two_basins
from app.study.asking.settings import settings_of
from app.widgets.choice import Choice
from core.experiment.experiment import Experiment
from core.writing import point
from landscapes.networks import Network

_LINES = {
    "starts": ("starts", "sampling", "below", "reference"),
    "basins": ("lattice",),
    "sweep": ("vary-1", "vary-2", "statistic", "starts", "sampling"),
    "escape": ("sharpnesses", "escape", "starts", "sampling", "reference"),
    "seeds": ("seeds", "levels", "rates", "reference"),
}
"""The lines of each kind, from the top down; seed and workers follow for all."""
ORDER = ("vary-1", "vary-2", "statistic", "sharpnesses", "lattice", "starts", "sampling", "below",
         "seeds", "levels", "rates", "reference", "seed", "workers")  # fmt: skip


class StudyForm(QWidget):
    """`asked` is what stands in the fields; `changed` when a person has changed it."""

    changed = Signal()

    def __init__(self, workers: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("study-form")
        self.setAccessibleName("What to ask")
        self.kinds = KindRow()
        self.back = QToolButton()
        self.back.setObjectName("study-to-race")
        self.back.setText("To the race")
        self.back.setAccessibleName("To the race")
        set_tip(self.back, "Back to the race; what is computed here goes on\nCtrl+1")
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fields = StudyFields(workers, self)
        self._lay()
        self._connect()
        self._samplings = dict(words.DEFAULT_SAMPLINGS)
        self._basins: tuple[str, ...] = ()
        self._on_two_basins = False
        self._has_control = False
        self._labels: list[tuple[str, str]] = []
        self._show_kind("starts")

    def _lay(self) -> None:
        last = QGridLayout()
        last.setHorizontalSpacing(8)
        last.addWidget(self.fields.lines["seed"], 0, 0)
        last.addWidget(self.fields.lines["workers"], 0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        title = QLabel("Study")
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.back)
        column.addLayout(head)
        column.addWidget(self.kinds)
        for field in (*self.fields.varied, self.fields.escape_varied):
            column.addWidget(field)
        for name in ORDER:
            if name in self.fields.lines and name not in ("seed", "workers"):
                column.addWidget(self.fields.lines[name])
        column.addLayout(last)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._choose_kind)
        self.fields.changed.connect(self.changed)
        self.fields.sampling.activated.connect(self._keep_sampling)
        self.fields.statistic.activated.connect(self._show_lines)

    # What is asked

    @property
    def kind(self) -> str:
        """The kind of study that is chosen."""
        return self.kinds.kind

    @property
    def asked(self) -> Asked:
        """What stands in the fields."""
        return self.fields.asked(self.kind)

    def show_kind(self, kind: str) -> None:
        """Ask another kind of study."""
        if kind != self.kind:
            self._show_kind(kind)
            self.changed.emit()

    def show_asked(self, asked: Asked) -> None:
        """Let this stand in the fields."""
        if asked.kind in self._samplings:
            self._samplings[asked.kind] = asked.sampling
        self._show_kind(asked.kind)
        self.fields.show(asked)
        self._show_lines()
        self.changed.emit()

    def offer(self, experiment: Experiment) -> None:
        """Offer what can be asked about an experiment."""
        landscape = experiment.landscape
        methods = experiment.enabled_methods
        places = [minimum.name or point(minimum.position) for minimum in landscape.minima]
        count = "1 method" if len(methods) == 1 else f"{len(methods)} methods"
        asked = f"Asks about the race: {landscape.title}, {count}, {experiment.steps:,} steps"
        self.kinds.subject.setText(words.unbroken(asked))
        self._basins = tuple(dict.fromkeys(places))
        self._on_two_basins = has_two_basins(experiment)
        self.kinds.offer(networks=isinstance(landscape, Network))
        _refill(
            self.fields.statistic,
            [
                *words.STATISTICS.items(),
                *((f"share:{name}", f"Share at {name}") for name in dict.fromkeys(places)),
            ],
        )
        self._labels = [(str(place), spec.label) for place, spec in enumerate(methods)]
        self._has_control = any(map(is_ghost, methods))
        settings = settings_of(experiment)
        for field in self.fields.varied:
            field.offer(settings)
        self.fields.escape_varied.offer(
            [row for row in settings if row.path.startswith("landscape.")]
        )
        self._show_lines()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Explain beneath each field what is wrong with it."""
        for name, line in self.fields.lines.items():
            line.show_problem(problems.get(name, ""))
        for place, field in enumerate(self.fields.varied, 1):
            field.show_problem(problems.get(f"vary-{place}", ""))
        self.fields.escape_varied.show_problem(problems.get("vary-1", ""))
        self.kinds.show_problem(problems.get("kind", ""))

    # Kinds

    def _seen(self, name: str) -> bool:
        if name not in (*_LINES[self.kind], "seed", "workers"):
            return self.kind == "sweep" and name == "below" and self._asks_below
        escapes = {"sharpnesses": self._on_two_basins, "escape": not self._on_two_basins}
        return escapes.get(name, name != "reference" or len(self._labels) > 1)

    @property
    def _asks_below(self) -> bool:
        return self.fields.statistic.count() > 0 and self.fields.statistic.chosen == "share_below"

    @Slot()
    def _choose_kind(self) -> None:
        self._show_kind(self.kind)
        self.changed.emit()

    def _show_kind(self, kind: str) -> None:
        self.kinds.show_kind(kind)
        self._show_lines()

    @Slot()
    def _show_lines(self) -> None:
        """Show what this kind of study asks, of this landscape."""
        for name, line in self.fields.lines.items():
            line.setVisible(self._seen(name))
        for place, field in enumerate(self.fields.varied, 1):
            field.setVisible(self._seen(f"vary-{place}"))
        self.fields.escape_varied.setVisible(self._seen("escape"))
        one = "seed" if self.kind in words.OF_NETWORKS else "start"
        self.fields.lines["reference"].label.setText(f"Compared, {one} by {one}, with")
        self._fill_samplings()
        usual = "the no-memory control" if self._has_control else "the first method"
        if self.kind == "escape":
            usual = "each one's no-memory control"
        if self.kind == "seeds":
            usual = "the first method"
        _refill(self.fields.reference, [("-1", usual), *self._labels])

    def _fill_samplings(self) -> None:
        if self.kind in words.OF_NETWORKS:
            return
        chosen = self._samplings[self.kind]
        words_offered = [f"basin:{name}" for name in self._basins]
        if self.kind != "escape" or self._on_two_basins:
            whole = [
                word
                for word in words.SAMPLINGS
                if word != "seeds" and (word != "disc" or self._on_two_basins)
            ]
            words_offered = [*whole, *words_offered]
        words_offered.append(words.BENEATH)
        if words.is_of_a_place(chosen):  # of a study that was opened
            words_offered.append(chosen)
        offered = [(word, words.sampling_title(word)) for word in words_offered]
        _refill(self.fields.sampling, offered, chosen)

    @Slot()
    def _keep_sampling(self) -> None:
        self._samplings[self.kind] = self.fields.sampling.chosen


def _refill(choice: Choice, offered: list[tuple[str, str]], wanted: str | None = None) -> None:
    """Offer these instead; what is wanted or else was chosen stays if it is among them."""
    chosen = wanted or (choice.chosen if choice.count() else "")
    choice.clear()
    for word, title in offered:
        choice.addItem(title, word)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
