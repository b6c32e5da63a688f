"""The papers of a search case, filled from the vault: the file of one person, the judgement of the loss."""

from pathlib import Path

from exports.media import Written
from exports.papers.facts import Person
from exports.papers.judgement import LossJudgement, judgement_bytes
from exports.papers.search_file import Attempt, SearchFile, search_file_bytes
from exports.papers.writing import write_paper
from tui.rules.dates import is_date, months_between
from tui.rules.papers import PaperKind
from tui.rules.search_cases import NATURES, SITUATIONS
from tui.rules.searches import Way
from tui.store.queries import units
from tui.store.queries.search_cases import CaseFile, case_file, minimums_of
from tui.store.queries.search_ledger import ledger_day
from tui.store.session import Session


def write_search_file(session: Session, case: int, folder: Path) -> Written:
    """Write 一人一档 of the case (row id) as it stands; raises what :func:`write_paper` raises."""
    as_of, found = _read(session, case)
    content = search_file_bytes(_search_file(found, units.unit(session.db, session.unit).name, as_of))
    return write_paper(session, folder, PaperKind.SEARCH_FILE, content, (_member(found),))


def write_judgement(session: Session, case: int, folder: Path) -> Written:
    """Write the 定性 sheet of the case (row id) as it stands, with room for both levels to sign."""
    as_of, found = _read(session, case)
    content = judgement_bytes(_judgement(found, units.unit(session.db, session.unit).name, as_of))
    return write_paper(session, folder, PaperKind.JUDGEMENT, content, (_member(found),))


def _read(session: Session, case: int) -> tuple[str, CaseFile]:
    as_of, db = ledger_day(session), session.db
    return as_of, case_file(db, case, minimums_of(db, session.unit, session.campaign), as_of)


def _member(found: CaseFile) -> int:
    return int(str(found.facts["member"]))


def _search_file(found: CaseFile, unit: str, as_of: str) -> SearchFile:
    stated, outcome = _stated(found), found.outcome
    called = "，".join(filter(None, (stated["letter_number"], stated["letter_on"], stated["letter_to"])))
    ground = found.origin.label + (f"（介绍信{called}）" if called else "")
    times = "，".join(f"{way.label}{count}次" for way, count in found.coverage.times.items())
    lacking = "；".join(found.coverage.lacking) or "方式、次数、时间已达到要求"
    return SearchFile(
        unit=unit, as_of=as_of, person=_person(found), opened_on=stated["opened_on"],
        ground="；".join(filter(None, (ground, stated["opened_why"]))), last_contact=stated["last_contact"],
        situation=_situation(found), lost_for=_lost_for(found, as_of), attempts=_attempts(found),
        coverage=f"{times}，前后{found.coverage.days}天。{lacking}。", reasons=stated["reasons"],
        conduct=stated["conduct"],
        outcome="：".join(filter(None, (outcome.label, stated["outcome_why"]))) if outcome else "",
        outcome_on=stated["outcome_on"], outcome_by=stated["stated_by"],
    )  # fmt: skip


def _judgement(found: CaseFile, unit: str, as_of: str) -> LossJudgement:
    stated = _stated(found)
    valid = [each for each in found.attempts if each.withdrawn_on is None]
    span = f"，自{valid[0].on}至{valid[-1].on}" if valid else ""
    times = "，".join(f"{way.label}{count}次" for way, count in found.coverage.times.items() if count)
    nature = NATURES.get(stated["nature"], "")
    return LossJudgement(
        unit=unit, as_of=as_of, person=_person(found), lost_since=stated["last_contact"],
        lost_for=_lost_for(found, as_of), situation=_situation(found), reason=stated["reasons"],
        conduct_before=stated["conduct_before"], search=f"共查找{len(valid)}次{span}。{times}",
        judgement="。".join(filter(None, (nature, stated["nature_why"]))),
    )  # fmt: skip


def _stated(found: CaseFile) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in found.facts.items()}


def _person(found: CaseFile) -> Person:
    stated = _stated(found)
    known = {name: value for name, value in found.member.items() if value}
    known |= {name: value for name, value in (("phone", stated["phone"]), ("address", stated["residence"])) if value}
    return Person.of(known, found.path[-1])


def _situation(found: CaseFile) -> str:
    return SITUATIONS.get(str(found.facts["situation"]), "")[1:]


def _lost_for(found: CaseFile, as_of: str) -> str:
    """From the last contact to the end of the search, in years and months."""
    last, ended = found.facts["last_contact"], found.facts["outcome_on"] or as_of
    if not last or not is_date(str(last)):
        return ""
    years, months = divmod(max(0, months_between(str(last), str(ended))), 12)
    return (f"{years}年" if years else "") + (f"{months}个月" if months or not years else "")


def _attempts(found: CaseFile) -> list[Attempt]:
    """Those that stand; a way that is none of the four is the receiving unit of a letter."""
    return [
        Attempt(
            each.on, each.channel.way.label if isinstance(each.channel.way, Way) else "介绍信", each.channel.label,
            each.searched_by, each.contact, "：".join(filter(None, (each.result.label, each.said))), each.evidence,
        )
        for each in found.attempts if each.withdrawn_on is None
    ]  # fmt: skip
