"""Key cards: one's own is always the same; another's is accepted when its fingerprint was read, and only once."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from offices import DEPARTMENT, GENERAL_BRANCH, OTHER_BRANCH, dump, look
from vaults import COMMITTEE

from tui.crypto import keycard, unitkeys
from tui.crypto.keycard import KeyCard
from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.units import UnitKind
from tui.store.commands.cards import accept_card
from tui.store.commands.organizations import add_organization
from tui.store.founding import Founding
from tui.store.queries.cards import Relation, known_cards, own_card, superior
from tui.store.vault import Vault

UUID = "0a" * 16


def card_of(founding: Founding, uuid: str = UUID) -> KeyCard:
    """A card of another unit, with keys of its own."""
    return KeyCard(
        unit=uuid,
        name=founding.unit,
        code=founding.code,
        kind=founding.kind.value,
        signing=unitkeys.signing_public(unitkeys.new_signing_key()),
        receiving=unitkeys.receiving_public(unitkeys.new_receiving_key()),
        made_on="2026-11-20",
    )


def accept(
    vault: Vault, card: KeyCard, relation: Relation, read: str | None = None, below: int | None = None
) -> Change:
    spoken = keycard.fingerprint(card) if read is None else read
    return vault.write(accept_card, card, relation=relation, fingerprint_read=spoken, below=below).result()


def fault_of(call: Callable[[], object]) -> Failure:
    with pytest.raises(Failure) as raised:
        call()
    return raised.value


def test_the_own_card_says_what_the_vault_says_and_verifies(branch: Vault) -> None:
    card = own_card(branch)
    assert (card.name, card.code, card.kind) == ("计算机学院教工党支部", "001002003", "branch")
    assert bytes.fromhex(card.unit) == look(branch, "SELECT uuid FROM organization WHERE id = 1")[0]
    assert keycard.decode(keycard.encode(card, branch.signing_secret()), file="card") == card


def test_the_own_card_has_the_same_fingerprint_every_time(branch: Vault) -> None:
    assert own_card(branch) == own_card(branch)
    assert own_card(branch).made_on == "2026-11-20"


def test_a_name_that_cards_cannot_carry_is_made_presentable(open_vault: Callable[..., Vault]) -> None:
    odd = replace(OTHER_BRANCH, unit="软件系　学生\u00a0党支部e\u0301" + "长" * 200, code=" 001　002 ")
    card = own_card(open_vault(odd, "odd"))
    assert card.name.startswith("软件系 学生 党支部é长")
    assert (len(card.name), card.code) == (120, "001 002")


def test_the_superiors_card_is_kept_and_the_tree_stays(branch: Vault) -> None:
    card = card_of(COMMITTEE)
    change = accept(branch, card, Relation.SUPERIOR)
    assert (change.changed, change.label) == (1, "登记上级公钥卡")
    known = branch.read(superior).result()
    assert known is not None
    assert (known.unit.hex(), known.name, known.receiving) == (UUID, COMMITTEE.unit, card.receiving)
    assert (known.fingerprint, known.accepted_on) == (keycard.fingerprint(card), "2026-11-20")
    assert known.key_id == unitkeys.key_id(card.signing)
    assert look(branch, "SELECT count(*) FROM organization") == [1]


def test_a_subordinate_is_set_up_below_and_keeps_itself(committee: Vault) -> None:
    accept(committee, card_of(OTHER_BRANCH), Relation.SUBORDINATE)
    [row] = look(
        committee, "SELECT id, uuid, parent, kind, code, name, keeper, lft, rgt FROM organization WHERE id > 1"
    )
    assert row == (2, bytes.fromhex(UUID), 1, "branch", "001002004", "软件系学生党支部", 2, 2, 3)


def test_a_subordinate_may_be_set_up_further_down(committee: Vault) -> None:
    accept(committee, card_of(GENERAL_BRANCH), Relation.SUBORDINATE)
    accept(committee, card_of(OTHER_BRANCH, "0b" * 16), Relation.SUBORDINATE, below=2)
    assert look(committee, "SELECT parent FROM organization ORDER BY id") == [None, 1, 2]


def test_a_subordinate_who_stands_in_the_tree_is_not_set_up_again(committee: Vault) -> None:
    committee.write(add_organization, 1, UnitKind.BRANCH, "001002004", "软件系学生党支部").result()
    uuid = look(committee, "SELECT hex(uuid) FROM organization WHERE id = 2")[0].lower()
    accept(committee, card_of(OTHER_BRANCH, uuid), Relation.SUBORDINATE)
    assert look(committee, "SELECT count(*) FROM organization") == [2]


def test_accepting_is_one_signed_entry_that_names_nobody(committee: Vault) -> None:
    change = accept(committee, card_of(OTHER_BRANCH), Relation.SUBORDINATE)
    [body] = look(committee, "SELECT body FROM entry WHERE seq = ?", change.entry)
    assert '"action":"card.accept"' in body
    assert '"count":2' in body
    assert OTHER_BRANCH.unit not in body


@pytest.mark.parametrize(
    "spell", [str.strip, "".join, lambda text: text.replace(" ", "\u3000"), lambda text: f" {text}\n"]
)
def test_the_fingerprint_may_be_typed_with_any_spaces(branch: Vault, spell: Callable[[str], str]) -> None:
    card = card_of(COMMITTEE)
    assert accept(branch, card, Relation.SUPERIOR, spell(keycard.fingerprint(card))).changed == 1


def test_the_fingerprint_may_be_typed_full_width(branch: Vault) -> None:
    card = card_of(COMMITTEE)
    wide = keycard.fingerprint(card).translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"})
    assert accept(branch, card, Relation.SUPERIOR, wide).changed == 1


def test_another_fingerprint_accepts_nothing(branch: Vault) -> None:
    card, before = card_of(COMMITTEE), dump(branch)
    other = keycard.fingerprint(replace(card, code="001003"))
    for spoken in (other, "", keycard.fingerprint(card)[:-1]):
        assert fault_of(lambda spoken=spoken: accept(branch, card, Relation.SUPERIOR, spoken)).fault is (
            Fault.CARD_FINGERPRINT
        )
    assert dump(branch) == before


def test_ones_own_card_is_not_accepted(branch: Vault) -> None:
    assert fault_of(lambda: accept(branch, own_card(branch), Relation.SUPERIOR)).fault is Fault.CARD_OWN


def test_the_same_card_again_changes_nothing(branch: Vault) -> None:
    card = card_of(COMMITTEE)
    accept(branch, card, Relation.SUPERIOR)
    before = dump(branch)
    again = accept(branch, card, Relation.SUPERIOR)
    assert (again.entry, again.changed, again.unchanged) == (None, 0, 1)
    assert dump(branch) == before


def test_there_is_one_superior(branch: Vault) -> None:
    accept(branch, card_of(COMMITTEE), Relation.SUPERIOR)
    failure = fault_of(lambda: accept(branch, card_of(DEPARTMENT, "0b" * 16), Relation.SUPERIOR))
    assert failure.fault is Fault.CARD_CONFLICT
    assert COMMITTEE.unit in str(failure)


def test_a_unit_has_one_card(committee: Vault) -> None:
    accept(committee, card_of(OTHER_BRANCH), Relation.SUBORDINATE)
    before = dump(committee)
    renewed = card_of(OTHER_BRANCH)
    assert fault_of(lambda: accept(committee, renewed, Relation.SUBORDINATE)).fault is Fault.CARD_CONFLICT
    assert dump(committee) == before


def test_two_units_cannot_share_a_signing_key(committee: Vault) -> None:
    first = card_of(OTHER_BRANCH)
    accept(committee, first, Relation.SUBORDINATE)
    second = replace(card_of(GENERAL_BRANCH, "0b" * 16), signing=first.signing)
    assert fault_of(lambda: accept(committee, second, Relation.SUBORDINATE)).fault is Fault.CARD_CONFLICT


@pytest.mark.parametrize("founding", [COMMITTEE, DEPARTMENT], ids=["beside", "above"])
def test_a_subordinate_has_to_fit_below(branch: Vault, founding: Founding) -> None:
    assert fault_of(lambda: accept(branch, card_of(founding), Relation.SUBORDINATE)).fault is Fault.KIND_UNSUITABLE


def test_a_superior_has_to_fit_above(committee: Vault) -> None:
    for founding in (OTHER_BRANCH, GENERAL_BRANCH):
        failure = fault_of(lambda founding=founding: accept(committee, card_of(founding), Relation.SUPERIOR))
        assert failure.fault is Fault.KIND_UNSUITABLE


def test_a_unit_of_the_same_name_is_in_the_way(committee: Vault) -> None:
    committee.write(add_organization, 1, UnitKind.BRANCH, "", OTHER_BRANCH.unit).result()
    before = dump(committee)
    failure = fault_of(lambda: accept(committee, card_of(OTHER_BRANCH), Relation.SUBORDINATE))
    assert failure.fault is Fault.ORGANIZATION_EXISTS
    assert dump(committee) == before


def test_cards_are_listed_with_the_superior_first(committee: Vault) -> None:
    accept(committee, card_of(OTHER_BRANCH), Relation.SUBORDINATE)
    accept(committee, card_of(GENERAL_BRANCH, "0b" * 16), Relation.SUBORDINATE)
    accept(committee, card_of(DEPARTMENT, "0c" * 16), Relation.SUPERIOR)
    listed = [(card.relation.label, card.code) for card in committee.read(known_cards).result()]
    assert listed == [("上级", "001"), ("下级", "001002004"), ("下级", "0010021")]
