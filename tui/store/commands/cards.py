"""Accepting another unit's key card, after people have read its fingerprint to one another."""

import unicodedata

from tui.crypto import keycard, unitkeys
from tui.crypto.keycard import KeyCard
from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.units import UnitKind, may_stand_below
from tui.store import ids, journal, tree
from tui.store.commands import organizations
from tui.store.images import CARD, Values
from tui.store.queries import cards, units
from tui.store.queries.cards import Relation
from tui.store.session import Session


def accept_card(
    session: Session, card: KeyCard, *, relation: Relation, fingerprint_read: str, below: int | None = None
) -> Change:
    """Take another unit's card for the one of the unit above or of a unit below.

    ``fingerprint_read`` is what the other side read aloud. A subordinate is set up below the unit ``below`` (row
    id; this vault's own by default) and keeps itself, unless it already stands in the tree. The same card once
    more changes nothing. Raises ``Failure`` CARD_FINGERPRINT, CARD_OWN, CARD_CONFLICT, KIND_UNSUITABLE,
    ORGANIZATION_EXISTS.
    """
    fingerprint = keycard.fingerprint(card)
    if _digits(fingerprint_read) != _digits(fingerprint):
        raise Failure(Fault.CARD_FINGERPRINT)
    own = units.unit(session.db, session.unit)
    uuid = bytes.fromhex(card.unit)
    if uuid == own.uuid:
        raise Failure(Fault.CARD_OWN)
    label = f"登记{relation.label}公钥卡"
    if _is_known(session, card, uuid, relation, fingerprint):
        return Change(None, label, 0, unchanged=1, noun="个单位")
    kind = _kind(card, relation, own)
    with journal.entry(session, "card.accept", {"relation": relation.value}) as entry:
        if relation is Relation.SUBORDINATE and units.by_uuid(session.db, uuid) is None:
            organizations.insert(
                session,
                entry,
                parent=session.unit if below is None else below,
                kind=kind,
                code=card.code,
                name=card.name,
                keeper=None,
                uuid=uuid,
            )
            tree.renumber(session.db)
        values: Values = {
            "id": ids.next_id(session.db, CARD),
            "unit": uuid,
            "relation": relation.value,
            "name": card.name,
            "code": card.code,
            "kind": kind.value,
            "signing": card.signing,
            "receiving": card.receiving,
            "fingerprint": fingerprint,
            "accepted_on": session.clock().date().isoformat(),
        }
        entry.insert(CARD, values)
    return Change(entry.seq, label, 1, noun="个单位", verb="已登记")


def _is_known(session: Session, card: KeyCard, uuid: bytes, relation: Relation, fingerprint: str) -> bool:
    """Whether this very card was accepted before; CARD_CONFLICT for one that cannot stand beside those accepted.

    No two units share a signing key: a signature names its key only, and by that the sender is found.
    """
    for known in cards.known_cards(session.db):
        if known.unit == uuid and (known.fingerprint, known.relation) == (fingerprint, relation):
            return True
        second_superior = known.relation is relation is Relation.SUPERIOR
        if known.unit == uuid or second_superior or known.key_id == unitkeys.key_id(card.signing):
            raise Failure(Fault.CARD_CONFLICT, name=known.name)
    return False


def _kind(card: KeyCard, relation: Relation, own: units.Unit) -> UnitKind:
    """The kind of the card's unit, where it may stand; below its own place ``organizations.insert`` looks again."""
    kind = next((kind for kind in UnitKind if kind.value == card.kind), None)
    if relation is Relation.SUPERIOR:
        if kind is None or not may_stand_below(own.kind, kind):
            raise Failure(Fault.KIND_UNSUITABLE, parent=card.name, kind=own.kind.label)
        return kind
    if kind is None or kind.rank > own.kind.rank or own.kind.holds_members:
        raise Failure(Fault.KIND_UNSUITABLE, parent=own.name, kind=kind.label if kind else card.kind)
    return kind


def _digits(fingerprint: str) -> str:
    return "".join(unicodedata.normalize("NFKC", fingerprint).split())
