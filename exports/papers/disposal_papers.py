"""Writing the papers of a case of 组织处置: which of them can be written now, and each into a folder."""

from dataclasses import dataclass
from pathlib import Path

from exports.media import Written
from exports.papers.disposal_referral import referral_letter_bytes
from exports.papers.disposal_registry import PREPARED
from exports.papers.writing import write_paper
from tui.rules.papers import PaperKind
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_papers import SEARCHED, DisposalPaper, PaperKey, disposal_papers
from tui.store.queries.referral_letters import referral_letter
from tui.store.session import Session


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """A paper that can be written: which (``DisposalPaper.key``), what it is called, whether it is needed now."""

    key: PaperKey
    label: str
    due: bool


def prepared(db: CipherDatabase, unit: int, campaign: int, case: int, as_of: str) -> list[DisposalPaper]:
    """The papers of a case (row id) that the program prepares, in the order of its steps. KeyError for no case."""
    papers = [each for each in disposal_papers(db, unit, campaign, case, as_of) if each.name in PREPARED]
    return [each for each in papers if each.name not in SEARCHED or each.matter.search is not None]


def paper_choices(db: CipherDatabase, unit: int, campaign: int, case: int, as_of: str) -> list[PaperChoice]:
    """What can be written of a case: the papers of the next step first, then those on record, the newest first."""
    papers = prepared(db, unit, campaign, case, as_of)
    choices = [PaperChoice(each.key, _label(each), each.due) for each in papers]
    now = [each for each in choices if each.due]
    return now + [each for each in reversed(choices) if not each.due]


def write_disposal_paper(session: Session, folder: Path, case: int, key: PaperKey) -> Written:
    """Write one paper of a case (row id).

    KeyError where the case has no such paper (any more); else as :func:`exports.papers.writing.write_paper`.
    """
    papers = prepared(session.db, session.unit, session.campaign, case, session.clock().date().isoformat())
    paper = {each.key: each for each in papers}[key]
    made = PREPARED[paper.name]
    return write_paper(session, folder, made.kind, made.render(paper), [paper.matter.member_number])


def write_referral_letter(session: Session, folder: Path, number: int) -> Written:
    """Write the letter of a clue that was referred (row id), of a case or of none.

    KeyError where there is no such referral; else as :func:`exports.papers.writing.write_paper`.
    """
    letter = referral_letter(session.db, session.unit, number, session.clock().date().isoformat())
    content = referral_letter_bytes(letter)
    return write_paper(session, folder, PaperKind.DISPOSAL_REFERRAL, content, [letter.member_number])


def _label(paper: DisposalPaper) -> str:
    if paper.referral is not None:
        return f"{paper.name}（{paper.referral.receiver}）"
    if paper.enclosed:
        return paper.name
    step = paper.step
    when = f"{step.on}{f'，{step.back}' if step.back else ''}" if step.on else "下一步"
    others = f"，{paper.author}制发" if paper.author not in ("", paper.matter.own) else ""
    return f"{paper.name}（{step.step.label}，{when}{others}）"
