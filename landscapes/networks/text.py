"""A book as numbered words, split by paragraph and cut into passages of 32 words."""

from __future__ import annotations

import collections
import functools
import itertools
import re
from pathlib import Path

import numpy as np

import resources
from landscapes.base import Array
from landscapes.networks.samples import Part, Samples
from landscapes.networks.streams import Stream, order

WORDS = 2000
UNKNOWN, END = 0, 1
"""The numbers of all words that are not among the most frequent, and of a paragraph's end."""
LENGTH = 32
"""Words of a passage; the network begins every one without a memory of the one before."""
MOST = 690
"""Passages that there are to learn from, however the paragraphs are split."""

_TEST, _VALIDATION = 0.2, 0.1  # shares of the words
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*|--|[.,;:!?()]")


@functools.lru_cache(maxsize=1)
def paragraphs() -> tuple[tuple[str, ...], ...]:
    """The words of each paragraph of the book, small letters; a mark is a word, quotes are none."""
    path = Path(resources.__file__).parent / "networks" / "alice.txt"
    book = re.sub(r"(?<=\w)-\n", "-", path.read_text("utf-8").lower())
    return tuple(tuple(_WORD.findall(paragraph)) for paragraph in re.split(r"\n\n+", book))


@functools.lru_cache(maxsize=1)
def vocabulary() -> tuple[str, ...]:
    """The 2,000 words by their numbers: `<unk>`, `<end>`, then the most frequent, of two equally
    frequent ones that which comes first in the book."""
    counts = collections.Counter(itertools.chain.from_iterable(paragraphs()))
    return ("<unk>", "<end>", *(word for word, _ in counts.most_common(WORDS - 2)))


@functools.lru_cache(maxsize=16)
def passages(train: int, split: int) -> dict[Part, Samples]:
    """`train` passages to learn from, and all those to choose settings by and to be tested on: a
    paragraph's words are in one part alone. More passages to learn from contain fewer."""
    numbers = {word: number for number, word in enumerate(vocabulary())}
    texts = [
        np.array([*(numbers.get(word, UNKNOWN) for word in words), END]) for words in paragraphs()
    ]
    shuffled = order(split, Stream.SPLIT, len(texts))
    ends = np.cumsum([len(texts[i]) for i in shuffled])
    to_test = int(np.searchsorted(ends, _TEST * ends[-1])) + 1
    to_choose = int(np.searchsorted(ends, (_TEST + _VALIDATION) * ends[-1])) + 1
    learnt = _cut([texts[i] for i in np.sort(shuffled[to_choose:])])
    some = order(split, Stream.SAMPLES, len(learnt))[:train]
    return {
        "train": Samples(learnt.inputs[some], learnt.labels[some]),
        "validation": _cut([texts[i] for i in np.sort(shuffled[to_test:to_choose])]),
        "test": _cut([texts[i] for i in np.sort(shuffled[:to_test])]),
    }


def _cut(texts: list[Array]) -> Samples:
    """Passages of these paragraphs in their order; the label of a word is the word after it."""
    words = np.concatenate(texts)
    count = (len(words) - 1) // LENGTH
    inputs, labels = words[: count * LENGTH], words[1 : count * LENGTH + 1]
    return Samples(inputs.reshape(count, LENGTH), labels.reshape(count, LENGTH))
