"""The papers of 规范管理 say what the ledger holds, and nothing of whom they are not about."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from people import arrival, rows, take_in

from exports.papers.regularization import write_case, write_permits
from tui.crypto import signing
from tui.rules.regular_steps import steps
from tui.rules.regularization import Fact, Measure, Origin
from tui.store import journal
from tui.store.commands.regular_steps import take_step
from tui.store.commands.regularization import decide_measure, open_case, record_fact
from tui.store.founding import ALONE
from tui.store.images import PERSON
from tui.store.session import Actor, Session
from tui.store.vault import Vault


def words(path: Path) -> str:
    """All that stands in the document's tables and paragraphs."""
    document = Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.fixture
def measures(branch: Vault) -> Vault:
    """Two members with a measure carried out, one found again and still at the gate."""
    take_in(branch, arrival("张三", phone="13800138000"), arrival("李四"), arrival("王五"))

    def acts(session: Session) -> None:
        seed = bytes(range(32))
        with journal.entry(session, "person.enter") as entry:
            entry.insert(PERSON, {"id": 2, "uuid": bytes(16), "name": "赵六", "verify_key": signing.verify_key(seed)})
        colleague = replace(session, actor=Actor(2, bytes(16).hex(), "赵六", seed, ALONE))
        open_case(
            session, 1, Origin.FLOATING, "2026-11-01", {"whereabouts": "away", "fixed": "no", "destination": "深圳"}
        )
        open_case(session, 2, Origin.ABROAD, "2026-11-01", {"whereabouts": "abroad_study", "destination": "德国"})
        open_case(session, 3, Origin.FOUND, "2026-11-01")
        record_fact(session, 3, Fact.ADMITS, "yes", who="钱七", on_day="2026-11-02", evidence="检查材料")
        for number, measure in ((1, Measure.MANAGED), (2, Measure.KEEP_ABROAD)):
            decide_measure(session, number, measure, "2026-11-02")
            for step in steps(measure, "away"):
                said = {"on_day": "2026-11-05", "who": f"经办{number}", "evidence": "卷1", "note": f"同意{step.id}"}
                said |= {"number": "苏0001"} if "number" in step.asks else {}
                said |= {"until": "2027-06"} if "until" in step.asks else {}
                assert take_step(colleague if step.approval else session, number, step.id, said).changed

    branch.write(acts).result()
    return branch


def test_the_sheet_of_a_measure_names_it_with_its_ground_and_opinions(measures: Vault, tmp_path: Path) -> None:
    text = words(measures.write(write_case, tmp_path, 1).result().path)
    for said in ("张三", "纳入正常管理", "中组发〔2004〕10号", "苏0001", "同意opinion", "同意approve"):
        assert said in text, said
    assert "李四" not in text
    header = rows(measures, "SELECT body ->> 'detail' FROM entry ORDER BY seq DESC LIMIT 1")
    assert '"paper":"measure"' in str(header[0][0])


def test_the_sheet_of_who_is_at_the_gate_shows_what_was_established(measures: Vault, tmp_path: Path) -> None:
    text = words(measures.write(write_case, tmp_path, 3).result().path)
    for said in ("王五", "能够认识到错误", "钱七", "检查材料", "批评教育"):
        assert said in text, said


def test_who_is_abroad_gets_the_sheet_of_keeping_the_relation(measures: Vault, tmp_path: Path) -> None:
    written = measures.write(write_case, tmp_path, 2).result()
    text = words(written.path)
    assert written.path.name.startswith("retention-")
    for said in ("李四", "德国", "留学", "苏0001", "同意approve", "同意register"):
        assert said in text, said


def test_the_register_lists_the_certificates_alone(measures: Vault, tmp_path: Path) -> None:
    text = words(measures.write(write_permits, tmp_path).result().path)
    assert "苏0001" in text
    assert "张三" in text
    assert "13800138000" in text
    assert "李四" not in text
