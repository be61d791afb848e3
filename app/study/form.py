"""What is asked: the kind of study and its fields, each with what is wrong with it beneath."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.look.styles import is_ghost
from app.look.tool_tips import set_tip
from app.study import words
from app.study.asked import Asked
from app.study.asking import (
    FEWEST_ON_A_SIDE,
    MOST_ON_A_SIDE,
    MOST_SEEDS,
    MOST_STARTS,
    MOST_WORKERS,
    has_two_basins,
)
from app.study.field import Line, WholeField, text_field
from app.study.kind_row import KindRow
from app.study.settings import settings_of
from app.study.variation import VariationField
from app.widgets.choice import Choice
from core.experiment.experiment import MAX_SEED, Experiment
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
        self._make_fields(workers)
        self._lay()
        self._connect()
        self._samplings = dict(words.DEFAULT_SAMPLINGS)
        self._basins: tuple[str, ...] = ()
        self._on_two_basins = False
        self._has_control = False
        self._labels: list[tuple[str, str]] = []
        self._show_kind("starts")

    def _make_fields(self, workers: int) -> None:
        plain = Asked()
        self.starts = WholeField(
            "starts", "Number of starts n", "How many starts each method has", plain.starts, 1,
            MOST_STARTS, 64,
        )  # fmt: skip
        self.lattice = WholeField(
            "lattice", "Lattice n", "n × n starts, cell centres of the domain", plain.lattice,
            FEWEST_ON_A_SIDE, MOST_ON_A_SIDE, 10,
        )  # fmt: skip
        self.seeds = WholeField(
            "seeds", "Number of seeds", "How many initialisations and orders of the data each "
            "method has", plain.seeds, 1, MOST_SEEDS,
        )  # fmt: skip
        self.levels = text_field(
            "levels", "Training losses", "Each run is looked at when it first comes down to one of "
            "these, and at the end\nwith commas between; empty: at the end alone", plain.levels,
        )  # fmt: skip
        self.rates = text_field(
            "rates", "Learning rates", "Each method's is chosen among these, by the validation "
            "accuracy of as many other seeds\nempty: each keeps its own",
        )  # fmt: skip
        self.rates.setPlaceholderText("each method's own")
        self.levels.setPlaceholderText("at the end")
        self.seed = WholeField(
            "seed", "Seed of the study", "Draws starts, noise and the random policy", 0, 0, MAX_SEED
        )
        self.workers = WholeField(
            "workers", "Processes", "Processes that compute a long study; a short one needs none",
            workers, 1, MOST_WORKERS,
        )  # fmt: skip
        self.sampling = Choice("study-sampling", "How starts are chosen", "Where starts lie", ())
        self.statistic = Choice("study-statistic", "Statistic", "What is told of each cell", ())
        self.reference = Choice(
            "study-reference", "Compared with", "The method that the others are compared with, on "
            "the same starts", (),
        )  # fmt: skip
        self.below = text_field(
            "below", "Below a loss", "Who ever came below this loss is told\nempty: not asked"
        )
        self.below.setPlaceholderText("no loss")
        self.sharpnesses = text_field(
            "sharpnesses", "Sharpnesses", "Curvatures of the sharp basin, with commas between",
            plain.sharpnesses,
        )  # fmt: skip
        self.varied = (
            VariationField("vary-1", "Vary", optional=False),
            VariationField("vary-2", "And", optional=True),
        )
        self.escape_varied = VariationField("escape", "Over", optional=True)
        self._lines: dict[str, Line] = {
            "starts": Line("starts", "Starts", self.starts, unit="for every method"),
            "lattice": Line("lattice", "Lattice", self.lattice, unit="× the same, for each method"),
            "sampling": Line("sampling", "Where they lie", self.sampling),
            "statistic": Line("statistic", "What is told of each cell", self.statistic),
            "below": Line("below", "Who ever comes below the loss", self.below),
            "reference": Line("reference", "Compared, start by start, with", self.reference),
            "sharpnesses": Line("sharpnesses", "Sharpnesses", self.sharpnesses),
            "seeds": Line("seeds", "Seeds", self.seeds, unit="for every method"),
            "levels": Line("levels", "Compared at the training losses", self.levels),
            "rates": Line("rates", "Learning rates to choose among", self.rates),
            "seed": Line("seed", "Seed", self.seed),
            "workers": Line("workers", "Processes", self.workers),
        }

    def _lay(self) -> None:
        last = QGridLayout()
        last.setHorizontalSpacing(8)
        last.addWidget(self._lines["seed"], 0, 0)
        last.addWidget(self._lines["workers"], 0, 1)
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
        for field in (*self.varied, self.escape_varied):
            column.addWidget(field)
        for name in ORDER:
            if name in self._lines and name not in ("seed", "workers"):
                column.addWidget(self._lines[name])
        column.addLayout(last)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._choose_kind)
        for choice in (self.sampling, self.statistic, self.reference):
            choice.activated.connect(self.changed)
        self.sampling.activated.connect(self._keep_sampling)
        for text in (self.below, self.sharpnesses, self.levels, self.rates):
            text.textEdited.connect(self.changed)
        for number in (self.starts, self.lattice, self.seeds, self.seed, self.workers):
            number.value_changed.connect(self.changed)
        for field in (*self.varied, self.escape_varied):
            field.changed.connect(self.changed)
        self.statistic.activated.connect(self._show_lines)

    # What is asked

    @property
    def kind(self) -> str:
        """The kind of study that is chosen."""
        return self.kinds.kind

    @property
    def asked(self) -> Asked:
        """What stands in the fields."""
        return Asked(
            kind=self.kind,
            sampling=self.sampling.chosen if self.sampling.count() else "",
            starts=int(self.starts.value),
            lattice=int(self.lattice.value),
            seed=int(self.seed.value),
            below=self.below.text(),
            reference=int(self.reference.chosen),
            varied=(self.varied[0].varied, self.varied[1].varied),
            escape_varied=self.escape_varied.varied,
            statistic=self.statistic.chosen,
            sharpnesses=self.sharpnesses.text(),
            seeds=int(self.seeds.value),
            levels=self.levels.text(),
            rates=self.rates.text(),
            workers=int(self.workers.value),
        )

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
        for field, value in (
            (self.starts, asked.starts),
            (self.lattice, asked.lattice),
            (self.seeds, asked.seeds),
            (self.seed, asked.seed),
            (self.workers, asked.workers),
        ):
            field.set_value(value)
        self.below.setText(asked.below)
        self.sharpnesses.setText(asked.sharpnesses)
        self.levels.setText(asked.levels)
        self.rates.setText(asked.rates)
        for choice, word in (
            (self.statistic, asked.statistic),
            (self.reference, str(asked.reference)),
        ):
            if choice.findData(word) >= 0:
                choice.show_word(word)
        for shown, varied in zip(self.varied, asked.varied, strict=True):
            shown.show_varied(varied)
        self.escape_varied.show_varied(asked.escape_varied)
        self._show_lines()
        self.changed.emit()

    def offer(self, experiment: Experiment) -> None:
        """Offer what can be asked about an experiment."""
        landscape = experiment.landscape
        methods = experiment.enabled_methods
        places = [minimum.name or point(minimum.position) for minimum in landscape.minima]
        count = "1 method" if len(methods) == 1 else f"{len(methods)} methods"
        self.kinds.subject.setText(
            f"Asks about the race: {landscape.title}, {count}, {experiment.steps:,} steps"
        )
        self._basins = tuple(dict.fromkeys(places))
        self._on_two_basins = has_two_basins(experiment)
        self.kinds.offer(networks=isinstance(landscape, Network))
        _refill(
            self.statistic,
            [
                *words.STATISTICS.items(),
                *((f"share:{name}", f"Share at {name}") for name in dict.fromkeys(places)),
            ],
        )
        self._labels = [(str(place), spec.label) for place, spec in enumerate(methods)]
        self._has_control = any(map(is_ghost, methods))
        settings = settings_of(experiment)
        for field in self.varied:
            field.offer(settings)
        self.escape_varied.offer([row for row in settings if row.path.startswith("landscape.")])
        self._show_lines()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Explain beneath each field what is wrong with it."""
        for name, line in self._lines.items():
            line.show_problem(problems.get(name, ""))
        for place, field in enumerate(self.varied, 1):
            field.show_problem(problems.get(f"vary-{place}", ""))
        self.escape_varied.show_problem(problems.get("vary-1", ""))
        self.kinds.show_problem(problems.get("kind", ""))

    # Kinds

    def _seen(self, name: str) -> bool:
        if name not in (*_LINES[self.kind], "seed", "workers"):
            return self.kind == "sweep" and name == "below" and self._asks_below
        escapes = {"sharpnesses": self._on_two_basins, "escape": not self._on_two_basins}
        return escapes.get(name, name != "reference" or len(self._labels) > 1)

    @property
    def _asks_below(self) -> bool:
        return self.statistic.count() > 0 and self.statistic.chosen == "share_below"

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
        for name, line in self._lines.items():
            line.setVisible(self._seen(name))
        for place, field in enumerate(self.varied, 1):
            field.setVisible(self._seen(f"vary-{place}"))
        self.escape_varied.setVisible(self._seen("escape"))
        one = "seed" if self.kind in words.OF_NETWORKS else "start"
        self._lines["reference"].label.setText(f"Compared, {one} by {one}, with")
        self._fill_samplings()
        usual = "the no-memory control" if self._has_control else "the first method"
        if self.kind == "escape":
            usual = "each one's no-memory control"
        if self.kind == "seeds":
            usual = "the first method"
        _refill(self.reference, [("-1", usual), *self._labels])

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
        offered = [(word, words.sampling_title(word)) for word in words_offered]
        _refill(self.sampling, offered, chosen)

    @Slot()
    def _keep_sampling(self) -> None:
        self._samplings[self.kind] = self.sampling.chosen


def _refill(choice: Choice, offered: list[tuple[str, str]], wanted: str | None = None) -> None:
    """Offer these instead; what is wanted or else was chosen stays if it is among them."""
    chosen = wanted or (choice.chosen if choice.count() else "")
    choice.clear()
    for word, title in offered:
        choice.addItem(title, word)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
