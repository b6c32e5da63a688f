"""The exported journal verifies anywhere with the register of people, and shows whatever was done to it."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from audited import NAME, ROLES, Audited, audited
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from vaults import NOON

from exports.audit import export_audit, verify_export
from exports.media import Written
from tui.crypto import canonical, signing
from tui.faults import Failure, Fault
from tui.rules.roles import Role
from tui.store.audit.breaches import Breach
from tui.store.audit.reading import Wanted, lines
from tui.store.audit.streams import Stream
from tui.store.watching import Cancelled


@pytest.fixture(scope="module")
def founded_once(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audited(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def vault(founded_once: Audited, tmp_path: Path) -> Audited:
    return founded_once.copied(tmp_path / "copy")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def export(
    vault: Audited, stick: Path, *, roles: frozenset[Role] = ROLES, cancelled: Cancelled | None = None
) -> Written:
    with vault.audit() as audit:
        return export_audit(audit, vault.register, vault.actor, lambda: NOON, stick, roles=roles, cancelled=cancelled)


def found(path: Path, vault: Audited) -> list[tuple[Breach, str]]:
    return [(finding.breach, finding.place) for finding in verify_export(path, vault.register).findings]


def test_an_export_is_whole_signed_and_noted(vault: Audited, stick: Path) -> None:
    written = export(vault, stick)
    assert written.path.name == f"audit-{vault.vault[:8]}-10.jsonl"
    verification = verify_export(written.path, vault.register)
    assert (verification.entries, verification.acts, verification.findings) == (5, 5, ())
    *before, last = written.path.read_bytes().splitlines(keepends=True)
    said = json.loads(last)
    (key,) = vault.register.verify_keys[said["by"]]
    digest = sha256(b"".join(before)).digest()
    message = b"paicha/audit-export/1\n" + digest
    Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(said["signature"]), message)
    assert json.loads(before[0])["entries"]["size"] == 5
    with vault.audit() as audit:
        stored = {
            table: audit.execute_sql(f"SELECT * FROM {table} ORDER BY seq").fetchall() for table in ("entry", "act")
        }
        noted = next(lines(audit, Wanted(actions=frozenset(("audit.export",)))))
    records = [json.loads(line) for line in before[1:]]
    for table in ("entry", "act"):
        assert [
            (r["seq"], r["body"], bytes.fromhex(r["hash"]), bytes.fromhex(r["signature"]))
            for r in records
            if r["stream"] == table
        ] == stored[table][:5]
    assert (noted.stream, noted.seq) == (Stream.ACTS, 6)
    assert noted.detail == {"entries": 5, "acts": 5, "sha256": digest.hex()}


def test_the_next_export_has_another_name_and_holds_the_note_of_this_one(vault: Audited, stick: Path) -> None:
    first, second = export(vault, stick), export(vault, stick)
    assert first.path != second.path
    assert b"audit.export" not in first.path.read_bytes()
    assert b"audit.export" in second.path.read_bytes()
    assert found(second.path, vault) == []


def test_who_may_not_and_who_cancels_leaves_neither_file_nor_note(vault: Audited, stick: Path) -> None:
    with pytest.raises(Failure) as raised:
        export(vault, stick, roles=frozenset((Role.SECRETARY,)))
    assert raised.value.fault is Fault.ROLE_REFUSED
    with pytest.raises(Failure) as raised:
        export(vault, stick, cancelled=lambda: True)
    assert raised.value.fault is Fault.CANCELLED
    assert list(stick.iterdir()) == []
    with vault.audit() as audit:
        assert list(lines(audit, Wanted(actions=frozenset(("audit.export",))))) == []


def resigned(kept: list[bytes], vault: Audited, seed: bytes | None = None) -> bytes:
    """The last line as somebody would write it under lines of his own."""
    digest = sha256(b"".join(kept)).digest()
    signature = signing.sign(seed or vault.actor.seed, b"paicha/audit-export/1\n" + digest)
    last = {"by": vault.actor.uuid, "sha256": digest.hex(), "signature": signature.hex()}
    return b"".join(kept) + canonical.encode(last) + b"\n"


EDITS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "an entry edited": lambda raw: [*raw[:2], raw[2].replace(b"roster.import", b"review.note"), *raw[3:]],
    "a signature edited": lambda raw: [*raw[:4], raw[4].replace(b'"signature":"', b'"signature":"00'), *raw[5:]],
    "a line taken away": lambda raw: [*raw[:4], *raw[5:]],
    "the last record taken away": lambda raw: raw[:-1],
    "two lines exchanged": lambda raw: [raw[0], raw[2], raw[1], *raw[3:]],
    "a line twice": lambda raw: [*raw, raw[-1]],
    "the anchor edited": lambda raw: [raw[0].replace(b'"size":5', b'"size":4'), *raw[1:]],
    "no anchor": lambda raw: raw[1:],
    "something that is no line": lambda raw: [*raw[:3], b"[]\n", *raw[3:]],
    "another spelling": lambda raw: [*raw[:3], raw[3].replace(b'{"body"', b'{ "body"'), *raw[4:]],
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_export_is_found_even_if_its_exporter_signs_it_again(vault: Audited, stick: Path, edit: str) -> None:
    path = export(vault, stick).path
    *lines_before, last = path.read_bytes().splitlines(keepends=True)
    edited = EDITS[edit](lines_before)
    assert edited != lines_before
    path.write_bytes(b"".join([*edited, last]))
    assert (Breach.EXPORT_ALTERED, "导出文件") in found(path, vault)
    path.write_bytes(resigned(edited, vault))
    assert found(path, vault) != []


def test_an_export_that_was_cut_off_or_is_none_is_found(vault: Audited, stick: Path) -> None:
    path = export(vault, stick).path
    raw = path.read_bytes()
    for length in (0, 1, 100, len(raw) // 2, len(raw) - 2):
        path.write_bytes(raw[:length])
        assert (Breach.EXPORT_ALTERED, "导出文件") in found(path, vault)
    path.write_bytes(b"\xff\n" * 10)
    assert (Breach.EXPORT_ALTERED, "导出文件") in found(path, vault)


def test_an_export_of_another_vault_or_by_a_stranger_is_found(vault: Audited, stick: Path) -> None:
    path = export(vault, stick).path
    register = replace(vault.register, vault="0" * 32)
    assert {finding.breach for finding in verify_export(path, register).findings} == {Breach.EXPORT_ALTERED}
    lines_before = path.read_bytes().splitlines(keepends=True)[:-1]
    path.write_bytes(resigned(lines_before, vault, seed=bytes(32)))
    assert found(path, vault) == [(Breach.EXPORT_ALTERED, "导出文件")]


def test_a_journal_that_was_tampered_with_is_exported_as_it_is(vault: Audited, stick: Path) -> None:
    vault.forge(
        vault.audit_path,
        "DROP TRIGGER entry_no_update",
        "UPDATE entry SET body = CAST(x'ff' AS TEXT) WHERE seq = 3",
    )
    path = export(vault, stick).path
    assert found(path, vault) == [(Breach.HASH_WRONG, "业务日志第3条")]


def test_a_file_that_is_not_there_is_no_finding(vault: Audited, stick: Path) -> None:
    with pytest.raises(Failure) as raised:
        verify_export(stick / "missing.jsonl", vault.register)
    assert raised.value.fault is Fault.FILE_UNREADABLE


def test_an_export_names_nobody(vault: Audited, stick: Path) -> None:
    vault.note(f"{NAME}000")
    text = export(vault, stick).path.read_text()
    assert NAME not in text
    assert "\\u" not in text
    assert vault.actor.name not in text
