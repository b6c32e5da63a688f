"""Whose a row of a ledger is: the member that each row of letters or payments means."""

from collections.abc import Sequence

from tui.intake.branches import Branches
from tui.intake.decisions import LEAVE_OUT, NEW_PERSON, Answers, Candidate
from tui.intake.matching import LEFT, Known, Rung, Stored, Unclear, known, members
from tui.intake.refusals import PlanRefusal
from tui.intake.staged import StagedRow
from tui.store.cipher import CipherDatabase
from tui.store.queries import units

Owner = Known | Unclear | PlanRefusal | None
"""A member kept here, several, a reason why there is none, or None for somebody who is not in the register."""


class Owners:
    """Finds the members of ledgers in the tree below a unit; one member may have many rows."""

    def __init__(self, db: CipherDatabase, unit: int, answers: Answers) -> None:
        self._db = db
        self._answers = answers
        self.branches = Branches(units.subtree(db, unit), unit)

    def find(self, rows: Sequence[tuple[int, StagedRow]]) -> list[Owner]:
        """Whose each row (with its place) is."""
        found: list[Owner] = list(known(self._db, [(row.fields, self.branches.known(row.fields)) for _, row in rows]))
        said = {index: self._answers[place] for index, (place, _) in enumerate(rows) if place in self._answers}
        chosen = members(self._db, "m.id = j.value", list(said.values()), lambda member: member["id"])
        for index, answer in said.items():
            if answer == LEAVE_OUT:
                found[index] = PlanRefusal.LEFT_OUT
            elif answer == NEW_PERSON:
                found[index] = None
            elif one := chosen.get(answer):
                found[index] = Known(one[0], sure=True, rung=Rung.CHOSEN)
        return [self._ours(owner) for owner in found]

    def _ours(self, owner: Owner) -> Owner:
        if isinstance(owner, Known) and not self.branches.kept(owner.member["org"]):
            return PlanRefusal.KEPT_ELSEWHERE
        return owner

    def candidates(self, members: Sequence[Stored]) -> list[Candidate]:
        """Members as a person can tell them apart."""
        return [candidate(member, self.branches) for member in members]


def candidate(member: Stored, branches: Branches) -> Candidate:
    """A member as a person can tell him apart; of somebody who left by a disposal, that too."""
    place = "，".join(filter(None, (branches.name(member["org"]), member.get(LEFT))))
    return Candidate(member["id"], member["name"], member["birth"] or "", member["idno"] or "", place)
