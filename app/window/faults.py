"""Faults of the program itself: the one place where an exception that nobody expected ends.

It may come from a slot, a painter, a thread or a run. The program goes on; the person is told, and
the log has the rest.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
import sys
import threading
import time
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.window.log_file import LogFile

_QT_SAYS = re.compile(r"(Error calling Python override of [\w:]+\(\): )+")
_MOST_KINDS = 200  # faults that are told apart; the others are counted as one


@dataclasses.dataclass(frozen=True)
class Fault:
    """One kind of fault: what it is in a line, its traceback, and how often it has come."""

    line: str
    details: str
    count: int = 1


class Faults(QObject):
    """Counts faults by where they arise, and tells of each kind the first time and then at ten,
    a hundred, a thousand times: a painter that fails at every frame must not flood anything.

    `told(Fault)` comes in the thread that this lives in, when the event loop has its turn.
    """

    told = Signal(object)
    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log: LogFile | None = None
        self._counts: dict[object, int] = {}
        self._hooks: tuple[object, object] | None = None
        self._raised.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self, log: LogFile) -> None:
        """Take every exception that nobody catches, in any thread, and write it to a log."""
        self.log = log
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self.take
        threading.excepthook = self._take_of_thread

    def uninstall(self) -> None:
        """Leave exceptions to whoever had them before."""
        if self._hooks:
            sys.excepthook, threading.excepthook = self._hooks
            self._hooks = None

    def take(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """An exception has arrived that nobody caught."""
        try:
            details = "".join(traceback.format_exception(kind, error, trace))
            self.record((kind, _deepest(trace)), _in_a_line(kind, error), details)
        except Exception:  # a fault of telling about a fault has to end somewhere
            with contextlib.suppress(Exception):
                sys.__excepthook__(kind, error, trace)

    def record(self, key: object, line: str, details: str) -> None:
        """Count a fault, known by where it arises; from any thread."""
        if key not in self._counts and len(self._counts) >= _MOST_KINDS:
            key = None
        count = self._counts[key] = self._counts.get(key, 0) + 1
        if not _is_power_of_ten(count):
            return
        self.keep(details if count == 1 else f"{count:,} times: {line}")
        self._raised.emit(Fault(line, details, count))

    def keep(self, text: str) -> None:
        """Write into the log."""
        if self.log is not None:
            self.log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}")

    def _take_of_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_type is not SystemExit:
            self.take(caught.exc_type, caught.exc_value, caught.exc_traceback)

    @Slot(object)
    def _tell(self, fault: Fault) -> None:
        self.told.emit(fault)


def _in_a_line(kind: type[BaseException], error: BaseException | None) -> str:
    said = "".join(traceback.format_exception_only(kind, error)).strip()
    return _QT_SAYS.sub("", said.splitlines()[0]) if said else kind.__name__


def _deepest(trace: TracebackType | None) -> tuple[str, int] | None:
    """Where an exception was raised."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else None


def _is_power_of_ten(count: int) -> bool:
    return str(count).rstrip("0") == "1"
