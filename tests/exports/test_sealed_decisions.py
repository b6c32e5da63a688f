"""Decisions are sealed, and taken in, whole or not at all, whatever happens in the middle."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from deciding import Line, approved, file_in, line_in, received, sent_down
from offices import TABLES, change, dump, look
from test_media import in_child
from vaults import BRANCH, COMMITTEE, PASSPHRASE, opened

from exports.bundles.decisions import seal_decisions
from tui.faults import Failure, Fault

KILLED = """
import json, os, signal, sys; from pathlib import Path
sys.path[:0] = json.loads(sys.argv[3])
from exports.bundles import writing
from exports.bundles.decisions import seal_decisions
from tui.intake.bundles import open_either
from tui.store.commands import disposal_decisions
from tui.store.unlocking import unlock
moment = sys.argv[4]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
vault = unlock(Path(sys.argv[1]), "PASSPHRASE")
if moment == "sealing":
    writing.note_sealed = die
    vault.write(seal_decisions, vault.signing_secret(), Path(sys.argv[2])).result()
else:
    found = open_either(Path(sys.argv[2]), vault)
    disposal_decisions.keep = die
    vault.write(disposal_decisions.apply_decisions, found.decisions).result()
""".replace("PASSPHRASE", PASSPHRASE)


def test_killed_while_sealing_or_receiving_nothing_was_done_and_it_can_be_done_again(tmp_path: Path, usb: Path) -> None:
    with line_in(tmp_path) as line:
        approved(line, usb)
    committee, branch, stick = tmp_path / COMMITTEE.code, tmp_path / BRANCH.code, tmp_path / "stick"
    stick.mkdir()

    def killed(folder: Path, what: Path, moment: str) -> None:
        with pytest.raises(subprocess.CalledProcessError) as raised:
            in_child(KILLED, folder, what, json.dumps(sys.path), moment)
        assert raised.value.returncode == -signal.SIGKILL

    killed(committee, stick, "sealing")
    assert [path.suffix for path in stick.iterdir()] == [".part"]
    with opened(committee) as vault:
        [sealed] = sent_down(vault, stick)
        assert sealed.seq == 1
    with opened(branch) as vault:
        before = dump(vault, *TABLES, "disposal_decision", "vouched")
    killed(branch, sealed.path, "receiving")
    with opened(branch) as vault:
        assert dump(vault, *TABLES, "disposal_decision", "vouched") == before
        assert len(received(sealed.path, vault).decided) == 2
        assert len(file_in(vault).standing) == 5


@pytest.fixture
def ready(tmp_path: Path, usb: Path) -> Iterator[Line]:
    with line_in(tmp_path) as line:
        approved(line, usb)
        yield line


def test_a_restored_vault_sends_no_decisions_and_giving_up_leaves_none(ready: Line, tmp_path: Path) -> None:
    committee, stick = ready.committee, tmp_path / "stick"
    stick.mkdir()
    secret = committee.signing_secret()
    with pytest.raises(Failure) as given_up:
        committee.write(seal_decisions, secret, stick, cancelled=lambda: True).result()
    assert given_up.value.fault is Fault.CANCELLED
    change(committee, "INSERT INTO setting(name, value) VALUES ('restored', '1')")
    with pytest.raises(Failure) as restored:
        committee.write(seal_decisions, secret, stick).result()
    assert restored.value.fault is Fault.RESTORED
    assert list(stick.iterdir()) == []
    assert look(committee, "SELECT count(*) FROM sent WHERE stream LIKE '%/decision'") == [0]
