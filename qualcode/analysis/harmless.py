"""Words of a study as a terminal may show them."""

from __future__ import annotations

# The pictures that Unicode has of control characters say what stands there: ESC is ␛.
_PICTURES = {n: 0x2400 + n for n in range(0x20) if chr(n) not in "\n\t"}
_PICTURES |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}
# Halves of surrogate pairs cannot be written at all.
_PICTURES |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def harmless(text: object) -> str:
    """`text` with line breaks and tabs as they are, and nothing that a terminal would obey.

    Other control characters are shown as their pictures (␛ for ESC), those from U+0080 to U+009F and
    halves of surrogate pairs as U+FFFD. A carriage return is a line break.
    """
    return str(text).replace("\r\n", "\n").replace("\r", "\n").translate(_PICTURES)
