"""A key card goes out to a medium and comes in from one; what is no sound card is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from exports.cards import write_card
from tui.crypto import keycard, unitkeys
from tui.crypto.keycard import KeyCard
from tui.faults import Failure, Fault
from tui.intake.cards import read_card
from tui.store.queries.cards import own_card
from tui.store.vault import Vault

SECRET = unitkeys.new_signing_key()
CARD = KeyCard(
    unit="6c1f2a563f0e4d0b9a530d5f6a3c7b21",
    name="中共计算机学院委员会",
    code="001002",
    kind="committee",
    signing=unitkeys.signing_public(SECRET),
    receiving=unitkeys.receiving_public(unitkeys.new_receiving_key()),
    made_on="2026-11-20",
)


def fault_of(path: Path) -> Failure:
    with pytest.raises(Failure) as raised:
        read_card(path)
    return raised.value


def test_a_vaults_card_goes_from_one_unit_to_the_other(branch: Vault, tmp_path: Path) -> None:
    written = write_card(own_card(branch), branch.signing_secret(), tmp_path)
    assert written.path.name == "paicha-card-001002003.json"
    assert read_card(written.path) == own_card(branch)


def test_a_card_is_not_written_over_another_file(tmp_path: Path) -> None:
    write_card(CARD, SECRET, tmp_path)
    with pytest.raises(Failure) as raised:
        write_card(CARD, SECRET, tmp_path)
    assert raised.value.fault is Fault.FILE_EXISTS


def test_what_is_not_there_is_a_fault_of_the_medium(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "card.json").fault is Fault.E01_MEDIA_READ


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"{}",
        keycard.encode(CARD, SECRET)[:-1],
        keycard.encode(CARD, SECRET).replace(b"001002", b"001003"),
        b" " * (keycard.MAX_CARD + 1),
        keycard.encode(replace(CARD, kind="ministry"), SECRET),
        keycard.encode(replace(CARD, name="党委\u3164"), SECRET),
    ],
    ids=["empty", "binary", "other", "cut", "altered", "long", "kind", "filler"],
)
def test_what_is_no_sound_card_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "对方\u202e公钥卡.json"
    path.write_bytes(content)
    failure = fault_of(path)
    assert failure.fault is Fault.CARD_UNREADABLE
    assert "对方公钥卡.json" in str(failure)
