"""Every kind of disposal for one member: which may be opened in this campaign, which may not and why."""

from dataclasses import dataclass
from datetime import date

from tui.rules.checks import Refusal
from tui.rules.disposal.case import Obstacle, may_open
from tui.rules.disposal.clash import Clash, clash
from tui.rules.disposal.fitting import fitting
from tui.rules.disposal.procedures import PROCEDURES, Fact, Procedure, category_of
from tui.rules.disposal.register import SHOWN_BY_RECORD, Origin, State
from tui.rules.regularization import State as Measured
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_PROCEDURE
from tui.store.queries.check_records import records_of
from tui.store.queries.disposal_case import kinds_in, rows_of
from tui.store.queries.disposal_grounds import Shown, shown


@dataclass(frozen=True, slots=True)
class LocalKind:
    """A kind from a local file: its row id, the procedure, since when no case may be opened by it."""

    id: int
    procedure: Procedure
    withdrawn_on: str | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind for this member. ``missing``: facts that a record must show and none does; ``stated``: those that a person
    states; ``shown``: those that records show. ``why`` it fits, '' where nothing on record speaks for it.
    """

    procedure: Procedure
    local: bool
    obstacles: tuple[Obstacle, ...]
    missing: tuple[Fact, ...]
    stated: tuple[Fact, ...]
    shown: tuple[Shown, ...]
    why: str = ""

    @property
    def open(self) -> bool:
        """Whether a case of it may be opened, once the facts are stated."""
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class KindsOf:
    """The kinds for a member, those that may be opened first.

    ``clash``: two documents that order different things of this member. ``origin`` and ``source`` are what the ledgers
    say of where the clue came from. ``barred``: why no case of any kind can be opened here.
    """

    member: int
    name: str
    category: str
    policy: str
    today: date
    kinds: tuple[Kind, ...]
    clash: Clash | None
    origin: Origin | None
    source: str
    barred: Refusal | None


def kinds_of(
    db: CipherDatabase, unit: int, campaign: int, member: int, today: date, origin: Origin | None = None
) -> KindsOf:
    """Every kind for this member under the campaign's policy set. KeyError where there is no such member."""
    row = db.execute_sql(
        "SELECT m.name, m.category, m.gone, o.keeper FROM member m JOIN organization o ON o.id = m.org WHERE m.id = ?",
        (member,),
    ).fetchone()
    if row is None:
        raise KeyError(member)
    name, gone, keeper, category = row[0], row[2], row[3], category_of(row[1])
    barred = Refusal.LEFT_ROSTER if gone else Refusal.KEPT_BELOW if keeper != unit else None
    policy = str(db.execute_sql("SELECT policy FROM campaign WHERE id = ?", (campaign,)).fetchone()[0])
    busy = db.execute_sql(
        "SELECT 1 FROM disposal_case WHERE member = ? AND state = ?", (member, State.OPEN.value)
    ).fetchone()
    records = shown(db, member, today)
    known = _origins(db, campaign, member)
    origin = origin or next(iter(known), None)
    stateable = records.keys() | (set(Fact) - SHOWN_BY_RECORD)
    local = {each.procedure.key: each.procedure for each in local_kinds(db, unit) if each.withdrawn_on is None}
    procedures = PROCEDURES | local
    against = {
        key: may_open(each, policy, category, stateable, another_open=bool(busy), on=today)
        for key, each in procedures.items()
    }
    fits = fitting([key for key, obstacles in against.items() if not obstacles], category, records, origin)
    found = [
        Kind(
            each,
            key in local,
            against[key],
            tuple(fact for fact in each.needs if fact not in stateable),
            tuple(fact for fact in each.needs if fact in stateable and fact not in records),
            tuple(records[fact] for fact in each.needs if fact in records),
            fits[1] if fits and fits[0] == key else "",
        )
        for key, each in procedures.items()
    ]
    ordered = sorted(found, key=lambda kind: (not kind.open, not kind.why))
    divided = clash(policy, category, records, today)
    source = known.get(origin, "") if origin else ""
    return KindsOf(member, name, category, policy, today, tuple(ordered), divided, origin, source, barred)


def local_kinds(db: CipherDatabase, unit: int) -> list[LocalKind]:
    """The kinds from local files of this unit, the newest version of each; those withdrawn among them."""
    found: dict[str, LocalKind] = {}
    for row in rows_of(db, DISPOSAL_PROCEDURE, "org = ?", unit):
        if kind := kinds_in(row["text"]).get(row["key"]):
            found[row["key"]] = LocalKind(row["id"], kind, row["withdrawn_on"])
    return list(found.values())


def _origins(db: CipherDatabase, campaign: int, member: int) -> dict[Origin, str]:
    """Where the ledgers say that a clue came from, each in their words; the one that says most first."""
    found: dict[Origin, str] = {}
    diverted = db.execute_sql(
        "SELECT why FROM regularization WHERE member = ? AND state = ? ORDER BY id DESC LIMIT 1",
        (member, Measured.TO_DISPOSAL.value),
    ).fetchone()
    if diverted:
        found[Origin.REGULAR] = f"规范管理转组织处置：{diverted[0] or '没有写明理由'}"
    for record in records_of(db, campaign, member):
        if record.answers.get("appraisal") == "unqualified":
            year = f"（{record.answers['appraised']}）" if record.answers.get("appraised") else ""
            found[Origin.APPRAISAL] = f"{record.check.label}核查记载：最近一次民主评议{year}为不合格"
    searched = db.execute_sql(
        """SELECT outcome_on FROM search_case
           WHERE member = ? AND withdrawn_on IS NULL AND outcome IS NOT NULL ORDER BY id DESC LIMIT 1""",
        (member,),
    ).fetchone()
    if searched:
        found[Origin.SEARCH] = f"失联党员查找，{searched[0]}得出结果"
    return found
