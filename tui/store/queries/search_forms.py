"""The rows of 《经查找取得联系党员登记表》 and 《经查找仍然无法取得联系党员登记表》, made from the cases.

A case stands in one place on a day, so that nobody is in both forms, and both, the cases still searched for and those
settled otherwise are all the cases.
"""

from dataclasses import dataclass
from typing import Final

from tui.rules.dates import is_date, latest, months_between
from tui.rules.findings import FindingCode
from tui.rules.search_cases import OCCUPATIONS, SITUATIONS, UNIT_KINDS, CaseOutcome
from tui.rules.seniority import Years, age_on, party_years_on
from tui.store.cipher import CipherDatabase
from tui.store.queries.search_cases import EXISTED, OUTCOME, attempts_of, form_findings


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of either form, in the order of the first one's columns; the second has no 现工作单位, 现居住地, 电话.

    ``age`` and ``party_years`` are spans where dates are partial, None where they are not known. ``lost_months`` are
    whole months from the last contact to the end of the search. Codes are those of ``tui.rules.search_cases``.
    ``findings`` are V09 to V11.
    """

    case: int
    member: int
    branch: str
    name: str
    sex: str | None
    nation: str | None
    age: Years | None
    party_years: Years | None
    education: str | None
    occupation: str | None
    now_unit: str | None
    residence: str | None
    past_posts: str | None
    last_contact: str | None
    search_ended: str
    lost_months: int | None
    situation: str | None
    unit_kind: str | None
    phone: str | None
    note: str | None
    category: str | None
    findings: tuple[FindingCode, ...]

    @property
    def codes(self) -> tuple[str, str, str]:
        """职业, 失去联系情形 and 党组织类别 as the forms want them: circled digits, '' where not stated."""
        given = ((OCCUPATIONS, self.occupation), (SITUATIONS, self.situation), (UNIT_KINDS, self.unit_kind))
        first, second, third = (words.get(code or "", "")[:1] for words, code in given)
        return first, second, third


_ENDED: Final = """ifnull((SELECT r.outcome_on FROM search_reopening r
    WHERE r.search_case = c.id AND r.outcome_on <= :as_of AND r.reopened_on > :as_of LIMIT 1), c.outcome_on)"""
_ROWS: Final = f"""
    SELECT c.id, c.member, o.name, m.name, m.sex, m.nation, m.birth, m.joined, m.full_at, m.education, c.occupation,
      c.now_unit, c.residence, ifnull(c.past_posts, m.post), c.last_contact, {_ENDED}, c.situation, c.unit_kind,
      ifnull(c.phone, m.phone), c.note, m.category
    FROM search_case c JOIN member m ON m.id = c.member JOIN organization o ON o.id = m.org
    JOIN organization t ON t.id = :unit AND o.lft BETWEEN t.lft AND t.rgt
    WHERE {EXISTED} AND {OUTCOME} = :outcome ORDER BY o.lft, m.name, c.id
"""


def found_rows(db: CipherDatabase, unit: int, as_of: str) -> list[FormRow]:
    """F1: who had been found by the as-of date, in the unit and below it."""
    return _rows(db, unit, as_of, CaseOutcome.FOUND)


def not_found_rows(db: CipherDatabase, unit: int, as_of: str) -> list[FormRow]:
    """F2: who had been stated as truly unreachable by the as-of date."""
    return _rows(db, unit, as_of, CaseOutcome.UNREACHABLE)


def _rows(db: CipherDatabase, unit: int, as_of: str, outcome: CaseOutcome) -> list[FormRow]:
    stored = db.execute_sql(_ROWS, {"unit": unit, "as_of": as_of, "outcome": outcome.value}).fetchall()
    made = attempts_of(db, [row[0] for row in stored]) if outcome is CaseOutcome.UNREACHABLE else {}
    rows = []
    for row in stored:
        case, member, branch, name, sex, nation, birth, joined, full_at, education, occupation, *more = row
        now_unit, residence, past_posts, last_contact, ended, situation, unit_kind, phone, note, category = more
        joined, full_at = _date(joined), _date(full_at)
        last_contact = _date(last_contact)
        findings = form_findings(outcome, last_contact, ended, made.get(case, ()), situation, note, as_of)
        months = max(0, months_between(latest(last_contact).isoformat(), ended)) if last_contact else None
        rows.append(
            FormRow(
                case, member, branch, name, sex, nation, age_on(birth, as_of) if _date(birth) else None,
                party_years_on(joined, full_at, as_of), education, occupation, now_unit, residence, past_posts,
                last_contact, ended, months, situation, unit_kind, phone, note, category, findings,
            )
        )  # fmt: skip
    return rows


def _date(text: str | None) -> str | None:
    return text if text and is_date(text) else None
