"""Documents as one HTML page: nothing is loaded from anywhere, nothing runs, and it prints well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from qualcode.core.outfiles import write_whole
from qualcode.errors import UsageError
from qualcode.present.sheets import clean
from qualcode.present.table import escape
from qualcode.readers.papers import checked_align, checked_rows, head_spans

# A date is kept on one line, however narrow its column.
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;margin:2em auto;padding:0 1.5em;
 max-width:50em;background:Canvas;color:CanvasText}
body.wide{max-width:90em}
h1{font-size:1.6em;line-height:1.25}
h2{font-size:1.25em;margin:2em 0 .6em;border-bottom:1px solid rgba(128,128,128,.5)}
h3{font-size:1.05em;margin:1.4em 0 .3em}
h1,h2,h3,p,blockquote,td{overflow-wrap:break-word}
p{margin:.5em 0;white-space:pre-line}
blockquote{margin:.5em 0 .5em 1em;padding-left:1em;border-left:3px solid rgba(128,128,128,.5)}
blockquote p{margin:0}
blockquote footer,.note{font-size:.85em;opacity:.8}
ul{margin:0;padding-left:1.1em}
table{border-collapse:collapse;width:100%;font-size:.9em}
th,td{text-align:left;vertical-align:top;padding:.35em .6em;border-bottom:1px solid
 rgba(128,128,128,.35)}
thead th{border-bottom:2px solid rgba(128,128,128,.7);position:sticky;top:0;background:Canvas}
td.r,th.r{text-align:right;font-variant-numeric:tabular-nums}
td.c,th.c{text-align:center}
caption{text-align:left;font-weight:600;padding:.4em 0}
td.fix{white-space:nowrap;font-variant-numeric:tabular-nums}
tr.undone td{opacity:.65}
@media print{
 body,body.wide{margin:0;padding:0;max-width:none;font-size:10pt}
 thead th{position:static}
 tr,blockquote{break-inside:avoid}
 h2,h3{break-after:avoid}
 tr.undone td{opacity:1;font-style:italic}
}
""".strip()


# The same for a part of somebody else's page (a notebook), which it leaves as it is.
PART_STYLE = """
.qualcode-report{max-width:90em}
.qualcode-report h1{font-size:1.3em}
.qualcode-report h2{font-size:1.1em;margin:1.2em 0 .4em}
.qualcode-report p{margin:.4em 0;white-space:pre-line}
.qualcode-report .note{font-size:.85em;opacity:.8}
.qualcode-report table{border-collapse:collapse;margin:.4em 0}
.qualcode-report th,.qualcode-report td{text-align:left;vertical-align:top;padding:.25em .6em;
 border-bottom:1px solid rgba(128,128,128,.35)}
.qualcode-report thead th{border-bottom:2px solid rgba(128,128,128,.7)}
.qualcode-report .r{text-align:right;font-variant-numeric:tabular-nums}
.qualcode-report .c{text-align:center}
.qualcode-report .fix{white-space:nowrap}
""".strip()


def safe(text: object) -> str:
    """Text from a study inside HTML."""
    return escape(clean(text))


class HtmlPaper:
    """An HTML page with the methods of `Paper`, so that a document is written once for all formats.

    title: of the page. wide: for tables. `raw` takes HTML that is escaped already.
    """

    def __init__(self, title: str = "", *, wide: bool = False) -> None:
        self.title, self.wide = title, wide
        self._blocks: list[str] = []

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; level 1 to 6."""
        if not 1 <= level <= 6:
            raise UsageError("heading", f"level {level}", "1 to 6")
        self._blocks.append(f'<h{level} dir="auto">{safe(text)}</h{level}>')

    def paragraph(self, text: str, style: str | None = None) -> None:
        """A paragraph; style None, "bullet", "bold" or "italic". Line ends are kept."""
        tags = {"bold": ("<b>", "</b>"), "italic": ("<i>", "</i>")}
        before, after = tags.get(style or "", ("", ""))
        said = f"{before}{safe(text)}{after}"
        if style == "bullet":
            self._blocks.append(f'<ul><li dir="auto">{said}</li></ul>')
        else:
            self._blocks.append(f'<p dir="auto">{said}</p>')

    def quotation(self, text: str, source: str = "") -> None:
        """Words of a study, with where they come from beneath."""
        foot = f"<footer>{safe(source)}</footer>" if source else ""
        self._blocks.append(f'<blockquote dir="auto"><p>{safe(text)}</p>{foot}</blockquote>')

    def note(self, text: str) -> None:
        """Small print."""
        self._blocks.append(f'<p class="note">{safe(text)}</p>')

    def table(
        self,
        head: Sequence[Sequence[str]],
        rows: Sequence[Sequence[str]],
        align: Sequence[str] = "",
        *,
        foot: Sequence[Sequence[str]] = (),
        title: str = "",
    ) -> None:
        """A table; arguments and errors as in `Paper.table`."""
        width, (heads, body, feet) = checked_rows(head, rows, foot)
        sides = checked_align(align, width)
        out = ["<table>"]
        if title:
            out.append(f"<caption>{safe(title)}</caption>")
        out.append("<thead>")
        for level in range(len(heads)):
            cells = (
                f'<th scope="{"colgroup" if end > start else "col"}" colspan="{end - start + 1}"'
                f' class="{sides[start]}">{safe(text)}</th>'
                for start, end, text in head_spans(heads, level)
            )
            out.append(f"<tr>{''.join(cells)}</tr>")
        out.append("</thead>")
        for tag, part in (("tbody", body), ("tfoot", feet)):
            if not part:
                continue
            out.append(f"<{tag}>")
            for row in part:
                cells = (
                    f'<td class="{f"{side} fix" if _DATE.fullmatch(text) else side}" dir="auto">{safe(text)}</td>'
                    for text, side in zip(row, sides, strict=True)
                )
                out.append(f"<tr>{''.join(cells)}</tr>")
            out.append(f"</{tag}>")
        self._blocks.append("\n".join([*out, "</table>"]))

    @property
    def body(self) -> str:
        """What stands in the page, to be put into another one (a notebook)."""
        return '<div class="qualcode-report">\n' + "\n".join(self._blocks) + "\n</div>"

    def raw(self, blocks: Sequence[str]) -> None:
        """HTML as it is; whoever gives it has escaped every word of the study in it."""
        self._blocks += blocks

    @property
    def text(self) -> str:
        """The whole page."""
        return "\n".join(
            [
                "<!DOCTYPE html>",
                '<html lang="en">',
                "<head>",
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{safe(self.title)}</title>",
                f"<style>{STYLE}</style>",
                "</head>",
                '<body class="wide">' if self.wide else "<body>",
                "<main>",
                *self._blocks,
                "</main>",
                "</body>",
                "</html>",
                "",
            ]
        )

    def save(self, path: str | Path) -> None:
        """Write the page (UTF-8). ExportError for another suffix, and where it cannot be written."""
        data = self.text.encode("utf-8")
        write_whole(path, (".html", ".htm"), lambda part: part.write_bytes(data))
