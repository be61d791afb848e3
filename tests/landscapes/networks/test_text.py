"""The book as passages of numbered words."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from landscapes.networks import text
from landscapes.networks.text_lstm import TextLSTM


def read(passage: np.ndarray) -> str:
    return " ".join(text.vocabulary()[number] for number in passage)


def test_it_is_the_book_word_by_word():
    start = "alice was beginning to get very tired of sitting by her sister on the bank , and"
    assert " ".join(text.paragraphs()[2]).startswith(start)
    # Two lines of the book with a hyphen between them are one word.
    assert "waistcoat-pocket" in text.paragraphs()[4]
    assert text.paragraphs()[-1][-4:] == ("happy", "summer", "days", ".")


def test_the_vocabulary_is_the_2000_most_frequent_words():
    words = text.vocabulary()
    assert len(words) == len(set(words)) == 2000
    assert words[:5] == ("<unk>", "<end>", ",", "the", ".")
    counts = Counter(word for paragraph in text.paragraphs() for word in paragraph)
    assert counts["alice"] == 386 and words.index("alice") < 20
    left_out = [count for word, count in counts.items() if word not in words]
    assert left_out == [1] * 675


def test_the_label_of_a_word_is_the_word_that_follows_it():
    train = TextLSTM().samples("train")
    assert train.inputs.shape == train.labels.shape == (690, 32)
    np.testing.assert_array_equal(train.inputs[:, 1:], train.labels[:, :-1])
    assert any("the white rabbit" in read(passage) for passage in train.inputs)


@pytest.mark.parametrize("split", range(4))
def test_no_paragraph_is_learnt_from_and_tested_on(split):
    parts = text.passages(10**6, split)
    assert len(parts["train"]) >= text.MOST
    starts = {" ".join(words[:12]) for words in text.paragraphs() if len(words) > 30}
    owners = []
    for samples in parts.values():
        # A paragraph of whose beginning 12 words stand in a passage is of that part.
        book = " | ".join(read(row) for row in np.concatenate([samples.inputs, samples.labels]))
        owners.append({start for start in starts if start in book})
    assert min(map(len, owners)) > 10
    assert len(set().union(*owners)) == sum(map(len, owners))
    shares = [len(samples) / sum(map(len, parts.values())) for samples in parts.values()]
    np.testing.assert_allclose(shares, (0.7, 0.1, 0.2), atol=0.02)


def test_fewer_passages_are_among_more_and_are_tested_on_the_same():
    few, many = TextLSTM(train=50), TextLSTM(train=400)
    np.testing.assert_array_equal(few.samples("train").inputs, many.samples("train").inputs[:50])
    np.testing.assert_array_equal(few.samples("test").inputs, many.samples("test").inputs)


def test_who_knows_nothing_is_as_perplexed_as_there_are_words():
    network = TextLSTM(train=20, embedding=2, hidden=2)
    assert np.exp(network.loss(np.zeros(network.dimension))) == pytest.approx(2000, rel=1e-12)
    assert TextLSTM().dimension == 484_816
    assert TextLSTM().data == "22,080 words of Alice's Adventures in Wonderland, 6,432 to test"
