"""What is said of a checked bundle before it is received; screens and the command line show the same lines."""

from collections.abc import Iterator

from tui.intake.bundles import Checked
from tui.rules.roles import Profile
from tui.store.commands.reports import Applied


def bundle_lines(checked: Checked, preview: Applied | None) -> Iterator[tuple[str, str]]:
    """Label and value, line by line: whose it is, what it carries, and, after a rehearsal, what it would change."""
    manifest = checked.manifest
    yield "发件单位", f"{checked.card.name}（{checked.card.code}）"
    yield "编号", f"第{manifest.seq}号，{manifest.created[:16].replace('T', ' ')}封装"
    yield "内容", f"党组织{len(manifest.slices)}个，党员{checked.members:,}人，记录{checked.records:,}条"
    yield "保管方式", Profile(manifest.custody.profile).label
    if preview:
        yield from _changes(preview)
    if checked.missing:
        yield "提示", f"此前有{checked.missing}个数据包没有收到；每个数据包都是完整的，不影响接收"
    if checked.expired:
        yield "提示", "数据包已超过有效期，请与对方核实是否仍然有效"


def _changes(preview: Applied) -> Iterator[tuple[str, str]]:
    yield "", ""
    yield "", "接收后将发生的变化"
    yield "新增党员", f"{preview.members_new:,}人"
    yield "变更党员", f"{preview.members_changed:,}人"
    yield "没有变化", f"{preview.members_unchanged:,}人"
    yield "不再在册", f"{preview.members_gone:,}人"
    yield "新设党组织", f"{preview.organizations_new}个"
    yield "自查结论有更新", f"{preview.reviews:,}人"
    yield "核查结论有更新", f"{preview.verifications:,}人"
    yield "程序发现的问题有更新", f"{preview.findings:,}条"
    yield "台账有更新", f"{preview.ledgers:,}条"
    if preview.attachments:
        yield "收存附件", f"{preview.attachments:,}份"
    if preview.slices_older:
        yield "提示", f"{preview.slices_older}个党组织本库已有更新的数据，将不采用包中的"
