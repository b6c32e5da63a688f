"""The largest bulk act that is promised: 200,000 members at once, taken back after a restart, row by row as before."""

from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from people import rows
from vaults import founded, opened

from tui.rules.checks import Check, Given, Ground, Stage, Verdict
from tui.store import journal
from tui.store import rows as stored
from tui.store.audit import auditing
from tui.store.commands.undo import undo
from tui.store.commands.verdicts import give_verdict
from tui.store.images import MEMBER, REVIEW, SUBJECT, Values
from tui.store.queries.roster import open_view
from tui.store.session import Session
from tui.store.vault import Vault

MEMBERS = 200_000
DOUBTFUL_EVERY = 10
CHUNK = 20_000
VERDICTS = "SELECT c1, h1, count(*) FROM review GROUP BY c1, h1 ORDER BY c1"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch's vault with 200,000 members, of whom every tenth is doubtful."""
    folder = founded(tmp_path_factory.mktemp("crowd") / "vault")
    with opened(folder) as vault:
        vault.write(enrol).result()
        assert judge(vault, Verdict.DOUBTFUL, DOUBTFUL_EVERY, Given.SINGLY) == MEMBERS // DOUBTFUL_EVERY
    return folder


def enrol(session: Session) -> None:
    """Write the members in one entry of the journal, past the import, which has other things to do as well."""
    empty: Values = dict.fromkeys(MEMBER.columns) | {"org": session.unit, "initials": "d y"}
    with journal.entry(session, "roster.import") as entry:
        for first in range(1, MEMBERS + 1, CHUNK):
            numbers = range(first, first + CHUNK)
            people = [empty | {"id": n, "uuid": UUID(int=n, version=4).bytes, "name": f"党员{n:06}"} for n in numbers]
            subjects: list[Values] = [
                {"campaign": session.campaign, "member": n, "ground": Ground.IN_BRANCH.value} for n in numbers
            ]
            for table, new in ((MEMBER, people), (SUBJECT, subjects)):
                stored.insert_rows(session.db, table, new)
                for values in new:
                    entry.created(table, values)


def judge(vault: Vault, verdict: Verdict, every: int, given: Given) -> int:
    """Give every so manyth member a verdict on the first check; gives how many were changed."""
    session = vault.session
    everybody = vault.read(open_view, session.campaign, session.unit).result().order
    change = vault.write(
        give_verdict, Stage.SELF_CHECK, Check.ROSTER, verdict, everybody[::every], given=given
    ).result()  # fmt: skip
    return change.changed


def reviews(vault: Vault) -> str:
    """A digest of every column of every review."""
    values = " || '|' || ".join(f"quote({column})" for column in REVIEW.columns)
    query = f"SELECT group_concat({values}, char(10)) FROM (SELECT * FROM review ORDER BY campaign, stage, member)"
    ((text,),) = rows(vault, query)
    assert isinstance(text, str)
    return sha256(text.encode()).hexdigest()


@pytest.mark.timeout(1200)
def test_a_bulk_act_over_200_000_members_is_taken_back_after_a_restart(crowded: Path) -> None:
    with opened(crowded) as vault:
        before = reviews(vault)
        assert rows(vault, VERDICTS) == [("d", "o", MEMBERS // DOUBTFUL_EVERY)]
        assert judge(vault, Verdict.CLEAR, 1, Given.IN_BULK) == MEMBERS
        assert rows(vault, VERDICTS) == [("c", "b", MEMBERS)]
        assert reviews(vault) != before
    with opened(crowded) as vault:
        change = vault.write(undo).result()
        assert (change.changed, change.refused) == (MEMBERS, ())
        assert rows(vault, VERDICTS) == [("d", "o", MEMBERS // DOUBTFUL_EVERY)]
        assert reviews(vault) == before
        report = vault.act(auditing.verify, vault.session.db).result()
        assert report.sound, report
        assert report.data is not None
        assert report.data.rows > 2 * MEMBERS
