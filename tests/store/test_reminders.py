"""What a person is reminded of when they unlock: figures counted from the vault's own acts and slots."""

from datetime import timedelta
from pathlib import Path

import pytest
from vaults import NOON, PASSPHRASE, founded

from exports.backup import write_copy
from tui.crypto.slots import FLOOR
from tui.faults import Failure, Fault
from tui.store import staff
from tui.store.reminders import reminders
from tui.store.unlocking import enter, unlock


def reminded(folder: Path, days: int, backup_to: Path | None = None) -> str:
    with unlock(folder, PASSPHRASE, clock=lambda: NOON + timedelta(days=days)) as vault:
        if backup_to:
            vault.act(write_copy, backup_to).result()
        return "".join(vault.act(reminders).result())


def test_a_backup_is_missed_after_a_week_and_a_passphrase_spoken_of_before_it_is_due(tmp_path: Path) -> None:
    folder, out = founded(tmp_path / "vault"), tmp_path / "out"
    out.mkdir()
    assert reminded(folder, 0) == ""
    assert reminded(folder, 7) == ""
    assert reminded(folder, 8) == "已有8天没有备份，请用 paicha backup 备份。"
    assert reminded(folder, 9, out) == ""
    assert reminded(folder, 16) == ""
    assert reminded(folder, 17, out) == ""
    assert reminded(folder, 25, out) == "口令还有5天到期，请用 paicha passphrase 更换。"
    assert reminded(folder, 30, out) == "口令已到期，请用 paicha passphrase 更换。"


def test_a_passphrase_that_is_too_old_opens_the_vault_only_to_be_changed(tmp_path: Path) -> None:
    folder, later = founded(tmp_path / "vault"), NOON + timedelta(days=31)
    with pytest.raises(Failure) as raised:
        unlock(folder, PASSPHRASE, clock=lambda: later)
    assert raised.value.fault is Fault.PASSPHRASE_EXPIRED
    with enter(folder, PASSPHRASE, clock=lambda: later, expired=True) as vault:
        vault.act(staff.change_passphrase, PASSPHRASE, "Xinkouling-9", FLOOR).result()
    unlock(folder, "Xinkouling-9", clock=lambda: later).close()
