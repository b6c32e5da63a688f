"""The command line's part in the tree of units: showing it, setting up units below one's own."""

from typing import Annotated

import typer

from tui.console import VaultFolder, unlocked
from tui.faults import Failure, Fault
from tui.rules.units import UnitKind, kind_of
from tui.store.commands.organizations import add_organization
from tui.store.queries import units
from tui.store.queries.units import Unit
from tui.store.vault import Vault
from tui.tables import table

tree = typer.Typer(help="党组织：列出、添加", no_args_is_help=True)


@tree.command("list")
def list_units(folder: VaultFolder) -> None:
    """列出本单位及以下各级党组织。"""
    with unlocked(folder) as vault:
        found = _below(vault)
        names = {unit.id: unit.name for unit in found}
        rows = [
            (f"{'　' * unit.depth}{unit.name}", unit.code, unit.kind.label, names.get(unit.keeper, ""))
            for unit in found
        ]
        print(table(["党组织", "代码", "类别", "数据由谁维护"], rows))


@tree.command("add")
def add_unit(
    folder: VaultFolder,
    name: Annotated[str, typer.Option("--name", prompt="党组织名称", help="党组织名称")],
    kind: Annotated[
        str, typer.Option("--kind", prompt="类别（党工委、党委、党总支、直属党支部、党支部）", help="类别")
    ],
    code: Annotated[str, typer.Option("--code", prompt="党组织代码", help="党组织代码，同一上级下不得重复")] = "",
    below: Annotated[str, typer.Option("--below", help="上级党组织的名称或代码；默认为本单位")] = "",
) -> None:
    """在本单位或其下级党组织下面添加一个党组织。"""
    with unlocked(folder) as vault:
        parent = _named(vault, below) if below else vault.session.unit
        print(vault.write(add_organization, parent, required_kind(kind), code, name).result().sentence())


def required_kind(label: str) -> UnitKind:
    """The kind with this Chinese label; ``Failure(KIND_UNKNOWN)`` for any other text."""
    kind = kind_of(label)
    if kind is None:
        raise Failure(Fault.KIND_UNKNOWN, kinds="、".join(kind.label for kind in UnitKind))
    return kind


def _below(vault: Vault) -> list[Unit]:
    return vault.read(units.subtree, vault.session.unit).result()


def _named(vault: Vault, wanted: str) -> int:
    fitting = [unit for unit in _below(vault) if wanted in (unit.code, unit.name)]
    if len(fitting) != 1:
        raise Failure(Fault.ORGANIZATION_UNKNOWN, name=wanted)
    return fitting[0].id
