"""The journal as an auditor reads it: from its description alone, with none of the program's own code."""

import json
from hashlib import sha256
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TABLES = {
    1: ("organization", ("id",)),
    2: ("person", ("id",)),
    3: ("member", ("id",)),
    4: ("campaign", ("id",)),
    5: ("subject", ("member", "campaign")),
    6: ("review", ("member", "campaign", "stage")),
    7: ("finding", ("id",)),
    8: ("card", ("id",)),
    9: ("letter", ("id",)),
    10: ("payment", ("id",)),
    11: ("reference", ("id",)),
    12: ("reference_row", ("id",)),
    13: ("difference", ("id",)),
    14: ("online_entry", ("id",)),
    15: ("fill_in", ("id",)),
    16: ("check_record", ("member", "campaign", "stage", "check_no")),
    17: ("branch_statement", ("org", "campaign", "stage")),
    20: ("verification_statement", ("id",)),
    21: ("correction_request", ("id",)),
    22: ("campaign_levels", ("id",)),
    23: ("focus_group", ("member", "kind")),
    48: ("archive", ("id",)),
    49: ("archive_inquiry", ("id",)),
    50: ("archive_work", ("id",)),
    51: ("evidence", ("id",)),
    52: ("unit_evidence", ("id",)),
    30: ("situation", ("id",)),
    31: ("situation_definition", ("id",)),
    24: ("letter_number", ("id",)),
    25: ("letter_follow_up", ("id",)),
    26: ("letter_reissue", ("id",)),
    33: ("search_case", ("id",)),
    34: ("search_attempt", ("id",)),
    35: ("office_letter", ("id",)),
    36: ("office_request", ("id",)),
    37: ("search_reopening", ("id",)),
    38: ("search_minimum", ("id",)),
    44: ("activity", ("id",)),
    45: ("attendance", ("id",)),
    54: ("disposal_procedure", ("id",)),
    55: ("disposal_case", ("id",)),
    56: ("disposal_ground", ("id",)),
    57: ("disposal_step", ("id",)),
    58: ("disposal_decision", ("id",)),
    59: ("disposal_referral", ("id",)),
}
DERIVED = ("lft", "rgt", "valid_until", "receipt_due", "done_since", "other_unit")
REMOVED = bytes(32)


def check_journal(db: Any) -> int:
    """Assert that chain, signatures, items and rows agree; gives the number of entries."""
    keys = {uuid.hex(): key for uuid, key in db.execute_sql("SELECT uuid, verify_key FROM person")}
    previous = "0" * 64
    entries = db.execute_sql("SELECT seq, body, hash, signature FROM entry ORDER BY seq").fetchall()
    for expected, (seq, body, digest, signature) in enumerate(entries, 1):
        header = json.loads(body)
        assert body.encode() == rfc8785.dumps(header)
        assert (seq, header["seq"], header["prev"]) == (expected, expected, previous)
        assert digest == sha256(body.encode()).digest()
        Ed25519PublicKey.from_public_bytes(keys[header["person"]]).verify(signature, b"paicha/entry/1\n" + digest)
        _check_items(db, header)
        previous = digest.hex()
    assert db.execute_sql("SELECT count(*) FROM entry_item WHERE entry > ?", (len(entries),)).fetchone() == (0,)
    _check_rows(db)
    return len(entries)


def _check_items(db: Any, header: dict[str, Any]) -> None:
    items = db.execute_sql(
        "SELECT tbl, row, sub, before, row_sha256 FROM entry_item WHERE entry = ? ORDER BY tbl, row, sub",
        (header["seq"],),
    ).fetchall()
    assert header["count"] == len(items)
    lines = "".join(f"{tbl},{row},{sub},{before or ''},{digest.hex()}\n" for tbl, row, sub, before, digest in items)
    assert header["items_sha256"] == sha256(lines.encode()).hexdigest()


def _check_rows(db: Any) -> None:
    latest = {
        (tbl, row, sub): digest
        for tbl, row, sub, digest in db.execute_sql("SELECT tbl, row, sub, row_sha256 FROM entry_item ORDER BY entry")
    }
    for number, (table, key) in TABLES.items():
        cursor = db.execute_sql(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        for stored in cursor:
            row = dict(zip(names, stored, strict=True))
            place, *rest = (row[name] for name in key)
            campaign, stage, *check = (*rest, 0, 0)[: max(2, len(rest))]
            sub = campaign * 10 + stage if not check else (campaign * 10 + stage) * 10 + check[0]
            assert latest.pop((number, place, sub), None) == _hash(row), (table, row)
    assert set(latest.values()) <= {REMOVED}


def _hash(row: dict[str, Any]) -> bytes:
    image = {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in row.items()
        if value is not None and name not in DERIVED
    }
    # for text, whole numbers and ASCII keys the same bytes as rfc8785 gives, several times faster
    return sha256(json.dumps(image, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).digest()
