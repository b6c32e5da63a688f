"""The audit database follows, is never ahead, only grows; acts are signed, chained, and done by those who may."""

import json
import multiprocessing
import time
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest
import rfc8785
from audited import AT, KEY, ROLES, Audited
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from peewee import IntegrityError
from vaults import NOON

from tui.faults import Failure, Fault
from tui.rules.roles import ACTS, Role, may
from tui.store import journal
from tui.store.audit import acts, streams
from tui.store.audit.database import open_audit
from tui.store.audit.following import compare, follow
from tui.store.audit.streams import Head, Stream
from tui.store.cipher import CipherDatabase

PATIENCE = 60.0  # seconds for a process that does not answer at all
ENTRIES = "SELECT seq, body, hash, signature FROM entry ORDER BY seq"


def emptied(vault: Audited) -> None:
    vault.audit_path.unlink()
    open_audit(vault.audit_path, KEY, new=True).close()


def fill(vault: Audited, count: int) -> None:
    """``count`` more entries in the business database alone."""
    with vault.session() as session, session.db.atomic():
        for _ in range(count):
            with journal.entry(session, "member.reveal", even_if_empty=True):
                pass


def test_what_is_missing_is_copied_byte_by_byte(vault: Audited) -> None:
    fill(vault, 2100)
    with vault.session() as session, vault.audit() as audit:
        assert follow(session.db, audit) == 2100
        assert follow(session.db, audit) == 0
        assert audit.execute_sql(ENTRIES).fetchall() == session.db.execute_sql(ENTRIES).fetchall()
        assert compare(session.db, audit) is None


def test_another_journal_is_not_followed(vault: Audited) -> None:
    vault.forge(
        vault.data.path,
        "DROP TRIGGER entry_no_update",
        "UPDATE entry SET body = replace(body, '\"count\":1', '\"count\":2') WHERE seq = 5",
    )
    fill(vault, 1)
    with vault.session() as session, vault.audit() as audit:
        with pytest.raises(Failure) as raised:
            follow(session.db, audit)
        assert raised.value.fault is Fault.JOURNAL_FORKED
        assert streams.head(audit, Stream.ENTRIES).size == 5


def test_what_is_not_committed_is_not_followed(vault: Audited) -> None:
    with vault.session() as session, vault.audit() as audit, session.db.atomic(), pytest.raises(RuntimeError):
        follow(session.db, audit)


def test_a_full_disk_leaves_a_shorter_copy_that_goes_on(vault: Audited) -> None:
    fill(vault, 5000)
    with vault.session() as session, vault.audit() as audit:
        (pages,) = audit.execute_sql("PRAGMA page_count").fetchone()
        audit.execute_sql(f"PRAGMA max_page_count = {pages + 400}")
        with pytest.raises(Failure) as raised:
            follow(session.db, audit)
        assert raised.value.fault is Fault.AUDIT_DISK_FULL
        copied = streams.head(audit, Stream.ENTRIES).size
        assert 5 < copied < 5005
        audit.execute_sql("PRAGMA max_page_count = 1000000")
        assert follow(session.db, audit) == 5005 - copied
    assert vault.found() == []


def keep_following(data: Path, key: bytes, audit: Path, channel: Connection) -> None:
    """In a process of its own, to be killed."""
    data_db, audit_db = CipherDatabase(data, key), open_audit(audit, KEY)
    data_db.connect()
    channel.send("begun")
    follow(data_db, audit_db)
    channel.send("done")


def test_killed_at_any_moment_it_is_a_beginning_of_the_journal(vault: Audited) -> None:
    fill(vault, 8_000)
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["tui.store.audit.following"])
    chance = Random(3)
    lengths, whole = [], PATIENCE
    for run in range(10):
        emptied(vault)
        here, there = forks.Pipe(duplex=False)
        arguments = (vault.data.path, vault.data.key, vault.audit_path, there)
        process = forks.Process(target=keep_following, args=arguments, daemon=True)
        process.start()
        assert here.poll(PATIENCE)
        assert here.recv() == "begun"
        began = time.perf_counter()
        here.poll(whole if run < 1 else chance.uniform(0, whole))
        whole = min(whole, time.perf_counter() - began) if run < 1 else whole
        process.kill()
        process.join()
        with vault.session() as session, vault.audit() as audit:
            copied = audit.execute_sql(ENTRIES).fetchall()
            lengths.append(len(copied))
            assert copied == session.db.execute_sql(ENTRIES).fetchall()[: len(copied)]
            assert follow(session.db, audit) == 8_005 - len(copied)
    assert len(set(lengths)) > 2, lengths


@pytest.mark.parametrize("table", ["entry", "act"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET body = ''",
        "DELETE FROM {} WHERE seq = 5",
        "INSERT INTO {} VALUES (9, '', x'', x'')",
        "INSERT OR REPLACE INTO {} VALUES (3, '', x'', x'')",
    ],
)
def test_both_streams_only_grow(vault: Audited, table: str, statement: str) -> None:
    with vault.audit() as audit, pytest.raises(IntegrityError):
        audit.execute_sql(statement.format(table))


def test_an_act_is_canonical_chained_and_signed(vault: Audited) -> None:
    seq = vault.act("person.lock", at=AT - 60, person="c" * 32)
    with vault.audit() as audit:
        *_, before, (number, body, digest, signature) = audit.execute_sql("SELECT * FROM act ORDER BY seq").fetchall()
        newest = next(acts.acts_backwards(audit))
    assert (seq, newest.seq, number) == (6, 6, 6)
    assert json.loads(body) == {
        "seq": 6,
        "at": AT - 60,
        "person": vault.actor.uuid,
        "action": "person.lock",
        "detail": {"person": "c" * 32},
        "prev": before[2].hex(),
    }
    assert body.encode() == rfc8785.dumps(json.loads(body))
    assert digest == sha256(body.encode()).digest()
    (key,) = vault.register.verify_keys[vault.actor.uuid]
    Ed25519PublicKey.from_public_bytes(key).verify(signature, b"paicha/act/1\n" + digest)


@pytest.mark.parametrize("action", ACTS)
@pytest.mark.parametrize("role", Role)
def test_an_act_is_recorded_for_those_who_may(vault: Audited, role: Role, action: str) -> None:
    with vault.audit() as audit:
        if may({role}, action):
            assert acts.record(audit, vault.actor, lambda: NOON, action, {}, roles={role}) == 6
            return
        with pytest.raises(Failure) as raised:
            acts.record(audit, vault.actor, lambda: NOON, action, {}, roles={role})
        assert raised.value.fault is Fault.ROLE_REFUSED
        assert role.label in str(raised.value)
        assert streams.head(audit, Stream.ACTS).size == 5


@pytest.mark.parametrize("action", ["roster.import", "no.such"])
def test_what_is_no_act_is_not_recorded(vault: Audited, action: str) -> None:
    with vault.audit() as audit, pytest.raises(KeyError):
        acts.record(audit, vault.actor, lambda: NOON, action, {}, roles=ROLES)


def test_a_detail_without_a_canonical_form_is_refused(vault: Audited) -> None:
    with pytest.raises(ValueError, match="floats"):
        vault.act(share=0.5)
    assert vault.found() == []


def test_nothing_at_all_has_the_head_of_an_empty_chain(vault: Audited) -> None:
    emptied(vault)
    with vault.audit() as audit:
        assert streams.head(audit, Stream.ACTS) == Head(0, "0" * 64)
    assert vault.act() == 1


@given(
    st.text()
    | st.recursive(st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_a_body_is_read_only_if_it_is_written_canonically(detail: object) -> None:
    act = {"seq": 1, "at": 2, "person": "p", "action": "a", "detail": {"x": detail}, "prev": "0"}
    body = json.dumps(act, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    try:
        raw = body.encode()
    except UnicodeEncodeError:
        return
    try:
        canonical = rfc8785.dumps(act) == raw
    except rfc8785.CanonicalizationError:
        return
    if canonical:
        assert streams.parse(Stream.ACTS, raw) == act
    with pytest.raises(ValueError, match="not canonical"):
        streams.parse(Stream.ACTS, raw.replace(b'"at":2', b'"at": 2'))
    with pytest.raises(ValueError, match="not the fields"):
        streams.parse(Stream.ENTRIES, raw)
