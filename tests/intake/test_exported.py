"""The exported journal verifies without the vault, and nothing in it can be edited, left out or exchanged."""

from pathlib import Path

import pytest
from people import arrival, take_in
from staffed import at, found_full

from exports.audit import export_journal
from tui.faults import Failure, Fault
from tui.intake.exported import Exported, verify_export
from tui.store.vault import Vault


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    full = found_full(folder / "vault")
    with at(full, "clerk") as vault:
        assert isinstance(vault, Vault)
        take_in(vault, arrival("欧阳询"))
    with at(full, "auditor") as office:
        return office.act(export_journal, folder).result().path


def test_an_export_says_how_much_it_holds_and_names_no_member(exported: Path) -> None:
    found = verify_export(exported)
    assert found == Exported(found.vault, entries=2, acts=2, by="auditor")
    assert "欧阳询".encode() not in exported.read_bytes()
    assert "郑审计".encode() not in exported.read_bytes()


def test_no_line_can_be_edited_left_out_or_exchanged(exported: Path, tmp_path: Path) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    wrong = [lines[:number] + lines[number + 1 :] for number in range(len(lines))]
    wrong += [[*lines[:1], lines[2], lines[1], *lines[3:]], [], [b"text\n"], [*lines, lines[-1]]]
    wrong += [
        [*lines[:n], line[:-20] + bytes([line[-20] ^ 1]) + line[-19:], *lines[n + 1 :]] for n, line in enumerate(lines)
    ]
    path = tmp_path / "audit.jsonl"
    for each in wrong:
        path.write_bytes(b"".join(each))
        with pytest.raises(Failure) as raised:
            verify_export(path)
        assert raised.value.fault is Fault.EXPORT_UNSOUND
    with pytest.raises(Failure) as raised:
        verify_export(tmp_path / "missing")
    assert raised.value.fault is Fault.FILE_UNREADABLE


def test_only_who_audits_may_export(exported: Path) -> None:
    for account in ("clerk", "admin", "officer", "secretary"):
        with at(exported.parent / "vault", account) as office:
            trial = office.act(export_journal, exported.parent)
            with pytest.raises(Failure) as raised:
                trial.result()
            assert raised.value.fault is Fault.ROLE_REFUSED
