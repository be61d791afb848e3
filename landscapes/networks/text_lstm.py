"""A language model: which word comes next in a book."""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import TYPE_CHECKING, ClassVar

from landscapes.base import Parameter
from landscapes.networks import parameters, text
from landscapes.networks.layout import Layout, dense, laid_out
from landscapes.networks.network import Network
from landscapes.networks.samples import Part, Samples

if TYPE_CHECKING:
    from landscapes.networks.tensors.model import Model


@dataclasses.dataclass(frozen=True)
class TextLSTM(Network):
    """Words as vectors through one layer of long short-term memory to the scores of 2,000 words.

    A sample is a passage of 32 words, of which each is to tell the next: the loss is the mean over
    all words, exp(loss) the perplexity. Gradients go back to the beginning of the passage. Its one
    bias stands for the two of torch.nn.LSTM, which are only ever added.
    """

    train: int = text.MOST
    embedding: int = 64
    hidden: int = 128
    split: int = 0

    name: ClassVar[str] = "text-lstm"
    title: ClassVar[str] = "Text, LSTM"
    formula: ClassVar[str] = "mean of −log softmax(W·LSTM(E[words so far]) + b) at the next word"
    source: ClassVar[str] = "Lewis Carroll, Alice's Adventures in Wonderland, 1865"
    licence: ClassVar[str] = "public domain"
    places: ClassVar[int] = text.LENGTH
    parameters: ClassVar[tuple[Parameter, ...]] = (
        parameters.train(text.MOST, train, "passages of 32 words to learn from", least=20),
        Parameter(
            "embedding", "E", 1, 256, embedding, "numbers that a word is told by",
            logarithmic=True, whole=True,
        ),
        parameters.hidden(hidden, "units of the memory", most=256),
        parameters.split(split, "the paragraphs"),
    )  # fmt: skip

    @functools.cached_property
    def layout(self) -> Layout:
        bound = 1.0 / math.sqrt(self.hidden)
        gates = 4 * self.hidden
        return laid_out(
            [
                ("embedding.weight", (text.WORDS, self.embedding), 0.1),
                ("lstm.weight_ih", (gates, self.embedding), bound),
                ("lstm.weight_hh", (gates, self.hidden), bound),
                ("lstm.bias", (gates,), bound),
                *dense("words", self.hidden, text.WORDS),
            ]
        )

    @property
    def architecture(self) -> str:
        words = f"{text.WORDS:,} words"
        return f"{words} – {self.embedding} – LSTM {self.hidden} – {words}"

    @property
    def data(self) -> str:
        learnt, tested = (n * text.LENGTH for n in (self.train, self.test_count))
        return f"{learnt:,} words of Alice's Adventures in Wonderland, {tested:,} to test"

    @property
    def outputs(self) -> int:
        return text.WORDS

    def _all_samples(self, part: Part) -> Samples:
        return text.passages(self.train, self.split)[part]

    @functools.cached_property
    def _model(self) -> Model:
        from landscapes.networks.tensors.lstm import LSTM

        return LSTM(self.layout, text.LENGTH)
