"""The papers of the ledger of letters, filled from the vault: introduction letters, reminders, statistics of a year."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from exports.media import Written
from exports.papers.introduction import IntroductionLetter, introduction_bytes
from exports.papers.receipt_statistics import ReceiptCounts, ReceiptStatistics, receipt_statistics_bytes
from exports.papers.reminder import MissingReceipt, ReceiptReminder, reminder_bytes
from exports.papers.writing import issue_of, write_paper
from tui.rules.dates import is_date, years_between
from tui.rules.fill_in import printed
from tui.rules.letters import valid_days
from tui.rules.papers import PaperKind
from tui.store.queries import letter_statistics
from tui.store.queries.letter_pages import LetterPage, letter_page
from tui.store.queries.letter_papers import printable, reminded
from tui.store.queries.letter_statistics import TransferCounts
from tui.store.session import Session

_WHOLE_DAY = len("2016-12-05")


def write_introductions(session: Session, letters: Sequence[int], folder: Path) -> list[Written]:
    """Write the letters (row ids) in one file, a page each; raises what :func:`write_paper` raises.

    Those that came in and those void, re-issued or settled otherwise are left out; no file where none is left.
    """
    found = [letter_page(session.db, letter) for letter in printable(session.db, letters)]
    if not found:
        return []
    content = introduction_bytes(*map(_introduction, found))
    members = [int(str(page.fields["member"])) for page in found]
    return [write_paper(session, folder, PaperKind.INTRODUCTION, content, members)]


def write_reminders(session: Session, letters: Sequence[int], folder: Path) -> list[Written]:
    """Write one reminder to each receiving unit for those of the letters out that wait for their receipt.

    Letters that name no receiving unit, and those done with, are left out: there is nobody, or nothing, to ask.
    """
    issue, written = issue_of(session), []
    waiting = [each for each in reminded(session.db, letters) if each.unit]
    for unit, group in groupby(waiting, lambda each: each.unit):
        asked = list(group)
        missing = [MissingReceipt(each.name, each.number, each.issued, each.valid_until) for each in asked]
        reminder = ReceiptReminder(issue, unit, missing, times=1 + max(each.times for each in asked))
        members = [each.member for each in asked]
        written.append(write_paper(session, folder, PaperKind.REMINDER, reminder_bytes(reminder), members))
    return written


def write_receipt_statistics(session: Session, top: int, year: int, as_of: str, folder: Path) -> Written:
    """Write the statistics of the year of the unit ``top`` (row id) and all below it, as they stand on the day."""
    found = letter_statistics.receipt_statistics(session.db, top, year, as_of)
    unknown = [counts.scope_unknown for counts in (found.incoming, found.outgoing)]
    remark = f"未填明省内、省外的，转入{unknown[0]:,}人、转出{unknown[1]:,}人，只计入总数。" if any(unknown) else ""
    form = ReceiptStatistics(found.unit, year, as_of, _counts(found.incoming), _counts(found.outgoing), remark)
    return write_paper(session, folder, PaperKind.RECEIPT_STATISTICS, receipt_statistics_bytes(form))


def _introduction(page: LetterPage) -> IntroductionLetter:
    said = {name: str(value) for name, value in {**page.member, **page.fields}.items() if value is not None}
    text = {name: said.get(name, "") for name in _TEXTS}
    issued, birth = text["issued"], text["birth"]
    whole = len(issued) == _WHOLE_DAY
    age = years_between(birth, issued) if whole and is_date(birth) else None
    kind = said.get("kind") or said.get("category") or ""
    committee = text["from_unit"] or page.issuer
    letter = IntroductionLetter(
        number=text["number"], name=page.name, sex=printed("sex", text["sex"]), age=age, nation=text["nation"],
        probationary={"probationary": True, "full": False}.get(kind), idno=text["idno"], addressee=text["heading"],
        origin=committee, destination=text["to_unit"] or text["heading"], dues_to=text["dues_to"][:7],
        valid_days=valid_days(page.fields), issued_on=issued if whole else "",
        contact=text["phone"] or text["landline"], committee=committee, committee_address=text["from_address"],
        committee_phone=text["from_phone"], committee_fax=text["from_fax"], committee_postcode=text["from_postcode"],
    )  # fmt: skip
    return letter if is_date(letter.dues_to) else replace(letter, dues_to="")


_TEXTS = (
    "number", "sex", "nation", "idno", "birth", "heading", "to_unit", "from_unit", "from_address", "from_phone",
    "from_fax", "from_postcode", "issued", "dues_to", "phone", "landline",
)  # fmt: skip


def _counts(found: TransferCounts) -> ReceiptCounts:
    return ReceiptCounts(
        found.total, found.postgraduate, found.undergraduate, found.college, found.in_province, found.out_of_province,
        found.receipts,
    )  # fmt: skip
