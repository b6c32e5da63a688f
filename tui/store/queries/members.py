"""Everything the vault holds about one member: for the detail pane."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.faults import Failure, Fault
from tui.rules.checks import Check, Given, Ground, Stage, Verdict
from tui.rules.focus_groups import FocusGroup
from tui.rules.suggestions import Suggestion
from tui.store.cipher import CipherDatabase
from tui.store.images import MEMBER, REVIEW
from tui.store.origins import Origin, origins_of
from tui.store.queries import units
from tui.store.queries.check_records import StoredRecord, records_of
from tui.store.queries.disposal_lines import disposal_lines
from tui.store.queries.focus_groups import groups_of
from tui.store.queries.letters import StoredLetter, StoredPayment, letters_of, payments_of
from tui.store.queries.situations import StoredSituation, situations_of
from tui.store.queries.suggestions import suggestions_of


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """One verdict with who gave it and how; ``by`` and ``given`` are None while nobody has."""

    check: Check
    verdict: Verdict
    given: Given | None
    by: str | None


@dataclass(frozen=True, slots=True)
class StageReview:
    """The five verdicts of one stage; ``at`` in seconds since 1970."""

    stage: Stage
    verdicts: tuple[GivenVerdict, ...]
    note: str | None
    at: int | None


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One member whole: ``fields`` by column, ``extra`` the unmapped columns of his roster, ``letters`` and
    ``payments`` as the ledgers have them, ``origins`` where his record came from, the newest first,
    ``groups`` the focus groups that he stands in, each with what it was put down for, ``records`` what checks
    recorded, ``suggestions`` what they would come to by all that the vault holds, ``situations`` what the ledger of
    situations has of him, ``disposals`` the cases of 组织处置 in words, both oldest first."""

    id: int
    path: tuple[str, ...]
    fields: dict[str, str]
    extra: dict[str, str]
    ground: Ground
    reviews: tuple[StageReview, StageReview]
    findings: tuple[str, ...] = ()
    letters: tuple[StoredLetter, ...] = ()
    payments: tuple[StoredPayment, ...] = ()
    origins: tuple[Origin, ...] = ()
    groups: tuple[tuple[FocusGroup, str | None], ...] = ()
    records: tuple[StoredRecord, ...] = ()
    suggestions: Mapping[Check, Suggestion] = field(default_factory=dict)
    situations: tuple[StoredSituation, ...] = ()
    disposals: tuple[str, ...] = ()


def member_card(db: CipherDatabase, campaign: int, member: int) -> MemberCard | None:
    """The member as the campaign sees him; None if he is no subject of it."""
    row = db.execute_sql(f"{MEMBER.select} WHERE id = ?", (member,)).fetchone()
    ground = db.execute_sql(
        "SELECT ground FROM subject WHERE campaign = ? AND member = ?", (campaign, member)
    ).fetchone()
    if row is None or ground is None:
        return None
    values = MEMBER.row(row)
    findings = db.execute_sql(
        "SELECT code FROM finding WHERE member = ? AND campaign = ? AND state = 'open' ORDER BY code",
        (member, campaign),
    )
    shown = {name: value for name, value in values.items() if isinstance(value, str) and name not in _INTERNAL}
    return MemberCard(
        member,
        tuple(units.path(db, values["org"])),
        shown,
        json.loads(values["extra"] or "{}"),
        Ground(ground[0]),
        (
            _stage_review(db, campaign, Stage.SELF_CHECK, member),
            _stage_review(db, campaign, Stage.VERIFICATION, member),
        ),
        tuple(code for (code,) in findings),
        tuple(letters_of(db, [member]).get(member, ())),
        tuple(payments_of(db, [member]).get(member, ())),
        tuple(origins_of(db, MEMBER, member)),
        groups_of(db, member),
        records_of(db, campaign, member),
        suggestions_of(db, campaign, Stage.VERIFICATION, member),
        tuple(situations_of(db, [member]).get(member, ())),
        disposal_lines(db, member),
    )


def form_fields(db: CipherDatabase, member: int) -> tuple[dict[str, str], str, str]:
    """What a form of the member needs: fields by column, his uuid (hexadecimal), and where he belongs from the top
    down. ``Failure(MEMBER_UNKNOWN)``."""
    row = db.execute_sql(f"{MEMBER.select} WHERE id = ?", (member,)).fetchone()
    if row is None:
        raise Failure(Fault.MEMBER_UNKNOWN)
    values = MEMBER.row(row)
    shown = {name: value for name, value in values.items() if isinstance(value, str) and name not in _INTERNAL}
    return shown, values["uuid"].hex(), " ".join(units.path(db, values["org"]))


_INTERNAL = frozenset({"initials", "extra", "gone"})


def _stage_review(db: CipherDatabase, campaign: int, stage: Stage, member: int) -> StageReview:
    row = db.execute_sql(
        f"{REVIEW.select} WHERE campaign = ? AND stage = ? AND member = ?", (campaign, stage.number, member)
    ).fetchone()
    values: dict[str, Any] = REVIEW.row(row) if row else {}
    people = dict(db.execute_sql("SELECT id, name FROM person").fetchall()) if row else {}
    verdicts = tuple(
        GivenVerdict(
            check,
            Verdict(values.get(f"c{check.number}", Verdict.UNCHECKED.value)),
            Given(values[f"h{check.number}"]) if values.get(f"h{check.number}") else None,
            people.get(values.get(f"by{check.number}")),
        )
        for check in Check
    )
    return StageReview(stage, verdicts, values.get("note"), values.get("at"))
