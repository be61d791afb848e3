"""Finds what a person means by a few letters of its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_WHOLE, _BEGINS, _INSIDE, _BESIDE, _SCATTERED = 0, 1, 3, 6, 12
_OUT_OF_TURN = 1


def found(typed: str, rows: Sequence[tuple[str, str]]) -> list[int]:
    """Indices of the rows (title, what stands beside it) that are meant, the likeliest first.

    Every word that was typed has to be found: as a word of the title or its beginning, inside
    one, beside the title, or with its letters in this order in the title. With nothing typed
    these are all rows. Rows that fit equally well keep their order.
    """
    words = _folded(typed).split()
    rated = [
        (cost, index)
        for index, (title, beside) in enumerate(rows)
        if (cost := _cost(words, _folded(title), _folded(beside))) is not None
    ]
    return [index for _, index in sorted(rated)]


def _cost(words: Iterable[str], title: str, beside: str) -> int | None:
    total, place = 0, -1
    for word in words:
        cost = _cost_of_one(word, title, beside)
        if cost is None:
            return None
        at = title.find(word)
        total += cost + (_OUT_OF_TURN if at < place else 0)
        place = max(place, at)
    return total


def _cost_of_one(word: str, title: str, beside: str) -> int | None:
    parts = title.split()
    if word in parts:
        return _WHOLE
    if any(part.startswith(word) for part in parts):
        return _BEGINS
    if word in title:
        return _INSIDE
    if word in beside:
        return _BESIDE
    letters = iter(title)
    return _SCATTERED if all(letter in letters for letter in word) else None


def _folded(text: str) -> str:
    return text.casefold().replace("…", "").replace("&", "")
