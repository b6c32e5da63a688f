"""Sealing the decisions on disposals (处置决定) for the units directly below, one bundle for each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from exports.bundles.writing import Payload, described, refuse_restored, write_bundle
from tui.crypto import lines, manifest, vouching
from tui.crypto.manifest import Counts, Manifest
from tui.store.cipher import CipherDatabase
from tui.store.queries import cards, streams, units
from tui.store.queries.cards import KnownCard, Relation
from tui.store.session import Session
from tui.store.travel.decision_records import DECISIONS_FILE, card_name
from tui.store.travel.outgoing_decisions import decisions_for
from tui.store.watching import Cancelled, Progress, watched


@dataclass(frozen=True, slots=True)
class SealedDecisions:
    """A bundle of decisions that is on the medium: the file, its place in the stream, and how many it carries."""

    path: Path
    size: int
    sha256: str
    bundle_id: str
    seq: int
    entry: int
    to: str
    decisions: int


def seal_decisions(
    session: Session,
    signing_secret: bytes,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[SealedDecisions, ...]:
    """Seal into ``folder`` what each unit directly below is to know: a command for the writer thread.

    Each bundle has all decisions of this unit, and of those above that it has received, on members of the unit below. A
    unit on whose members there is none gets a bundle only if it got one before: then everything was taken back.
    ``progress`` hears of units. Raises ``Failure`` RESTORED, CANCELLED, and those of ``media.write_file``; bundles that
    were written before stay, and are noted.
    """
    told = watched(progress, cancelled)
    refuse_restored(session)
    below = [card for card in cards.known_cards(session.db) if card.relation is Relation.SUBORDINATE]
    sealed = []
    for done, card in enumerate(below, 1):
        one = _seal(session, card, signing_secret, folder, partial(told, done - 1, len(below)))
        if one is not None:
            sealed.append(one)
        told(done, len(below))
    return tuple(sealed)


def _seal(
    session: Session, card: KnownCard, signing_secret: bytes, folder: Path, told: Callable[[], None]
) -> SealedDecisions | None:
    """The bundle for one unit; None where it has nothing to be told."""
    with session.db.atomic():
        composed = _compose(session, card, signing_secret)
    if composed is None:
        return None
    sent, payload, decisions = composed
    written, entry = write_bundle(session, card, sent, payload, signing_secret, folder, lambda *_: told())
    return SealedDecisions(
        written.path, written.size, written.sha256, sent.bundle_id, sent.seq, entry, card.name, decisions
    )


def _compose(session: Session, card: KnownCard, signing_secret: bytes) -> tuple[Manifest, Payload, int] | None:
    """The manifest, the payload and how many decisions it has, all of one state of the register."""
    going = decisions_for(session, card.unit, signing_secret)
    if not going.lines and not _sent_before(session.db, session.unit, card):
        return None
    packed = lines.pack(lambda: going.lines)
    vouched = [(card_name(number), vouching.encode(each)) for number, each in enumerate(going.cards, 1)]
    payload = ((DECISIONS_FILE, packed), *vouched)
    counts = Counts(len(going.lines), forwarded=0)
    return described(session, card, manifest.DECISION, signing_secret, payload, counts), payload, going.decisions


def _sent_before(db: CipherDatabase, unit: int, card: KnownCard) -> bool:
    own = units.unit(db, unit).uuid.hex()
    return streams.next_place(db, f"{own}>{card.unit.hex()}/{manifest.DECISION}").seq > 1
