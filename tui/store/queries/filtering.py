"""Filters over the register: every term becomes a set of member ids from its narrowest index.

The sets are put together by INTERSECT, UNION and EXCEPT and never ordered: the view's rank sorts the hits. The
condition of a partial index is repeated literally, else SQLite does not use it; what a person typed is bound.
"""

from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter

from tui.rules.checks import Stage
from tui.rules.filters.expressions import All, Either, Expression, Not, Term, Word
from tui.store.cipher import CipherDatabase
from tui.store.queries.filter_ids import Context, Ids, joined
from tui.store.queries.filter_terms import term_ids
from tui.store.queries.filter_words import word_ids
from tui.store.queries.roster import RosterView

EVERYBODY = "SELECT member FROM subject WHERE campaign = ?"


def matching(
    db: CipherDatabase,
    campaign: int,
    expression: Expression,
    *,
    stage: Stage = Stage.SELF_CHECK,
    marked: Collection[int] = (),
) -> Iterator[int]:
    """The ids of members whom the expression fits, in no order, each once.

    They are not limited to a unit and may have left: narrow them by a view (``members_of``, ``view.only``). Fields of
    the stage in hand (查4, 是:未查) look at ``stage``; 是:已标记 at ``marked``.
    """
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    query = ids_of(expression, Context(campaign, stage, as_of, marked))
    return map(itemgetter(0), db.execute_sql(query.sql, query.parameters))


def members_of(
    db: CipherDatabase,
    view: RosterView,
    expression: Expression,
    *,
    stage: Stage = Stage.SELF_CHECK,
    marked: Collection[int] = (),
) -> RosterView:
    """The view narrowed to the members whom the expression fits, in the view's order; its length is the exact count.

    This is what "mark by predicate" is built on: ``members_of(db, view, parse(text), stage=…).order`` are the ids.
    """
    if expression == All(()):
        return view
    return view.only(matching(db, view.campaign, expression, stage=stage, marked=marked))


def ids_of(expression: Expression, context: Context) -> Ids:
    """The expression as one SELECT of member ids."""
    match expression:
        case Word(wanted):
            return word_ids(wanted)
        case Term():
            return term_ids(expression, context)
        case Not():
            return _narrowed((), (expression,), context)
        case Either(parts):
            return joined(" UNION ", [ids_of(part, context) for part in parts])
        case All(parts):
            asked = [part for part in parts if not isinstance(part, Not)]
            return _narrowed(asked, [part for part in parts if isinstance(part, Not)], context)


def _narrowed(asked: Iterable[Expression], refused: Iterable[Not], context: Context) -> Ids:
    """Those who fit all that is asked and nothing that is refused; the few first, so that the rest has few to meet."""
    found = [ids_of(part, context) for part in asked] or [Ids(EVERYBODY, (context.campaign,))]
    found.sort(key=lambda part: part.reads_all)
    inside = joined(" INTERSECT ", [part for part in found if not part.reads_all] or found[:1])
    for part in found:
        if part.reads_all and part is not found[0]:  # read only the records that the rest has left
            inside = Ids(f"{part.sql} AND id IN ({inside.sql})", part.parameters + inside.parameters)
    return joined(" EXCEPT ", [inside, *(ids_of(part.part, context) for part in refused)])
