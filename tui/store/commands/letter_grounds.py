"""On what ground the people of letters are subjects: who was sent off is out, who came in is in the branch.

Source: 2023年实施方案 (排查对象): 正式组织关系在本党支部的党员, and 正式组织关系转出后未收到回执的党员. The branch
keeps him on its books until the receipt is there; when it comes he stays a subject, so that no check is lost.
"""

import json
from collections.abc import Sequence

from tui.rules.checks import Ground
from tui.store.cipher import CipherDatabase
from tui.store.commands.importing import AMONG, save
from tui.store.images import LETTER, SUBJECT, Values
from tui.store.journal import EntryWriter
from tui.store.queries.letters import OPEN
from tui.store.session import Session


def set_ground(session: Session, entry: EntryWriter, members: Sequence[int], ground: Ground) -> None:
    """Make subjects of the campaign in hand of these members (row ids), on this ground."""
    wanted = list(dict.fromkeys(members))
    found = session.db.execute_sql(
        f"{SUBJECT.select} WHERE campaign = ? AND member {AMONG}", (session.campaign, json.dumps(wanted))
    ).fetchall()
    known: dict[int, Values] = {row["member"]: row for row in map(SUBJECT.row, found)}
    new: list[Values] = [
        {"campaign": session.campaign, "member": member, "ground": ground.value}
        for member in wanted
        if member not in known
    ]
    changed = [(row, row | {"ground": ground.value}) for row in known.values() if row["ground"] != ground.value]
    save(session.db, entry, SUBJECT, new, changed)


def bring_back(session: Session, entry: EntryWriter, letters: Sequence[Values]) -> None:
    """Put those back into the branch whom no open letter holds outside, after their letters came to nothing."""
    waiting = _waiting(session.db, [letter["member"] for letter in letters])
    home = [letter["member"] for letter in letters if letter["member"] not in waiting]
    set_ground(session, entry, home, Ground.IN_BRANCH)


def sent_by(db: CipherDatabase, letter: Values) -> bool:
    """Whether it was this letter that took its member out of the branch, as the journal has it."""
    found = db.execute_sql(
        f"""SELECT s.before ->> 'ground' FROM entry_item l
            JOIN entry_item s ON s.entry = l.entry AND s.tbl = {SUBJECT.number} AND s.row = ?
            WHERE l.tbl = {LETTER.number} AND l.row = ? AND l.before IS NULL""",
        (letter["member"], letter["id"]),
    ).fetchall()
    return any(ground == Ground.IN_BRANCH.value for (ground,) in found)


def _waiting(db: CipherDatabase, members: Sequence[int]) -> set[int]:
    found = db.execute_sql(
        f"SELECT DISTINCT l.member FROM json_each(?) j JOIN letter l ON l.member = j.value WHERE {OPEN.format('l')}",
        (json.dumps(list(members)),),
    )
    return {member for (member,) in found}
