"""Words of a study as a terminal may show them."""

from __future__ import annotations

from qualcode.errors import PICTURES

_SHOWN = {n: shown for n, shown in PICTURES.items() if chr(n) not in "\n\t"}
# Halves of surrogate pairs cannot be written at all.
_SHOWN |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def harmless(text: object) -> str:
    """`text` with line breaks and tabs as they are, and nothing that a terminal would obey.

    Other control characters are shown as their pictures (␛ for ESC), those from U+0080 to U+009F and
    halves of surrogate pairs as U+FFFD. A carriage return is a line break.
    """
    return str(text).replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN)
