"""Hostile texts, a vault full of them, and what has to hold of every frame that shows them.

Intake cleans what comes in; here it is passed by, so that the second gate, the screens, has to hold alone.
"""

import json
import unicodedata
from array import array
from collections.abc import Sequence
from typing import Final

from desk import Desk
from people import arrival, take_in
from references import compared, there
from rich.cells import cell_len
from textual.strip import Strip
from wcwidth import wcswidth

from tui.intake.columns import Certainty, Column
from tui.intake.decisions import Candidate, Decision
from tui.intake.differences import Difference
from tui.intake.fill_in_plan import FillInPlan, Line
from tui.intake.kinds import KINDS
from tui.intake.matching import Rung
from tui.intake.problems import Problem, ProblemCode
from tui.intake.questions import Asked, Question
from tui.intake.refusals import PlanRefusal
from tui.intake.roster_plan import RosterPlan
from tui.intake.staged import SourceFile, Staged, StagedSheet
from tui.rules.ambiguity import Choice
from tui.rules.check_items import STATEMENT
from tui.rules.checks import Ground
from tui.rules.comparison import Kind
from tui.rules.units import UnitKind
from tui.store import journal
from tui.store.commands.fill_in import About, Said
from tui.store.commands.organizations import add_organization
from tui.store.queries.fill_in import Issue
from tui.store.session import Session
from tui.store.vault import Vault
from tui.text import CUT, clean

TEXTS: Final = {
    "closing tag": "[/]",
    "action": "[@click=app.quit]按我[/]",
    "style": "[bold red]甲[/bold red]",
    "escape sequences": "甲\x1b[2J\x1b]0;改名\x07乙",
    "C1 controls": "丙\x9b31m\x9d0;改名\x9c丁",
    "bidi overrides": "\u202e戊己\u2066庚\u200f",
    "zero width": "\u200b辛\u200d\ufeff\u2060壬\u00ad",
    "full width": "［／］［＠ｃｌｉｃｋ＝ａ］",
    "line breaks": "一\r\n二\u2028三\t四\x85五",
    "very long": "长" * 10_000,
    "combining marks alone": "\u0301\u0489\u20dd",
    "ten thousand marks": "王" + "\u0301\u0316" * 5_000,
}
ALL: Final = tuple(TEXTS.values())
MOST_MARKS: Final = 8
"""Combining marks that may stand on one character of a frame."""
HARMLESS: Final = {"@mouse.down", "offset", "option", "line", "node", "toggle"}
"""What Textual notes on the cells of its own scrollbars, texts, lists and trees."""


def defile(vault: Vault) -> None:
    """A member for each text, whose every field is that text; the units, the campaign, letters and notes likewise."""
    vault.write(add_organization, vault.session.unit, UnitKind.BRANCH, "1", "甲支部").result()
    (org,) = vault.read(lambda db: db.execute_sql("SELECT max(id) FROM organization").fetchone()).result()
    take_in(vault, *(arrival(f"张{number:02}", org=org) for number in range(len(ALL))))
    file = [there(number, f"张{number:02}", work="甲", place=number + 1) for number in range(1, len(ALL) + 1)]
    vault.write(compared, *file, there(None, "王五", Kind.OUTSIDE)).result()
    vault.write(_defile, org).result()


def _defile(session: Session, org: int) -> None:
    run = session.db.execute_sql
    for number, text in enumerate(ALL, 1):
        fields = ("name", "nation", "native", "education", "work", "post", "number", "address", "note", "lost")
        fields += ("floating_to",)
        sets = ", ".join(f"{field} = ?" for field in fields)
        extra = json.dumps({f"栏{text}": text}, ensure_ascii=False)
        run(
            f"UPDATE member SET {sets}, floating = 'yes', extra = ?, phone = ? WHERE id = ?",
            (*[text] * len(fields), extra, text, number),
        )
        run(
            "INSERT INTO letter(uuid, member, direction, number, to_unit, issued, receipt, note)"
            " VALUES (randomblob(16), ?, 'out', ?, ?, ?, ?, ?)",
            (number, *[text] * 5),
        )
        letter = run(
            "INSERT INTO letter(uuid, member, direction, issued, number, to_unit, heading, scope, from_unit, note,"
            " closed_note, returned) VALUES (randomblob(16), ?, 'out', '2016-03-01', ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, *[text] * 8),
        ).lastrowid
        run(
            "INSERT INTO letter_follow_up(uuid, member, letter, on_day, who, asked, channel, outcome, note, by, at)"
            " VALUES (randomblob(16), ?, ?, '2016-05-01', ?, ?, ?, ?, ?, ?, 0)",
            (number, letter, *[text] * 5, session.actor.id),
        )
        run(
            "INSERT INTO payment(uuid, member, first_month, fen, reason) VALUES (randomblob(16), ?, ?, 100, ?)",
            (number, text, text),
        )
        run(
            "INSERT INTO review(campaign, stage, member, c1, unit, at, note) VALUES (?, 1, ?, 'd', ?, 0, ?)",
            (session.campaign, number, org, text),
        )
        run(
            "INSERT INTO finding(uuid, member, campaign, stage, check_no, code, state)"
            " VALUES (randomblob(16), ?, ?, 1, 1, ?, 'open')",
            (number, session.campaign, text),
        )
        run("INSERT INTO origin_sheet(id, file, sha256, sheet) VALUES (?, ?, ?, ?)", (number, text, bytes(32), text))
        run(
            "INSERT INTO origin(entry, tbl, row, place, sheet, texts) VALUES (1, 3, ?, 1, ?, ?)",
            (number, number, extra),
        )
        run(
            "INSERT INTO card(unit, relation, name, code, kind, signing, receiving, fingerprint, accepted_on)"
            " VALUES (randomblob(16), 'subordinate', ?, ?, 'branch', '', '', ?, ?)",
            (text, text, text, text),
        )
        run(
            "INSERT INTO activity(uuid, org, on_day, kind, title, place, note, by, at)"
            " VALUES (randomblob(16), ?, ?, 'lesson', ?, ?, ?, 1, 0)",
            (org, *[text] * 4),
        )
        run(
            "INSERT INTO attendance(uuid, member, activity, org, state, reason, by, at)"
            " VALUES (randomblob(16), ?, 1, ?, 'leave', ?, 1, 0)",
            (number, org, text),
        )
        run("UPDATE member SET active_on = ?, dues_to = ? WHERE id = ?", (text, text, number))
        run("INSERT INTO saved_filter(person, name, text) VALUES (?, ?, ?)", (session.actor.id, text, text))
        run(
            "INSERT INTO situation(uuid, member, kind, reason, reason_words, destination, note, basis, by, at)"
            " VALUES (randomblob(16), ?, 'pocket', 'other', ?, ?, ?, ?, ?, 0)",
            (number, *[text] * 4, session.actor.id),
        )
        run("INSERT INTO focus_group(kind, member, basis) VALUES (1, ?, ?)", (number, text))
        run(
            "INSERT INTO check_record(campaign, stage, member, check_no, answers, note, recorded_by, at)"
            " VALUES (?, 1, ?, 1, ?, ?, ?, 0)",
            (session.campaign, number, extra, text, session.actor.id),
        )
        run(
            "INSERT INTO correction_request(uuid, campaign, member, unit, field, seen, wanted, reason, state, by, at)"
            " VALUES (randomblob(16), ?, ?, ?, 'work', ?, ?, ?, 'open', ?, 0)",
            (session.campaign, number, session.unit, *[text] * 3, session.actor.id),
        )
        run(
            "INSERT INTO archive(uuid, member, kept_kind, kept_by, note, by, at)"
            " VALUES (randomblob(16), ?, 'none', NULL, ?, ?, 0)",
            (number, text, session.actor.id),
        )
        run(
            "INSERT INTO archive_inquiry(uuid, member, to_unit, number, sent_on, asked, reply_by, state, by, at)"
            " VALUES (randomblob(16), ?, ?, ?, ?, ?, '2026-01-01', 'open', ?, 0)",
            (number, *[text] * 4, session.actor.id),
        )
        run(
            "INSERT INTO archive_work(uuid, member, material, kind, state, person, basis, result, by, at)"
            " VALUES (randomblob(16), ?, 'application', 'appraise', 'open', ?, ?, ?, ?, 0)",
            (number, *[text] * 3, session.actor.id),
        )
        run(
            "INSERT INTO evidence(uuid, member, name, media, size, sha256, note, state, by, at)"
            " VALUES (randomblob(16), 1, ?, 'text/plain', 1, zeroblob(32), ?, 'attached', ?, 0)",
            (text, text, session.actor.id),
        )
        run(
            "INSERT INTO regularization"
            "(id, uuid, member, origin, opened_on, state, destination, responsible, why, by, at)"
            " VALUES (?, randomblob(16), ?, 'found', '2026-11-01', 'gate', ?, ?, ?, ?, 0)",
            (number, number, *[text] * 3, session.actor.id),
        )
        run(
            "INSERT INTO regular_fact(uuid, member, regularization, fact, answer, who, on_day, evidence, by, at)"
            " VALUES (randomblob(16), ?, ?, 'admits', 'yes', ?, '2026-11', ?, ?, 0)",
            (number, number, text, text, session.actor.id),
        )
        texts = (
            "opened_why", "letter_number", "letter_to", "past_posts", "now_unit", "residence", "phone", "note",
            "reasons", "conduct", "conduct_before", "nature_why",
        )  # fmt: skip
        run(
            f"INSERT INTO search_case(uuid, member, opened_on, origin, last_contact, {', '.join(texts)}, by, at)"
            f" VALUES (randomblob(16), ?, '2016-01-01', 'letter', '2010', {', '.join('?' * len(texts))}, 1, 0)",
            (number, *[text] * len(texts)),
        )
        run(
            "INSERT INTO search_attempt(uuid, member, search_case, on_day, searched_by, channel, result, contact, said,"
            " evidence, by, at) VALUES (randomblob(16), ?, ?, '2016', ?, 'phone', 'clue', ?, ?, ?, 1, 0)",
            (number, number, *[text] * 4),
        )
        run(
            "INSERT INTO office_request(uuid, member, search_case, office, asked_on, asked_by, state, letter_number,"
            " answer, answer_text, by, at) VALUES (randomblob(16), ?, ?, 'police', '2016-01-01', ?, 'sent', ?, 'hit',"
            " ?, 1, 0)",
            (number, number, *[text] * 3),
        )
        run(
            "INSERT INTO disposal_case(id, uuid, member, procedure, policy, opened_on, origin, source, state, by, at)"
            " VALUES (?, randomblob(16), ?, 'persuasion', '2019', '2026-06-01', 'check', ?, 'open', ?, 0)",
            (number, number, text, session.actor.id),
        )
        run(
            "INSERT INTO disposal_ground(uuid, member, disposal_case, ground, said, who, on_day, evidence, by, at)"
            " VALUES (randomblob(16), ?, ?, 'work', ?, ?, '2026-05', ?, ?, 0)",
            (number, number, *[text] * 3, session.actor.id),
        )
        for seq in (1, 2):
            run(
                "INSERT INTO disposal_step(uuid, member, disposal_case, seen, seq, step, on_day, who, document,"
                " content, heard, objection, papers, rejected, why, by, at) VALUES (randomblob(16), ?, ?,"
                " zeroblob(32), ?, 'determination', '2026-06-02', ?, ?, ?, ?, ?, ?, 'yes', ?, ?, 0)",
                (number, number, seq, *[text] * 5, extra, text, session.actor.id),
            )
        run(
            "INSERT INTO disposal_decision(uuid, member, unit, about, seen, seq, step, on_day, who, document,"
            " content, papers, why, by, at) SELECT randomblob(16), ?, ?, uuid, zeroblob(32), 3, 'preview',"
            " '2026-06-09', ?, ?, ?, ?, ?, ?, 0 FROM disposal_case WHERE id = ?",
            (number, session.unit, *[text] * 3, extra, text, session.actor.id, number),
        )
        run(
            "INSERT INTO disposal_referral(uuid, member, authority, receiver, on_day, matter, materials, document,"
            " outcome_on, outcome, by, at) VALUES (randomblob(16), ?, 'police', ?, '2026-06-03', ?, ?, ?, '2026-06-09',"
            " ?, ?, 0)",
            (number, *[text] * 5, session.actor.id),
        )
        run("UPDATE difference SET ours = ?, theirs = ?, field = 'work' WHERE member = ?", (text, text, number))
        run("INSERT INTO organization(uuid, parent, kind, code, name, keeper, lft, rgt)"
            " VALUES (randomblob(16), ?, 'branch', ?, ?, 1, 3, 4)", (session.unit, str(number + 10), text))  # fmt: skip
    run("UPDATE organization SET name = ? WHERE id = ?", (TEXTS["action"] + "支部", org))
    run("UPDATE organization SET name = ? WHERE id = ?", (TEXTS["escape sequences"] + "[/]", session.unit))
    stubs = json.dumps({item.key: TEXTS["action"] for item in STATEMENT}, ensure_ascii=False)
    run(
        "INSERT INTO branch_statement(campaign, stage, org, answers, recorded_by, at) VALUES (?, 1, ?, ?, ?, 0)",
        (session.campaign, org, stubs, session.actor.id),
    )
    run("UPDATE campaign SET name = ?, notice = ?", (TEXTS["bidi overrides"], TEXTS["action"]))
    run("UPDATE reference SET file = ?", (TEXTS["escape sequences"] + TEXTS["action"],))
    run("UPDATE reference_row SET name = ?", (TEXTS["action"],))
    detail = {"stage": "self_check", **{f"栏{text}": text for text in ALL}}
    with journal.entry(session, "review.note", detail, even_if_empty=True):
        pass


def staged() -> Staged:
    """A file, its sheets, headers and cells: what the reading child would give if it did not clean."""
    file = TEXTS["action"] + TEXTS["escape sequences"]
    columns = tuple(Column(n, text, "name" if not n else None, Certainty.UNKNOWN) for n, text in enumerate(ALL))
    sheet = StagedSheet(file, TEXTS["bidi overrides"] + "[/]", KINDS["roster"], (1, 1), columns, ALL, (ALL, ALL), "")
    rows = []
    for number, text in enumerate(ALL, 2):
        fields = {"name": text, "branch": text, "native": text, "work": text}
        row = {"sheet": 0, "row": number, "fields": fields, "extra": {text: text}, "initials": "",
               "texts": {text: text}, "doubts": {}}  # fmt: skip
        rows.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode())
    problems = [Problem(sheet.name, n, text, text, ProblemCode.TWO_VALUES) for n, text in enumerate(ALL, 2)]
    counts = {ProblemCode.TWO_VALUES: len(ALL)}
    return Staged((SourceFile(file, bytes(32)),), "2026-11-20", rows, problems, counts, (sheet,))


def plan(decision: Decision) -> RosterPlan:
    """A plan that comes to the same decision on every row."""
    total = len(ALL)
    places = range(total)
    candidates = {n: (Candidate(1, ALL[n], ALL[n], ALL[n], ALL[n]),) for n in places}
    differences = {n: (Difference("work", ALL[n], ALL[n]), Difference("extra", ALL[n], ALL[n], ALL[n])) for n in places}
    refusals = dict.fromkeys(places, next(iter(PlanRefusal)))
    refused = refusals if decision is Decision.DOUBT else {}
    return RosterPlan(
        staged(), KINDS["roster"], bytearray([decision] * total), array("q", [1] * total),
        bytearray([next(iter(Rung)).value] * total), refused, candidates if refused else {}, differences,
        Ground.IN_BRANCH, array("q", [1] * total), (), {},
    )  # fmt: skip


def questions() -> list[Question]:
    """Values that nothing was made of."""
    return [Question(Asked("birth", text), text, ProblemCode.TWO_VALUES, 1, {next(iter(Choice)): text}) for text in ALL]


def fill_in_plan() -> FillInPlan:
    """A returned workbook."""
    text = TEXTS["action"]
    issue = Issue(1, 2, text, "", 1, "2026-11-20", "2026-12-01", "", 3, text, None, None, None, 0, True)
    lines = tuple(
        Line(each, each, number, each, Said(About.MEMBER, 1, "work", each, each), overtaken=bool(number % 2))
        for number, each in enumerate(ALL)
    )
    problems = tuple(Problem(each, 1, each, each, ProblemCode.TWO_VALUES) for each in ALL)
    return FillInPlan(issue, text, "", lines, (), problems, (), 0)


def frame(desk: Desk) -> list[Strip]:
    """What stands on the whole screen."""
    return desk.app.screen._compositor.render_strips()


def drawn(desk: Desk) -> str:
    """The same as text, without the blanks that pad it."""
    return "\n".join(strip.text for strip in frame(desk))


def check_frame(desk: Desk, size: tuple[int, int]) -> None:
    """Nothing in the frame is obeyed by a terminal, reorders it, is out of place or can be clicked into an action."""
    strips = frame(desk)
    assert len(strips) == size[1]
    for strip in strips:
        text = strip.text
        assert not [hex(ord(c)) for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}], text
        assert cell_len(text) == sum(cell_len(segment.text) for segment in strip) == size[0], text
        assert wcswidth(text) == size[0], text
        assert _longest_pile(text) <= MOST_MARKS, text
        for segment in strip:
            assert segment.control is None
            if segment.style is not None:
                assert not segment.style.link
                assert set(segment.style.meta) <= HARMLESS, segment.style.meta


def _longest_pile(text: str) -> int:
    longest = pile = 0
    for character in text:
        pile = pile + 1 if unicodedata.combining(character) or unicodedata.category(character) == "Me" else 0
        longest = max(longest, pile)
    return longest


async def check_shown(desk: Desk, texts: Sequence[str]) -> None:
    """Each text stands on the screen, whole or cut with the mark."""
    for text in texts:
        wanted = "".join(clean(text).split())
        await desk.until(lambda wanted=wanted: stands(drawn(desk), wanted), f"{wanted[:40]!r} is drawn")


def stands(seen: str, text: str) -> bool:
    """Whether the text, or its beginning with the mark behind it, is among what is seen; blanks do not count."""
    seen = "".join(seen.split())
    return text in seen or any(text[:end] + CUT in seen for end in range(1, min(len(text), 200)))
