"""The terms of a filter as SQL: for every field the SELECT of member ids that its narrowest index answers."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from tui.rules.checks import Check, Given, Ground, Stage, Verdict
from tui.rules.circumstances import MONTHS_OUT
from tui.rules.dates import add_months, latest
from tui.rules.filters.expressions import Between, Condition, Contains, OneOf, Term, Unrecorded
from tui.rules.focus_groups import FocusGroup
from tui.store.queries.filter_disposals import disposed
from tui.store.queries.filter_ids import Context, Ids, either, joined
from tui.store.queries.filter_situations import floating, holding, lost, situated
from tui.store.queries.filter_words import branch, id_tail, named, phone, within, word_ids
from tui.store.queries.letters import OPEN
from tui.store.queries.search import Field


def term_ids(term: Term, context: Context) -> Ids:
    """Whom a term fits."""
    condition = term.condition
    if isinstance(condition, Unrecorded):
        return _unrecorded(term.field)
    if term.field in _COLUMNS:
        return _column(_COLUMNS[term.field], condition)
    if isinstance(condition, Contains):
        return _TEXTS[term.field](condition.wanted)
    if isinstance(condition, Between):
        return _RANGES[term.field](condition, context)
    for prefix, read in _CHECKED.items():
        if term.field.startswith(prefix) and not term.field[len(prefix) :].strip("12345"):
            number = term.field[len(prefix) :]
            places = (int(number),) if number else tuple(check.number for check in Check)
            return either(*(read(place, value, context) for place in places for value in condition.values))
    return either(*(_CHOSEN[term.field](value, context) for value in condition.values))


_COLUMNS: Final = {
    "nation": "nation", "native": "native", "education": "education", "work": "work", "post": "post",
    "address": "address", "whither": "floating_to", "archive": "archive_at", "sex": "sex", "category": "category",
    "membership": "membership", "born": "birth", "joined": "joined", "full": "full_at", "dues": "dues_to",
    "active": "active_on", "lost_on": "lost_on", "joining_form": "joining_form", "application": "application",
    "political_review": "political_review", "full_application": "full_application",
    "training_record": "training_record",
}  # fmt: skip
"""Fields that are one column of the register."""
_INDEXED: Final = frozenset({"birth", "dues_to", "joined"})
"""Of these, the ones that an index answers."""


def _unrecorded(field: str) -> Ids:
    columns = {"phone": ("phone", "landline"), "idno": ("idno",), "number": ("number",), "note": ("note",)}
    wanted = columns[field] if field in columns else (_COLUMNS[field],)
    nothing = " AND ".join(f"ifnull({column}, '') = ''" for column in wanted)
    return Ids(f"SELECT id FROM member WHERE {nothing}", reads_all=True)


def _column(column: str, condition: Condition) -> Ids:
    match condition:
        case Contains(wanted):
            return Ids(f"SELECT id FROM member WHERE {column} LIKE ? ESCAPE '!'", (within(wanted),), reads_all=True)
        case OneOf(values):
            places = ", ".join("?" for _ in values)
            return Ids(f"SELECT id FROM member WHERE {column} IN ({places})", values, reads_all=True)
        case _:
            assert isinstance(condition, Between)
            return _between("SELECT id FROM member", column, condition)._replace(reads_all=column not in _INDEXED)


def _between(select: str, column: str, span: Between) -> Ids:
    """Partial dates by their first day: '1960' is 1960-01-01, as ages are counted too."""
    conditions, bound = [f"{column} <> ''"], []
    if span.first is not None:
        conditions.append(f"{column} >= ?")
        bound.append(_shortest(span.first))
    if span.last is not None:
        conditions.append(f"{column} < ?")
        bound.append(_shortest(_next(span.last)))
    joint = " AND " if " WHERE " in select else " WHERE "
    return Ids(select + joint + " AND ".join(conditions), tuple(bound))


def _shortest(partial: str) -> str:
    """The shortest partial date with the same first day: every date from that day on sorts from it on."""
    while partial.endswith("-01"):
        partial = partial[:-3]
    return partial


def _next(partial: str) -> str:
    """The first day after all that the partial date can mean."""
    return (latest(partial) + timedelta(days=1)).isoformat()


def _ages(column: str) -> Callable[[Between, Context], Ids]:
    def aged(span: Between, context: Context) -> Ids:
        """Whole years to the as-of date: from so many on means born so early, to so many on, born so late."""
        end = date.fromisoformat(context.as_of)
        first = _since(end, 12 * (int(span.last) + 1)) if span.last is not None else None
        last = _since(end, 12 * int(span.first)) if span.first is not None else None
        conditions, bound = [f"{column} <> ''"], []
        if first is not None:
            conditions.append(f"{column} >= ?")
            bound.append(_shortest((first + timedelta(days=1)).isoformat()))
        if last is not None:
            conditions.append(f"{column} < ?")
            bound.append(_shortest((last + timedelta(days=1)).isoformat()))
        return Ids("SELECT id FROM member WHERE " + " AND ".join(conditions), tuple(bound))

    return aged


def _since(end: date, months: int) -> date:
    """The last day from which so many months are over on ``end``."""
    day = add_months(end, -months)
    while add_months(day + timedelta(days=1), months) <= end:
        day += timedelta(days=1)
    return day


def _pinyin(wanted: str) -> Ids:
    return word_ids(wanted) if wanted.isascii() and wanted.isalpha() else Ids("SELECT id FROM member WHERE 0")


def _telephone(wanted: str) -> Ids:
    landline = "SELECT id FROM member INDEXED BY member_landline WHERE landline IS NOT NULL AND landline LIKE ?"
    return either(phone(wanted), Ids(landline, (f"%{wanted}%",)))


def _note(wanted: str) -> Ids:
    return either(
        Ids("SELECT id FROM member WHERE note LIKE ? ESCAPE '!'", (within(wanted),)),
        Ids("SELECT member FROM review WHERE note LIKE ? ESCAPE '!'", (within(wanted),)),
    )


_TEXTS: Final[dict[str, Callable[[str], Ids]]] = {
    "name": lambda wanted: named(Field.NAME, wanted),
    "pinyin": _pinyin,
    "branch": branch,
    "idno": id_tail,
    "phone": _telephone,
    "number": lambda wanted: Ids(
        "SELECT id FROM member WHERE number IS NOT NULL AND number >= ? AND number < ?", (wanted, wanted + "\U0010ffff")
    ),
    "note": _note,
    "to": lambda wanted: Ids(
        """SELECT DISTINCT member FROM letter
           WHERE direction = 'out' AND (to_unit LIKE ? ESCAPE '!' OR heading LIKE ? ESCAPE '!')""",
        (within(wanted), within(wanted)),
    ),
}
_RANGES: Final[dict[str, Callable[[Between, Context], Ids]]] = {
    "age": _ages("birth"),
    "years": _ages("full_at"),
    "issued": lambda span, _context: _between(
        "SELECT DISTINCT member FROM letter WHERE direction = 'out'", "issued", span
    ),
    "receipt": lambda span, _context: _between(
        "SELECT DISTINCT member FROM letter WHERE direction = 'out'", "receipt_on", span
    ),
}

# checks

_EXCEPTIONS: Final = {"mended": Verdict.MENDED, "pending": Verdict.PENDING, "doubt": Verdict.DOUBTFUL}
_USUAL: Final = {"clear": Verdict.CLEAR, "na": Verdict.NOT_APPLICABLE}


def _verdict(check: int, value: str, campaign: int, stage: Stage) -> Ids:
    column, key = f"c{check}", (campaign, stage.number)
    if value in _EXCEPTIONS:
        return Ids(
            f"""SELECT member FROM review
                WHERE campaign = ? AND stage = ? AND {column} IN ('f', 'p', 'd') AND {column} = ?""",
            (*key, _EXCEPTIONS[value].value),
        )
    if value in _USUAL:
        return Ids(
            f"SELECT member FROM review WHERE campaign = ? AND stage = ? AND {column} = ?", (*key, _USUAL[value].value)
        )
    done = Ids(f"SELECT member FROM review WHERE campaign = ? AND stage = ? AND {column} <> 'u'", key)
    return done if value == "done" else _but(campaign, done)


def _but(campaign: int, done: Ids) -> Ids:
    """All subjects except those."""
    return joined(" EXCEPT ", (Ids("SELECT member FROM subject WHERE campaign = ?", (campaign,)), done))


def _how(check: int, value: str, context: Context) -> Ids:
    given = Given.IN_BULK if value == "bulk" else Given.SINGLY
    return Ids(
        f"SELECT member FROM review WHERE campaign = ? AND stage = ? AND h{check} = ?",
        (context.campaign, context.stage.number, given.value),
    )


def _in_bulk(context: Context) -> Ids:
    """Any check given in bulk, in one reading."""
    any_check = " OR ".join(f"h{check.number} = '{Given.IN_BULK.value}'" for check in Check)
    return Ids(
        f"SELECT member FROM review WHERE campaign = ? AND stage = ? AND ({any_check})",
        (context.campaign, context.stage.number),
    )


_CHECKED: Final[dict[str, Callable[[int, str, Context], Ids]]] = {
    "check": lambda check, value, context: _verdict(check, value, context.campaign, context.stage),
    "self": lambda check, value, context: _verdict(check, value, context.campaign, Stage.SELF_CHECK),
    "verify": lambda check, value, context: _verdict(check, value, context.campaign, Stage.VERIFICATION),
    "given": _how,
}

# the rest


def _situation(value: str, context: Context) -> Ids:
    campaign, stage = context.campaign, context.stage
    places = [check.number for check in Check]
    match value:
        case "lost":
            return lost(context.as_of)
        case "floating":
            return floating(context.as_of)
        case "pocket":
            return either(_ground(Ground.OUT_WITHOUT_RECEIPT.value, context), holding(("pocket",), context.as_of))
        case "suspended":
            return Ids("SELECT id FROM member WHERE membership = 'suspended'")
        case "probationary":
            return Ids("SELECT id FROM member WHERE category = 'probationary'")
        case "overdue":
            return _overdue(context)
        case "flagged":
            return _finding("any", context)
        case "noted":
            return Ids(
                "SELECT member FROM review INDEXED BY review_noted WHERE campaign = ? AND stage = ? AND note <> ''",
                (campaign, stage.number),
            )
        case "unchecked":
            undone = " AND ".join(f"c{place} <> 'u'" for place in places)
            return _but(
                campaign,
                Ids(
                    f"SELECT member FROM review WHERE campaign = ? AND stage = ? AND {undone}", (campaign, stage.number)
                ),
            )
        case "doubt":
            return either(*(_verdict(place, "doubt", campaign, stage) for place in places))
        case "bulk":
            return _in_bulk(context)
        case "mismatch":
            differs = " OR ".join(f"(v.c{place} <> 'u' AND v.c{place} <> ifnull(s.c{place}, 'u'))" for place in places)
            return Ids(
                f"""SELECT v.member FROM review v
                    LEFT JOIN review s ON s.campaign = v.campaign AND s.stage = 1 AND s.member = v.member
                    WHERE v.campaign = ? AND v.stage = 2 AND ({differs})""",
                (campaign,),
            )
        case _:  # marked
            return Ids("SELECT value FROM json_each(?)", (json.dumps(sorted(context.marked)),))


def _overdue(context: Context) -> Ids:
    """Six whole months unpaid on the as-of date, as V20 says it; a partial date means all its days are paid for."""
    unpaid = _since(date.fromisoformat(context.as_of) + timedelta(days=1), MONTHS_OUT).isoformat()
    return Ids(
        """SELECT id FROM member WHERE dues_to <> '' AND dues_to < ? AND dues_to < substr(?, 1, length(dues_to))
           AND membership IS NOT 'suspended'""",
        (unpaid, unpaid),
    )


def _ground(value: str, context: Context) -> Ids:
    if value == Ground.IN_BRANCH.value:
        return Ids("SELECT member FROM subject WHERE campaign = ? AND ground = 'in_branch'", (context.campaign,))
    return Ids(
        "SELECT member FROM subject WHERE campaign = ? AND ground <> 'in_branch' AND ground = ?",
        (context.campaign, value),
    )


def _letter(value: str, _context: Context) -> Ids:
    match value:
        case "open":
            return Ids(f"SELECT DISTINCT l.member FROM letter l INDEXED BY letter_open WHERE {OPEN.format('l')}")
        case "receipted":
            back = "receipt_on IS NOT NULL OR receipt = 'yes'"
            return Ids(f"SELECT DISTINCT member FROM letter WHERE direction = 'out' AND ({back})")
        case "out" | "in":
            return Ids("SELECT DISTINCT member FROM letter WHERE direction = ?", (value,))
        case "any":
            return Ids("SELECT DISTINCT member FROM letter")
        case _:
            return Ids("SELECT id FROM member EXCEPT SELECT member FROM letter")


def _finding(value: str, context: Context) -> Ids:
    if value == "any":
        return Ids(
            "SELECT DISTINCT member FROM finding INDEXED BY finding_open WHERE campaign = ? AND state = 'open'",
            (context.campaign,),
        )
    return Ids(
        """SELECT DISTINCT member FROM finding INDEXED BY finding_open
           WHERE campaign = ? AND state = 'open' AND code = ?""",
        (context.campaign, value),
    )


def _group(value: str, _context: Context) -> Ids:
    match value:
        case "any":
            return Ids("SELECT DISTINCT member FROM focus_group")
        case "none":
            return Ids("SELECT id FROM member EXCEPT SELECT member FROM focus_group")
        case _:
            return Ids("SELECT member FROM focus_group WHERE kind = ?", (FocusGroup(value).number,))


_CHOSEN: Final[dict[str, Callable[[str, Context], Ids]]] = {
    "is": _situation,
    "ground": _ground,
    "letter": _letter,
    "finding": _finding,
    "group": _group,
    "situation": lambda value, context: situated(value, context.as_of),
    "disposal": lambda value, _context: disposed(value),
}
