"""A case by a local procedure goes up with the procedure that it was opened with, and is read there by it."""

from pathlib import Path

import pytest
from compared import report
from disposals import ground
from offices import DEPARTMENT, GENERAL_BRANCH, enrol, introduce, look
from test_disposal_kinds import stricter
from test_disposal_local import as_toml
from test_report_ledgers import OpenVault
from vaults import COMMITTEE

from tui.rules.disposal.procedures import Fact
from tui.rules.disposal.register import Origin
from tui.rules.units import UnitKind
from tui.store.commands.disposal_cases import open_case
from tui.store.commands.disposal_procedures import take_in, withdraw
from tui.store.commands.organizations import add_organization
from tui.store.founding import Founding
from tui.store.queries.disposal_case import case_file
from tui.store.vault import Vault

GROUNDS = [ground("work"), ground(Fact.UNCHANGED_OR_REFUSES.value)]


def arrives(lower: Vault, upper: Vault, usb: Path) -> None:
    """The case is opened below by the local kind, and read above by the same."""
    introduce(lower, upper)
    lower.write(take_in, as_toml((stricter(), "persuasion"))).result()
    opened = lower.write(open_case, 1, "local_persuasion", "2026-01-06", Origin.CHECK, "五核查", GROUNDS).result()
    assert opened.changed, opened.sentence()
    lower.write(withdraw, 1).result()
    report(lower, upper, usb)
    ((case, procedure),) = look(upper, "SELECT id, local_procedure FROM disposal_case")
    assert procedure is not None
    found = upper.read(case_file, upper.session.unit, case).result()
    assert found.procedure == stricter()
    assert (found.kept_here, found.digest) == (False, lower.read(case_file, lower.session.unit, 1).result().digest)


def test_a_local_procedure_of_a_branch_arrives_with_its_case(branch: Vault, committee: Vault, tmp_path: Path) -> None:
    enrol(branch, "张三", category="full")
    arrives(branch, committee, tmp_path)


@pytest.mark.parametrize("founding", [COMMITTEE, GENERAL_BRANCH])
def test_a_local_procedure_of_the_unit_that_keeps_a_branch_arrives_with_the_branchs_case(
    open_vault: OpenVault, tmp_path: Path, founding: Founding
) -> None:
    lower, upper = open_vault(founding, "lower"), open_vault(DEPARTMENT, "upper")
    lower.write(add_organization, lower.session.unit, UnitKind.BRANCH, "1", "甲支部").result()
    (org,) = look(lower, "SELECT max(id) FROM organization")
    enrol(lower, "张三", org=org, category="full")
    arrives(lower, upper, tmp_path)
