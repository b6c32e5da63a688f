"""The journal under attack: whatever is edited, cut, rewritten or put back is found, and named for what it is."""

import json
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from ledgers import letter, paid, pay, send
from people import arrival, rows, take_in
from sqlcipher3 import dbapi2
from staffed import at, found_full
from vaults import PASSPHRASE, founded, opened

from tui.crypto import signing
from tui.faults import Failure, Fault
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.store import images, journal, staff
from tui.store.audit import anchor, auditing
from tui.store.audit.anchor import Breach
from tui.store.audit.auditing import Report
from tui.store.audit.verifying import Wrong
from tui.store.commands.verdicts import give_verdict
from tui.store.keyring import database_key
from tui.store.vault import Vault

PAGE = 4096


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A vault that has been worked in and closed."""
    place = founded(tmp_path / "vault")
    with opened(place) as vault:
        take_in(vault, *(arrival(f"欧阳{number:02}") for number in range(30)))
        judge(vault, Verdict.CLEAR)
        judge(vault, Verdict.DOUBTFUL)
        vault.write(send, letter(1), letter(2)).result()
        vault.write(pay, paid(1, "2026-10")).result()
    return place


def judge(vault: Vault, verdict: Verdict) -> None:
    members = [row[0] for row in rows(vault, "SELECT id FROM member")]
    vault.write(give_verdict, Stage.SELF_CHECK, Check.ROSTER, verdict, members, given=Given.SINGLY).result()


def audited(vault: Vault) -> Report:
    return vault.act(auditing.verify, vault.session.db).result()


def wrongs(report: Report) -> set[Wrong]:
    inside = report.data.found if report.data else []
    return {found.wrong for found in (*report.audit.found, *inside)}


def key_of(folder: Path, subkey: str) -> bytes:
    with opened(folder) as vault:
        return database_key(folder, subkey, vault.seat.keys.identity)


def behind_our_back(folder: Path, name: str, key: bytes, *statements: str) -> None:
    """What a holder of the raw key can do with any SQLCipher tool."""
    connection = dbapi2.connect(str(folder / name), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_an_untouched_vault_verifies_to_the_last_row(folder: Path) -> None:
    with opened(folder) as vault:
        report = audited(vault)
        assert report.sound
        assert report.data is not None
        assert (report.data.entries, report.audit.entries) == (6, 6)
        assert report.data.rows == sum(
            rows(vault, f"SELECT count(*) FROM {table.name}")[0][0] for table in images.TABLES.values()
        )
        assert vault.seat.breaches == ()
    with opened(folder) as vault:
        assert audited(vault).sound


ATTACKS: dict[str, tuple[str, tuple[str, ...], Wrong]] = {
    "an entry edited": (
        "data.db",
        ("DROP TRIGGER entry_no_update", "UPDATE entry SET body = replace(body, 'singly', 'bulk') WHERE seq = 3"),
        Wrong.NO_TRIGGER,
    ),
    "a row edited": ("data.db", ("UPDATE review SET c1 = 'c' WHERE member = 7",), Wrong.ROW_CHANGED),
    "a row deleted": ("data.db", ("DELETE FROM finding", "DELETE FROM review WHERE member = 7"), Wrong.ROW_GONE),
    "a row smuggled in": (
        "data.db",
        ("INSERT INTO member(org, name, uuid) VALUES (1, '王五', randomblob(16))",),
        Wrong.ROW_SMUGGLED,
    ),
    "a receipt forged": ("data.db", ("UPDATE letter SET receipt = 'yes' WHERE id = 1",), Wrong.ROW_CHANGED),
    "a payment smuggled in": (
        "data.db",
        ("INSERT INTO payment(member, fen, uuid) VALUES (1, 100, randomblob(16))",),
        Wrong.ROW_SMUGGLED,
    ),
    "a stored before edited": (
        "data.db",
        ("DROP TRIGGER entry_item_no_update", "UPDATE entry_item SET before = '{}' WHERE entry = 4 AND row = 7"),
        Wrong.ITEMS,
    ),
    "an act edited": (
        "audit.db",
        ("DROP TRIGGER act_no_update", "UPDATE act SET body = replace(body, 'unlock', 'nothing') WHERE seq = 1"),
        Wrong.BROKEN,
    ),
    "an entry deleted in the middle": (
        "audit.db",
        ("DROP TRIGGER entry_no_delete", "DELETE FROM entry WHERE seq = 2"),
        Wrong.GAP,
    ),
    "an act deleted in the middle": (
        "audit.db",
        ("DROP TRIGGER act_no_delete", "DELETE FROM act WHERE seq = 1"),
        Wrong.GAP,
    ),
    "a trigger dropped": ("audit.db", ("DROP TRIGGER entry_no_gap",), Wrong.NO_TRIGGER),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_done_past_the_program_is_found(folder: Path, attack: str) -> None:
    name, statements, wrong = ATTACKS[attack]
    subkey = name.partition(".")[0]
    with opened(folder):
        pass  # so that there are two unlockings in the acts
    behind_our_back(folder, name, key_of(folder, subkey), *statements)
    with opened(folder) as vault:
        assert wrong in wrongs(audited(vault))


def test_a_journal_rewritten_by_a_holder_of_the_data_key_is_found_by_its_signatures(folder: Path) -> None:
    """The chain can be computed anew by whoever can write; the signatures cannot."""
    key, thief = key_of(folder, "data"), signing.new_seed()
    connection = dbapi2.connect(str(folder / "data.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("DROP TRIGGER entry_no_update")
    prev = "0" * 64
    for seq, body in connection.execute("SELECT seq, body FROM entry ORDER BY seq").fetchall():
        forged = images.encode(json.loads(body) | {"prev": prev, "at": 1})
        digest = sha256(forged.encode()).digest()
        signature = signing.sign(thief, journal.SIGNED_AS + digest)
        connection.execute(
            "UPDATE entry SET body = ?, hash = ?, signature = ? WHERE seq = ?",
            (forged, bytearray(digest), bytearray(signature), seq),
        )
        prev = digest.hex()
    connection.close()
    with opened(folder) as vault:
        assert Breach.FORKED.sentence in vault.seat.breaches
        assert Wrong.BAD_SIGNATURE in wrongs(audited(vault))


def cut_the_last_entry(folder: Path, keys: Mapping[str, bytes]) -> None:
    for name, key in keys.items():
        last = "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)"
        behind_our_back(folder, name, key, "PRAGMA foreign_keys = OFF", "DROP TRIGGER entry_no_delete", last)


ROLLBACKS: dict[str, tuple[tuple[str, ...], set[Breach]]] = {
    "the journal cut at the end": ((), {Breach.ENTRIES_BEHIND}),
    "data.db put back": (("data.db",), {Breach.FORKED, Breach.ENTRIES_BEHIND}),
    "audit.db put back": (("audit.db",), {Breach.ACTS_BEHIND}),
    "both put back": (("data.db", "audit.db"), {Breach.ENTRIES_BEHIND, Breach.ACTS_BEHIND}),
}


@pytest.mark.parametrize("attack", ROLLBACKS)
def test_a_vault_behind_its_anchor_opens_for_reading_only_and_says_why(
    folder: Path, tmp_path: Path, attack: str
) -> None:
    keys = {"data.db": key_of(folder, "data"), "audit.db": key_of(folder, "audit")}
    earlier = tmp_path / "earlier"
    shutil.copytree(folder, earlier)
    with opened(folder) as vault:
        judge(vault, Verdict.PENDING)
    names, expected = ROLLBACKS[attack]
    for name in names:
        shutil.copyfile(earlier / name, folder / name)
    if not names:
        cut_the_last_entry(folder, keys)
    with opened(folder) as vault:
        assert set(vault.seat.breaches) == {breach.sentence for breach in expected}
        assert rows(vault, "SELECT count(*) FROM member") == [(30,)]
        with pytest.raises(Failure) as raised:
            judge(vault, Verdict.CLEAR)
        assert raised.value.fault is Fault.JOURNAL_READ_ONLY
        assert set(audited(vault).breaches) == expected
    with opened(folder) as vault:
        assert vault.seat.breaches, "opening once more does not heal it"


def test_a_page_put_back_is_found_by_the_rows(folder: Path, tmp_path: Path) -> None:
    """SQLCipher accepts an old page in its own place; the rows on it are not those of their latest items."""
    earlier = tmp_path / "earlier"
    shutil.copytree(folder, earlier)
    with opened(folder) as vault:
        judge(vault, Verdict.CLEAR)
        (root,) = rows(vault, "SELECT rootpage FROM sqlite_master WHERE name = 'review'")[0]
    old = (earlier / "data.db").read_bytes()
    new = bytearray((folder / "data.db").read_bytes())
    start = (root - 1) * PAGE
    assert new[start : start + PAGE] != old[start : start + PAGE]
    new[start : start + PAGE] = old[start : start + PAGE]
    (folder / "data.db").write_bytes(new)
    with opened(folder) as vault:
        assert rows(vault, "PRAGMA cipher_integrity_check") == []
        assert vault.seat.breaches == ()
        assert wrongs(audited(vault)) >= {Wrong.ROW_CHANGED}


def test_an_edited_anchor_is_a_breach(folder: Path) -> None:
    path = anchor.path_of(json.loads((folder / "vault.json").read_text())["vault"])
    found = json.loads(path.read_text()) | {"entries": 1}
    path.write_text(json.dumps(found, sort_keys=True, separators=(",", ":")))
    with opened(folder) as vault:
        assert vault.seat.breaches == (Breach.ANCHOR_ALTERED.sentence,)


def test_a_register_of_people_put_back_gives_nobody_a_key_again(tmp_path: Path) -> None:
    full = found_full(tmp_path / "full")
    with at(full, "clerk") as clerk:
        identity = clerk.seat.keys.identity
    earlier = (full / "people.json").read_bytes()
    with at(full, "officer") as office:
        office.change_people(staff.remove, "clerk").result()
    at(full, "secretary").close()
    (full / "people.json").write_bytes(earlier)
    with at(full, "secretary") as vault:
        assert vault.seat.breaches == (Breach.PEOPLE_BEHIND.sentence,)
    with pytest.raises(Failure) as raised:
        database_key(full, "data", identity)
    assert raised.value.fault is Fault.SLOT_DAMAGED


def test_no_members_name_is_in_audit_db(folder: Path) -> None:
    with opened(folder) as vault:
        texts = vault.act(
            lambda seat: [
                body
                for table in ("entry", "act")
                for (body,) in seat.audit.execute_sql(f"SELECT body FROM {table}").fetchall()
            ]
        ).result()
    assert len(texts) > 5
    assert not any("欧阳" in text or "张明" in text for text in texts)
    assert "欧阳".encode() not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_lines_of_both_streams_are_read_newest_first_and_filtered(folder: Path) -> None:
    with opened(folder) as vault:
        found = vault.act(lambda seat: list(auditing.lines(seat))).result()
        verdicts = vault.act(lambda seat: list(auditing.lines(seat, auditing.Filter(action="review.verdict")))).result()
    assert {line.action for line in found} >= {"vault.found", "unlock", "roster.import", "review.verdict"}
    assert [line.seq for line in verdicts] == [4, 3]
    assert [line.count for line in verdicts] == [30, 30]
    assert PASSPHRASE not in str(found)
