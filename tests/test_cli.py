"""The installed command: what it prints, what it leaves, and the exit code of each mishap."""

import shutil
import subprocess
from pathlib import Path

import command
import pytest
from openpyxl import Workbook
from terminal import PAICHA
from vaults import RECOVERY

from tui.demo.practice import BRANCH, COMMITTEE, DEPARTMENT, PASSPHRASE, build, enter, fill, workbook
from tui.faults import Fault


def paicha(*words: str | Path, typed: str = PASSPHRASE) -> subprocess.CompletedProcess[str]:
    return command.paicha(*words, typed=f"{typed}\n")


def installed(*words: str | Path, typed: str = PASSPHRASE) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PAICHA, *words], input=f"{typed}\n", capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three practice vaults, the branch's report on the stick."""
    folder = tmp_path_factory.mktemp("practice")
    build(folder, lambda _said: None)
    fill(folder, lambda _said: None)
    return folder


@pytest.fixture
def bundle(filled: Path) -> Path:
    (found,) = (filled / "usb").glob("dyb1-report-*.dyb.age")
    return found


def told(done: subprocess.CompletedProcess[str], fault: Fault) -> None:
    """The fault's exit code, one sentence on standard error, no trace of Python or of the library."""
    assert done.returncode == fault.exit_code, done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("paicha: ")
    assert "Traceback" not in done.stderr
    assert "sqlcipher" not in done.stderr.lower()


def test_init_founds_a_vault_that_opens_with_its_passphrase(tmp_path: Path) -> None:
    words = ("--unit", "某支部", "--kind", "党支部", "--code", "1", "--person", "张三", "--notice", "一号")
    told(installed("init", tmp_path / "v", *words), Fault.RECOVERY_NEEDED)
    told(installed("init", tmp_path / "v", *words, "--recovery", "age1x"), Fault.RECOVERY_INVALID)
    words += ("--recovery", RECOVERY)
    done = installed("init", tmp_path / "v", *words)
    assert done.returncode == 0, done.stderr
    assert "合计" in installed("check", tmp_path / "v").stdout
    assert "工作组核查" not in installed("check", tmp_path / "v").stdout
    told(installed("init", tmp_path / "v", *words), Fault.VAULT_EXISTS)
    told(installed("init", tmp_path / "w", *words, typed="short"), Fault.PASSPHRASE_WEAK)
    assert not (tmp_path / "w").exists()


def test_a_wrong_passphrase_and_a_missing_vault_have_their_own_codes(filled: Path, tmp_path: Path) -> None:
    told(paicha("check", filled / BRANCH.folder, typed="wrong"), Fault.PASSPHRASE_WRONG)
    told(paicha("check", tmp_path), Fault.VAULT_NOT_FOUND)
    told(paicha("open", tmp_path), Fault.NO_TERMINAL)


def test_progress_of_a_committee_shows_both_stages(filled: Path) -> None:
    shown = paicha("check", filled / COMMITTEE.folder).stdout
    assert shown.index("支部自查") < shown.index("工作组核查")
    assert shown.count("合计") == 2


def test_bad_rosters_are_refused_and_leave_the_vault_as_it_was(filled: Path, tmp_path: Path) -> None:
    binary = tmp_path / "binary.xlsx"
    binary.write_bytes(bytes(100))
    strange = tmp_path / "strange.xlsx"
    book = Workbook()
    book.active.append(["colour", "size"])
    book.active.append(["red", 1])
    book.save(strange)
    before = paicha("check", filled / BRANCH.folder).stdout
    told(paicha("import", filled / BRANCH.folder, binary, "--yes"), Fault.NOT_A_WORKBOOK)
    told(paicha("import", filled / BRANCH.folder, strange, "--yes"), Fault.NO_LIST_HEADER)
    told(paicha("import", filled / BRANCH.folder, tmp_path / "none.xlsx", "--yes"), Fault.FILE_UNREADABLE)
    assert paicha("check", filled / BRANCH.folder).stdout == before


def test_a_roster_is_listed_before_it_is_imported(filled: Path) -> None:
    done = paicha("import", filled / BRANCH.folder, workbook(BRANCH), "--yes")
    assert done.returncode == 0, done.stderr
    assert "没有要新增或变更的内容" in done.stdout


def test_damaged_cut_foreign_and_repeated_bundles_each_say_what_they_are(
    filled: Path, bundle: Path, tmp_path: Path
) -> None:
    committee, department = filled / COMMITTEE.folder, filled / DEPARTMENT.folder
    raw = bundle.read_bytes()
    flipped, cut, noise = tmp_path / "a.dyb.age", tmp_path / "b.dyb.age", tmp_path / "c.dyb.age"
    flipped.write_bytes(raw[:-100] + bytes([raw[-100] ^ 1]) + raw[-99:])
    cut.write_bytes(raw[:-1])
    noise.write_text("not a bundle")
    told(paicha("bundle", "verify", committee, flipped), Fault.E04_DAMAGED)
    told(paicha("bundle", "verify", committee, cut), Fault.E04_DAMAGED)
    told(paicha("bundle", "verify", committee, noise), Fault.E02_NOT_A_BUNDLE)
    told(paicha("bundle", "open", department, bundle, "--yes"), Fault.E03_NOT_FOR_US)
    assert paicha("bundle", "verify", committee, bundle).returncode == 0
    assert "新增62人" in paicha("bundle", "open", committee, bundle, "--yes").stdout
    told(paicha("bundle", "open", committee, bundle, "--yes"), Fault.E15_DUPLICATE)


def test_a_report_needs_a_superior_and_a_writable_folder(filled: Path, tmp_path: Path) -> None:
    told(paicha("bundle", "seal", filled / DEPARTMENT.folder, tmp_path), Fault.NO_SUPERIOR)
    told(paicha("bundle", "seal", filled / BRANCH.folder, tmp_path / "none"), Fault.FOLDER_UNWRITABLE)
    assert paicha("bundle", "seal", filled / BRANCH.folder, tmp_path).returncode == 0


def test_cards_are_shown_and_written_and_a_wrong_fingerprint_is_refused(filled: Path, tmp_path: Path) -> None:
    shown = paicha("card", "show", filled / COMMITTEE.folder).stdout
    assert "上级" in shown
    assert "下级" in shown
    assert paicha("card", "write", filled / BRANCH.folder, tmp_path).returncode == 0
    (card,) = tmp_path.glob("paicha-card-*.json")
    wrong = ("--subordinate", "--fingerprint", "1" * 40)
    told(paicha("card", "accept", filled / DEPARTMENT.folder, card, *wrong), Fault.CARD_FINGERPRINT)


def test_units_are_set_up_where_their_kind_may_stand(filled: Path) -> None:
    committee = filled / COMMITTEE.folder
    added = paicha("unit", "add", committee, "--name", "校友党总支", "--kind", "党总支", "--code", "Z1")
    assert "已添加" in added.stdout, added.stderr
    below = paicha("unit", "add", committee, "--name", "校友一支部", "--kind", "党支部", "--code", "1", "--below", "Z1")
    assert below.returncode == 0, below.stderr
    assert "校友一支部" in paicha("unit", "list", committee).stdout
    again = ("unit", "add", committee, "--name", "校友党总支", "--kind", "党总支", "--code", "Z2")
    told(paicha(*again), Fault.ORGANIZATION_EXISTS)
    high = ("unit", "add", committee, "--name", "某部", "--kind", "组织部", "--code", "Z3")
    told(paicha(*high), Fault.KIND_UNSUITABLE)
    told(paicha("unit", "add", committee, "--name", "某处", "--kind", "处", "--code", "Z4"), Fault.KIND_UNKNOWN)


def test_the_empty_roster_is_written_once(tmp_path: Path) -> None:
    assert paicha("template", tmp_path).returncode == 0
    assert (tmp_path / "roster.xlsx").stat().st_size > 5000
    told(paicha("template", tmp_path), Fault.FILE_EXISTS)


def test_the_walk_needs_no_terminal_and_no_network_and_ends_in_the_department(tmp_path: Path) -> None:
    enclosed = ["unshare", "--net", "--map-root-user"]
    done = subprocess.run(
        [*enclosed, PAICHA, "demo", tmp_path], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "已接收" in done.stdout
    for said in (
        "这一步不由本级党组织办理",
        "结果未回，本件须等待",
        "线索已移送，等待结果",
        "退回后待办“提出处置意见”",
    ):
        assert said in done.stdout
    with enter(tmp_path / "walk", DEPARTMENT) as vault:
        states = vault.read(lambda db: dict(db.execute_sql("SELECT state, count(*) FROM disposal_case GROUP BY 1")))
        assert states.result() == {"history": 1, "open": 7, "withdrawn": 1}
        count = vault.read(lambda db: db.execute_sql("SELECT count(*) FROM member").fetchone()[0]).result()
    assert count >= 1938
    again = subprocess.run([PAICHA, "demo", tmp_path], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    shutil.rmtree(tmp_path / "walk")
