"""What is said of a checked bundle before it is received; screens and the command line show the same lines."""

from collections.abc import Iterator
from typing import Final

from tui.intake.bundles import Checked
from tui.intake.disposal_decisions import CheckedDecisions
from tui.rules.roles import Profile
from tui.store.commands.disposal_decisions import AppliedDecisions
from tui.store.commands.reports import Applied

MOST: Final = 200
"""Decisions that are listed one by one before they are received."""


def bundle_lines(checked: Checked, preview: Applied | None) -> Iterator[tuple[str, str]]:
    """Label and value, line by line: whose it is, what it carries, and, after a rehearsal, what it would change."""
    manifest = checked.manifest
    yield from _sender(checked)
    yield "内容", f"党组织{len(manifest.slices)}个，党员{checked.members:,}人，记录{checked.records:,}条"
    yield "保管方式", Profile(manifest.custody.profile).label
    if preview:
        yield from _changes(preview)
    yield from _notes(checked)


def decision_lines(checked: CheckedDecisions, preview: AppliedDecisions | None) -> Iterator[tuple[str, str]]:
    """The same for decisions: after a rehearsal, who decided what about whom."""
    decisions = checked.decisions
    yield from _sender(checked)
    yield "内容", f"处置决定{len(decisions.records):,}件"
    for card in decisions.cards:
        yield "另一决定单位", f"{card.name}（公钥卡由发件单位转来，指纹{card.fingerprint}）"
    yield "保管方式", Profile(checked.manifest.custody.profile).label
    if preview:
        yield "", ""
        yield "", f"接收后：{preview.sentence()}"
        told = [(each, each.outcome) for each in preview.decided]
        told += [(each, f"上级已撤回（原为{each.outcome}）") for each in preview.taken_back]
        for each, outcome in told[:MOST]:
            whose = "·".join(part for part in (each.member, each.kind) if part)
            yield whose, f"{each.on_day} {each.unit} {each.step}：{outcome}"
        if len(told) > MOST:
            yield "", f"其余{len(told) - MOST:,}件不再列出"
        if preview.withdrawn:
            yield "提示", "撤回的决定不再有效，其后已办的步骤不计入程序，等上级重新办理后再办"
        if preview.below:
            yield "提示", f"涉及下级单位的党员{preview.below:,}人，接收后请用“下发处置决定”转发"
        if preview.overtaken:
            yield "提示", "已被取代的，请把案件重新上报，由上级就现在的案件重新办理"
    yield from _notes(checked)


def _sender(checked: Checked | CheckedDecisions) -> Iterator[tuple[str, str]]:
    manifest = checked.manifest
    yield "发件单位", f"{checked.card.name}（{checked.card.code}）"
    yield "编号", f"第{manifest.seq}号，{manifest.created[:16].replace('T', ' ')}封装"


def _notes(checked: Checked | CheckedDecisions) -> Iterator[tuple[str, str]]:
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
