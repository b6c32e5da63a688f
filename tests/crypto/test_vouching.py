"""A card that travels on another's word reads back, and nothing else passes for one."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from tui.crypto import canonical, unitkeys, vouching
from tui.crypto.vouching import VouchedCard

CARD = VouchedCard(
    unit="6c1f2a563f0e4d0b9a530d5f6a3c7b21",
    parent="7d1f2a563f0e4d0b9a530d5f6a3c7b21",
    name="软件系党总支",
    code="001002",
    kind="general_branch",
    signing=unitkeys.signing_public(unitkeys.new_signing_key()),
    receiving=unitkeys.receiving_public(unitkeys.new_receiving_key()),
    fingerprint="77404 78346 11286 24394 18654 38459 38606 66656",
    accepted_on="2026-11-20",
)


def refused(raw: bytes) -> bool:
    try:
        vouching.decode(raw)
    except ValueError:
        return True
    return False


def test_a_card_reads_back() -> None:
    assert vouching.decode(vouching.encode(CARD)) == CARD


BAD: list[tuple[str, Any]] = [
    *((name, value) for name in asdict(CARD) for value in (None, 5, "", "x", "\x1b", ["x"])
      if not (name in ("name", "code", "kind") and value == "x")),
    ("unit", CARD.unit.upper()),
    ("name", "党\u202e支部"),
    ("name", "党" * 121),
    ("kind", "General Branch"),
    ("signing", CARD.signing + "="),
    ("receiving", CARD.receiving.upper()),
    ("fingerprint", CARD.fingerprint.replace(" ", "")),
    ("accepted_on", "2026-02-30"),
    ("made_on", "2026-11-20"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BAD, ids=[f"{number}-{name}" for number, (name, _) in enumerate(BAD)])
def test_no_field_may_be_other_than_described(name: str, value: Any) -> None:
    assert refused(canonical.encode(asdict(CARD) | {name: value}))


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"null", b"{}", json.dumps(asdict(CARD)).encode()],
    ids=["nothing", "list", "null", "empty", "spelling"],
)
def test_other_texts_are_no_cards(raw: bytes) -> None:
    assert refused(raw)
