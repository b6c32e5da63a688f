"""Backups: whole, of ciphertext alone, tried after writing; restored by two people, with an entry of its own."""

import json
import subprocess
import tarfile
from pathlib import Path

import pyrage
import pytest
from people import arrival, rows, take_in
from staffed import WORD, at, found_full
from vaults import BRANCH, NOON, PASSPHRASE, founded, opened

from exports import backup
from exports.backup import Seal, write_copy, write_keyed
from exports.bundles.report import seal_report
from tui.crypto import age, recovery
from tui.crypto.slots import FLOOR
from tui.faults import Failure, Fault
from tui.intake.backup import unpack
from tui.store import keyring, restoration, staff
from tui.store.cipher import CipherDatabase
from tui.store.founding import found_vault
from tui.store.unlocking import enter
from tui.store.vault import Office, Vault

NAME = "欧阳询"


@pytest.fixture
def full(tmp_path: Path) -> Path:
    folder = found_full(tmp_path / "full")
    with at(folder, "clerk") as vault:
        assert isinstance(vault, Vault)
        take_in(vault, arrival(NAME, branch=0))
    return folder


def copied(office: Office, out: Path) -> Path:
    out.mkdir(exist_ok=True)
    return office.act(write_copy, out).result().path


def fault_of(act, *args) -> Fault:  # type: ignore[no-untyped-def]
    with pytest.raises(Failure) as raised:
        act(*args)
    return raised.value.fault


def test_the_administrator_copies_the_vault_and_sees_nothing_of_it(full: Path, tmp_path: Path) -> None:
    with at(full, "admin") as admin:
        path = copied(admin, tmp_path / "out")
    assert NAME.encode() not in path.read_bytes()
    assert b"SQLite format 3" not in path.read_bytes()
    for account in ("clerk", "auditor", "officer"):
        with at(full, account) as office:
            assert fault_of(office.act(write_copy, tmp_path / "out").result) is Fault.ROLE_REFUSED


def test_a_restored_copy_is_taken_up_by_two_people_with_a_new_generation(full: Path, tmp_path: Path) -> None:
    with at(full, "admin") as admin:
        path = copied(admin, tmp_path / "out")
    with at(full, "clerk") as vault:
        assert isinstance(vault, Vault)
        take_in(vault, arrival("后来者", branch=0))
    digest = unpack(path, tmp_path / "restored")
    with at(tmp_path / "restored", "clerk") as vault:
        assert vault.seat.breaches, "before two people have taken it up it is behind its anchor"
    first, second = ("secretary", f"{WORD}secretary"), ("admin", f"{WORD}admin")
    for wrong in (first, ("nobody", "x"), ("clerk", "wrong")):
        with pytest.raises(Failure):
            restoration.take_up(tmp_path / "restored", first, wrong, digest, clock=lambda: NOON)
    assert fault_of(restoration.take_up, tmp_path / "restored", ("clerk", f"{WORD}clerk"), second, digest) is (
        Fault.ROLE_REFUSED
    )
    restoration.take_up(tmp_path / "restored", first, second, digest, clock=lambda: NOON)
    with at(tmp_path / "restored", "clerk") as vault:
        assert isinstance(vault, Vault)
        assert vault.seat.breaches == ()
        assert rows(vault, "SELECT name FROM member") == [(NAME,)]
        assert {generation for (generation,) in rows(vault, "SELECT generation FROM organization")} == {2}
        (body,) = rows(vault, "SELECT body FROM entry WHERE body LIKE '%vault.restore%'")[0]
        assert json.loads(body)["detail"] | {"witness": ""} == {
            "backup": digest, "entries": 2, "lost": 1, "witness": "",
        }  # fmt: skip


def test_a_restored_vault_reports_nothing(tmp_path: Path) -> None:
    identity = age.new_identity()
    folder = tmp_path / "small"
    found_vault(folder, BRANCH, PASSPHRASE, recovery=age.recipient_of(identity), kdf=FLOOR, clock=lambda: NOON)
    with opened(folder) as vault:
        path = copied(vault, tmp_path / "out")
    digest = unpack(path, tmp_path / "restored")
    mistyped = recovery.sheet(age.new_identity())
    assert (
        fault_of(restoration.take_up, tmp_path / "restored", ("", PASSPHRASE), list(mistyped), digest)
        is Fault.RECOVERY_MISTYPED
    )
    restoration.take_up(
        tmp_path / "restored", ("", PASSPHRASE), list(recovery.sheet(identity)), digest, clock=lambda: NOON
    )
    with opened(tmp_path / "restored") as vault:
        sealing = vault.write(seal_report, vault.signing_secret(), tmp_path / "out")
        assert fault_of(sealing.result) is Fault.RESTORED


def test_a_copy_holds_the_next_key_of_a_rotation_that_was_cut_short(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(full, "officer") as officer:
        officer.change_people(staff.remove, "clerk").result()

    def stop(_folder: Path, _subkey: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(keyring, "_settle", stop)
    with pytest.raises(KeyboardInterrupt):
        at(full, "secretary")
    unfinished = [path.name for path in (full / "keys").glob("*.next")]
    assert unfinished
    with tarfile.open(_packed(full, tmp_path)) as archive:
        assert {f"keys/{name}" for name in unfinished} <= set(archive.getnames())


def _packed(folder: Path, place: Path) -> Path:
    path = place / "packed.tar"
    with tarfile.open(path, "w") as archive:
        for name, file in backup.members(folder):
            archive.add(file, name)
    return path


def test_a_keyed_backup_opens_without_anybody_of_the_vault(tmp_path: Path) -> None:
    folder, out = founded(tmp_path / "vault"), tmp_path / "out"
    out.mkdir()
    with opened(folder) as vault:
        take_in(vault, arrival(NAME))
        path = vault.act(write_keyed, vault.session.db, out, Seal(passphrase="Beifen-2026-kl")).result().path
    with tarfile.open(path) as archive:
        archive.extractall(tmp_path / "open", filter="data")
    keys = json.loads(pyrage.passphrase.decrypt((tmp_path / "open" / "keys.age").read_bytes(), "Beifen-2026-kl"))
    db = CipherDatabase(tmp_path / "open" / "data.db", bytes.fromhex(keys["data"]))
    with db.connection_context():
        assert db.execute_sql("SELECT name FROM member").fetchall() == [(NAME,)]
    assert NAME.encode() not in path.read_bytes()
    assert keys["data"].encode() not in path.read_bytes()
    assert list(folder.glob("trial-*")) == []


def test_the_keys_of_a_backup_for_the_superior_open_with_the_age_command(tmp_path: Path) -> None:
    identity = age.new_identity()
    (tmp_path / "id.txt").write_text(f"{identity}\n")
    folder, out = founded(tmp_path / "vault"), tmp_path / "out"
    out.mkdir()
    with opened(folder) as vault:
        seal = Seal(recipient=age.recipient_of(identity))
        path = vault.act(write_keyed, vault.session.db, out, seal).result().path
    with tarfile.open(path) as archive:
        archive.extractall(tmp_path / "open", filter="data")
    opened_keys = subprocess.run(
        ["age", "-d", "-i", tmp_path / "id.txt", tmp_path / "open" / "keys.age"], capture_output=True, check=True
    )
    assert len(json.loads(opened_keys.stdout)["data"]) == 64


def test_a_backup_that_does_not_open_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = founded(tmp_path / "vault"), tmp_path / "out"
    out.mkdir()
    with opened(folder) as vault:
        take_in(vault, *(arrival(f"{NAME}{number}") for number in range(200)))
        members = list(backup.members(folder))
        spoilt = tmp_path / "spoilt.db"
        vault.act(lambda _seat: vault.session.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")).result()
        content = bytearray((folder / "data.db").read_bytes())
        content[len(content) // 2] ^= 1
        spoilt.write_bytes(content)
        changed = [(name, spoilt if name == "data.db" else path) for name, path in members]
        monkeypatch.setattr(backup, "members", lambda _folder: iter(changed))
        trial = vault.act(write_keyed, vault.session.db, out, Seal(passphrase="Beifen-2026-kl"))
        assert fault_of(trial.result) is Fault.BACKUP_UNSOUND
    assert list(out.iterdir()) == []


HOSTILE = ["../escape", "/etc/passwd", "keys/../../x", "data.db/inner", "more.txt"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_tar_with_any_other_name_is_no_backup(tmp_path: Path, name: str) -> None:
    path = tmp_path / "copy.tar"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    assert fault_of(unpack, path, tmp_path / "restored") is Fault.BACKUP_UNSOUND
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.tar"]


def test_what_is_no_backup_or_cut_short_leaves_nothing(tmp_path: Path) -> None:
    folder = founded(tmp_path / "vault")
    with opened(folder) as vault:
        path = copied(vault, tmp_path / "out")
    whole = path.read_bytes()
    for content in (b"", b"text", whole[: len(whole) // 2], b"PK" + whole[2:]):
        path.write_bytes(content)
        assert fault_of(unpack, path, tmp_path / "restored") is Fault.BACKUP_UNSOUND
        assert not (tmp_path / "restored").exists()
    assert fault_of(unpack, tmp_path / "missing.tar", tmp_path / "restored") is Fault.FILE_UNREADABLE
    assert fault_of(unpack, path, folder) is Fault.VAULT_EXISTS
    assert enter(folder, PASSPHRASE, clock=lambda: NOON).close() is None
