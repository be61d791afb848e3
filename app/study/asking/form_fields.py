"""The fields of a study: what a person types or chooses, and the line on which each stands."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.study.asking.asked import Asked
from app.study.asking.field import Line, WholeField, text_field
from app.study.asking.review import (
    FEWEST_ON_A_SIDE,
    MOST_ON_A_SIDE,
    MOST_SEEDS,
    MOST_STARTS,
    MOST_WORKERS,
)
from app.study.asking.variation import VariationField
from app.widgets.choice import Choice
from core.experiment.experiment import MAX_SEED


class StudyFields(QObject):
    """`changed` when a person has changed one. What can be chosen is filled in by the form."""

    changed = Signal()

    def __init__(self, workers: int, parent: QObject) -> None:
        super().__init__(parent)
        self._make_numbers(workers)
        self._make_texts()
        self._make_choices()
        self.lines = self._lines()
        self._connect()

    def _make_numbers(self, workers: int) -> None:
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
        self.seed = WholeField(
            "seed", "Seed of the study", "Draws starts, noise and the random policy", 0, 0, MAX_SEED
        )
        self.workers = WholeField(
            "workers", "Processes", "Processes that compute a long study; a short one needs none",
            workers, 1, MOST_WORKERS,
        )  # fmt: skip
        self._numbers = {
            "starts": self.starts, "lattice": self.lattice, "seeds": self.seeds,
            "seed": self.seed, "workers": self.workers,
        }  # fmt: skip

    def _make_texts(self) -> None:
        plain = Asked()
        self.below = text_field(
            "below", "Below a loss", "Who ever came below this loss is told\nempty: not asked"
        )
        self.sharpnesses = text_field(
            "sharpnesses", "Sharpnesses", "Curvatures of the sharp basin, with commas between",
            plain.sharpnesses,
        )  # fmt: skip
        self.levels = text_field(
            "levels", "Training losses", "Each run is looked at when it first comes down to one of "
            "these, and at the end\nwith commas between; empty: at the end alone", plain.levels,
        )  # fmt: skip
        self.rates = text_field(
            "rates", "Learning rates", "Each method's is chosen among these, by the validation "
            "accuracy of as many other seeds\nempty: each keeps its own",
        )  # fmt: skip
        self.below.setPlaceholderText("no loss")
        self.levels.setPlaceholderText("at the end")
        self.rates.setPlaceholderText("each method's own")
        self._texts = {
            "below": self.below, "sharpnesses": self.sharpnesses, "levels": self.levels,
            "rates": self.rates,
        }  # fmt: skip

    def _make_choices(self) -> None:
        self.sampling = Choice("study-sampling", "How starts are chosen", "Where starts lie", ())
        self.statistic = Choice("study-statistic", "Statistic", "What is told of each cell", ())
        self.reference = Choice(
            "study-reference", "Compared with", "The method that the others are compared with, on "
            "the same starts", (),
        )  # fmt: skip
        self.varied = (
            VariationField("vary-1", "Vary", optional=False),
            VariationField("vary-2", "And", optional=True),
        )
        self.escape_varied = VariationField("escape", "Over", optional=True)

    def _lines(self) -> dict[str, Line]:
        return {
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

    def _connect(self) -> None:
        for choice in (self.sampling, self.statistic, self.reference):
            choice.activated.connect(self.changed)
        for text in self._texts.values():
            text.textEdited.connect(self.changed)
        for number in self._numbers.values():
            number.value_changed.connect(self.changed)
        for field in (*self.varied, self.escape_varied):
            field.changed.connect(self.changed)

    def asked(self, kind: str) -> Asked:
        """What stands in them, for a kind of study."""
        numbers = {name: int(field.value) for name, field in self._numbers.items()}
        texts = {name: field.text() for name, field in self._texts.items()}
        return Asked(
            kind=kind,
            sampling=self.sampling.chosen if self.sampling.count() else "",
            reference=int(self.reference.chosen),
            varied=(self.varied[0].varied, self.varied[1].varied),
            escape_varied=self.escape_varied.varied,
            statistic=self.statistic.chosen,
            **numbers,
            **texts,
        )

    def show(self, asked: Asked) -> None:
        """Let this stand in them."""
        for name, number in self._numbers.items():
            number.set_value(getattr(asked, name))
        for name, text in self._texts.items():
            text.setText(getattr(asked, name))
        for choice, word in (
            (self.statistic, asked.statistic),
            (self.reference, str(asked.reference)),
        ):
            if choice.findData(word) >= 0:
                choice.show_word(word)
        for shown, varied in zip(self.varied, asked.varied, strict=True):
            shown.show_varied(varied)
        self.escape_varied.show_varied(asked.escape_varied)
