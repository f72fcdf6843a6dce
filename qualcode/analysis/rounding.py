"""How numbers are rounded where they are printed: one way everywhere."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
NOTHING = 1e-12  # what rounding leaves of 0


def rounded(number: float, places: int) -> str:
    """A number with so many decimals, a half rounded away from 0 and with a true minus.

    Sums in another order may leave .525 a hair above or below itself; that must not decide how it is
    printed, so what is looked at are twelve digits. What rounds to nothing has no sign.
    """
    exact = Decimal(f"{number:.12g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(exact):f}"
    return f"{MINUS}{text}" if exact < 0 else text


def snapped(number: float) -> float:
    """What rounding leaves of 0 is 0, and has no sign."""
    return 0.0 if abs(number) < NOTHING else float(number)
