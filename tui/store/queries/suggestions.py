"""What the checks would come to by what the vault holds: for one member's page, and for thousands in one go."""

import json
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tui.rules.activities import SPANS, counted_since
from tui.rules.check_items import Answers
from tui.rules.checks import Check, Ground, Stage, Verdict
from tui.rules.situations import Situation
from tui.rules.suggestions import NO_FINDING, Facts, Suggestion, suggest
from tui.store.cipher import CipherDatabase
from tui.store.journal import CHUNK
from tui.store.queries.letters import OPEN
from tui.store.queries.situations import recorded
from tui.store.watching import Cancelled, Progress, watched

_FIELDS = {
    Check.ROSTER: ("name", "sex", "birth", "nation", "native", "phone", "landline"),
    Check.ARCHIVE: (
        "category", "joining_form", "application", "political_review", "full_application", "training_record",
    ),
    Check.DUES: ("membership", "dues_to", "active_on", "lost", "floating"),
    Check.RECEIPT: (),
    Check.CONDUCT: (),
}  # fmt: skip
_IS_THERE = "CASE WHEN m.{} <> '' THEN 1 END"
"""Of the roster only that something is there is asked."""
_PAID = "(SELECT max(p.last_month) FROM payment p WHERE p.member = m.id)"
_CALLED = "ifnull(l.number, '') || ifnull('（' || l.issued || '）', '')"
_OPEN_LETTER = f"""(SELECT {_CALLED} FROM letter l WHERE l.member = m.id AND {OPEN.format("l")}
    ORDER BY l.issued, l.id LIMIT 1)"""
_RECEIVED = """(SELECT max(ifnull(l.receipt_on, '')) FROM letter l WHERE l.member = m.id AND l.direction = 'out'
    AND (l.receipt_on IS NOT NULL OR l.receipt = 'yes'))"""
_ATTENDED = """(SELECT nullif(count(*), 0) || '/' || sum(t.state = 'present') FROM attendance t
    JOIN activity a ON a.id = t.activity AND a.withdrawn_on IS NULL AND a.on_day BETWEEN :since AND :as_of
    WHERE t.member = m.id)"""
_LEDGERS = {
    Check.DUES: f"{_PAID}, NULL, NULL, {_ATTENDED}",
    Check.RECEIPT: f"NULL, {_OPEN_LETTER}, {_RECEIVED}, NULL",
}
_NO_LEDGERS = "NULL, NULL, NULL, NULL"
_QUERY = """
    SELECT m.id, m.org, o.keeper, s.ground, r.c{check} AS verdict,
      (SELECT group_concat(f.code) FROM finding f
       WHERE f.member = m.id AND f.campaign = s.campaign AND f.check_no = {check} AND f.state = 'open'),
      (SELECT k.answers FROM check_record k WHERE k.campaign = s.campaign AND k.stage = 1 AND k.member = m.id
       AND k.check_no = {check}),
      (SELECT k.answers FROM check_record k WHERE k.campaign = s.campaign AND k.stage = 2 AND k.member = m.id
       AND k.check_no = {check} AND :stage = 2),
      {ledgers} {fields}
    FROM json_each(:members) j
    CROSS JOIN member m ON m.id = j.value AND m.gone IS NULL
    CROSS JOIN subject s ON s.campaign = :campaign AND s.member = m.id
    JOIN organization o ON o.id = m.org
    LEFT JOIN review r ON r.campaign = s.campaign AND r.stage = :stage AND r.member = m.id
"""
_LETTERS_OUT = """
    SELECT EXISTS (SELECT 1 FROM letter l CROSS JOIN member m ON m.id = l.member JOIN organization o ON o.id = m.org
                   WHERE l.direction = 'out' AND o.keeper = ?)
"""


class _Stubs:
    """Whether somebody has looked at the stubs behind a member: by keeper and by branch, each asked once."""

    def __init__(self, db: CipherDatabase, campaign: int) -> None:
        self._db = db
        self._keepers: dict[int, bool] = {}
        stated = db.execute_sql("SELECT DISTINCT org FROM branch_statement WHERE campaign = ?", (campaign,))
        self._branches = frozenset(org for (org,) in stated)

    def seen(self, keeper: int, org: int) -> bool:
        if keeper not in self._keepers:
            self._keepers[keeper] = bool(self._db.execute_sql(_LETTERS_OUT, (keeper,)).fetchone()[0])
        return self._keepers[keeper] or org in self._branches


def each_suggestion(
    db: CipherDatabase, campaign: int, stage: Stage, check: Check, members: Sequence[int]
) -> Iterator[tuple[int, Verdict, Suggestion | None]]:
    """(member, the verdict that he has, what is suggested) of the subjects among the members, 2,000 in one query.

    The self-check rests on what the self-check recorded; the verification on both, its own answers first.
    """
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    names = _FIELDS[check]
    query = _QUERY.format(
        check=check.number,
        ledgers=_LEDGERS.get(check, _NO_LEDGERS),
        fields="".join(f", {'m.' + name if check is not Check.ROSTER else _IS_THERE.format(name)}" for name in names),
    )
    stubs = _Stubs(db, campaign) if check is Check.RECEIPT else None

    @lru_cache(maxsize=16_384)  # members of whom the same is known are told the same; one costs ten times a look-up
    def suggested(
        ground: str, codes: str | None, own: str | None, other: str | None, seen: bool, ledgers: tuple[str | None, ...],
        values: tuple[str | None, ...], situations: tuple[Situation, ...],
    ) -> Suggestion | None:  # fmt: skip
        fields = {name: value for name, value in zip(names, values, strict=True) if value}
        paid_to, open_letter, receipt, attended = ledgers
        found = tuple(codes.split(",")) if codes else ()
        answers = _answers(own, other)
        facts = Facts(
            as_of, Ground(ground), fields, answers, found, paid_to, open_letter, receipt, seen, situations, attended
        )
        return suggest(check, facts)

    bound = {"campaign": campaign, "stage": stage.number, "as_of": as_of, "since": counted_since(as_of, max(SPANS))}
    for start in range(0, len(members), CHUNK):
        chunk = members[start : start + CHUNK]
        situations = recorded(db, chunk) if check is Check.DUES else {}
        found = db.execute_sql(query, bound | {"members": json.dumps(list(chunk))}).fetchall()
        for member, org, keeper, ground, verdict, codes, own, other, *rest in found:
            seen = stubs is not None and stubs.seen(keeper, org)
            suggestion = suggested(
                ground, codes, own, other, seen, tuple(rest[:4]), tuple(rest[4:]), situations.get(member, ())
            )
            yield member, _VERDICTS[verdict], suggestion


_VERDICTS = {verdict.value: verdict for verdict in Verdict} | {None: Verdict.UNCHECKED}


def _answers(own: str | None, other: str | None) -> Answers:
    if own is None and other is None:
        return {}
    return {**json.loads(own or "{}"), **json.loads(other or "{}")}


def suggestions_of(db: CipherDatabase, campaign: int, stage: Stage, member: int) -> Mapping[Check, Suggestion]:
    """What is suggested for one member, by check; checks without evidence are not in it."""
    return {
        check: suggestion
        for check in Check
        for _, _, suggestion in each_suggestion(db, campaign, stage, check, [member])
        if suggestion is not None
    }


@dataclass(slots=True)
class Prospect:
    """What accepting the suggestions on these members would do.

    ``to_give`` are the members by the verdict that they would get, all of them 未查 now; ``evidence`` counts what it
    rests on. ``decided`` have a verdict already, ``other`` have a suggestion that finds something, ``without`` none.
    """

    to_give: dict[Verdict, "array[int]"] = field(default_factory=dict)
    evidence: Counter[str] = field(default_factory=Counter)
    decided: int = 0
    other: int = 0
    without: int = 0

    @property
    def count(self) -> int:
        """How many would get a verdict."""
        return sum(map(len, self.to_give.values()))


def prospect(
    db: CipherDatabase,
    campaign: int,
    stage: Stage,
    check: Check,
    members: Sequence[int],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Prospect:
    """Count over the members what accepting would do. ``Failure(CANCELLED)``."""
    tell = watched(progress, cancelled)
    found = Prospect()
    for start in range(0, len(members), CHUNK):
        chunk = members[start : start + CHUNK]
        for member, verdict, suggestion in each_suggestion(db, campaign, stage, check, chunk):
            if verdict is not Verdict.UNCHECKED:
                found.decided += 1
            elif suggestion is None:
                found.without += 1
            elif suggestion.verdict not in NO_FINDING:
                found.other += 1
            else:
                found.to_give.setdefault(suggestion.verdict, array("Q")).append(member)
                found.evidence[suggestion.evidence] += 1
        tell(start + len(chunk), len(members))
    return found
