"""Key cards: this unit's own, and those of other units accepted here."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from tui.crypto import keycard, unitkeys
from tui.crypto.keycard import KeyCard
from tui.store.cipher import CipherDatabase
from tui.store.queries import units
from tui.store.vault import Vault
from tui.text import clean


class Relation(Enum):
    """What another unit is to this one."""

    SUPERIOR = "superior"
    SUBORDINATE = "subordinate"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return "上级" if self is Relation.SUPERIOR else "下级"


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A key card that people have accepted; ``unit`` is the uuid, ``accepted_on`` an ISO date."""

    unit: bytes
    relation: Relation
    name: str
    code: str
    kind: str
    signing: str
    receiving: str
    fingerprint: str
    accepted_on: str

    @property
    def key_id(self) -> str:
        """The id of its signing key, as signatures name it."""
        return unitkeys.key_id(self.signing)


_COLUMNS = "unit, relation, name, code, kind, signing, receiving, fingerprint, accepted_on"


def known_cards(db: CipherDatabase) -> list[KnownCard]:
    """Every accepted card, the superior's first."""
    rows = db.execute_sql(f"SELECT {_COLUMNS} FROM card ORDER BY relation = 'subordinate', code, name")
    return [KnownCard(bytes(unit), Relation(relation), *texts) for unit, relation, *texts in rows]


def signing_keys(db: CipherDatabase) -> dict[bytes, str]:
    """The signing key of every unit whose card was accepted here or, failing that, vouched for, by its uuid."""
    keys: dict[bytes, str] = {}
    for table in ("vouched", "card"):
        keys |= {bytes(unit): signing for unit, signing in db.execute_sql(f"SELECT unit, signing FROM {table}")}
    return keys


def superior(db: CipherDatabase) -> KnownCard | None:
    """The card that reports are sealed for."""
    return next((card for card in known_cards(db) if card.relation is Relation.SUPERIOR), None)


def own_card(vault: Vault) -> KeyCard:
    """This unit's card, the same at every call as long as its name and code are; waits for the reader.

    Its date is that of the vault's founding, because a card of another date has another fingerprint.
    """
    unit = vault.read(units.unit, vault.session.unit).result()
    return KeyCard(
        unit=unit.uuid.hex(),
        name=presentable(unit.name, 120),
        code=presentable(unit.code, 40),
        kind=unit.kind.value,
        signing=unitkeys.signing_public(vault.signing_secret()),
        receiving=unitkeys.receiving_public(vault.receiving_identity()),
        made_on=vault.read(_founded_on).result(),
    )


def spoken_fingerprint(card: KeyCard) -> str:
    """Eight groups of five digits, to be read aloud to the other unit."""
    return keycard.fingerprint(card)


def presentable(text: str, longest: int) -> str:
    """A unit's name or code as cards and manifests carry it: NFC, single plain spaces, at most ``longest``."""
    return " ".join(unicodedata.normalize("NFC", clean(text)).split())[:longest].strip()


def _founded_on(db: CipherDatabase) -> str:
    (body,) = db.execute_sql("SELECT body FROM entry WHERE seq = 1").fetchone()
    return datetime.fromtimestamp(json.loads(body)["at"], UTC).date().isoformat()
