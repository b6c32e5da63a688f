"""Cases of 组织处置 for tests of their papers: a department with a committee and a branch, a case walked to its end."""

from pathlib import Path

from desks import Desk, desk_in
from disposals import opened, prepare, under, walk
from people import arrival
from registers import Register

from exports.papers.disposal_papers import prepared
from exports.papers.disposal_registry import PREPARED
from tui.rules.disposal.procedures import PROCEDURES
from tui.rules.initials import initials
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.commands.roster import import_roster
from tui.store.queries.disposal_papers import DisposalPaper

COMMITTEE = "中共某大学计算机学院委员会"
BRANCH = "计算机学院教工党支部"
AS_OF = "2026-11-20"


def desk_with(office: Register, folder: Path, kind: str, name: str = "张三") -> tuple[Desk, int]:
    """A copy of a department's register with a member (row id) of whom a case of the kind may be opened."""
    desk = desk_in(office, folder)
    procedure = PROCEDURES[kind]
    under(desk, procedure.sets[0])
    add_organization(desk.session, desk.session.unit, UnitKind.COMMITTEE, "", COMMITTEE)
    add_organization(desk.session, desk.session.unit + 1, UnitKind.BRANCH, "", BRANCH)
    fields = {"sex": "male", "nation": "汉族", "birth": "1985-07-01", "idno": "11010519491231002X", "joined": "2006-12"}
    person = arrival(name, initials(name), org=3, category=procedure.category[0], **fields)
    import_roster(desk.session, [person], 1)
    ((member,),) = desk.all("SELECT max(id) FROM member")
    prepare(desk, int(str(member)), kind)
    return desk, int(str(member))


def finished(desk: Desk, member: int, kind: str) -> int:
    """A case of the kind from clue to archive; its row id."""
    number = opened(desk, member, kind)
    walk(desk, number)
    return number


def papers_of(desk: Desk, number: int) -> list[DisposalPaper]:
    """The papers of a case that the program prepares."""
    return prepared(desk.session.db, desk.session.unit, desk.session.campaign, number, AS_OF)


def made(paper: DisposalPaper) -> bytes:
    """The file of a paper."""
    return PREPARED[paper.name].render(paper)
