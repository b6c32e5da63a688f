"""Rosters already read, for the tests of what is planned for them."""

import json
from collections.abc import Mapping

from tui.intake.decisions import Answers, Decision
from tui.intake.kinds import KINDS
from tui.intake.roster_plan import RosterPlan, plan_roster
from tui.intake.staged import SourceFile, Staged, StagedSheet
from tui.rules.changes import Change
from tui.rules.checks import Ground
from tui.rules.initials import initials
from tui.store.vault import Vault

ADD, CHANGE, MOVE, SAME, DOUBT, REFUSE = Decision


AS_OF = "2026-11-20"


def line(fields: Mapping[str, str], **extra: str) -> bytes:
    """One row, checked and packed."""
    row = {"sheet": 0, "row": 1, "fields": fields, "extra": extra, "initials": initials(fields["name"])}
    return json.dumps(row | {"texts": {}, "doubts": {}}).encode()


def staged(kind: str, *lines: bytes) -> Staged:
    """A list of one kind, as it was read from one sheet."""
    sheet = StagedSheet("r.xlsx", "名册", KINDS[kind], (1, 1), (), (), (), "")
    return Staged((SourceFile("r.xlsx", bytes(32)),), AS_OF, list(lines), [], {}, (sheet,))


def planned(
    vault: Vault,
    *lines: bytes,
    kind: str = "roster",
    ground: Ground = Ground.IN_BRANCH,
    answers: Answers | None = None,
) -> RosterPlan:
    """The plan for a list of these rows, matched with the register as it is."""
    session = vault.session
    rows = staged(kind, *lines)
    return vault.read(plan_roster, session.unit, session.campaign, rows, KINDS[kind], ground, answers=answers).result()


def take_in(vault: Vault, plan: RosterPlan) -> Change:
    """Import what was planned."""
    return vault.write(plan.carry_out).result()


def again(vault: Vault, plan: RosterPlan) -> RosterPlan:
    """The plan for the same roster as the register is now."""
    return planned(vault, *plan.staged.rows, ground=plan.ground or Ground.IN_BRANCH)


def decisions(plan: RosterPlan) -> list[Decision]:
    """What is to happen with every row, in file order."""
    return [Decision(made) for made in plan.decisions]
