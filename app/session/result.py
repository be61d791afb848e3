"""What became of an intent: it is done, or it was refused and nothing has changed."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Result:
    """True where the intent is done; otherwise `refusal` says in plain words why it is not.

    `overwrites` marks the refusal of a file that has changed since it was opened: who wants to
    lose that change asks again and says so.
    """

    refusal: str = ""
    overwrites: bool = False

    def __bool__(self) -> bool:
        return not self.refusal


DONE = Result()
