"""Tables and documents as pictures that say their numbers, their bases and what they count.

For matplotlib only. Nothing here counts: a picture draws the numbers of a `Table`, or of the word shares
that analysis found.
"""

from __future__ import annotations

from qualcode.present.plots_agreement import forest_plot
from qualcode.present.plots_alt import alt_text
from qualcode.present.plots_automation import acceptance_plot
from qualcode.present.plots_bars import bar_plot, dot_plot
from qualcode.present.plots_base import ink as _ink  # noqa: F401
from qualcode.present.plots_base import save
from qualcode.present.plots_cooccurrence import cooccurrence_matrix, cooccurrence_network
from qualcode.present.plots_correspondence import correspondence_map
from qualcode.present.plots_evaluation import (
    calibration_plot,
    evaluation_figure,
    learning_plot,
)
from qualcode.present.plots_heat import COLORS, heat_map
from qualcode.present.plots_panels import small_multiples
from qualcode.present.plots_portrait import portrait
from qualcode.present.plots_saturation import accumulation_plot

__all__ = [
    "COLORS",
    "acceptance_plot",
    "accumulation_plot",
    "alt_text",
    "bar_plot",
    "calibration_plot",
    "cooccurrence_matrix",
    "cooccurrence_network",
    "correspondence_map",
    "dot_plot",
    "evaluation_figure",
    "forest_plot",
    "heat_map",
    "learning_plot",
    "portrait",
    "save",
    "small_multiples",
]
