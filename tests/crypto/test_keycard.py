"""A key card reads back; a forged, edited or careless one does not; its fingerprint says all of it."""

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import canonical, keycard, unitkeys
from tui.crypto.keycard import KeyCard
from tui.faults import Failure, Fault

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
RAW = keycard.encode(CARD, SECRET)
FILE = "committee.card"


def assert_unreadable(raw: bytes) -> None:
    with pytest.raises(Failure, match=FILE) as raised:
        keycard.decode(raw, file=FILE)
    assert raised.value.fault is Fault.CARD_UNREADABLE


def test_a_card_reads_back_and_is_the_same_file_every_time() -> None:
    assert keycard.decode(RAW, file=FILE) == CARD
    assert keycard.encode(CARD, SECRET) == RAW


def test_the_file_is_json_that_anybody_can_read() -> None:
    assert json.loads(RAW)["card"] == asdict(CARD)


@given(st.integers(0, len(RAW) * 8 - 1))
def test_no_flipped_bit_changes_a_card(bit: int) -> None:
    altered = bytearray(RAW)
    altered[bit // 8] ^= 1 << bit % 8
    try:
        card = keycard.decode(bytes(altered), file=FILE)
    except Failure as failure:
        fault = failure.fault
    else:
        assert card == CARD  # the bit was in minisign's untrusted comment
        return
    assert fault is Fault.CARD_UNREADABLE


EDITS: dict[str, str] = {
    "unit": "6c1f2a563f0e4d0b9a530d5f6a3c7b22",
    "name": "中共计算机学院总支部委员会",
    "code": "001003",
    "kind": "department",
    "signing": unitkeys.signing_public(unitkeys.new_signing_key()),
    "receiving": unitkeys.receiving_public(unitkeys.new_receiving_key()),
    "made_on": "2026-11-21",
}


@pytest.mark.parametrize("field", EDITS)
def test_an_edited_field_makes_the_card_unreadable_and_changes_the_fingerprint(field: str) -> None:
    envelope = json.loads(RAW)
    envelope["card"][field] = EDITS[field]
    assert_unreadable(canonical.encode(envelope))
    assert keycard.fingerprint(replace(CARD, **{field: EDITS[field]})) != keycard.fingerprint(CARD)


def test_every_field_is_among_the_edits() -> None:
    assert EDITS.keys() == asdict(CARD).keys()


def test_a_card_without_possession_of_its_key_is_refused() -> None:
    thief = unitkeys.new_signing_key()
    with pytest.raises(ValueError, match="another key"):
        keycard.encode(CARD, thief)
    statement = canonical.encode({"card": asdict(CARD), "format": keycard.FORMAT})
    forged = unitkeys.sign_manifest(thief, statement, f"paicha-card {CARD.unit}").decode()
    assert_unreadable(canonical.encode({**json.loads(RAW), "signature": forged}))


def test_a_signature_given_for_something_else_is_refused() -> None:
    statement = canonical.encode({"card": asdict(CARD), "format": keycard.FORMAT})
    other = unitkeys.sign_manifest(SECRET, statement, "dyb1 001002>001 report #1").decode()
    assert_unreadable(canonical.encode({**json.loads(RAW), "signature": other}))


SHAPES: dict[str, Callable[[dict[str, Any]], object]] = {
    "format": lambda e: e.update(format="paicha-card/2"),
    "more": lambda e: e.update(more=1),
    "less": lambda e: e.pop("signature"),
    "signature not text": lambda e: e.update(signature=None),
    "card not an object": lambda e: e.update(card=[]),
    "card field more": lambda e: e["card"].update(more="x"),
    "card field less": lambda e: e["card"].pop("kind"),
    "number in a card": lambda e: e["card"].update(code=1),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_other_shapes_are_unreadable(shape: str) -> None:
    envelope = json.loads(RAW)
    SHAPES[shape](envelope)
    assert_unreadable(canonical.encode(envelope))


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"1", RAW + b"\n", RAW[:-1], b" " + RAW, b"PK\x03\x04", RAW + b" " * 20_000]
)
def test_rubbish_and_other_spellings_are_unreadable(raw: bytes) -> None:
    assert_unreadable(raw)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_unreadable(raw: bytes) -> None:
    assert_unreadable(raw)


UNCOMPARABLE = [
    ("name", ""),
    ("name", " 机关党支部"),
    ("name", "机关\u202e党支部"),
    ("name", "机关\x1b[2J党支部"),
    ("name", "机关\n党支部"),
    ("name", "机关\u3000党支部"),
    ("name", "e\u0301cole"),
    ("name", "党" * 121),
    ("code", "1" * 41),
    ("kind", "\u200b"),
    ("unit", "6C1F2A563F0E4D0B9A530D5F6A3C7B21"),
    ("unit", "6c1f2a56-3f0e-4d0b-9a53-0d5f6a3c7b21"),
    ("made_on", "20261120"),
    ("made_on", "2026-02-30"),
    ("receiving", CARD.receiving.upper()),
    ("receiving", "age1"),
    ("signing", CARD.signing + "\n"),
    ("signing", base64.b64encode(bytes(42)).decode()),
]


@pytest.mark.parametrize(
    ("field", "text"), UNCOMPARABLE, ids=[f"{number}-{field}" for number, (field, _) in enumerate(UNCOMPARABLE)]
)
def test_a_field_that_cannot_be_compared_by_eye_makes_no_card(field: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(CARD, **{field: text})


def test_the_fingerprint_is_eight_groups_of_five_digits() -> None:
    groups = keycard.fingerprint(CARD).split(" ")
    assert len(groups) == 8
    assert all(len(group) == 5 and group.isdecimal() and group.isascii() for group in groups)


def test_the_fingerprint_of_a_known_card_never_changes() -> None:
    signing = "RWRbL+u+zUzOpC53HqvNDglOK/7ZEMR5eixZHpqDIgvVMHjqKYVQoO7w"
    receiving = "age13tk99avcyqlrz9mu7ct8jx7k59jg63x39vtz9hk4e2vkaejrx9jsnzw5h0"
    known = replace(CARD, signing=signing, receiving=receiving)
    assert keycard.fingerprint(known) == "78791 91857 67404 73560 13338 10794 95482 87055"
