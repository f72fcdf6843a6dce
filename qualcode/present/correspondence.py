"""A map of which codes lie nearer to which roles or cases; it describes, and tests nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from qualcode.analysis.correspondence import Correspondence, said
from qualcode.analysis.correspondence import correspondence as analyse
from qualcode.errors import TableError, listing
from qualcode.present.report import Report, Section
from qualcode.present.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CAUTION = (
    "A description of this table only: it tests nothing, and a few people can carry a dimension. Points"
    " of rows may be compared with rows, columns with columns; how near a row lies to a column is no"
    " measure of how often they go together: the table says that."
)


@dataclass(repr=False)
class Map(Report):
    """A correspondence map. `frame` has a row for each point: kind ("row", "column"), point, label, dim1, dim2,
    mass (share of the counts), quality (share of the point's inertia that the two dimensions show). dim2 is
    missing where the table has one dimension only."""

    found: Correspondence | None = None
    labels: dict[str, str] | None = None

    def plot(self, ax: Axes | None = None, **options: Any) -> Axes:
        """The map; see `qualcode.plots.correspondence_map`."""
        from qualcode.present.plots_correspondence import correspondence_map

        return correspondence_map(self, ax=ax, **options)


def _spoken(name: Any, labels: dict[str, str]) -> str:
    """What print calls a row or column, as the figure does."""
    parts = name if isinstance(name, tuple) else (name,)
    return " × ".join(str(labels.get(part, part)) for part in parts)


def correspondence(table: Table | pd.DataFrame) -> Map:
    """Correspondence analysis of a table of counts, descriptive only.

    table: a crosstab with the measure "n", or any frame of counts. Its rows and columns become points of
    one map (both in principal coordinates). Needs the extra `maps`. Returns a Map. Raises TableError for
    a table of shares or rates, and with fewer than two rows or columns that hold something.
    """
    if isinstance(table, Table):
        if table.what.measure != "n" or not table.what.attributes:
            raise TableError(
                "correspondence",
                "not a crosstab of counts",
                "a table of counts by one attribute or two",
            )
        frame, labels = table.frame, dict(table.labels)
        title = f"Correspondence map: {table.what.sentence().rstrip('.')}"
        notes, origin = list(table.notes), table.provenance
    else:
        frame, labels, title, notes, origin = table, {}, "Correspondence map", [], ""
    found = analyse(frame)
    rows, printed = [], list[str]()
    for kind, frame_of, mass, quality in (
        ("row", found.rows, found.mass_rows, found.quality_rows),
        ("column", found.columns, found.mass_columns, found.quality_columns),
    ):
        places = frame_of.to_numpy(dtype=float)
        for at, name in enumerate(frame_of.index):
            # On a line nothing has a second place.
            second = float(places[at, 1]) if places.shape[1] > 1 else None
            text = _spoken(name, {})
            printed.append(_spoken(name, {} if kind == "column" else labels))
            rows.append((kind, text, float(places[at, 0]), second, mass.iloc[at], quality.iloc[at]))
    points = pd.DataFrame(rows, columns=["kind", "point", "dim1", "dim2", "mass", "quality"])
    points.insert(2, "label", printed)
    points["dim2"] = points["dim2"].astype("Float64")
    shown = {"dim1": "coefficient", "dim2": "coefficient", "mass": "share", "quality": "share"}
    inertias = pd.DataFrame(
        {
            "dimension": range(1, len(found.inertias) + 1),
            "inertia": found.inertias,
            "share": found.inertias / found.total,
        }
    )
    if found.left_out:
        notes = [
            "Left out, as they hold nothing or have cells that do not exist:"
            f" {listing((labels.get(each, each) for each in found.left_out), 12)}.",
            *notes,
        ]
    if found.rows.shape[1] == 1:
        notes = ["The table has one dimension only, so all points lie on a line.", *notes]
    return Map(
        title,
        [
            Section("Points", points, formats=shown, hidden=("point",)),
            Section("Inertia", inertias, formats={"inertia": "number", "share": "share"}),
        ],
        [said(found), CAUTION, *notes],
        origin,
        found,
        labels,
    )
