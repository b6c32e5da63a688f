"""Every attack on the journal is found and named, at its place; an untouched vault has nothing to find."""

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from audited import MEMBERS, NAME, Audited

from tui.crypto import signing
from tui.faults import Failure, Fault
from tui.store import images
from tui.store.audit import anchor
from tui.store.audit.breaches import Breach
from tui.store.audit.following import follow
from tui.store.audit.standing import examine
from tui.store.audit.streams import Stream, records
from tui.store.audit.verifying import verify

PAGE = 4096


def anchored(vault: Audited) -> None:
    with vault.audit() as audit:
        anchor.write(audit, vault.register, vault.actor)


def standing(vault: Audited) -> tuple[Breach, ...]:
    """What opening finds."""
    with vault.session() as session, vault.audit() as audit:
        return examine(vault.register, audit, session.db)


def test_an_untouched_vault_has_nothing_to_find(vault: Audited) -> None:
    anchored(vault)
    vault.note("丁")
    vault.act()
    verification = vault.verify()
    assert verification.findings == ()
    assert (verification.entries, verification.acts, verification.unlisted) == (6, 6, 0)
    assert verification.rows == 2 * MEMBERS + 4  # members, subjects, one review, founder, unit, campaign
    assert "没有发现问题" in verification.sentence
    assert standing(vault) == ()


@pytest.mark.parametrize("stream", Stream)
def test_an_edited_record_is_found(vault: Audited, stream: Stream) -> None:
    table = stream.value
    vault.forge(
        vault.audit_path,
        f"DROP TRIGGER {table}_no_update",
        f"UPDATE {table} SET body = replace(body, '\"at\":17', '\"at\":16') WHERE seq = 3",
    )
    assert (Breach.HASH_WRONG, f"{stream.label}第3条") in vault.found(data=False)


def test_an_edited_entry_in_the_business_database_is_found_there_and_as_a_difference(vault: Audited) -> None:
    edit = "UPDATE entry SET body = replace(body, '\"count\":1', '\"count\":2') WHERE seq = 4"
    trigger = trigger_of(vault, Stream.ENTRIES, "no_update")
    vault.forge(vault.data.path, "DROP TRIGGER entry_no_update", edit, trigger)
    assert vault.found() == [
        (Breach.FORKED, "业务日志第4条"),
        (Breach.HASH_WRONG, "业务日志第4条"),
        (Breach.ITEMS_DIFFER, "业务日志第4条"),
    ]


@pytest.mark.parametrize("stream", Stream)
def test_a_record_deleted_in_the_middle_is_found(vault: Audited, stream: Stream) -> None:
    table = stream.value
    vault.forge(vault.audit_path, f"DROP TRIGGER {table}_no_delete", f"DELETE FROM {table} WHERE seq = 3")
    assert (Breach.GAP, f"{stream.label}第4条") in vault.found(data=False)


@pytest.mark.parametrize("stream", Stream)
def test_an_end_that_was_cut_off_is_found_by_the_anchor_alone(vault: Audited, stream: Stream) -> None:
    behind = {Stream.ENTRIES: Breach.ENTRIES_BEHIND, Stream.ACTS: Breach.ACTS_BEHIND}[stream]
    anchored(vault)
    trigger = trigger_of(vault, stream, "no_delete")
    cut = f"DELETE FROM {stream.value} WHERE seq > 2"
    vault.forge(vault.audit_path, f"DROP TRIGGER {stream.value}_no_delete", cut, trigger)
    assert vault.found(data=False) == [(behind, "锚点")]
    assert standing(vault) == (behind,)
    anchor.path_of(vault.vault).unlink()
    assert vault.found(data=False) == []


def rewritten(vault: Audited, path: Path, stream: Stream, seed: bytes) -> None:
    """The chain made anew from the third record on, as a holder of the database's key can, signed with ``seed``."""
    with vault.audit() as audit:
        chain = list(records(audit, stream))
    previous = chain[1].hash
    forgery = [f"DROP TRIGGER {stream.value}_no_update"]
    for record in chain[2:]:
        raw = images.encode(json.loads(record.body) | {"prev": previous.hex(), "at": 1})
        previous = sha256(raw.encode()).digest()
        signature = signing.sign(seed, stream.signed_as + previous)
        forgery.append(
            f"UPDATE {stream.value} SET body = '{raw}', hash = x'{previous.hex()}', signature = x'{signature.hex()}'"
            f" WHERE seq = {record.seq}"
        )
    vault.forge(path, *forgery, trigger_of(vault, stream, "no_update"))


def trigger_of(vault: Audited, stream: Stream, what: str) -> str:
    """The SQL of a trigger, with which an attacker puts it back in the end."""
    with vault.audit() as audit:
        named = "SELECT sql FROM sqlite_master WHERE name = ?"
        return str(audit.execute_sql(named, (f"{stream.value}_{what}",)).fetchone()[0])


@pytest.mark.parametrize("stream", Stream)
def test_a_chain_rewritten_by_a_holder_of_the_key_is_found_by_its_signatures(vault: Audited, stream: Stream) -> None:
    rewritten(vault, vault.audit_path, stream, bytes(32))
    wrong = [(Breach.SIGNATURE_WRONG, f"{stream.label}第{seq}条") for seq in (3, 4, 5)]
    assert vault.found(data=False) == wrong


def test_a_chain_rewritten_by_the_person_who_signed_it_is_found_by_the_anchor(vault: Audited) -> None:
    anchored(vault)
    for path in (vault.audit_path, vault.data.path):
        rewritten(vault, path, Stream.ENTRIES, vault.actor.seed)
    assert vault.found() == [(Breach.ENTRIES_REWRITTEN, "锚点")]
    assert standing(vault) == (Breach.ENTRIES_REWRITTEN,)


@pytest.mark.parametrize(
    ("database", "trigger"),
    [
        ("audit", "act_no_delete"),
        ("audit", "entry_no_gap"),
        ("data", "entry_no_update"),
        ("data", "entry_item_no_delete"),
    ],
)
def test_a_trigger_that_was_dropped_is_found(vault: Audited, database: str, trigger: str) -> None:
    path = vault.audit_path if database == "audit" else vault.data.path
    vault.forge(path, f"DROP TRIGGER {trigger}")
    place = "审计数据库" if database == "audit" else "业务数据库"
    assert vault.found() == [(Breach.SCHEMA_ALTERED, f"{place}的trigger {trigger}")]
    assert standing(vault) == (Breach.SCHEMA_ALTERED,)


def test_a_trigger_that_was_added_and_a_table_that_was_replaced_are_found(vault: Audited) -> None:
    vault.forge(vault.data.path, "CREATE TRIGGER silent AFTER INSERT ON member BEGIN DELETE FROM finding; END")
    assert vault.found() == [(Breach.SCHEMA_ALTERED, "业务数据库的trigger silent")]
    vault.forge(vault.audit_path, "ALTER TABLE act RENAME TO other")
    assert (Breach.SCHEMA_ALTERED, "审计数据库的table act") in vault.found()
    assert standing(vault) == (Breach.SCHEMA_ALTERED,)


def note_of(vault: Audited) -> str:
    with vault.session() as session:
        return str(session.db.execute_sql("SELECT note FROM review").fetchone()[0])


def test_a_page_put_back_is_found(vault: Audited) -> None:
    """SQLCipher accepts an old page at its old place: its authentication knows the page's number and not its age."""
    vault.note("初稿")
    old = vault.data.path.read_bytes()
    vault.note("定稿")
    new = vault.data.path.read_bytes()
    replayed = 0
    for start in range(0, len(old), PAGE):
        if old[start : start + PAGE] == new[start : start + PAGE]:
            continue
        vault.data.path.write_bytes(new[:start] + old[start : start + PAGE] + new[start + PAGE :])
        if note_of(vault) == "初稿":
            replayed += 1
            assert (Breach.ROW_DIFFERS, "核查结论第3行（11）") in vault.found()
        else:
            assert vault.found() != []
    assert replayed == 1


def test_a_page_of_an_index_put_back_cannot_hide_the_newest_item(vault: Audited) -> None:
    """Two old pages: the row's, and that of the index which leads to its newest item."""
    vault.note("初稿")
    old = vault.data.path.read_bytes()
    vault.note("定稿")
    new = vault.data.path.read_bytes()
    changed = [at for at in range(0, len(old), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    hidden = 0
    for first in changed:
        for second in changed:
            if first < second:
                mixed = bytearray(new)
                for start in (first, second):
                    mixed[start : start + PAGE] = old[start : start + PAGE]
                vault.data.path.write_bytes(mixed)
                found = {breach for breach, _ in vault.found()}
                assert found
                hidden += Breach.ROW_DIFFERS not in found and Breach.UNREADABLE in found
    assert hidden


@pytest.mark.parametrize(
    ("forgery", "breach", "place"),
    [
        ("UPDATE member SET name = '他' WHERE id = 7", Breach.ROW_DIFFERS, "党员第7行"),
        ("UPDATE review SET c1 = 'd'", Breach.ROW_DIFFERS, "核查结论第3行（11）"),
        ("DELETE FROM review", Breach.ROW_MISSING, "核查结论第3行（11）"),
        ("DELETE FROM subject WHERE member = 9", Breach.ROW_MISSING, "排查对象第9行（10）"),
        ("INSERT INTO subject VALUES (1, 99, 'in_branch')", Breach.ROW_UNJOURNALED, "排查对象第99行（10）"),
        (
            "INSERT INTO review(campaign, stage, member, unit) VALUES (1, 2, 3, 1)",
            Breach.ROW_UNJOURNALED,
            "核查结论第3行（12）",
        ),
        ("INSERT INTO member(org, name, uuid) VALUES (1, '他', zeroblob(16))", Breach.ROW_UNJOURNALED, "党员第41行"),
    ],
)
def test_rows_that_were_changed_past_the_journal_are_found(
    vault: Audited, forgery: str, breach: Breach, place: str
) -> None:
    vault.forge(vault.data.path, forgery)
    assert vault.found() == [(breach, place)]


def test_items_that_were_added_changed_or_taken_away_are_found(vault: Audited) -> None:
    triggers = [f"entry_item_no_{what}" for what in ("update", "delete")]
    with vault.session() as session:
        made = [
            session.db.execute_sql("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
            for name in triggers
        ]
    vault.forge(
        vault.data.path,
        *(f"DROP TRIGGER {name}" for name in triggers),
        "DELETE FROM entry_item WHERE entry = 2 AND tbl = 5 AND row = 4",
        "UPDATE entry_item SET before = '{}' WHERE entry = 4",
        "INSERT INTO entry_item VALUES (9, 3, 1, 0, NULL, zeroblob(32))",
        *made,
    )
    found = vault.found()
    assert {place for breach, place in found if breach is Breach.ITEMS_DIFFER} == {
        f"业务日志第{n}条" for n in (2, 4, 9)
    }
    assert (Breach.ROW_UNJOURNALED, "排查对象第4行（10）") in found


def test_a_vault_put_back_as_a_whole_is_found_by_the_anchor(vault: Audited, tmp_path: Path) -> None:
    old = vault.copied(tmp_path / "old")
    vault.note("丁")
    vault.act()
    anchored(vault)
    assert standing(vault) == ()
    assert standing(old) == (Breach.ENTRIES_BEHIND, Breach.ACTS_BEHIND)
    assert old.found() == [(Breach.ENTRIES_BEHIND, "锚点"), (Breach.ACTS_BEHIND, "锚点")]


def test_the_business_database_put_back_alone_is_found(vault: Audited, tmp_path: Path) -> None:
    old = vault.data.copied(tmp_path / "old.db")
    vault.note("丁")
    shutil.copyfile(old.path, vault.data.path)
    assert standing(vault) == (Breach.DATA_BEHIND,)
    assert (Breach.DATA_BEHIND, "业务日志第6条") in vault.found()
    with vault.session() as session, vault.audit() as audit, pytest.raises(Failure) as raised:
        follow(session.db, audit)
    assert raised.value.fault is Fault.JOURNAL_BEHIND


def test_a_register_of_people_put_back_is_found(vault: Audited) -> None:
    newer = vault.stricter()
    anchored(newer)
    assert standing(newer) == ()
    assert standing(vault) == (Breach.PEOPLE_BEHIND,)
    assert standing(newer.stricter()) == ()


def test_a_register_of_people_that_took_another_way_is_found(vault: Audited) -> None:
    anchored(vault.stricter())
    register = vault.register
    fork = replace(register, digests=(*register.digests, "f" * 64))
    with vault.audit() as audit:
        assert examine(fork, audit) == (Breach.PEOPLE_REWRITTEN,)


def test_a_record_of_somebody_unknown_is_found(vault: Audited) -> None:
    stranger = replace(vault.data, actor=replace(vault.actor, uuid="e" * 32))
    replace(vault, data=stranger).act()
    assert vault.found() == [(Breach.STRANGER, "管理日志第6条")]


def test_a_signature_by_a_key_that_was_given_up_is_refused_once_the_new_one_has_signed(vault: Audited) -> None:
    seed = bytes([9]) * 32
    register = vault.register
    keys = {vault.actor.uuid: (*register.verify_keys[vault.actor.uuid], signing.verify_key(seed))}
    renewed = replace(register, verify_keys=keys)
    replace(vault, data=replace(vault.data, actor=replace(vault.actor, seed=seed))).act()
    vault.act()
    with vault.audit() as audit:
        found = verify(renewed, audit).findings
    assert [(f.breach, f.place) for f in found] == [(Breach.SIGNATURE_WRONG, "管理日志第7条")]


@pytest.mark.parametrize("body", ["x'ff'", "'{}'", "'nonsense'", "'" + "[" * 100_000 + "'", "'{\"seq\":1.5}'"])
def test_a_record_that_is_no_record_is_found_and_stops_nothing(vault: Audited, body: str) -> None:
    with vault.audit() as audit:
        (raw,) = audit.execute_sql(f"SELECT CAST({body} AS BLOB)").fetchone()
    digest = sha256(raw).hexdigest()
    forged = f"INSERT INTO act VALUES (6, CAST({body} AS TEXT), x'{digest}', x'00')"
    vault.forge(vault.audit_path, forged)
    assert vault.found() == [(Breach.MALFORMED, "管理日志第6条")]


def test_a_page_that_cannot_be_read_is_found(vault: Audited) -> None:
    raw = bytearray(vault.data.path.read_bytes())
    raw[-2000] ^= 1
    vault.data.path.write_bytes(raw)
    assert (Breach.UNREADABLE, "业务数据库") in vault.found()


def test_no_member_is_named_in_the_audit_database(vault: Audited) -> None:
    vault.note(f"{NAME}000已去世")
    with vault.audit() as audit:
        tables = ("entry", "act", "sqlite_master")
        texts = [str(row) for table in tables for row in audit.execute_sql(f"SELECT * FROM {table}")]
    assert len(texts) > 10
    for text in texts:
        assert NAME not in text
        assert vault.actor.name not in text
    for file in vault.audit_path.parent.glob("audit.db*"):
        raw = file.read_bytes()
        for name in (NAME, vault.actor.name):
            for encoding in ("utf-8", "utf-16-le", "gb18030"):
                assert name.encode(encoding) not in raw
