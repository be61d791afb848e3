"""A page as a browser would read it, for tests."""

from __future__ import annotations

import re
from html.parser import HTMLParser


def squeezed(text: str) -> str:
    """Without blanks, which a drawing sets as it likes."""
    return re.sub(r"\s", "", text)


class Page(HTMLParser):
    """What a browser would see of a page; a tag that is not closed as it was opened fails."""

    VOID = frozenset({"meta", "br", "link", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.cells = 0
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.fetched = re.findall(r"url\((?!data:)[^)]*\)|@import[^;]*", text)
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)

    def _note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.cells += tag == "td"
        for key, value in attrs:
            if key in ("src", "href", "xlink:href") and value:
                self.fetched += [] if value.startswith(("data:", "#")) else [value]

    def handle_data(self, data: str) -> None:
        self.words.append(data)
