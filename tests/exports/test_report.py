"""A report is sealed whole for the superior: opened by standard commands, numbered without gap or doubling."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from offices import DEPARTMENT, change, deliver, dump, enrol, introduce, judge, look, records_of, seal, unsealed
from test_media import in_child, namespace
from vaults import BRANCH, COMMITTEE, PASSPHRASE, founded, opened

from exports import media
from exports.bundles.report import seal_report
from tui.crypto import manifest, unitkeys
from tui.crypto.manifest import FIRST_PREV
from tui.faults import Failure, Fault
from tui.rules.checks import Stage, Verdict
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.commands.undo import undo
from tui.store.founding import Founding
from tui.store.vault import Vault

OpenVault = Callable[..., Vault]

needs_age = pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not installed")
needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="the minisign command is not installed")


@pytest.fixture
def pair(branch: Vault, committee: Vault) -> tuple[Vault, Vault]:
    """A branch and its committee, who know each other."""
    introduce(branch, committee)
    return branch, committee


def fault_of(vault: Vault, folder: Path) -> Fault:
    with pytest.raises(Failure) as raised:
        seal(vault, folder)
    return raised.value.fault


@needs_age
@needs_minisign
def test_standard_commands_open_verify_and_read_it(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三丰", "欧阳修")
    judge(branch, Verdict.CLEAR, 1)
    sealed = seal(branch, tmp_path / "usb")
    (tmp_path / "key.txt").write_text(committee.receiving_identity() + "\n")
    subprocess.run(f"age -d -i key.txt {sealed.path} | tar x", shell=True, cwd=tmp_path, check=True)
    public = unitkeys.signing_public(branch.signing_secret())
    verify = ["minisign", "-V", "-P", public, "-m", "manifest.json"]
    said = subprocess.run(verify, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "Signature and comment signature verified" in said
    sealed_manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert f"#{sealed_manifest['seq']} {sealed_manifest['bundle_id']}" in said
    [payload] = sealed_manifest["payload"]
    subprocess.run(
        f"echo '{payload['sha256']}  {payload['path']}' | sha256sum -c", shell=True, cwd=tmp_path, check=True
    )
    unpacked = subprocess.run(["gunzip", "-c", payload["path"]], cwd=tmp_path, capture_output=True, check=True).stdout
    rows = [json.loads(line) for line in unpacked.splitlines()]
    kinds = ["campaign", "person", "organization", "member", "subject", "review", "member", "subject"]
    assert [row["t"] for row in rows] == kinds
    assert [row["name"] for row in rows if row["t"] == "member"] == ["张三丰", "欧阳修"]


def test_the_manifest_says_whose_it_is_for_whom_and_what_is_in_it(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三", "李四")
    [(size, root)] = look(branch, "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")
    sealed = seal(branch, tmp_path / "usb")
    found = unsealed(sealed.path, committee)
    read = manifest.decode(found.parcel.manifest)
    uuid, theirs = (look(vault, "SELECT hex(uuid) FROM organization WHERE id = 1")[0].lower() for vault in pair)
    recipient = unitkeys.receiving_public(committee.receiving_identity())
    assert (read.sender.org, read.sender.unit_name, read.to[0].org) == (uuid, BRANCH.unit, theirs)
    assert read.sender.key == unitkeys.key_id(unitkeys.signing_public(branch.signing_secret()))
    assert read.sender.operator == branch.session.actor.uuid
    assert read.recipients == (manifest.digest(recipient.encode()),)
    assert (read.checkpoint.size, read.checkpoint.root) == (size, root.hex())
    assert [(mark.org, mark.generation, mark.version, mark.members) for mark in read.slices] == [(uuid, 1, size, 2)]
    assert read.created == "2026-11-20T12:00:00+00:00"
    assert found.stanzas == 1
    assert (sealed.slices, sealed.members, sealed.records, sealed.to) == (1, 2, read.counts.records, COMMITTEE.unit)
    assert (sealed.size, sealed.sha256) == (sealed.path.stat().st_size, manifest.digest(sealed.path.read_bytes()))


def test_its_name_is_plain_and_hints_at_the_units_and_the_number(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    assert seal(pair[0], tmp_path).path.name == "dyb1-report-001002003-001002-00000001.dyb.age"


def test_a_report_carries_whole_slices_and_nothing_of_what_others_keep(
    open_vault: OpenVault, branch: Vault, committee: Vault, tmp_path: Path
) -> None:
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    introduce(branch, committee)
    committee.write(add_organization, 1, UnitKind.BRANCH, "9", "机关党支部").result()
    enrol(committee, "张一", org=3, birth="1980-01", note="第一行\t第二行")
    enrol(branch, "李二")
    deliver(seal(branch, tmp_path).path, committee)
    judge(committee, Verdict.DOUBTFUL, 1, 2, stage=Stage.VERIFICATION)
    rows = records_of(unsealed(seal(committee, tmp_path).path, department).parcel)
    assert [row["name"] for row in rows if row["t"] == "organization"] == [COMMITTEE.unit, "机关党支部"]
    [member] = [row for row in rows if row["t"] == "member"]
    assert (member["name"], member["birth"], member["initials"]) == ("张一", "1980-01", "x x")
    reviews = [(row["stage"], row["verdicts"], row["given"]) for row in rows if row["t"] == "review"]
    assert reviews == [(2, "duuuu", "o----"), (2, "duuuu", "o----")]


def test_everything_a_row_holds_travels(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三")
    texts = [name for (_, name, kind, *_) in look(branch, "PRAGMA table_info(member)") if kind == "TEXT"]
    change(branch, f"UPDATE member SET {', '.join(f'{name} = {name!r}' for name in texts if name != 'extra')}")
    change(branch, "UPDATE member SET extra = ?", json.dumps({"工资号": "7", "备注": ""}))
    [member] = [
        row for row in records_of(unsealed(seal(branch, tmp_path).path, committee).parcel) if row["t"] == "member"
    ]
    assert {name: member.get(name) for name in texts} == {name: name for name in texts} | {
        "extra": {"工资号": "7", "备注": ""}
    }


def test_persons_are_named_once_and_only_if_they_gave_a_verdict(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三", "李四")
    change(branch, "INSERT INTO person(uuid, name, verify_key) VALUES (randomblob(16), '旁人', randomblob(32))")

    def people() -> list[str]:
        rows = records_of(unsealed(seal(branch, tmp_path).path, committee).parcel)
        return [row["name"] for row in rows if row["t"] == "person"]

    assert people() == []
    judge(branch, Verdict.CLEAR, 1, 2)
    assert people() == ["张明"]


def test_without_a_superior_there_is_no_report(branch: Vault, tmp_path: Path) -> None:
    before = dump(branch)
    assert fault_of(branch, tmp_path) is Fault.NO_SUPERIOR
    assert dump(branch) == before


def test_each_report_is_the_next_of_its_stream_and_names_the_one_before(
    pair: tuple[Vault, Vault], tmp_path: Path
) -> None:
    branch, committee = pair
    raws = [unsealed(seal(branch, tmp_path).path, committee).parcel.manifest for _ in range(3)]
    manifests = [manifest.decode(raw) for raw in raws]
    assert [read.seq for read in manifests] == [1, 2, 3]
    assert [read.prev for read in manifests] == [FIRST_PREV, manifest.digest(raws[0]), manifest.digest(raws[1])]
    versions = [read.slices[0].version for read in manifests]
    assert versions == sorted(set(versions))
    assert len({read.bundle_id for read in manifests}) == 3
    sent = look(branch, "SELECT seq, bundle, lower(hex(manifest_sha256)), file FROM sent ORDER BY seq")
    named = [(read.seq, read.bundle_id, manifest.digest(raw)) for read, raw in zip(manifests, raws, strict=True)]
    assert [row[:3] for row in sent] == named
    assert [row[3] for row in sent] == sorted(path.name for path in tmp_path.glob("*.dyb.age"))


def test_sealing_is_an_entry_of_the_journal_and_cannot_be_undone(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    branch, _ = pair
    enrol(branch, "张三")
    sealed = seal(branch, tmp_path)
    [body] = look(branch, "SELECT body FROM entry WHERE seq = ?", sealed.entry)
    assert json.loads(body)["action"] == "bundle.seal"
    assert "张三" not in body
    assert branch.write(undo).result().label == "撤销“导入名册”"


def test_progress_is_told_and_cancelling_leaves_nothing(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    branch, _ = pair
    enrol(branch, *(f"张{number}" for number in range(10)))
    told: list[tuple[int, int]] = []
    secret = branch.signing_secret()
    branch.write(seal_report, secret, tmp_path, progress=lambda *step: told.append(step)).result()
    assert told[-1] == (10, 10)
    before = dump(branch)
    with pytest.raises(Failure) as raised:
        branch.write(seal_report, secret, tmp_path, cancelled=lambda: True).result()
    assert raised.value.fault is Fault.CANCELLED
    assert dump(branch) == before
    assert len(list(tmp_path.glob("*.dyb.age*"))) == 1


def test_what_happens_after_the_reading_is_in_the_next_report(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    """The report is one state of the register, that of the checkpoint which it names."""
    branch, committee = pair
    enrol(branch, "张三")
    later = []
    secret = branch.signing_secret()
    future = branch.write(
        seal_report, secret, tmp_path, progress=lambda *_: later.append(branch.write(lambda session: session.unit))
    )
    enrol(branch, "李四")
    members = [
        row["name"] for row in records_of(unsealed(future.result().path, committee).parcel) if row["t"] == "member"
    ]
    assert members == ["张三"]
    assert [step.result() for step in later]


def test_a_medium_that_cannot_be_written_leaves_nothing_in_the_vault(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    branch, _ = pair
    before = dump(branch)
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", Path("/proc/self")):
        with pytest.raises(Failure) as raised:
            branch.write(seal_report, branch.signing_secret(), folder).result()
        assert raised.value.fault is Fault.FOLDER_UNWRITABLE
    assert dump(branch) == before


FULL = """
import json, resource, sys; from pathlib import Path
sys.path[:0] = json.loads(sys.argv[4])
from exports.bundles.report import seal_report
from tui.faults import Failure
from tui.store.unlocking import unlock
if sys.argv[3] == "limited":
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
with unlock(Path(sys.argv[1]), "PASSPHRASE") as vault:
    try:
        vault.write(seal_report, vault.signing_secret(), Path(sys.argv[2])).result()
    except Failure as failure:
        print(failure.fault.name, [path.name for path in Path(sys.argv[2]).iterdir()])
    print(vault.read(lambda db: db.execute_sql("SELECT count(*) FROM sent").fetchone()[0]).result())
""".replace("PASSPHRASE", PASSPHRASE)


def test_a_full_stick_leaves_nothing_behind_there_or_in_the_vault(pair: tuple[Vault, Vault], tmp_path: Path) -> None:
    branch, committee = pair
    noise = [os.urandom(300).hex() for _ in range(3000)]
    enrol(branch, *(f"张{number}" for number in range(3000)))
    branch.write(
        lambda session: session.db.connection().executemany("UPDATE member SET note = substr(?, 1, 500) WHERE id = ?",
                                                            list(zip(noise, range(1, 3001), strict=True)))
    ).result()  # fmt: skip
    usb = tmp_path / "usb"
    usb.mkdir()
    branch.close()
    mounted = bool(namespace())
    said = in_child(
        FULL,
        branch.folder,
        usb,
        "mounted" if mounted else "limited",
        json.dumps(sys.path),
        before=f"mount -t tmpfs -o size=1m none {usb}" if mounted else "",
        command=namespace() if mounted else (),
    )
    assert said.splitlines() == ["MEDIUM_FULL []", "0"]
    with opened(branch.folder) as again:
        assert seal(again, usb).seq == 1
    assert committee.folder.exists()


KILLED = """
import json, os, signal, sys; from pathlib import Path
sys.path[:0] = json.loads(sys.argv[3])
from exports.bundles.report import seal_report
from tui.store.unlocking import unlock
moment = sys.argv[4]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if moment == "before it is noted":
    import exports.bundles.writing as writing
    writing.note_sealed = die
else:
    os.rename = die
vault = unlock(Path(sys.argv[1]), "PASSPHRASE")
vault.write(seal_report, vault.signing_secret(), Path(sys.argv[2])).result()
""".replace("PASSPHRASE", PASSPHRASE)


@pytest.mark.parametrize(("moment", "number"), [("before it is noted", 1), ("before its final name", 2)])
def test_killed_while_sealing_the_next_report_goes_on_with_the_right_number(
    pair: tuple[Vault, Vault], tmp_path: Path, moment: str, number: int
) -> None:
    branch, committee = pair
    enrol(branch, "张三")
    branch.close()
    usb = tmp_path / "usb"
    usb.mkdir()
    with pytest.raises(subprocess.CalledProcessError) as killed:
        in_child(KILLED, branch.folder, usb, json.dumps(sys.path), moment)
    assert killed.value.returncode == -signal.SIGKILL
    assert [path.suffix for path in usb.iterdir()] == [".part"]
    with opened(branch.folder) as again:
        assert look(again, "SELECT count(*) FROM sent") == [number - 1]
        sealed = seal(again, usb)
        assert sealed.seq == number
        assert manifest.decode(unsealed(sealed.path, committee).parcel.manifest).seq == number
        assert look(again, "SELECT seq FROM sent ORDER BY seq") == list(range(1, number + 1))


def test_a_stick_pulled_at_the_last_moment_uses_the_number_up(
    pair: tuple[Vault, Vault], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch, _ = pair

    def pulled(*_: object, **__: object) -> None:
        raise OSError(5, "pulled out")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", pulled)
        assert fault_of(branch, tmp_path / "usb") is Fault.MEDIUM_GONE
    assert seal(branch, tmp_path / "usb").seq == 2


def test_the_name_keeps_to_what_every_medium_takes_whatever_the_codes_are(tmp_path: Path) -> None:
    lower = Founding(BRANCH.unit, BRANCH.kind, "一支部-001002003004005006", BRANCH.person, BRANCH.notice, BRANCH.as_of)
    with opened(founded(tmp_path / "a", lower)) as branch, opened(founded(tmp_path / "b", COMMITTEE)) as committee:
        introduce(branch, committee)
        sealed = seal(branch, tmp_path / "usb")
        [uuid] = look(branch, "SELECT lower(hex(uuid)) FROM organization WHERE id = 1")
    assert sealed.path.name == f"dyb1-report-00100200.{uuid[:8]}-001002-00000001.dyb.age"


def test_the_file_is_read_back_before_the_report_is_noted(
    pair: tuple[Vault, Vault], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch, _ = pair
    before = dump(branch)
    write_file = media.write_file

    def lying(folder: Path, name: str, write: Callable[[BinaryIO], None], **options: object) -> object:
        def spoilt(out: BinaryIO) -> None:
            write(out)
            out.flush()
            with (folder / f"{name}.part").open("r+b") as behind:
                behind.write(b"x")

        return write_file(folder, name, spoilt, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(media, "write_file", lying)
    assert fault_of(branch, tmp_path / "usb") is Fault.READBACK_DIFFERS
    assert dump(branch) == before
    assert list((tmp_path / "usb").iterdir()) == []
