"""The journal handed out for inspection: every header with its signature, sealed by the signature of who exports it.

Lines of canonical JSON: first what it is, how far it goes, and the signed register of people; then each entry and act
as it stands in ``audit.db``; last the signature over everything before it. No name of anybody is in it, and it can be
verified without the vault (``tui.intake.exported``).
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from exports import media
from exports.media import Written
from tui.crypto import canonical, signing
from tui.store import folder as files
from tui.store.audit import acts
from tui.store.audit.acts import EXPORT_SIGNED_AS
from tui.store.audit.database import Stream, head
from tui.store.folder import PEOPLE
from tui.store.seat import Seat


def export_journal(seat: Seat, folder: Path) -> Written:
    """Write ``audit-<vault>-<acts>.jsonl`` into ``folder``; raises what ``media.write_file`` raises, ROLE_REFUSED."""
    acts.allow(seat, "audit.export")
    entries, done = head(seat.audit, Stream.ENTRIES), head(seat.audit, Stream.ACTS)
    (size,) = seat.audit.execute_sql("SELECT total(length(body)) + 400 * count(*) FROM act").fetchone()
    (more,) = seat.audit.execute_sql("SELECT total(length(body)) + 400 * count(*) FROM entry").fetchone()
    opening = {
        "format": 1,
        "vault": seat.vault,
        "entries": {"size": entries[0], "head": entries[1]},
        "acts": {"size": done[0], "head": done[1]},
        "people": files.read(seat.folder, PEOPLE).decode(),
        "by": seat.person.person,
        "at": int(seat.clock().timestamp()),
    }

    def fill(out: IO[bytes]) -> None:
        digest = sha256()
        for line in _lines(seat, opening):
            out.write(line)
            digest.update(line)
        signature = signing.sign(seat.keys.seed, EXPORT_SIGNED_AS + digest.digest())
        out.write(canonical.encode({"signature": signature.hex()}) + b"\n")

    name = f"audit-{seat.vault[:8]}-{done[0]:08d}.jsonl"
    written = media.write_file(folder, name, fill, needed=int(size + more) + 4096)
    acts.record(seat, "audit.export", {"entries": entries[0], "acts": done[0], "sha256": written.sha256})
    return written


def _lines(seat: Seat, opening: dict[str, object]) -> Iterator[bytes]:
    yield canonical.encode(opening) + b"\n"
    for stream in Stream:
        found = seat.audit.execute_sql(f"SELECT body, signature FROM {stream.value} ORDER BY seq")
        for body, signature in found:
            yield canonical.encode({"stream": stream.value, "body": body, "signature": signature.hex()}) + b"\n"
