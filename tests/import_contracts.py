"""An import contract of our own, which `lint-imports` checks with those it brings (see pyproject.toml)."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

FEATURES = "bot.features"
PLUGS_IN = "build"
NOBODYS = frozenset({"build", "jobs", "listeners"})
"""What no other feature takes, be it of a shared one; only what plugs itself in may."""


class FeaturesMeetThroughService(Contract):
    """A feature takes from another what its `service` offers; what looks may also use the other's `views`.

    The features in `shared` are there for the others, so all they decide and show may be used, and what they
    receive with by what plugs itself in. `offered` are modules of others which that may use as well.
    """

    type_name = "features_meet"
    shared = fields.SetField(subfield=fields.StringField())
    looks = fields.SetField(subfield=fields.StringField())
    offered = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 - its signature
        """Return every direct import by which features meet elsewhere."""
        met = [
            (importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not self._may(_parts(importer), _parts(imported))
        ]
        return ContractCheck(kept=not met, metadata={"met": met})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import."""
        for importer, imported in check.metadata["met"]:
            output.print_error(f"- {importer} -> {imported}")

    def _may(self, importer: tuple[str, str], imported: tuple[str, str]) -> bool:
        feature, layer = importer
        other, room = imported
        if not room or not layer or feature == other or room == "service":
            return True
        if other in _plain(self.shared):
            return room not in NOBODYS or layer == PLUGS_IN
        if f"{other}.{room}" in _plain(self.offered):
            return layer == PLUGS_IN
        return room == "views" and layer in _plain(self.looks)


def _parts(module: str) -> tuple[str, str]:
    """Return the feature a module belongs to and its room there; empty ones for a module of none."""
    if not module.startswith(f"{FEATURES}."):
        return "", ""
    feature, room, *_rest = [*module.removeprefix(f"{FEATURES}.").split("."), "", ""]
    return feature, room


def _plain(value: Any) -> set[str]:  # noqa: ANN401 - a field gives what it read
    return set(value or ())
