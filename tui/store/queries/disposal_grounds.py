"""What earlier records show of the facts that a disposal rests on: nobody can state these himself."""

from dataclasses import dataclass
from datetime import date

from tui.rules.circumstances import MONTHS_OUT
from tui.rules.dates import add_months, latest
from tui.rules.disposal.limits import removable_from
from tui.rules.disposal.local import base_of
from tui.rules.disposal.procedures import Fact
from tui.rules.disposal.register import State
from tui.rules.search_cases import CaseOutcome
from tui.store.cipher import CipherDatabase


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact that a record shows: since or on which day, and in which record's words.

    ``case`` is the row id of the disposal case that shows it, None where the search does.
    """

    fact: Fact
    on_day: str
    said: str
    case: int | None = None


def of_kind(column: str, base: str) -> str:
    """The condition that a column names this built-in kind, or a local one that is based on it (``base_of``)."""
    return f"({column} = '{base}' OR {column} = 'local_{base}' OR {column} GLOB 'local_{base}_*')"


def shown(db: CipherDatabase, member: int, today: date) -> dict[Fact, Shown]:
    """The facts that the ledgers show of a member on a day: what was stated later does not stand yet."""
    return _by_search(db, member, today) | _by_cases(db, member, today)


def _by_search(db: CipherDatabase, member: int, today: date) -> dict[Fact, Shown]:
    row = db.execute_sql(
        """SELECT last_contact, outcome, outcome_on, stated_by, opened_on FROM search_case
           WHERE member = ? AND withdrawn_on IS NULL ORDER BY id DESC LIMIT 1""",
        (member,),
    ).fetchone()
    if row is None:
        return {}
    last, outcome, outcome_on, stated_by, _ = row
    found = {}
    if last and outcome != CaseOutcome.FOUND.value and add_months(latest(last), MONTHS_OUT) <= today:
        found[Fact.SIX_MONTHS_OUT] = Shown(Fact.SIX_MONTHS_OUT, last, f"最后联系{last}，至{today.isoformat()}超过6个月")
    if outcome_on is None or outcome_on > today.isoformat():
        return found
    if outcome == CaseOutcome.UNREACHABLE.value:
        said = f"{stated_by or '党委'}{outcome_on}认定确实无法取得联系"
        found[Fact.TRULY_UNREACHABLE] = Shown(Fact.TRULY_UNREACHABLE, outcome_on, said)
    if outcome == CaseOutcome.FOUND.value:
        found[Fact.CONTACT_FOUND] = Shown(Fact.CONTACT_FOUND, outcome_on, f"{outcome_on}查找取得联系")
    return found


def _by_cases(db: CipherDatabase, member: int, today: date) -> dict[Fact, Shown]:
    """Of cases that are settled, the newest of a kind; history counts as well."""
    found: dict[Fact, Shown] = {}
    extended = False
    cases = db.execute_sql(
        """SELECT id, procedure, outcome, effective_on FROM disposal_case
           WHERE member = ? AND state IN (?, ?) AND effective_on <= ? ORDER BY effective_on, id""",
        (member, State.CLOSED.value, State.HISTORY.value, today.isoformat()),
    )
    for number, procedure, outcome, on_day in cases.fetchall():
        match base_of(procedure), outcome:
            case "persuasion", "goes_on":
                _add(found, Fact.PERSUASION_APPROVED, on_day, "劝退已经批准", number)
                _add(found, Fact.PERSUASION_REFUSED, on_day, "本人坚持不退，记录在劝退案卷", number)
            case "correction", "goes_on":
                _add(found, Fact.UNCHANGED_OR_REFUSES, on_day, "限期改正期满仍无转变", number)
            case "suspension_lost", "suspended":
                over = removable_from(on_day) <= today
                fact = Fact.SUSPENDED_TWO_YEARS if over else Fact.SUSPENDED_WITHIN_TWO_YEARS
                _add(found, fact, on_day, f"{on_day}起因失去联系停止党籍", number)
            case "restoration", "restored":
                found.pop(Fact.SUSPENDED_TWO_YEARS, None)
                found.pop(Fact.SUSPENDED_WITHIN_TWO_YEARS, None)
            case "probation_extended", _:
                extended = True
    if not extended:
        _add(found, Fact.NOT_EXTENDED_BEFORE, today.isoformat(), "处置登记簿没有延长预备期的记录", None)
    return found


def _add(found: dict[Fact, Shown], fact: Fact, on_day: str, said: str, case: int | None) -> None:
    found[fact] = Shown(fact, on_day, said, case)
