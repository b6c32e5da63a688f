"""Registers compared after a report: what two vaults say of the same members, whatever their row ids are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from offices import change, deliver, dump, enrol, look, seal

from tui.faults import Failure
from tui.rules.units import UnitKind
from tui.store import images
from tui.store.commands.organizations import add_organization
from tui.store.commands.reports import Applied
from tui.store.vault import Vault

_FINDING = """INSERT INTO finding(uuid, member, campaign, stage, check_no, code, state)
              VALUES (randomblob(16), ?, 1, 1, 1, 'B03', 'open')"""


def report(lower: Vault, upper: Vault, usb: Path) -> Applied:
    """The lower unit's report, sealed, carried and applied."""
    return deliver(seal(lower, usb).path, upper)


def refused(call: Callable[[], object], vault: Vault) -> Failure:
    """Why the call is refused; nothing in the vault may have changed."""
    before = dump(vault)
    with pytest.raises(Failure) as raised:
        call()
    assert dump(vault) == before
    return raised.value


def members(vault: Vault, where: str = "TRUE") -> list[Any]:
    """Every column of every member, with uuids for what is this vault's own."""
    columns = ", ".join(f"m.{name}" for name in images.MEMBER.columns if name not in ("id", "org"))
    return look(
        vault,
        f"SELECT o.uuid, {columns} FROM member m JOIN organization o ON o.id = m.org WHERE {where} ORDER BY m.uuid",
    )


def verdicts(vault: Vault, stage: int = 1) -> list[Any]:
    """Every column of every review, with uuids for what is this vault's own."""
    people = ", ".join(f"(SELECT uuid FROM person p WHERE p.id = r.by{number})" for number in range(1, 6))
    return look(
        vault,
        f"""SELECT m.name, c1, c2, c3, c4, c5, h1, h2, h3, h4, h5, {people}, r.at, r.note, u.uuid FROM review r
            JOIN member m ON m.id = r.member JOIN organization u ON u.id = r.unit WHERE r.stage = ? ORDER BY m.uuid""",
        stage,
    )


def findings(vault: Vault) -> list[Any]:
    """Every column of every finding, with uuids for what is this vault's own."""
    return look(
        vault,
        """SELECT f.uuid, m.uuid, f.stage, check_no, code, state FROM finding f
           JOIN member m ON m.id = f.member ORDER BY f.uuid""",
    )


def enrol_with_finding(vault: Vault, *names: str) -> None:
    """Members in the vault's own branch, with one finding each."""
    enrol(vault, *names)
    for member in look(vault, "SELECT id FROM member"):
        change(vault, _FINDING, member)


def enrol_below(committee: Vault, *names: str) -> None:
    """Members in a branch that the committee keeps."""
    committee.write(add_organization, 1, UnitKind.BRANCH, "", "机关党支部").result()
    enrol(committee, *names, org=look(committee, "SELECT max(id) FROM organization")[0])
