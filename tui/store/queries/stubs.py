"""What branches stated about the stubs (存根) of their introduction letters."""

import json
from typing import NamedTuple

from tui.rules.check_items import Answers
from tui.rules.checks import Stage
from tui.store.cipher import CipherDatabase
from tui.store.queries.letters import OPEN


class BranchStubs(NamedTuple):
    """A branch with its statement about stubs at one stage; empty answers when there is none yet.

    ``open_letters``: letters in the register that went out of it and still lack a receipt.
    """

    org: int
    name: str
    answers: Answers
    by: str
    open_letters: int


def statements(db: CipherDatabase, campaign: int, stage: Stage, top: int, org: int | None = None) -> list[BranchStubs]:
    """The organisations with subjects in the unit ``top`` and below (or ``org`` alone), in the order of the tree."""
    found = db.execute_sql(
        f"""SELECT o.id, o.name, b.answers, p.name,
              (SELECT count(*) FROM letter l CROSS JOIN member m ON m.id = l.member
               WHERE m.org = o.id AND {OPEN.format("l")})
            FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
            LEFT JOIN branch_statement b ON b.campaign = :campaign AND b.stage = :stage AND b.org = o.id
            LEFT JOIN person p ON p.id = b.recorded_by
            WHERE t.id = :top AND (:org IS NULL OR o.id = :org) AND (b.org IS NOT NULL OR EXISTS (
              SELECT 1 FROM member m CROSS JOIN subject s ON s.member = m.id AND s.campaign = :campaign
              WHERE m.org = o.id AND m.gone IS NULL))
            ORDER BY o.lft""",
        {"campaign": campaign, "stage": stage.number, "top": top, "org": org},
    )
    return [
        BranchStubs(number, name, json.loads(answers or "{}"), by or "", letters)
        for number, name, answers, by, letters in found
    ]
