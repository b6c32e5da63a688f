"""A bundle that has arrived, of whatever kind: every reason to refuse it that does not lie in what it carries.

The order is that of the bundle's specification, and nothing is parsed before the signature over its bytes holds:
read (E01), unseal (E02-E04, E06), sender (E09), signature (E12), manifest (E07, E08), addressee (E14), place in the
stream (E15, E16, E18), journal (E23). The payload is left to the reader of its kind.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tui.crypto import container, unitkeys
from tui.crypto import manifest as manifests
from tui.crypto.container import Opened, Parcel
from tui.crypto.manifest import Manifest
from tui.faults import Failure, Fault
from tui.intake import media
from tui.intake.signatures import verified
from tui.store.cipher import CipherDatabase
from tui.store.queries import cards, streams, units
from tui.store.queries.cards import KnownCard
from tui.store.vault import Vault
from tui.store.watching import Cancelled, watched


@dataclass(frozen=True, slots=True)
class Arrived:
    """A bundle that is its sender's and meant for us.

    ``missing`` says how many bundles before this one have not come, ``expired`` that its time is over: both are notes.
    """

    path: Path
    card: KnownCard
    manifest: Manifest
    parcel: Parcel
    missing: int
    expired: bool


def arrive(path: Path, vault: Vault, cancelled: Cancelled | None = None) -> Arrived:
    """Read and check a bundle up to its payload; nothing is written. It waits for the vault's reader.

    Raises ``Failure`` E01 to E23 as above, and CANCELLED.
    """
    identity = vault.receiving_identity()
    raw = media.read_file(path, container.MAX_BUNDLE)
    with container.memory_file(raw) as source:
        del raw
        opened = container.unseal(source, identity, watched(None, cancelled))
    parcel = opened.parcel
    card = _sender(vault.read(cards.known_cards).result(), parcel)
    manifest = verified(card.unit, card.signing, parcel.manifest, parcel.signature)
    own = vault.read(units.unit, vault.session.unit).result()
    _refuse_forwarded(manifest, opened, own.uuid.hex(), unitkeys.receiving_public(identity))
    now = vault.session.clock()
    missing = vault.read(_missing, manifest, parcel.manifest, now).result()
    vault.read(streams.refuse_forked, manifest).result()
    return Arrived(path, card, manifest, parcel, missing, manifests.read_time(manifest.expires) < now)


def _sender(known: list[KnownCard], parcel: Parcel) -> KnownCard:
    """The card of the unit whose key the signature names."""
    key_id = unitkeys.signer_id(parcel.signature)
    card = next((card for card in known if card.key_id == key_id), None)
    if card is None:
        raise Failure(Fault.E09_UNKNOWN_SENDER)
    return card


def _refuse_forwarded(manifest: Manifest, opened: Opened, own: str, receiving: str) -> None:
    """E14 unless the sender himself sealed the bundle for us: others can encrypt to us, but not name us in it."""
    ours = manifests.digest(receiving.encode())
    named = any((unit.org, unit.key_sha256) == (own, ours) for unit in manifest.to)
    if not named or ours not in manifest.recipients or opened.stanzas != len(manifest.recipients):
        raise Failure(Fault.E14_FORWARDED)


def _missing(db: CipherDatabase, manifest: Manifest, raw: bytes, now: datetime) -> int:
    return streams.refuse_misplaced(db, manifest, bytes.fromhex(manifests.digest(raw)), now.tzinfo)
