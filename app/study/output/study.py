"""A study as the file that it is opened from again."""

from __future__ import annotations

import io

from app.look.theme import Theme
from app.study.output.progress import Report
from core.study.asking import study_file
from core.study.asking.answer import Answer


def npz(answer: Answer, theme: Theme, report: Report) -> bytes:
    """See `core.study.asking.study_file`."""
    file = io.BytesIO()
    study_file.write(answer, file)
    return file.getvalue()
