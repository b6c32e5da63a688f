"""What the journal costs: one command with everything that follows it, and verifying as many headers as members."""

from hashlib import sha256
from statistics import median

from benchmarks.figures import Figure, figure, milliseconds, seconds
from benchmarks.material import COMMITTEE, Material
from benchmarks.progress import timed
from tui.demo import practice
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.store.audit import acts
from tui.store.audit.verifying import Verification, verify_headers, verify_items, verify_rows
from tui.store.cipher import CipherDatabase
from tui.store.commands.verdicts import give_verdict
from tui.store.seat import Seat
from tui.store.session import Session
from tui.store.vault import Vault

RUNS = 15


def measure(material: Material) -> list[Figure]:
    """Times on the committee's vault as it stands."""
    with practice.enter(material.folder, COMMITTEE) as vault:
        (member,) = vault.read(lambda db: db.execute_sql("SELECT min(id) FROM member").fetchone()).result()
        bare = median(_bare(vault, member, run) for run in range(RUNS))
        ours = median(_command(vault, member, run) for run in range(RUNS))
        vault.act(_fill, material.members).result()
        heads, checked = timed(lambda: vault.act(_headers).result())
        if not checked.sound or checked.acts < material.members:
            raise RuntimeError("the journal does not verify")
        hashing = timed(lambda: vault.act(_hashes).result())[0]
        rows, inside = timed(lambda: vault.read(_rows).result())
        if not inside.sound:
            raise RuntimeError("the rows do not verify")
        reading = timed(lambda: vault.read(_read).result())[0]
    return [
        figure("one verdict, journaled", material.members, milliseconds, ours, bare, "UPDATE and COMMIT of one row"),
        figure(
            f"verifying {checked.acts:,} signed headers", material.members, seconds, heads, hashing,
            "reading and SHA-256 of each",
        ),
        figure(
            f"verifying {inside.rows:,} rows and their items", material.members, seconds, rows, reading,
            "reading them",
        ),
    ]  # fmt: skip


def _command(vault: Vault, member: int, run: int) -> float:
    verdict = (Verdict.CLEAR, Verdict.DOUBTFUL)[run % 2]
    return timed(
        lambda: vault.write(
            give_verdict, Stage.SELF_CHECK, Check.DUES, verdict, [member], given=Given.SINGLY
        ).result()
    )[0]  # fmt: skip


def _bare(vault: Vault, member: int, run: int) -> float:
    def update(session: Session) -> None:
        with session.db.atomic("IMMEDIATE"):
            session.db.execute_sql("UPDATE view SET state = ? WHERE person = 1", (str(run),))

    vault.act(lambda _seat: vault.session.db.execute_sql("INSERT OR REPLACE INTO view VALUES (1, '{}')")).result()
    taken = timed(lambda: vault.act(lambda _seat: update(vault.session)).result())[0]
    vault.act(lambda _seat: vault.session.db.execute_sql("DELETE FROM view")).result()
    return taken


def _fill(seat: Seat, count: int) -> None:
    with seat.audit.atomic():
        for _ in range(count):
            acts.record(seat, "audit.verify", {"entries": 0, "acts": 0, "rows": 0, "wrong": 0})


def _headers(seat: Seat) -> Verification:
    outcome = Verification()
    verify_headers(seat.audit, seat.register, outcome)
    return outcome


def _hashes(seat: Seat) -> None:
    for (body,) in seat.audit.execute_sql("SELECT body FROM act ORDER BY seq"):
        sha256(body.encode()).digest()


def _rows(db: CipherDatabase) -> Verification:
    outcome = Verification()
    verify_items(db, outcome)
    verify_rows(db, outcome)
    return outcome


def _read(db: CipherDatabase) -> None:
    for table in ("entry_item", "member", "review"):
        for _ in db.execute_sql(f"SELECT * FROM {table}"):
            pass
