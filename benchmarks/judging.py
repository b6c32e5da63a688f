"""A verdict on every fifth member at once, and its undo, beside the bare statements without journal."""

import json
from array import array
from statistics import median

from benchmarks.figures import Figure, figure, seconds
from benchmarks.material import COMMITTEE, Material
from benchmarks.progress import timed
from tui.demo import practice
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.store.commands import undo
from tui.store.commands.verdicts import give_verdict
from tui.store.queries.roster import open_view
from tui.store.session import Session
from tui.store.vault import Vault

STAGE = Stage.SELF_CHECK
EVERY = 5
RUNS = 3


def measure(material: Material) -> list[Figure]:
    """Times of both; at the end the verdicts stand, so that a report has some to carry."""
    with practice.enter(material.folder, COMMITTEE) as vault:
        view = vault.read(open_view, vault.session.campaign, vault.session.unit).result()
        chosen = view.order[::EVERY]
        bare = [without_journal(vault, chosen) for _ in range(RUNS)]
        ours = [(judge(vault, chosen), take_back(vault, len(chosen))) for _ in range(RUNS)]
        judge(vault, chosen)
    giving, taking_back = zip(*ours, strict=True)
    inserting, deleting = zip(*bare, strict=True)
    rows = f"{len(chosen):,} reviews"
    return [
        figure("bulk verdict, 20 %", material.members, seconds, median(giving), median(inserting), f"INSERT of {rows}"),
        figure("its undo", material.members, seconds, median(taking_back), median(deleting), f"DELETE of {rows}"),
    ]


def without_journal(vault: Vault, members: "array[int]") -> tuple[float, float]:
    """Seconds that the bare statements take: writing the reviews, and deleting them."""
    return _insert(vault, members), _delete(vault)


def judge(vault: Vault, members: "array[int]") -> float:
    """Seconds that a bulk verdict on all of them takes."""
    taken, change = timed(
        lambda: vault.write(
            give_verdict, STAGE, Check.ROSTER, Verdict.CLEAR, members, given=Given.IN_BULK
        ).result()
    )  # fmt: skip
    if change.changed != len(members):
        raise RuntimeError(change.sentence())
    return taken


def take_back(vault: Vault, members: int) -> float:
    """Seconds that its undo takes."""
    taken, change = timed(lambda: vault.write(undo.undo).result())
    if change.changed != members:
        raise RuntimeError(change.sentence())
    return taken


def _insert(vault: Vault, members: "array[int]") -> float:
    wanted = json.dumps(list(members))

    def insert(session: Session) -> None:
        session.db.execute_sql(
            """INSERT INTO review(campaign, stage, member, c1, h1, by1, unit, at)
               SELECT ?, ?, value, 'c', 'b', ?, ?, 0 FROM json_each(?)""",
            (session.campaign, STAGE.number, session.actor.id, session.unit, wanted),
        )

    return timed(lambda: vault.write(insert).result())[0]


def _delete(vault: Vault) -> float:
    def delete(session: Session) -> None:
        session.db.execute_sql("DELETE FROM review WHERE campaign = ? AND stage = ?", (session.campaign, STAGE.number))

    return timed(lambda: vault.write(delete).result())[0]
