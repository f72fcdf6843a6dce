"""Tables as HTML: a fragment for notebooks, and a page in which every number opens its quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.present.sheets import Behind, behind, clean, rows_of, spans
from qualcode.present.table import ABSENT
from qualcode.present.table import escape as escaped
from qualcode.readers.papers import head_spans

if TYPE_CHECKING:
    from qualcode.present.table import Part, Table

# Colours are inherited or half-transparent, so that the same rules read on light and on dark; a
# notebook's own theme is not the one that `prefers-color-scheme` knows. The class is doubled where
# notebooks style tables by element and class.
STYLE = """
.qualcode-table{overflow-x:auto;color:inherit;margin:.5em 0}
.qualcode-table table.qc-t{border-collapse:collapse;margin:0;font-size:.95em;color:inherit;border:0}
.qualcode-table .qc-t caption{caption-side:top;text-align:left;font-weight:600;padding:.3em 0;
 color:inherit}
.qualcode-table .qc-t th,.qualcode-table .qc-t td{padding:.3em .7em;border:0;background:none;
 vertical-align:baseline;color:inherit}
.qualcode-table .qc-t th{text-align:left;font-weight:400;max-width:24em;overflow-wrap:break-word}
.qualcode-table .qc-t tbody th{min-width:9em}
.qualcode-table .qc-t tfoot th{white-space:nowrap}
.qualcode-table .qc-t thead th{font-weight:600;vertical-align:bottom;text-align:right;
 max-width:10em}
.qualcode-table .qc-t thead th[scope=colgroup]{text-align:center;max-width:none;
 border-bottom:1px solid rgba(128,128,128,.5)}
.qualcode-table .qc-t thead th[scope=col]{min-width:4.2em}
.qualcode-table .qc-t thead th.qc-rows{text-align:left}
.qualcode-table .qc-t thead th.qc-all{min-width:0}
.qualcode-table .qc-t tbody tr{background:none}
.qualcode-table .qc-t tbody tr:hover{background:rgba(128,128,128,.13)}
.qualcode-table .qc-t td{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.qualcode-table .qc-t thead tr:last-child th,.qualcode-table .qc-t thead th[rowspan]{
 border-bottom:2px solid rgba(128,128,128,.7)}
.qualcode-table .qc-t .qc-all{border-left:1px solid rgba(128,128,128,.5)}
.qualcode-table .qc-t colgroup.qc-g+colgroup.qc-g{border-left:1px solid rgba(128,128,128,.5)}
.qualcode-table .qc-t .qc-absent{opacity:.6}
.qualcode-table .qc-t tfoot th,.qualcode-table .qc-t tfoot td{font-size:.9em;font-style:italic;
 padding:.1em .78em}
.qualcode-table .qc-t tfoot tr:first-child>*{border-top:2px solid rgba(128,128,128,.7);
 padding-top:.4em}
.qualcode-table .qc-t+.qc-t{margin-top:1.2em}
.qualcode-table .qc-notes{font-size:.82em;line-height:1.4;max-width:70em;opacity:.85}
.qualcode-table .qc-notes p{margin:.35em 0}
""".strip()

# Sections are shown by :target alone: no script, no server. Print shows what is open on the screen, so
# that a table can be handed out without people's words, or with all of them.
PAGE_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;margin:2em auto;padding:0 1.5em;
 max-width:90em;background:Canvas;color:CanvasText}
a{color:LinkText}
.qualcode-table td a{display:block;margin:-.3em -.7em;padding:.3em .7em;text-decoration:underline;
 text-decoration-style:dotted;text-underline-offset:.2em}
.qualcode-table td a:hover,.qualcode-table td a:focus{background:rgba(128,128,128,.25)}
.qualcode-table .qc-t :is(tbody th,tfoot th,th.qc-rows){position:sticky;left:0;background:Canvas}
.qualcode-table td:target{outline:2px solid currentColor;outline-offset:-2px}
.qc-quotes section{display:none;max-width:60em;margin:1.5em 0;padding:.2em 1.2em 1em;
 border:1px solid rgba(128,128,128,.5);border-radius:.4em;scroll-margin-top:1em}
.qc-quotes section:target,.qc-quotes:target section{display:block}
.qc-quotes h2{font-size:1.1em;overflow-wrap:break-word}
.qc-quotes ol{padding-left:1.6em}
.qc-quotes li{margin:.8em 0}
.qc-quotes blockquote{margin:0;white-space:pre-line;overflow-wrap:break-word}
.qc-quotes cite{font-style:normal;font-size:.85em;opacity:.8}
.qc-ways{font-size:.9em}
@media print{
 body{margin:0;padding:0;max-width:none;font-size:10pt}
 .qualcode-table{overflow:visible}
 .qc-ways,.qc-back{display:none}
 .qualcode-table td a{color:inherit;text-decoration:none}
 .qualcode-table td:target{outline:none}
 .qualcode-table .qc-t tfoot{display:table-row-group}
 .qualcode-table tr,.qc-quotes li{break-inside:avoid}
 .qc-quotes section{border:0;padding:0;max-width:none}
 .qc-quotes h2{break-after:avoid}
}
""".strip()

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def _safe(text: Any) -> str:
    return escaped(clean(text))


def html_table(table: Table) -> str:
    """The table as a fragment that needs nothing around it, for notebooks and other pages."""
    return f"<style>{STYLE}</style>{_table(table, {})}"


def html_page(table: Table) -> str:
    """The table as a complete page; each number with codings behind it opens their quotations.

    Without scripts and without a server: the number is a link to a section under the table that shows
    when it is the target of the address. Nothing is loaded from anywhere, which the page's policy
    enforces.
    """
    found = list(behind(table))
    links = {
        (each.row, column): f"q{number}"
        for number, each in enumerate(found)
        for column in each.columns
    }
    title, rows = _safe(table.what.sentence()), rows_of(table)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>{STYLE}\n{PAGE_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        _table(table, links),
    ]
    if found:
        parts += [
            '<p class="qc-ways">A number opens its quotations.'
            ' <a href="#quotations">Show all quotations</a> · <a href="#">Hide them</a></p>',
            '<div class="qc-quotes" id="quotations">',
            *(_section(*rows[each.row], each, f"q{number}") for number, each in enumerate(found)),
            "</div>",
        ]
    parts += ["</main>", "</body>", "</html>", ""]
    return "\n".join(parts)


def _table(table: Table, links: dict[tuple[int, int], str]) -> str:
    heads, totals = table.heads, table.has_totals
    levels = max((len(head) for head in heads), default=1)
    groups = [end - start + 1 for start, end, _ in spans(heads, 0)] if levels > 1 else [len(heads)]
    out = [
        '<div class="qualcode-table">',
        '<table class="qc-t">',
        f"<caption>{_safe(table.what.sentence())}</caption>",
        # A head that spans columns names a group, and a group is what these elements make.
        "<colgroup></colgroup>",
        *(f'<colgroup class="qc-g" span="{size}"></colgroup>' for size in groups if size),
        *(["<colgroup></colgroup>"] if totals else []),
        "<thead>",
    ]
    down = f' rowspan="{levels}"' if levels > 1 else ""
    for level in range(levels):
        out.append("<tr>")
        if level == 0:
            out.append(
                f'<th class="qc-rows" scope="col"{down}>{_safe(table.what.level.capitalize())}</th>'
            )
        for start, end, text in spans(heads, level):
            if level < levels - 1:
                scope = f'scope="colgroup" colspan="{end - start + 1}"'
            else:
                scope = 'scope="col"'
            out.append(f"<th {scope}>{_safe(text)}</th>")
        if level == 0 and totals:
            meaning = "the distinct count over all columns, not their sum"
            out.append(
                f'<th class="qc-all" scope="col" title="{meaning}"{down}>{_safe(table.total_head)}</th>'
            )
        out.append("</tr>")
    out += ["</thead>", "<tbody>"]
    cells = table.cells()
    for at, (row, label) in enumerate(rows_of(table)):
        out.append(f'<tr><th scope="row" title="{_safe(row)}">{_safe(label)}</th>')
        out += [
            _cell(text, f"c{at}-{column}", links.get((at, column)))
            for column, text in enumerate(cells[at])
        ]
        if totals:
            out.append(_cell(table.total_text(at), name="qc-all"))
        out.append("</tr>")
    out += ["</tbody>", "<tfoot>"]
    for name, values in table.base_lines():
        out.append(f'<tr><th scope="row">{_safe(name)}</th>')
        out += [f"<td>{_safe(value)}</td>" for value in values]
        out.append('<td class="qc-all"></td></tr>' if totals else "</tr>")
    out += ["</tfoot>", "</table>"]
    for part in table.parts:
        out += _part(part)
    out.append('<div class="qc-notes">')
    out += [f"<p>{_safe(note)}</p>" for note in [*table.notes, table.provenance]]
    out += ["</div>", "</div>"]
    return "\n".join(out)


def _part(part: Part) -> list[str]:
    """A table under the main one."""
    out = ['<table class="qc-t">', f"<caption>{_safe(part.title)}</caption>", "<thead>"]
    for level in range(len(part.head)):
        out.append("<tr>")
        for start, end, text in head_spans(part.head, level):
            kind = "col" if level == len(part.head) - 1 else "colgroup"
            wide = f' colspan="{end - start + 1}"' if end > start else ""
            first = ' class="qc-rows"' if start == 0 else ""
            out.append(f'<th{first} scope="{kind}"{wide}>{_safe(text)}</th>')
        out.append("</tr>")
    out += ["</thead>", "<tbody>"]
    for label, *cells in part.rows:
        out.append(f'<tr><th scope="row">{_safe(label)}</th>')
        out += [f"<td>{_safe(cell)}</td>" for cell in cells]
        out.append("</tr>")
    return [*out, "</tbody>", "</table>"]


def _cell(text: str, place: str = "", link: str | None = None, name: str = "") -> str:
    title = ""
    if text == ABSENT:
        name = f"{name} qc-absent".strip()
        title = "no such combination, or not read: see the notes"
    inside = _safe(text)
    if link:
        inside = f'<a href="#{link}" title="Show the quotations">{inside}</a>'
    facts = {"class": name, "id": place if link else "", "title": title}
    attributes = "".join(f' {key}="{value}"' for key, value in facts.items() if value)
    return f"<td{attributes}>{inside}</td>"


def _section(row: str, label: str, found: Behind, name: str) -> str:
    head = f"{label} · {found.name}" if found.name else label
    number = len(found.quotes)
    out = [
        f'<section id="{name}" aria-labelledby="h-{name}">',
        f'<h2 id="h-{name}">{_safe(head)} ({number:,} {"coding" if number == 1 else "codings"})</h2>',
        "<ol>",
    ]
    for quote in found.quotes.to_dict("records"):
        # Under a theme the code tells more than the row; the same word twice tells nothing.
        facts = [
            _fact(quote, "source"),
            f"turn {_fact(quote, 'turn')}" if _fact(quote, "turn") else "",
            _fact(quote, "code") if _fact(quote, "code") != _safe(row) else "",
            f"coded by {_fact(quote, 'coder')}" if _fact(quote, "coder") else "",
        ]
        out.append(
            f'<li title="{_fact(quote, "coding_id")}"><blockquote dir="auto">'
            f"{_fact(quote, 'quotation')}</blockquote>"
            f"<cite>{' · '.join(fact for fact in facts if fact)}</cite></li>"
        )
    out += [
        "</ol>",
        f'<p class="qc-back"><a href="#c{found.row}-{found.columns[0]}">Back to the table</a></p>',
        "</section>",
    ]
    return "\n".join(out)


def _fact(quote: dict[Any, Any], name: str) -> str:
    """One column of a quotation, escaped; empty where it is missing or the frame has no such column."""
    import pandas as pd

    value = quote.get(name)
    return "" if value is None or value is pd.NA or value != value else _safe(value)
