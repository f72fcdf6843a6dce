// Settling on other edges or another code than any coder's.

import { button, fill, h } from "./dom.js";
import { dialog, field } from "./dialog.js";
import { shortened } from "./compare_words.js";

const AROUND = 60; // characters before and after that are shown

/**
 * @typedef {import("./doc.js").Doc} Doc @typedef {import("./compare_words.js").Place} Place
 */

/**
 * Ask for edges and code; keeps nothing itself.
 * @param {import("./app.js").App} app
 * @param {{doc: Doc, place: Place, coders: string[], codes: string[], selection: {start: number, end: number} | null, reason: string,
 *   settle: (cells: {start: number, end: number, code: string, reason: string}) => void}} asked
 */
export function editPlace(app, { doc, place, coders, codes, selection, reason, settle }) {
  const first = place.edit ?? place.standing[0]?.slice(1) ?? place.own[coders.find((each) => place.own[each]) ?? ""]?.slice(1);
  let [start, end, code] = /** @type {[number, number, string]} */ (first);
  if (selection) ({ start, end } = selection);
  const chosen = field("Code", {
    kind: "select",
    value: code,
    options: [...new Set([...codes, code])].map((each) => [each, `${app.letterOf(each)} · ${app.nameOf(each)}`]),
  });
  const why = field("Reason", { kind: "area", value: reason, rows: 2, hint: "Kept as a memo on the coding of the consensus." });
  const shown = h("p", { class: "qc-said qc-compare-stretch", dir: "auto" });
  const told = h("p", { class: "qc-unseen", role: "status" });
  const draw = () => {
    const from = doc.edge(Math.max(0, start - AROUND), -1);
    const to = doc.edge(Math.min(doc.length, end + AROUND), 1);
    // Of a long stretch its edges are what is looked at.
    const long = end - start > 5 * AROUND;
    const words = long ? [doc.slice(start, doc.edge(start + 2 * AROUND, 1)), " … ", doc.slice(doc.edge(end - 2 * AROUND, -1), end)] : doc.slice(start, end);
    fill(shown, from > 0 ? "…" : "", doc.slice(from, start), h("mark", null, words), doc.slice(end, to), to < doc.length ? "…" : "");
  };
  const move = (a, b) => {
    const trimmed = a < b ? doc.trimmed(a, b) : null;
    if (!trimmed) return;
    ({ start, end } = trimmed);
    draw();
    told.textContent = shortened(doc.printed(start, end), 120);
  };
  const edges = {
    startBack: () => move(doc.word(start, -1)?.[0] ?? start, end),
    startOn: () => move(doc.word(start + 1, 1)?.[0] ?? start, end),
    endOn: () => move(start, doc.word(end, 1)?.[1] ?? end),
    endBack: () => {
      let word = doc.word(end, -1);
      if (word && word[1] >= end) word = doc.word(word[0], -1);
      if (word) move(start, word[1]);
    },
  };
  const take = (words, from, to) => button(words, () => move(from, to), { class: "qc-small" });
  draw();
  dialog(app, {
    title: "Settle on other edges or another code",
    wide: true,
    body: [
      chosen.element,
      h(
        "fieldset",
        { class: "qc-field" },
        h("legend", null, "Words"),
        shown,
        told,
        h(
          "div",
          { class: "qc-toolbar" },
          h("span", { class: "qc-label" }, "Start"),
          button("A word earlier", edges.startBack, { icon: "left", bare: true, "aria-label": "Start a word earlier" }),
          button("A word later", edges.startOn, { icon: "right", bare: true, "aria-label": "Start a word later" }),
          h("span", { class: "qc-label" }, "End"),
          button("A word earlier", edges.endBack, { icon: "left", bare: true, "aria-label": "End a word earlier" }),
          button("A word later", edges.endOn, { icon: "right", bare: true, "aria-label": "End a word later" }),
          coders.filter((each) => place.own[each]).map((each) => take(`As ${each}`, place.own[each][1], place.own[each][2])),
          selection ? take("As selected", selection.start, selection.end) : null,
        ),
        selection ? null : h("p", { class: "qc-hint" }, "Words that are selected in the text are offered here, too."),
      ),
      why.element,
    ],
    actions: [{ label: "Settle so", run: () => settle({ start, end, code: chosen.input.value, reason: why.input.value.trim() }) }],
  });
}
