"""How far a campaign has come: coverage per unit and check, in one pass."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tui.rules.checks import Check, Ground, Stage, Verdict
from tui.rules.units import UnitKind
from tui.store import journal
from tui.store.cipher import CipherDatabase
from tui.store.commands.deeds import DEEDS
from tui.store.queries import units
from tui.store.queries.levels import levels


@dataclass(frozen=True, slots=True)
class UnitHead:
    """Whose vault it is and what is in hand; ``unsent`` counts the entries since the last report was sealed.

    ``verifies`` whether the unit verifies in this campaign, or only checks itself.
    """

    unit: str
    kind: UnitKind
    campaign: str
    notice: str
    as_of: str
    unsent: int
    verifies: bool


def head(db: CipherDatabase, unit: int, campaign: int) -> UnitHead:
    """What the title and the status line need."""
    own = units.unit(db, unit)
    name, notice, as_of = db.execute_sql(
        "SELECT name, notice, as_of FROM campaign WHERE id = ?", (campaign,)
    ).fetchone()
    return UnitHead(own.name, own.kind, name, notice, as_of, unsent(db), levels(db, campaign).verifies(own.kind))


def unsent(db: CipherDatabase) -> int:
    """Changes made since the last report was sealed (or since the vault was founded)."""
    count = 0
    for header in journal.headers_backwards(db):
        if header.action in ("bundle.seal", "vault.found"):
            break
        count += header.action in TOLD
    return count


_STAY = ("comparison.", "online.", "campaign.", "fill_in.issue", "fill_in.clear")
"""What begins the actions whose rows no report carries."""
TOLD = frozenset(action for action in (*DEEDS, "undo", "redo", "bundle.apply") if not action.startswith(_STAY))
"""What changes something that a report carries."""


def decided_otherwise(
    db: CipherDatabase, campaign: int, stage: Stage, check: Check, verdict: Verdict, members: Sequence[int]
) -> int:
    """How many of the members have another verdict on the check than the one that is to be given."""
    query = f"""SELECT count(*) FROM json_each(?) j CROSS JOIN review r
                ON r.campaign = ? AND r.stage = ? AND r.member = j.value AND r.c{check.number} NOT IN ('u', ?)"""
    parameters = (json.dumps(list(members)), campaign, stage.number, verdict.value)
    return int(db.execute_sql(query, parameters).fetchone()[0])


def undone(db: CipherDatabase, campaign: int, stage: Stage) -> dict[Check, int]:
    """For each check, how many subjects nobody has given a verdict on."""
    (subjects,) = db.execute_sql(
        f"SELECT count(*) FROM subject WHERE campaign = ? AND {_STILL_HERE}", (campaign,)
    ).fetchone()
    sums = ", ".join(f"ifnull(sum(r.c{check.number} <> 'u'), 0)" for check in Check)
    done = db.execute_sql(
        f"SELECT {sums} FROM review r WHERE campaign = ? AND stage = ? AND {_STILL_HERE}", (campaign, stage.number)
    ).fetchone()
    return {check: subjects - count for check, count in zip(Check, done, strict=True)}


_STILL_HERE = "member NOT IN (SELECT id FROM member WHERE gone IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One unit's share: subjects by ground, and for each check how many have each verdict."""

    organization: str
    in_branch: int
    out_without_receipt: int
    verdicts: dict[Check, dict[Verdict, int]]
    findings: int

    @property
    def subjects(self) -> int:
        """All who are to be checked; both grounds count."""
        return self.in_branch + self.out_without_receipt

    def done(self, check: Check) -> int:
        """Subjects with any verdict on the check."""
        return self.subjects - self.verdicts[check][Verdict.UNCHECKED]


_SUMS = ", ".join(f"sum(ifnull(r.c{check.number}, 'u') = '{verdict.value}')" for check in Check for verdict in Verdict)


def coverage(db: CipherDatabase, campaign: int, stage: Stage, top: int) -> list[Coverage]:
    """Coverage of every organisation with subjects in the unit ``top`` and below, in the order of the tree."""
    rows = db.execute_sql(
        f"""SELECT o.name, sum(s.ground = ?), sum(s.ground <> ?),
               sum((SELECT count(*) FROM finding f WHERE f.member = m.id AND f.campaign = s.campaign
                    AND f.state = 'open')), {_SUMS}
            FROM organization t
            JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
            JOIN member m ON m.org = o.id AND m.gone IS NULL
            JOIN subject s ON s.campaign = ? AND s.member = m.id
            LEFT JOIN review r ON r.campaign = s.campaign AND r.stage = ? AND r.member = m.id
            WHERE t.id = ? GROUP BY o.id ORDER BY o.lft""",
        (Ground.IN_BRANCH.value, Ground.IN_BRANCH.value, campaign, stage.number, top),
    )
    found = []
    for name, inside, outside, findings, *sums in rows:
        counts = iter(sums)
        verdicts = {check: {verdict: next(counts) for verdict in Verdict} for check in Check}
        found.append(Coverage(name, inside, outside, verdicts, findings))
    return found
