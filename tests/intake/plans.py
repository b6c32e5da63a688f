"""Rosters already read, for the tests of what is planned for them."""

import json
from collections.abc import Mapping, Sequence

from tui.intake.initials import initials
from tui.intake.plan import Decision, RosterPlan, plan_roster
from tui.intake.staged import Staged
from tui.rules.changes import Change
from tui.rules.checks import Ground
from tui.rules.findings import FindingCode
from tui.store.commands.roster import import_roster
from tui.store.vault import Vault

ADD, CHANGE, SAME, REFUSE = Decision


def line(fields: Mapping[str, str], findings: Sequence[FindingCode] = (), **extra: str) -> bytes:
    """One row, checked and packed."""
    codes = [code.value for code in findings]
    row = {"sheet": "名册", "row": 1, "fields": fields, "extra": extra, "initials": initials(fields["name"])}
    return json.dumps(row | {"findings": codes}).encode()


def planned(vault: Vault, *lines: bytes, ground: Ground = Ground.IN_BRANCH) -> RosterPlan:
    """The plan for a roster of these rows, matched with the register as it is."""
    staged = Staged("r.xlsx", "2026-11-20", list(lines), [], {}, ())
    session = vault.session
    return vault.read(plan_roster, session.unit, session.campaign, staged, ground).result()


def take_in(vault: Vault, plan: RosterPlan) -> Change:
    """Import what was planned."""
    return vault.write(
        import_roster, plan.arrivals(), plan.arriving, new_branches=plan.new_branches, ground=plan.ground
    ).result()


def again(vault: Vault, plan: RosterPlan) -> RosterPlan:
    """The plan for the same roster as the register is now."""
    return planned(vault, *plan.staged.rows, ground=plan.ground)


def decisions(plan: RosterPlan) -> list[Decision]:
    """What is to happen with every row, in file order."""
    return [Decision(made) for made in plan.decisions]
