"""Reading another unit's key card from a file. That it is theirs, people find out by its fingerprint."""

from pathlib import Path

from tui.crypto import keycard
from tui.crypto.keycard import MAX_CARD, KeyCard
from tui.faults import Failure, Fault
from tui.intake import media
from tui.rules.units import UnitKind
from tui.text import clean

_KINDS = frozenset(kind.value for kind in UnitKind)


def read_card(path: Path) -> KeyCard:
    """The card in a file. ``Failure``: E01 if it cannot be read, CARD_UNREADABLE for anything but a sound card."""
    raw = media.read_file(path, MAX_CARD, too_large=Fault.CARD_UNREADABLE)
    card = keycard.decode(raw, file=clean(path.name))
    if card.kind not in _KINDS or clean(card.name + card.code) != card.name + card.code:
        raise Failure(Fault.CARD_UNREADABLE, file=clean(path.name))
    return card
