"""Founding and opening a vault: whole or not at all, for one person and one window, and readable without us."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from people import arrival, rows, take_in
from vaults import BRANCH, NOON, PASSPHRASE, RECOVERY, founded, opened

from tui.crypto import slots
from tui.crypto.slots import FLOOR
from tui.faults import Failure, Fault
from tui.store import migrations
from tui.store.cipher import CipherDatabase
from tui.store.failures import FAILURES
from tui.store.folder import HEADER, LOCK, read_header
from tui.store.founding import Founding, campaign_uuid, found_vault
from tui.store.keyring import database_key
from tui.store.unlocking import unlock
from tui.store.vault import Vault

WRONG = "Paicha-2026-Demo"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return founded(tmp_path / "vault")


def fault(folder: Path, passphrase: str = PASSPHRASE) -> Fault:
    with pytest.raises(Failure) as raised:
        unlock(folder, passphrase)
    return raised.value.fault


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.name not in (LOCK, FAILURES))
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def key_of(folder: Path) -> bytes:
    header = read_header(folder)
    keys = slots.open_slot(header["vault"], header["slots"][0], PASSPHRASE, file=HEADER)
    return database_key(folder, "data", keys.identity)


# --- founding


def test_a_new_vault_holds_its_unit_its_founder_and_the_campaign(branch: Vault) -> None:
    assert rows(branch, "SELECT id, parent, kind, code, name, keeper, lft, rgt FROM organization") == [
        (1, None, "branch", "001002003", "计算机学院教工党支部", 1, 1, 2)
    ]
    assert rows(branch, "SELECT id, hex(uuid), name FROM person") == [(1, branch.session.actor.uuid.upper(), "张明")]
    assert rows(branch, "SELECT uuid, notice, policy, as_of FROM campaign") == [
        (campaign_uuid("组通字〔2016〕1号"), "组通字〔2016〕1号", "2019", "2026-11-20")
    ]
    assert (branch.session.unit, branch.session.campaign) == (1, 1)


def test_nothing_in_the_folder_names_the_person_or_the_unit(folder: Path) -> None:
    for name, content in contents(folder).items():
        for secret in (BRANCH.person, BRANCH.unit, BRANCH.code, BRANCH.notice, PASSPHRASE):
            assert secret.encode() not in content, name


def test_only_the_owner_may_read_anything(folder: Path) -> None:
    with opened(folder) as vault:
        take_in(vault, arrival("王伟"))
        modes = {str(p.relative_to(folder)): p.stat().st_mode & 0o777 for p in [folder, *folder.rglob("*")]}
    assert "data.db-wal" in modes
    expected = {name: 0o700 if name in (".", "keys") else 0o600 for name in modes}
    assert modes == expected


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(Failure) as raised:
        founded(tmp_path)
    assert raised.value.fault is Fault.VAULT_EXISTS
    assert contents(tmp_path) == {"note.txt": b"mine"}


def test_an_empty_folder_and_missing_ones_above_it_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "deep" / "er"):
        opened(founded(folder)).close()


@pytest.mark.parametrize(
    ("founding", "fault"),
    [
        (replace(BRANCH, unit=" \u200b"), Fault.NAME_MISSING),
        (replace(BRANCH, code=""), Fault.NAME_MISSING),
        (replace(BRANCH, person="\x1b"), Fault.NAME_MISSING),
        (replace(BRANCH, notice="\n"), Fault.NAME_MISSING),
        (replace(BRANCH, as_of="2026-02-30"), Fault.DATE_INVALID),
        (replace(BRANCH, as_of="2026-13-01"), Fault.DATE_INVALID),
        (replace(BRANCH, as_of="20261120"), Fault.DATE_INVALID),
        (replace(BRANCH, as_of="２０２６-11-20"), Fault.DATE_INVALID),
        (replace(BRANCH, as_of="2026-W47-5"), Fault.DATE_INVALID),
    ],
)
def test_what_it_is_founded_with_is_checked_before_anything_is_written(
    tmp_path: Path, founding: Founding, fault: Fault
) -> None:
    with pytest.raises(Failure) as raised:
        founded(tmp_path / "vault", founding)
    assert raised.value.fault is fault
    assert list(tmp_path.iterdir()) == []


def test_a_weak_passphrase_founds_nothing(tmp_path: Path) -> None:
    with pytest.raises(Failure) as raised:
        found_vault(tmp_path / "vault", BRANCH, "12345678", recovery=RECOVERY, kdf=FLOOR)
    assert raised.value.fault is Fault.PASSPHRASE_WEAK
    assert list(tmp_path.iterdir()) == []


def test_hostile_names_are_cleaned_on_the_way_in(tmp_path: Path) -> None:
    hostile = replace(BRANCH, unit="\x1b]0;x\x07党支部\u202e", person="张\u200b明")
    with opened(founded(tmp_path / "vault", hostile)) as vault:
        assert rows(vault, "SELECT name FROM organization") == [("]0;x党支部",)]
        assert vault.session.actor.name == "张明"


def test_the_same_notice_is_the_same_campaign_however_it_is_typed() -> None:
    spellings = ("组通字〔2016〕1号", "组通字[2016]1号", "组通字（２０１６）１号", " 组通字【2016】 1 号")
    assert len({campaign_uuid(notice) for notice in spellings}) == 1
    assert campaign_uuid("组通字〔2016〕1号") != campaign_uuid("组通字〔2016〕11号")


FOUNDING = """
import os, signal, sys
from pathlib import Path
from vaults import BRANCH, PASSPHRASE, RECOVERY, FLOOR
from tui.store import founding

step, folder = sys.argv[1], Path(sys.argv[2])

def fatal(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

target, name = {"keys": (founding.keyring, "wrap"), "register": (founding.tree, "renumber"),
                "header": (founding.files, "write_header"), "name": (Path, "rename")}[step]
setattr(target, name, fatal)
founding.found_vault(folder, BRANCH, PASSPHRASE, recovery=RECOVERY, kdf=FLOOR)
"""


@pytest.mark.parametrize("step", ["keys", "register", "header", "name"])
def test_founding_that_is_killed_leaves_no_vault_by_that_name(tmp_path: Path, step: str) -> None:
    folder = tmp_path / "vault"
    paths = os.pathsep.join([str(Path(__file__).parents[1]), str(Path(__file__).parents[2])])
    killed = subprocess.run(
        [sys.executable, "-c", FOUNDING, step, str(folder)], env={**os.environ, "PYTHONPATH": paths}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert not folder.exists()
    assert len(list(tmp_path.iterdir())) == 1
    opened(founded(folder)).close()


# --- opening


def test_what_was_written_is_there_after_opening_again(folder: Path) -> None:
    with opened(folder) as vault:
        take_in(vault, arrival("王伟"))
    with opened(folder) as vault:
        assert rows(vault, "SELECT name FROM member") == [("王伟",)]
    assert not (folder / "data.db-wal").exists()


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(folder: Path) -> None:
    before = contents(folder)
    assert fault(folder, WRONG) is Fault.PASSPHRASE_WRONG
    assert contents(folder) == before
    opened(folder).close()


def test_the_passphrase_may_be_typed_with_an_input_method_on(folder: Path) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in PASSPHRASE)
    unlock(folder, wide).close()


def test_a_folder_without_a_vault_is_told_and_stays_empty(tmp_path: Path) -> None:
    assert fault(tmp_path) is Fault.VAULT_NOT_FOUND
    assert fault(tmp_path / "nowhere") is Fault.VAULT_NOT_FOUND
    assert list(tmp_path.iterdir()) == []


SECOND = """
import sys
from pathlib import Path
from tui.faults import Failure
from tui.store.keyring import database_key
from tui.store.unlocking import unlock
try:
    unlock(Path(sys.argv[1]), sys.argv[2])
except Failure as failure:
    print(failure.fault.name)
"""


def second_window(folder: Path) -> str:
    command = [sys.executable, "-c", SECOND, str(folder), PASSPHRASE]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_second_window_is_kept_out_until_the_first_one_closes(folder: Path) -> None:
    with opened(folder):
        assert second_window(folder) == "VAULT_IN_USE"
        assert fault(folder) is Fault.VAULT_IN_USE
    assert second_window(folder) == ""


def test_closing_twice_is_closing_once(folder: Path) -> None:
    first = opened(folder)
    first.close()
    with opened(folder) as second:
        first.close()
        assert second_window(folder) == "VAULT_IN_USE"
        assert rows(second, "SELECT count(*) FROM organization") == [(1,)]


def test_a_failed_opening_does_not_keep_the_folder(folder: Path) -> None:
    assert fault(folder, WRONG) is Fault.PASSPHRASE_WRONG
    assert second_window(folder) == ""


@pytest.mark.parametrize(
    "header", [b"", b"{}", b"[]", b"\xff", b'"x"', b'{"format": 1, "vault": "x", "slots": []}', b'{"format": "1"}']
)
def test_a_header_that_is_none_is_told_by_its_name(folder: Path, header: bytes) -> None:
    (folder / "vault.json").write_bytes(header)
    with pytest.raises(Failure) as raised:
        unlock(folder, PASSPHRASE)
    assert raised.value.fault is Fault.SLOT_DAMAGED
    assert "vault.json" in str(raised.value)


def test_a_folder_that_cannot_be_written_is_told_and_not_called_damaged(folder: Path) -> None:
    (folder / LOCK).mkdir()
    with pytest.raises(Failure) as raised:
        unlock(folder, PASSPHRASE)
    assert raised.value.fault is Fault.FOLDER_UNWRITABLE
    assert str(folder) in str(raised.value)


def test_any_changed_character_of_the_slot_is_noticed(folder: Path) -> None:
    path = folder / "vault.json"
    header = json.loads(path.read_text())
    for field in ("person", "recipient", "verify_key", "commit", "nonce", "ct", "signature"):
        slot = header["slots"][0]
        changed = slot[field][:-1] + ("0" if slot[field][-1] != "0" else "1")
        path.write_text(json.dumps({**header, "slots": [{**slot, field: changed}]}))
        assert fault(folder) is Fault.SLOT_DAMAGED, field


def test_a_slot_moved_to_another_vault_is_refused(tmp_path: Path) -> None:
    here, there = founded(tmp_path / "here"), founded(tmp_path / "there")
    mine = json.loads((here / "vault.json").read_text())
    theirs = json.loads((there / "vault.json").read_text())
    (here / "vault.json").write_text(json.dumps({**mine, "slots": theirs["slots"]}))
    assert fault(here) is Fault.SLOT_DAMAGED


@pytest.mark.parametrize("damage", ["missing", "flipped", "of another vault"])
def test_a_subkey_that_does_not_open_is_told_by_its_name(folder: Path, tmp_path: Path, damage: str) -> None:
    path = folder / "keys" / "data.age"
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    if damage == "missing":
        path.unlink()
    elif damage == "flipped":
        path.write_bytes(sealed)
    else:
        path.write_bytes((founded(tmp_path / "other") / "keys" / "data.age").read_bytes())
    with pytest.raises(Failure) as raised:
        unlock(folder, PASSPHRASE)
    assert raised.value.fault is Fault.SLOT_DAMAGED
    assert "keys/data.age" in str(raised.value)


@pytest.mark.parametrize("content", [None, b"", b"\x00" * 4096])
def test_without_its_database_a_vault_is_damaged_and_none_is_made(folder: Path, content: bytes | None) -> None:
    path = folder / "data.db"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert fault(folder) is Fault.VAULT_DAMAGED
    assert path.exists() == (content is not None)
    assert content is None or path.read_bytes() == content


def test_a_vault_of_a_later_program_is_refused_unchanged(folder: Path) -> None:
    latest = max(migrations.scripts())
    db = CipherDatabase(folder / "data.db", key_of(folder))
    db.execute_sql(f"PRAGMA user_version = {latest + 1}")
    db.close()
    before = contents(folder)
    with pytest.raises(Failure) as raised:
        unlock(folder, PASSPHRASE)
    assert raised.value.fault is Fault.VAULT_TOO_NEW
    assert raised.value.details == {"found": latest + 1, "known": latest}
    assert contents(folder) == before


def test_a_header_of_a_later_format_is_refused(folder: Path) -> None:
    path = folder / "vault.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 2}))
    assert fault(folder) is Fault.VAULT_TOO_NEW


def test_each_of_the_two_threads_has_one_connection_and_the_caller_none(folder: Path) -> None:
    with opened(folder) as vault:
        assert vault.session.db.is_closed()
        reader = vault.read(lambda db: id(db.connection()))
        writer = vault.write(lambda session: id(session.db.connection()))
        assert reader.result() != writer.result()
        assert vault.read(lambda db: id(db.connection())).result() == reader.result()


# --- without us


def test_age_alone_yields_the_raw_key_of_the_database(folder: Path, tmp_path: Path) -> None:
    header = json.loads((folder / "vault.json").read_text())
    keys = slots.open_slot(header["vault"], header["slots"][0], PASSPHRASE, file="vault.json")
    identity = tmp_path / "identity.txt"
    identity.write_text(keys.identity + "\n")
    command = ["age", "--decrypt", "-i", str(identity), str(folder / "keys" / "data.age")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed == key_of(folder).hex() + "\n"
    db = CipherDatabase(folder / "data.db", bytes.fromhex(printed))
    assert db.execute_sql("SELECT name FROM organization").fetchall() == [("计算机学院教工党支部",)]


def test_the_unit_keys_can_be_had_while_it_is_open(branch: Vault) -> None:
    assert branch.receiving_identity().startswith("AGE-SECRET-KEY-1")
    assert branch.signing_secret().startswith(b"untrusted comment: ")


def test_entries_bear_the_time_of_the_clock_that_was_given(branch: Vault) -> None:
    take_in(branch, arrival("王伟"))
    times = [json.loads(str(body))["at"] for (body,) in rows(branch, "SELECT body FROM entry")]
    assert times == [int(NOON.timestamp())] * 2
