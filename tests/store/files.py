"""Members whose files are looked at, in the committee's register."""

from dataclasses import replace

from desks import Desk
from people import arrival

from tui.rules.check_items import MATERIALS
from tui.rules.units import UnitKind
from tui.store import tree
from tui.store.commands.organizations import add_organization, insert
from tui.store.commands.roster import import_roster
from tui.store.journal import entry

COMPLETE = dict.fromkeys(MATERIALS, "complete")


def enrolled(desk: Desk, name: str, **fields: str) -> int:
    """A member of a branch that is kept here."""
    found = desk.all("SELECT id FROM organization WHERE name = '教工党支部'")
    if not found:
        add_organization(desk.session, desk.session.unit, UnitKind.BRANCH, "", "教工党支部")
        found = desk.all("SELECT id FROM organization WHERE name = '教工党支部'")
    import_roster(desk.session, [arrival(name, "z", org=int(str(found[0][0])), **fields)], 1)
    return desk.member(name)


def enrolled_elsewhere(desk: Desk, name: str) -> int:
    """A member of a branch that is kept on its own terminal."""
    session = desk.session
    with entry(session, "organization.add") as writer:
        branch = insert(
            session, writer, parent=session.unit, kind=UnitKind.BRANCH, code="", name="物理学院党支部", keeper=None
        )
        tree.renumber(session.db)
    import_roster(replace(session, unit=branch), [arrival(name, org=branch)], 1)
    return desk.member(name)
