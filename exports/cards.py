"""Writing this unit's key card to a medium, for the units it exchanges bundles with."""

from pathlib import Path

from exports import media
from exports.media import Written
from exports.naming import unit_in_name
from tui.crypto import keycard
from tui.crypto.keycard import KeyCard
from tui.store.queries.cards import own_card
from tui.store.vault import Vault


def write_own_card(vault: Vault, folder: Path) -> Written:
    """Put the card of the vault's own unit into ``folder``; waits for the vault's reader."""
    return write_card(own_card(vault), vault.signing_secret(), folder)


def write_card(card: KeyCard, signing_secret: bytes, folder: Path) -> Written:
    """Put the card into ``folder`` as ``paicha-card-<code>.json``.

    The card is public: no harm is done if the medium is lost. Raises the ``Failure``s of ``media.write_file``.
    """
    raw = keycard.encode(card, signing_secret)
    name = f"paicha-card-{unit_in_name(card.code, card.unit)}.json"
    return media.write_file(folder, name, lambda out: out.writelines([raw]), needed=len(raw))
