// Codings beside their paragraph: bars that reach as far as the words, and names next to them.

import { fill, h } from "./dom.js";

/** @typedef {import("./doc.js").Coding} Coding @typedef {import("./doc.js").Block} Block */

const STYLES = ["solid", "dashed", "dotted", "double", "wavy"];
export const LINES = 3; // underlines that find room under a line of text
export const LANES = 6; // bars side by side
const LANE = 7; // px from bar to bar
const ROW = 21; // px of a name

/** Kind of line by which a theme is known where colours are not. @param {import("./app.js").App} app @param {string} code */
export function lineOf(app, code) {
  const place = (app.themes ?? []).indexOf(app.codes.get(code)?.theme ?? "");
  return STYLES[Math.max(0, place) % STYLES.length];
}

/** Lane of each coding, so that those that overlap never share one. @param {Coding[]} codings in order @returns {Map<string, number>} */
export function lanes(codings) {
  const ends = [];
  const found = new Map();
  for (const each of codings) {
    let lane = ends.findIndex((end) => end <= each.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = each.end;
    found.set(each.id, lane);
  }
  return found;
}

/**
 * @typedef {{block: Block, codings: Coding[], lanes: Map<string, number>, words: HTMLElement, margin: HTMLElement,
 *   pieces: {start: number, end: number, element: HTMLElement}[]}} Drawn
 * @typedef {{height: number, reach: [number, number][]} | null} Measured
 */

/** How high a paragraph is and how far each coding reaches in it. Only looks. @param {Drawn} drawn @returns {Measured} */
export function measure(drawn) {
  const { codings, margin, pieces, block } = drawn;
  if (!codings.length) return null;
  const box = margin.getBoundingClientRect();
  if (!box.width && !box.height) return null;
  /** @type {[number, number][]} */
  const reach = codings.map((each) => {
    const first = pieces.find((piece) => piece.end > Math.max(each.start, block.start));
    const last = pieces.filter((piece) => piece.start < Math.min(each.end, block.end)).at(-1);
    if (!first || !last) return [0, 0];
    const above = first.element.getClientRects()[0];
    const rects = last.element.getClientRects();
    const below = rects[rects.length - 1];
    return above && below ? [above.top - box.top, below.bottom - box.top] : [0, box.height];
  });
  return { height: box.height, reach };
}

/**
 * Draw the margin of a paragraph. active: the coding that is looked at, which always has its name here.
 * @param {import("./app.js").App} app @param {Drawn} drawn @param {Measured} measured @param {string | null} active
 * @param {boolean} [reached] whether Tab leads to its names
 */
export function drawMargin(app, drawn, measured, active, reached = false) {
  const { codings, margin, block } = drawn;
  if (!measured) {
    if (margin.childNodes.length) fill(margin);
    return;
  }
  const used = Math.min(LANES, 1 + Math.max(...drawn.lanes.values()));
  margin.style.setProperty("--qc-lanes", `${used * LANE + 4}px`);
  const bars = [];
  codings.forEach((each, place) => {
    const lane = drawn.lanes.get(each.id) ?? 0;
    if (lane >= LANES) return;
    const [top, bottom] = measured.reach[place];
    bars.push(
      h("i", {
        class: `qc-bar ${each.start >= block.start ? "qc-begins" : ""} ${each.end <= block.end ? "qc-ends" : ""} ${each.id === active ? "qc-active" : ""} ${each.coder === app.session.coder ? "" : "qc-other"}`,
        data: { coding: each.id, hue: app.hueOf(each.code), line: lineOf(app, each.code) },
        style: { top: `${Math.max(0, top + 3)}px`, height: `${Math.max(8, bottom - top - 6)}px`, "inset-inline-start": `${lane * LANE}px` },
      }),
    );
  });
  // Names from the top of their words down, never one over another, as many as there is room for.
  const room = Math.max(1, Math.floor((measured.height + 4) / ROW));
  let named = codings.map((each, place) => ({ each, top: measured.reach[place][0] }));
  named.sort((a, b) => a.top - b.top);
  let left = 0;
  if (named.length > room) {
    const keep = Math.max(1, room - 1);
    const wanted = named.findIndex(({ each }) => each.id === active);
    const shown = named.slice(0, keep);
    if (wanted >= keep) shown[keep - 1] = named[wanted];
    left = named.length - shown.length;
    named = shown;
  }
  const rows = named.length + (room > 1 && left ? 1 : 0);
  let next = 0;
  const names = named.map(({ each, top }, place) => {
    const at = Math.max(next, Math.min(top, measured.height - (rows - place) * ROW));
    next = at + ROW;
    return nameOf(app, each, at, active, room === 1 && left ? left : 0);
  });
  if (left && room > 1) {
    const hidden = codings.filter((each) => !named.some((shown) => shown.each === each));
    names.push(
      h(
        "button",
        {
          type: "button", tabindex: "-1", class: "qc-name qc-more-names", data: { coding: hidden[0].id },
          style: { top: `${Math.min(next, Math.max(0, measured.height - ROW))}px` },
        },
        `+${left}`,
        h("span", { class: "qc-unseen" }, ` more: ${hidden.map((each) => app.nameOf(each.code)).join(", ")}`),
      ),
    );
  }
  fill(margin, bars, names);
  if (reached) reach(margin, true);
}

const QUOTED = 32; // characters of a coding's words on paper

/**
 * The margin of a paragraph on paper: every coding by name, with the first of its words where the paragraph has others.
 * @param {import("./app.js").App} app @param {import("./doc.js").Doc} doc @param {Drawn} drawn
 */
export function printMargin(app, doc, { codings, margin, block }) {
  fill(
    margin,
    codings.length
      ? h(
          "ul",
          { class: "qc-printed" },
          codings.map((each) => {
            const begins = each.start >= block.start;
            const all = doc.printed(each.start, each.end);
            const words = all.length > QUOTED ? `${all.slice(0, QUOTED).replace(/\s\S*$/u, "")} …` : all;
            const marks = [each.coder === app.session.coder ? "" : each.coder, each.key ? "★" : "", each.memos ? "✎" : "", begins ? "" : "continued"];
            return h(
              "li",
              { data: { hue: app.hueOf(each.code), line: lineOf(app, each.code) } },
              h("span", { class: "qc-letter" }, app.letterOf(each.code)), " ", h("b", null, app.nameOf(each.code)),
              marks.filter(Boolean).map((mark) => ` · ${mark}`),
              begins && codings.length > 1 ? h("span", { class: "qc-quiet" }, ` “${words}”`) : null,
            );
          }),
        )
      : null,
  );
}

/** Let Tab lead to the names of a paragraph, or past them. @param {HTMLElement} margin @param {boolean} on */
export function reach(margin, on) {
  for (const each of margin.querySelectorAll(".qc-name")) {
    each.setAttribute("tabindex", on || each.hasAttribute("aria-current") ? "0" : "-1");
  }
}

/** @param {import("./app.js").App} app @param {Coding} each @param {number} at @param {string | null} active @param {number} left more that have no room */
function nameOf(app, each, at, active, left) {
  const own = each.coder === app.session.coder;
  const more = [
    each.unsaved ? "not saved yet" : "", each.memos ? "with a memo" : "", each.key ? "key quotation" : "",
    each.stale ? "older definition" : "", left ? `and ${left} more here` : "",
  ].filter(Boolean);
  return h(
    "button",
    {
      type: "button",
      tabindex: each.id === active ? "0" : "-1",
      class: `qc-name ${own ? "" : "qc-other"} ${each.unsaved ? "qc-unsaved" : ""}`,
      "aria-current": each.id === active ? "true" : null,
      data: { coding: each.id, hue: app.hueOf(each.code), line: lineOf(app, each.code) },
      style: { top: `${Math.max(0, at)}px` },
    },
    h("span", { class: "qc-letter" }, app.letterOf(each.code)),
    h("span", { class: "qc-name-words" }, app.nameOf(each.code)),
    own ? null : h("span", { class: "qc-name-marks" }, each.coder),
    each.key || each.memos || each.stale ? h("span", { class: "qc-name-marks", "aria-hidden": "true" }, each.key ? "★" : "", each.memos ? "✎" : "", each.stale ? "≠" : "") : null,
    left ? h("span", { class: "qc-name-marks", "aria-hidden": "true" }, `+${left}`) : null,
    // In brackets, since the parts are read with blanks between them.
    more.length ? h("span", { class: "qc-unseen" }, `(${more.join(", ")})`) : null,
  );
}
