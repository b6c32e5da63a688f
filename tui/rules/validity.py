"""What can be seen in one member's record by itself: suggestions, never decisions.

A partial date is taken by the span it can mean, and there is no finding when its open part could make the
record right. Codes, severities and bases stand in ``tui.rules.findings``.
"""

from collections.abc import Iterator, Mapping

from tui.rules.circumstances import of_circumstances
from tui.rules.dates import add_months, date_in, earliest, latest
from tui.rules.findings import FindingCode
from tui.rules.identity import IdProblem, read_id
from tui.rules.plausibility import of_order, of_work
from tui.rules.probation import PERIODS, Periods, over_on, terms_of
from tui.rules.seniority import of_stated_years, states_years
from tui.rules.work import read_work

ADULT_AGE_KNOWN_SINCE = 1956

_ID_FINDINGS = {
    IdProblem.LENGTH: FindingCode.ID_LENGTH,
    IdProblem.CHARACTERS: FindingCode.ID_LENGTH,
    IdProblem.STORED_AS_NUMBER: FindingCode.ID_CHECK_DIGIT,
    IdProblem.CHECK_DIGIT: FindingCode.ID_CHECK_DIGIT,
    IdProblem.BIRTH_DATE: FindingCode.ID_BIRTH_DATE,
}
_BASIC_ITEMS = {
    "name": FindingCode.NAME_MISSING,
    "sex": FindingCode.SEX_MISSING,
    "birth": FindingCode.BIRTH_MISSING,
    "nation": FindingCode.NATION_MISSING,
    "native": FindingCode.NATIVE_MISSING,
}


def findings(fields: Mapping[str, str], as_of: str, periods: Periods = PERIODS) -> tuple[FindingCode, ...]:
    """What a member's record gives cause to look at on the as-of date ('2016-12-15'), in order of codes.

    `fields` are the member's columns; one that is absent or empty is unknown. A date field that is no
    partial date counts as unknown. Beside the register's columns these are looked at where a record has them:
    `age` and `party_years` (as written), `situation` (失去联系情形), `graduate_kept_on`, `floating_on`,
    `floating_fixed` and `floating_permit` ('yes' or 'no'), `died_on`, `transferred_on`.
    """
    birth, joined, full_at = date_in(fields, "birth"), date_in(fields, "joined"), date_in(fields, "full_at")
    return (
        *_of_idno(fields, birth, as_of),
        *(_of_joining(birth, joined) if birth and joined else ()),
        *_of_probation(fields, joined, full_at, as_of, periods),
        *(of_stated_years(fields, birth, joined, full_at, as_of, periods) if states_years(fields) else ()),
        *of_circumstances(fields, as_of),
        *(of_work(kind, fields, birth, joined, as_of) if (kind := read_work(fields.get("work") or "")) else ()),
        *of_order(fields, birth, joined, full_at, as_of, periods),
        *[code for item, code in _BASIC_ITEMS.items() if not fields.get(item)],
        *(() if fields.get("phone") or fields.get("landline") else (FindingCode.CONTACT_MISSING,)),
    )


def _of_idno(fields: Mapping[str, str], birth: str | None, as_of: str) -> Iterator[FindingCode]:
    number = fields.get("idno")
    if not number:
        return
    identity = read_id(number)
    if identity.problem is not None:
        yield _ID_FINDINGS[identity.problem]
    elif identity.birth is not None and identity.birth > as_of:
        yield FindingCode.ID_BIRTH_DATE
    elif identity.birth is not None:
        if len(number) == 15:
            yield FindingCode.ID_FIFTEEN
        if birth and not identity.birth.startswith(birth):
            yield FindingCode.BIRTH_UNLIKE_ID
        if (fields.get("sex") or identity.sex) != identity.sex:
            yield FindingCode.SEX_UNLIKE_ID


def _of_joining(birth: str, joined: str) -> Iterator[FindingCode]:
    if int(joined[:4]) - int(birth[:4]) > 18:
        return
    if latest(joined) < add_months(earliest(birth), 18 * 12):
        early = earliest(joined).year < ADULT_AGE_KNOWN_SINCE
        yield FindingCode.JOINED_UNDER_18_EARLY if early else FindingCode.JOINED_UNDER_18


def _of_probation(
    fields: Mapping[str, str], joined: str | None, full_at: str | None, as_of: str, periods: Periods
) -> Iterator[FindingCode]:
    if joined and full_at:
        yield from _of_both_dates(joined, full_at, periods)
    category = fields.get("category")
    if category == "full" and not full_at:
        yield FindingCode.FULL_WITHOUT_DATE
    if category == "probationary" and full_at:
        yield FindingCode.PROBATIONARY_WITH_DATE
    elif category == "probationary" and joined and over_on(joined, periods).isoformat() < as_of:
        yield FindingCode.PROBATION_OVER


def _of_both_dates(joined: str, full_at: str, periods: Periods) -> Iterator[FindingCode]:
    first, last = earliest(joined), latest(joined)
    terms = terms_of(joined, periods)
    if latest(full_at) < first:
        yield FindingCode.FULL_BEFORE_JOINED
    elif first == last == earliest(full_at) == latest(full_at):
        if terms.shortest:
            yield FindingCode.FULL_ON_JOINING
    elif terms.shortest and latest(full_at) < add_months(first, terms.shortest):
        yield FindingCode.PROBATION_SHORT
    elif terms.limit is not None and earliest(full_at) > add_months(last, terms.limit):
        yield FindingCode.PROBATION_LONG
    elif terms.full_at_once and earliest(full_at) > last:
        yield FindingCode.FULL_AFTER_JOINING
