"""How far a campaign has come: coverage per unit and check, in one pass."""

from dataclasses import dataclass

from tui.rules.checks import Check, Ground, Stage, Verdict
from tui.store.cipher import CipherDatabase


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
