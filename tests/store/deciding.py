"""Disposals between vaults: a branch prepares a case, it goes up in reports, is decided, the decision comes down."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from compared import report
from disposals import OPENED, rightly, stated_for
from offices import DEPARTMENT, enrol, introduce, look
from vaults import BRANCH, COMMITTEE, founded, opened

from exports.bundles.decisions import SealedDecisions, seal_decisions
from tui.intake.bundles import open_either
from tui.intake.disposal_decisions import CheckedDecisions
from tui.rules.changes import Change
from tui.rules.disposal.register import Origin
from tui.store.commands.disposal_cases import open_case
from tui.store.commands.disposal_decisions import AppliedDecisions, apply_decisions
from tui.store.commands.disposal_steps import record_step
from tui.store.queries.disposal_case import CaseFile, case_file
from tui.store.vault import Vault

FALSE_MEMBER = "not_recognised_false"
"""Three steps of the branch, the committee's review, the department's approval, two steps of the branch."""


class Line(NamedTuple):
    """A branch, its committee, the department."""

    branch: Vault
    committee: Vault
    department: Vault


@contextmanager
def line_in(folder: Path) -> Iterator[Line]:
    """The three of them, who know each their neighbours."""
    vaults = [opened(founded(folder / place.code, place)) for place in (BRANCH, COMMITTEE, DEPARTMENT)]
    for lower, upper in pairwise(vaults):
        introduce(lower, upper)
    yield Line(*vaults)
    for vault in vaults:
        vault.close()


def prepared(branch: Vault, name: str = "张三", kind: str = FALSE_MEMBER) -> None:
    """A new member of the branch with an open case."""
    enrol(branch, name)
    [member] = look(branch, "SELECT id FROM member WHERE name = ?", name)
    done = branch.write(
        open_case, member, kind, OPENED.isoformat(), Origin.CHECK, "五核查第五项", stated_for(kind)
    ).result()
    assert done.changed, done.sentence()


def file_in(vault: Vault, name: str = "张三") -> CaseFile:
    """The member's newest case, as it lies in this vault."""
    [number] = look(
        vault, "SELECT max(c.id) FROM disposal_case c JOIN member m ON m.id = c.member WHERE m.name = ?", name
    )
    return vault.read(case_file, vault.session.unit, number).result()


def attempt(vault: Vault, name: str = "张三", *, days: int = 30) -> Change:
    """The next step of the case, rightly done by this vault's person."""
    found = file_in(vault, name)
    step, case = found.next_step, found.case
    assert step is not None
    assert case is not None
    on = max([case.opened_on, *(each.on for each in case.done)]) + timedelta(days=days)
    return vault.write(record_step, found.row["id"], rightly(step, on, found.row["procedure"])).result()


def advance(vault: Vault, steps: int = 1, name: str = "张三") -> None:
    """So many steps."""
    for _ in range(steps):
        done = attempt(vault, name)
        assert done.changed, done.sentence()


def sent_down(upper: Vault, usb: Path) -> tuple[SealedDecisions, ...]:
    """The decisions, sealed for every unit below."""
    usb.mkdir(exist_ok=True)
    return upper.write(seal_decisions, upper.signing_secret(), usb).result()


def checked(path: Path, lower: Vault) -> CheckedDecisions:
    """The bundle, opened in the vault below."""
    found = open_either(path, lower)
    assert isinstance(found, CheckedDecisions)
    return found


def received(path: Path, lower: Vault) -> AppliedDecisions:
    """The bundle, opened and applied in the vault below."""
    return lower.write(apply_decisions, checked(path, lower).decisions).result()


def down(upper: Vault, lower: Vault, usb: Path) -> AppliedDecisions:
    """The decisions for the one unit below, sealed, carried and applied."""
    [sealed] = sent_down(upper, usb)
    return received(sealed.path, lower)


def proposed(branch: Vault, upper: Vault, usb: Path, *names: str) -> None:
    """The cases of these members as far as the branch's proposal, which lies before the unit above."""
    for name in names or ("张三",):
        prepared(branch, name)
        advance(branch, 3, name)
    report(branch, upper, usb)


def reviewed(line: Line, usb: Path) -> None:
    """The case as far as the committee's review, which lies before the department."""
    proposed(line.branch, line.committee, usb)
    advance(line.committee)
    report(line.committee, line.department, usb)


def approved(line: Line, usb: Path) -> None:
    """The case as far as the department's approval, which has come down to the committee, not yet to the branch."""
    reviewed(line, usb)
    advance(line.department)
    down(line.department, line.committee, usb)


def steps_of(vault: Vault) -> list[tuple[str, str, bool]]:
    """Every record of the case: step, unit, whether it counts."""
    return [(each.row["step"], each.unit, each.counts) for each in file_in(vault).recorded]
