"""What importing a row would change in the member it was matched with, so that the review can name it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from tui.rules.checks import Check
from tui.store.cipher import CipherDatabase
from tui.store.commands.roster import Arrival, merged, merged_extra

BRANCH: Final = "branch"
EXTRA: Final = "extra"
FINDINGS: Final = "findings"
SUBJECT: Final = "subject"


class Difference(NamedTuple):
    """One thing that would change, from ``old`` to ``new`` ('' for nothing).

    ``what`` is a member field, ``branch`` with the names of both, ``extra`` with the ``header`` of the unmapped
    column, ``findings`` with the codes that would go and those that would come (parted by spaces), or ``subject``:
    the member would become a subject of the campaign.
    """

    what: str
    old: str
    new: str
    header: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How members stand in a campaign: who is a subject of it, and the open findings of the roster check."""

    subjects: frozenset[int]
    findings: Mapping[int, frozenset[str]]


def standing(db: CipherDatabase, campaign: int, members: Sequence[int]) -> Standing:
    """How these members (row ids) stand in the campaign; two queries, however many they are."""
    wanted = json.dumps(members)
    subjects = db.execute_sql(
        "SELECT member FROM subject WHERE campaign = ? AND member IN (SELECT value FROM json_each(?))",
        (campaign, wanted),
    )
    found = db.execute_sql(
        """SELECT member, code FROM finding WHERE campaign = ? AND check_no = ? AND state = 'open'
           AND member IN (SELECT value FROM json_each(?))""",
        (campaign, Check.ROSTER.number, wanted),
    )
    findings: dict[int, set[str]] = defaultdict(set)
    for member, code in found:
        findings[member].add(code)
    return Standing(
        frozenset(member for (member,) in subjects),
        {member: frozenset(codes) for member, codes in findings.items()},
    )


def differences(
    stored: Mapping[str, Any], arrival: Arrival, standing: Standing, *, subject: bool = True
) -> list[Difference]:
    """All that ``import_roster`` would change for the stored member but his branch; empty if nothing. With ``subject``
    he is to be a subject of the campaign."""
    found = [Difference(name, stored[name] or "", new) for name, new in merged(stored, arrival).items()]
    known: dict[str, str] = json.loads(stored["extra"] or "{}")
    for header, new in merged_extra(known, arrival).items():
        found.append(Difference(EXTRA, known.get(header, ""), new, header))
    before = standing.findings.get(stored["id"], frozenset())
    after = before if arrival.findings is None else frozenset(arrival.findings)
    if before != after:
        found.append(Difference(FINDINGS, " ".join(sorted(before - after)), " ".join(sorted(after - before))))
    if subject and stored["id"] not in standing.subjects:
        found.append(Difference(SUBJECT, "", arrival.fields["name"]))
    return found
