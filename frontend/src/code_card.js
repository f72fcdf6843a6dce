// Beside the text: what is selected, or the coding that is looked at, with what can be done with it.

import { button, counted, fill, h } from "./dom.js";
import { facts, when } from "./code_tip.js";
import { shortened } from "./code_dialogs.js";

/** @typedef {import("./app.js").App} App @typedef {import("./doc.js").Coding} Coding @typedef {import("./doc.js").Doc} Doc */

/** Where nothing is selected: how to begin. @param {HTMLElement} host */
export function drawHint(host) {
  fill(
    host,
    h("h2", { class: "qc-unseen" }, "Selection"),
    h(
      "p",
      { class: "qc-hint qc-begin" },
      "Select words with the mouse, then click a code below. By keys: ", h("kbd", null, "↑"), " ", h("kbd", null, "↓"), " go from turn to turn, ",
      h("kbd", null, "Enter"), " selects one, ", h("kbd", null, "Shift"), " ", h("kbd", null, "→"), " selects words; ", h("kbd", null, "?"), " shows all keys.",
    ),
  );
}

/**
 * @param {HTMLElement} host @param {App} app @param {Doc} doc @param {{start: number, end: number}} range
 * @param {{look: (coding: Coding) => void, memo: () => void, copy: () => void, clear: () => void}} does
 */
export function drawSelection(host, app, doc, range, does) {
  const words = doc.printed(range.start, range.end);
  const number = words.split(/\s+/).filter(Boolean).length;
  const turns = new Set(doc.blocksIn(range.start, range.end).map((each) => each.turn).filter((each) => !!each));
  const own = doc.codingsIn(range.start, range.end).filter((each) => each.coder === app.session.coder);
  fill(
    host,
    h("div", { class: "qc-here-head" }, h("h2", null, "Selected"), h("span", { class: "qc-count" }, counted(number, "word"), turns.size > 1 ? `, ${turns.size} turns` : ""), button("Clear the selection", does.clear, { icon: "close", bare: true, class: "qc-small qc-push" })),
    h("blockquote", { class: "qc-said qc-selected", dir: "auto" }, shortened(words, 100)),
    own.length
      ? h("ul", { class: "qc-also" }, own.slice(0, 6).map((each) => h("li", null, chip(app, each, does.look))), own.length > 6 ? h("li", { class: "qc-quiet" }, `and ${own.length - 6} more`) : null)
      : null,
    h("div", { class: "qc-toolbar" }, button("Memo", does.memo, { icon: "memo", class: "qc-small", keys: "m" }), button("Copy", does.copy, { class: "qc-small" })),
  );
}

/** @param {App} app @param {Coding} each @param {(coding: Coding) => void} look */
function chip(app, each, look) {
  return h(
    "button",
    { type: "button", class: "qc-chip", data: { hue: app.hueOf(each.code) }, on: { click: () => look(each) } },
    h("span", { class: "qc-letter" }, app.letterOf(each.code)), " ", app.nameOf(each.code),
    each.coder === app.session.coder ? null : h("span", { class: "qc-quiet" }, ` · ${each.coder}`),
  );
}

/**
 * @param {HTMLElement} host @param {App} app @param {Doc} doc @param {Coding} coding
 * @param {{look: (coding: Coding | null) => void, edges: () => void, toSelection: (() => void) | null, code: () => void,
 *   retract: () => void, memo: () => void, copy: () => void, key: () => void, moving: string | null,
 *   save: () => void, leave: () => void}} does
 */
export function drawCard(host, app, doc, coding, does) {
  const code = app.codes.get(coding.code);
  const own = coding.coder === app.session.coder;
  const others = doc.codingsIn(coding.start, coding.end).filter((each) => each !== coding);
  const theme = code && code.theme !== code.code ? app.nameOf(code.theme) : "";
  const noted = h("div", { class: "qc-noted" });
  fill(
    host,
    h(
      "div",
      { class: "qc-card", data: { hue: app.hueOf(coding.code) } },
      h(
        "div",
        { class: "qc-here-head" },
        h("span", { class: "qc-letter" }, app.letterOf(coding.code)),
        h("h2", null, app.nameOf(coding.code)),
        button("Back to the selection", () => does.look(null), { icon: "close", bare: true, class: "qc-small qc-push", keys: "Escape" }),
      ),
      theme ? h("p", { class: "qc-quiet" }, theme) : null,
      h("blockquote", { class: "qc-said", dir: "auto" }, shortened(doc.printed(coding.start, coding.end), 120)),
      h("p", { class: "qc-facts" }, facts(coding).join(" · ")),
      does.moving
        ? h("div", { class: "qc-note" }, h("p", null, does.moving), h("p", { class: "qc-toolbar" }, button("Save the edges", does.save, { class: "qc-small qc-main" }), button("Leave them", does.leave, { class: "qc-small" })))
        : coding.unsaved
          ? h("p", { class: "qc-note" }, "Not saved yet. It is kept in this page and sent as soon as the study answers; then it can be changed.")
          : h(
              "div",
              { class: "qc-toolbar" },
              own
                ? [
                    button("Edges", does.edges, { class: "qc-small", keys: "e" }),
                    does.toSelection ? button("Edges to the selected words", does.toSelection, { class: "qc-small" }) : null,
                    button("Change code", does.code, { class: "qc-small", keys: "r" }),
                  ]
                : null,
              button(coding.memos ? `Memos (${coding.memos})` : "Memo", does.memo, { icon: "memo", class: "qc-small", keys: "m" }),
              button(coding.key ? "Key quotation" : "Make it a key quotation", does.key, { class: "qc-small", "aria-pressed": coding.key ? "true" : "false", keys: "k" }),
              button("Copy", does.copy, { class: "qc-small", keys: "q" }),
              own ? button("Retract", does.retract, { icon: "trash", class: "qc-small qc-danger", keys: "Delete" }) : null,
            ),
      coding.stale ? h("p", { class: "qc-note qc-warn" }, "Coded under an earlier definition. Read the present one, and change or keep the coding.") : null,
      code?.definition ? h("p", { class: "qc-definition" }, code.definition) : h("p", { class: "qc-quiet" }, code ? "No definition yet." : "This code is not in the codebook any more."),
      code && (code.include.length || code.exclude.length)
        ? h(
            "details",
            null,
            h("summary", null, "When it is put on, and when not"),
            code.include.length ? h("p", null, h("b", null, "Yes: "), code.include.join("; ")) : null,
            code.exclude.length ? h("p", null, h("b", null, "No: "), code.exclude.join("; ")) : null,
          )
        : null,
      noted,
      others.length
        ? h("div", null, h("h3", null, "Also on these words"), h("ul", { class: "qc-also" }, others.slice(0, 8).map((each) => h("li", null, chip(app, each, does.look))), others.length > 8 ? h("li", { class: "qc-quiet" }, `and ${others.length - 8} more`) : null))
        : null,
    ),
  );
  if (coding.memos) {
    app.read("memos", { on: coding.id, others: app.others }).then(
      (found) => {
        if (!noted.isConnected) return;
        fill(noted, found.slice(0, 3).map((each) => h("article", { class: "qc-memo" }, h("p", { class: "qc-quiet" }, [each.coder, when(each.time)].join(" · ")), each.title ? h("h3", null, each.title) : null, h("p", { class: "qc-memo-words" }, shortened(each.text, 400)))));
      },
      () => {}, // the number of memos is there, and the button leads to them
    );
  }
}
