"""Whom something in the vault speaks for a situation of, which the ledger does not have yet."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from tui.rules.checks import Check
from tui.rules.situation_signs import LOOKED_AT, Facts, Sign, has_word, signs
from tui.store.cipher import CipherDatabase
from tui.store.images import LETTER
from tui.store.journal import CHUNK
from tui.store.queries.letters import OPEN
from tui.store.queries.situations import recorded
from tui.store.watching import Cancelled, Progress, watched

_FIELDS: Final = ("lost", "lost_on", "floating", *LOOKED_AT)
_LIKELY: Final = f"""
    SELECT id FROM member WHERE lost = 'yes'
    UNION SELECT id FROM member WHERE floating = 'yes'
    UNION SELECT l.member FROM letter l INDEXED BY letter_open WHERE {OPEN.format("l")}
    UNION SELECT member FROM check_record WHERE campaign = :campaign AND check_no IN (3, 4)
        AND (answers LIKE '%"situation"%' OR answers LIKE '%"kept_for"%' OR answers LIKE '%"pocket"%')
"""
"""Whom it is worth looking at, beside those whose notes have a word."""
_SPOKEN: Final = " || ' ' || ".join(f"ifnull(m.{name}, '')" for name in (*LOOKED_AT, "extra"))


class MemberSign(NamedTuple):
    """A sign about one member, to be shown."""

    member: int
    name: str
    branch: str
    sign: Sign


def each_sign(
    db: CipherDatabase,
    campaign: int,
    top: int,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[MemberSign]:
    """Every sign in the unit ``top`` and below it, by branch and name. ``Failure(CANCELLED)``."""
    tell = watched(progress, cancelled)
    likely = {member for (member,) in db.execute_sql(_LIKELY, {"campaign": campaign})}
    everybody = db.execute_sql(
        f"""SELECT m.id, {_SPOKEN} FROM organization t CROSS JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
            CROSS JOIN member m INDEXED BY member_org ON m.org = o.id
            WHERE t.id = ? AND m.gone IS NULL ORDER BY o.lft, m.name, m.id""",
        (top,),
    )
    members = [member for member, spoken in everybody if member in likely or has_word(spoken)]
    found = []
    for start in range(0, len(members), CHUNK):
        chunk = members[start : start + CHUNK]
        by_member = signs_of(db, campaign, chunk)
        found += [MemberSign(member, *by_member[member][:2], sign) for member in chunk for sign in by_member[member][2]]
        tell(min(start + CHUNK, len(members)), len(members))
    return found


def signs_of(db: CipherDatabase, campaign: int, members: Sequence[int]) -> dict[int, tuple[str, str, tuple[Sign, ...]]]:
    """(name, branch, signs) of these members, by member."""
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    wanted = json.dumps(list(members))
    columns = ", ".join(f"m.{name}" for name in _FIELDS)
    rows = db.execute_sql(
        f"""SELECT m.id, m.name, o.name, m.extra, {columns} FROM json_each(?) j CROSS JOIN member m ON m.id = j.value
            JOIN organization o ON o.id = m.org""",
        (wanted,),
    ).fetchall()
    answers = _answers(db, campaign, wanted)
    letters = _letters(db, wanted)
    known = recorded(db, members)
    found = {}
    for member, name, branch, extra, *values in rows:
        facts = Facts(
            {key: value for key, value in zip(_FIELDS, values, strict=True) if value},
            json.loads(extra or "{}"),
            answers.get((member, Check.DUES.number), {}),
            answers.get((member, Check.RECEIPT.number), {}),
            tuple(letters[member]),
            known.get(member, ()),
        )
        found[member] = (name, branch, signs(facts, as_of))
    return found


def _answers(db: CipherDatabase, campaign: int, wanted: str) -> dict[tuple[int, int], dict[str, str]]:
    """What checks 3 and 4 recorded, the verification's answers before the self-check's."""
    found: dict[tuple[int, int], dict[str, str]] = {}
    for member, check, answers in db.execute_sql(
        """SELECT k.member, k.check_no, k.answers FROM json_each(?) j
           CROSS JOIN check_record k ON k.campaign = ? AND k.stage IN (1, 2) AND k.member = j.value
           WHERE k.check_no IN (3, 4) ORDER BY k.stage""",
        (wanted, campaign),
    ):
        found.setdefault((member, check), {}).update(json.loads(answers))
    return found


def _letters(db: CipherDatabase, wanted: str) -> defaultdict[int, list[dict[str, Any]]]:
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    rows: Iterable[Sequence[Any]] = db.execute_sql(
        f"""SELECT {", ".join(f"l.{name}" for name in LETTER.columns)} FROM json_each(?) j
            CROSS JOIN letter l ON l.member = j.value WHERE {OPEN.format("l")} ORDER BY l.issued, l.id""",
        (wanted,),
    )
    for row in rows:
        values = LETTER.row(row)
        found[values["member"]].append(values)
    return found
