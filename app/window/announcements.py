"""Who says what in the window's bars: failures, news, notes, and faults of the program."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.running.shown import Failure, Picture
from app.session.result import Result
from app.session.session import Session
from app.window.bar import Bar, Offer
from app.window.faults import Fault, Faults
from app.window.file_commands import FileCommands
from app.window.message_bar import MessageBar


class Announcements(QObject):
    """Listens to whoever has something to tell, and shows it where it belongs."""

    def __init__(
        self,
        session: Session,
        files: FileCommands,
        faults: Faults,
        messages: MessageBar,
        note: Bar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._faults, self._window = session, faults, window
        self._messages, self._note = messages, note
        self._failure: Failure | None = None
        session.failed.connect(messages.fail)
        session.experiment_changed.connect(messages.withdraw)
        session.experiment_changed.connect(note.hide)
        session.picture_changed.connect(self._follow_failure)
        files.told.connect(messages.tell)
        files.warned.connect(self._warn)
        files.explained.connect(note.say)
        faults.told.connect(self._admit)

    @Slot(object)
    def tell_result(self, result: Result) -> None:
        """Say why an intent was refused, if it was."""
        if not result:
            self._messages.fail(result.refusal)

    @Slot(str, object)
    def _warn(self, message: str, offer: Offer | None) -> None:
        self._messages.fail(message, (offer,) if offer else ())

    @Slot(object)
    def _follow_failure(self, picture: Picture) -> None:
        """A run that broke off leaves an older picture, which says so until it is run again."""
        failure, before = picture.failure, self._failure
        self._failure = failure
        if failure is None or failure is before:
            return
        self._faults.keep(failure.details)
        again = Offer("try-again", "Try again", self._session.try_again, "Run it once more")
        message = f"The picture is not up to date, a run broke off: {failure.message}"
        self._messages.fail(message, (again, *self._offers(failure.details)))

    @Slot(object)
    def _admit(self, fault: Fault) -> None:
        often = f" ({fault.count:,} times by now)" if fault.count > 1 else ""
        message = (
            f"Something failed inside Basinscope{often}. Your work is kept, and you can go on."
        )
        message = f"{message} What failed: {fault.line}"
        self._messages.admit(message, self._offers(fault.details))

    def _offers(self, details: str) -> tuple[Offer, ...]:
        tip = "The traceback, the versions and the experiment, to be copied"
        known = (Offer("fault-details", "Details", lambda: self._show(details), tip),)
        log = self._faults.log
        if log is None or log.path is None:
            return known
        url = QUrl.fromLocalFile(str(log.path))
        tip = f"Open {log.path}"
        return (
            *known,
            Offer("show-log", "Show log", lambda: QDesktopServices.openUrl(url), tip),
        )

    def _show(self, details: str) -> None:
        from app.window.fault_dialog import FaultDialog, report

        FaultDialog(report(details, self._session.experiment), self._window).show()
