"""What a letter to an office (查找协查函) says: to whom, and about whom."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from tui.rules.searches import Channel
from tui.store.cipher import CipherDatabase


class SoughtMember(NamedTuple):
    """A member asked about: what identifies him, and what is known, '' where nothing is."""

    id: int
    name: str
    sex: str
    birth: str
    idno: str
    unit: str
    residence: str
    phone: str


class StoredOfficeLetter(NamedTuple):
    """A letter to one office with everybody it is about."""

    office: Channel
    to_unit: str
    number: str
    sent_on: str
    members: tuple[SoughtMember, ...]


def office_letters(db: CipherDatabase, requests: Sequence[int]) -> list[StoredOfficeLetter]:
    """The letters written for these requests (row ids), each whole; requests not yet written for have none."""
    named = db.execute_sql(
        """SELECT DISTINCT r.letter FROM json_each(?) j CROSS JOIN office_request r ON r.id = j.value
           WHERE r.letter IS NOT NULL ORDER BY 1""",
        (json.dumps(list(requests)),),
    ).fetchall()
    return [_letter(db, letter) for (letter,) in named]


def _letter(db: CipherDatabase, letter: str) -> StoredOfficeLetter:
    found = db.execute_sql(
        """SELECT r.office, l.to_unit, r.letter_number, r.sent_on, m.id, m.name, ifnull(m.sex, ''),
             ifnull(m.birth, ''), ifnull(m.idno, ''), ifnull(c.now_unit, ifnull(m.work, '')),
             ifnull(c.residence, ifnull(m.address, '')), ifnull(c.phone, ifnull(m.phone, ''))
           FROM office_request r JOIN search_case c ON c.id = r.search_case JOIN member m ON m.id = r.member
           LEFT JOIN office_letter l ON l.uuid = ?
           WHERE r.letter = ? ORDER BY m.name, m.id""",
        (bytes.fromhex(letter), letter),
    ).fetchall()
    office, to_unit, number, sent_on = found[0][:4]
    channel = Channel(office)
    return StoredOfficeLetter(
        channel, to_unit or channel.label, number or "", sent_on, tuple(SoughtMember(*row[4:]) for row in found)
    )
