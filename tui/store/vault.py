"""The open vault: what a person may reach after unlocking.

Business people get a ``Vault`` with the register of members; 三员 get an ``Office``: the journal and the register of
people, and no key to the data.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from tui.store import keeping, keyring
from tui.store.cipher import CipherDatabase
from tui.store.seat import Seat
from tui.store.session import Session

P = ParamSpec("P")
R = TypeVar("R")


class Office:
    """An unlocked account, and one thread on which its acts are carried out.

    Use it as a context manager, or call ``close``.
    """

    def __init__(self, seat: Seat, lock: int) -> None:
        self.seat = seat
        self._lock = lock
        self._closed = False
        self._writer = ThreadPoolExecutor(1, "paicha-writer")

    @property
    def folder(self) -> Path:
        """Where the vault lies."""
        return self.seat.folder

    def act(self, deed: Callable[Concatenate[Seat, P], R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Do something to the vault itself (people, keys, copies) or read its journal, on the writer thread."""
        return self._writer.submit(deed, self.seat, *args, **kwargs)

    def change_people(
        self, deed: Callable[Concatenate[Seat, P], Seat], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[None]:
        """Change the register of people on the writer thread; from then on this seat has the new one."""

        def run() -> None:
            self.seat = deed(self.seat, *args, **kwargs)

        return self._writer.submit(run)

    def close(self) -> None:
        """Finish what is running, close every connection, release the folder. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._writer.submit(self._leave).result()
        self._writer.shutdown()
        os.close(self._lock)

    def _leave(self) -> None:
        keeping.close(self.seat)
        self.seat.audit.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Vault(Office):
    """An unlocked vault with its members: one reader thread, one writer thread, each with its own connection.

    ``read`` runs a query as ``query(db, …)``, ``write`` a command as ``command(session, …)``; both return at
    once with a future.
    """

    def __init__(self, seat: Seat, session: Session, lock: int) -> None:
        super().__init__(seat, lock)
        self.session = session
        self._reader = ThreadPoolExecutor(1, "paicha-reader")

    def read(
        self, query: Callable[Concatenate[CipherDatabase, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[R]:
        """Run a query on the reader thread."""
        return self._reader.submit(query, self.session.db, *args, **kwargs)

    def write(self, command: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a command on the writer thread; the journal's own file and its anchor follow when it is done."""

        def run() -> R:
            try:
                return command(self.session, *args, **kwargs)
            finally:
                keeping.follow(self.seat, self.session.db)

        return self._writer.submit(run)

    def signing_secret(self) -> bytes:
        """The unit's signing key, a minisign secret key file."""
        return keyring.unseal(self.seat.folder, "sign", self.seat.keys.identity)

    def receiving_identity(self) -> str:
        """The unit's receiving key, an age identity."""
        return keyring.unseal(self.seat.folder, "receive", self.seat.keys.identity).decode().strip()

    def close(self) -> None:
        if not self._closed:
            self._reader.submit(self.session.db.close).result()
            self._reader.shutdown()
        super().close()

    def _leave(self) -> None:
        self.session.db.close()
        super()._leave()
