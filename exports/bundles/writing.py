"""What every bundle has in common on its way out: its manifest around a payload, the signature, the file on the medium.

Nothing is lost or doubled whenever the power fails: the file is written whole under ``NAME.part`` and read back,
then one transaction notes it as sent, then it gets its name. A number that was noted is never used again; if its
file did not come to be, the receiver sees a gap, which does no harm because every bundle is whole.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

from exports import media
from exports.media import Written
from exports.naming import unit_in_name
from tui import __version__
from tui.crypto import container, manifest, unitkeys
from tui.crypto.container import Parcel
from tui.crypto.manifest import Addressee, App, Basis, Checkpoint, Counts, Manifest, PayloadFile, Sender, SliceMark
from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.commands.sealing import note_sealed
from tui.store.queries import cards, streams, units
from tui.store.queries.cards import KnownCard
from tui.store.session import Session
from tui.store.travel.records import SCHEMA_VERSION
from tui.store.watching import Progress

VALID_FOR: Final = timedelta(days=180)
Payload = tuple[tuple[str, bytes], ...]
_MEDIA: Final = {
    ".bin": "application/octet-stream",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".minisig": "text/plain",
}
_AGE_OVERHEAD = 8192  # bytes of its header; its chunks add 16 bytes to every 64 KiB


class Noted(NamedTuple):
    """A bundle that is on the medium, and the entry in which it was noted as sent."""

    written: Written
    entry: int


def refuse_restored(session: Session) -> None:
    """``Failure(RESTORED)``: a restored vault sends nothing until the superior has returned its last report."""
    if session.db.execute_sql("SELECT 1 FROM setting WHERE name = 'restored'").fetchone():
        raise Failure(Fault.RESTORED)


def described(
    session: Session,
    receiver: KnownCard,
    kind: str,
    signing_secret: bytes,
    payload: Payload,
    counts: Counts,
    slices: Sequence[SliceMark] = (),
) -> Manifest:
    """The manifest of the next bundle of this kind for the receiver, around the payload."""
    unit = units.unit(session.db, session.unit)
    size, root = journal.last(session.db)
    addressee = Addressee(receiver.unit.hex(), manifest.digest(receiver.receiving.encode()))
    place = streams.next_place(session.db, f"{unit.uuid.hex()}>{addressee.org}/{kind}")
    created = session.clock().replace(microsecond=0)
    key = unitkeys.key_id(unitkeys.signing_public(signing_secret))
    name = cards.presentable(unit.name, manifest.MAX_NAME)
    return Manifest(
        bundle_id=manifest.new_bundle_id(),
        sender=Sender(unit.uuid.hex(), name, key, session.actor.uuid),
        to=(addressee,),
        recipients=(addressee.key_sha256,),
        seq=place.seq,
        prev=place.prev,
        created=created.isoformat(timespec="seconds"),
        expires=(created + VALID_FOR).isoformat(timespec="seconds"),
        basis=Basis(SCHEMA_VERSION),
        counts=counts,
        checkpoint=Checkpoint(unit.uuid.hex(), size, root),
        custody=session.custody,
        app=App("paicha", __version__),
        payload=tuple(
            PayloadFile(path, len(content), manifest.digest(content), _MEDIA[Path(path).suffix])
            for path, content in payload
        ),
        slices=tuple(slices),
        kind=kind,
    )


def write_bundle(
    session: Session,
    receiver: KnownCard,
    sent: Manifest,
    payload: Payload,
    signing_secret: bytes,
    folder: Path,
    told: Progress,
    carried: Sequence[bytes] = (),
) -> Noted:
    """Sign, encrypt, write and note a bundle. ``told`` hears of its bytes; ``carried`` as in ``note_sealed``.

    Raises ``Failure`` of ``media.write_file``; nothing is noted as sent then, unless the medium fails when the file is
    given its name.
    """
    raw = sent.encode()
    parcel = Parcel(raw, unitkeys.sign_manifest(signing_secret, raw, sent.trusted_comment), payload)
    unit = units.unit(session.db, session.unit)
    ours, theirs = unit_in_name(unit.code, unit.uuid.hex()), unit_in_name(receiver.code, receiver.unit.hex())
    name = f"dyb1-{sent.kind}-{ours}-{theirs}-{sent.seq:08d}.dyb.age"
    entries: list[int] = []

    def note() -> None:
        entries.append(note_sealed(session, sent, bytes.fromhex(manifest.digest(raw)), name, carried))

    size = len(raw) + sum(len(content) for _, content in payload)
    written = media.write_file(
        folder,
        name,
        lambda out: container.seal(parcel, [receiver.receiving], out, told),
        needed=size + size // 1000 + _AGE_OVERHEAD,
        before_final_name=note,
    )
    return Noted(written, entries[0])
