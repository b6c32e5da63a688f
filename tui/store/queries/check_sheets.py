"""The sheet of one check on one member: what is known, what was recorded, what is suggested."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui.rules.check_findings import BY_CODE, CheckFinding
from tui.rules.check_items import Answers, items
from tui.rules.checks import Check, Ground, Stage, Verdict
from tui.rules.situations import FLOATING, Situation, SituationKind
from tui.rules.suggestions import Suggestion
from tui.store.cipher import CipherDatabase
from tui.store.queries.letters import OPEN
from tui.store.queries.members import MemberCard, member_card
from tui.store.queries.suggestions import each_suggestion


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """All that the form of one check on one member needs.

    ``answers`` hold the member's columns that the check asks for as well as what was recorded at this stage.
    ``set_codes`` are the open findings of this check and stage that people made. ``kept_here``: the member's own
    columns may be written.
    """

    card: MemberCard
    org: int
    stage: Stage
    check: Check
    verdict: Verdict
    answers: Answers
    note: str
    set_codes: frozenset[CheckFinding]
    suggestion: Suggestion | None
    kept_here: bool
    as_of: str


def check_sheet(
    db: CipherDatabase, campaign: int, unit: int, stage: Stage, check: Check, member: int
) -> CheckSheet | None:
    """The sheet of one check; None if the member is no subject."""
    card = member_card(db, campaign, member)
    if card is None:
        return None
    org, keeper = db.execute_sql(
        "SELECT o.id, o.keeper FROM member m JOIN organization o ON o.id = m.org WHERE m.id = ?", (member,)
    ).fetchone()
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    asked = items(check, category=card.fields.get("category"), ground=card.ground)
    record = next((r for r in card.records if (r.stage, r.check) == (stage, check)), None)
    columns = {item.key: card.fields[item.key] for item in asked if item.of_member and card.fields.get(item.key)}
    codes = db.execute_sql(
        "SELECT code FROM finding WHERE member = ? AND campaign = ? AND stage = ? AND check_no = ? AND state = 'open'",
        (member, campaign, stage.number, check.number),
    )
    _, verdict, suggestion = next(iter(each_suggestion(db, campaign, stage, check, [member])))
    return CheckSheet(
        card,
        org,
        stage,
        check,
        verdict,
        columns | dict(record.answers if record else _known(db, check, card, as_of)),
        (record.note if record else None) or "",
        frozenset(BY_CODE[code] for (code,) in codes if code in BY_CODE),
        suggestion,
        stage is Stage.SELF_CHECK and keeper == unit,
        as_of,
    )


def _known(db: CipherDatabase, check: Check, card: MemberCard, as_of: str) -> Answers:
    """What the ledgers say of what is asked, to be confirmed."""
    if check is Check.DUES:
        return _from_situations([each.situation for each in card.situations if each.situation.holds(as_of)])
    return _from_letter(db, check, card, asked_for=card.id)


def _from_situations(holding: Sequence[Situation]) -> Answers:
    """Floating or lost, since when, why and whereto."""
    for each in holding:
        if each.kind in (SituationKind.LOST, *FLOATING):
            said = {
                "situation": "lost" if each.kind is SituationKind.LOST else "floating",
                "since": each.since,
                "why": each.reason,
                "why_other": each.reason_words,
                "whereto": each.destination,
            }
            return {key: answer for key, answer in said.items() if answer}
    return {}


def _from_letter(db: CipherDatabase, check: Check, card: MemberCard, *, asked_for: int) -> Answers:
    """When and whereto he went by his oldest letter without receipt, to be confirmed; nothing for those inside."""
    if check is not Check.RECEIPT or card.ground is Ground.IN_BRANCH:
        return {}
    found = db.execute_sql(
        f"""SELECT issued, ifnull(to_unit, heading) FROM letter l WHERE member = ? AND {OPEN.format("l")}
            ORDER BY issued, id LIMIT 1""",
        (asked_for,),
    ).fetchone()
    return {key: value for key, value in zip(("sent_on", "receiver"), found or (), strict=False) if value}
