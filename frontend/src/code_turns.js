// Memos on turns: a mark at the turn that opens them. A memo on a turn is one on the document whose title begins with
// the turn, so that it is found in other places, too.

import { button, counted } from "./dom.js";

/** @typedef {import("./doc.js").Turn} Turn */

/** How the title of a memo on a turn begins. @param {Turn} turn */
export function turnHead(turn) {
  return `Turn ${turn.number}`;
}

/** Whether a title is that of a memo on a turn. @param {Turn} turn @param {string} title */
export function isOfTurn(turn, title) {
  const head = turnHead(turn);
  return title.startsWith(head) && !/^[\p{L}\p{N}]|^\.\p{N}/u.test(title.slice(head.length));
}

/**
 * Draw the marks. @param {import("./textview.js").TextView} text @param {Record<string, number>} memos number of a turn -> how
 * many @param {(turn: Turn) => void} open
 */
export function markTurns(text, memos, open) {
  for (const part of text.drawn.values()) {
    const { first, turn } = part.block;
    if (!first || !turn) continue;
    const number = memos[turn.number] ?? 0;
    const before = /** @type {HTMLElement | null} */ (part.element.querySelector(".qc-turn-memo"));
    if (before?.dataset.number === String(number) || (!before && !number)) continue;
    const focused = before === document.activeElement;
    before?.remove();
    if (!number) {
      if (focused) text.focus();
      continue;
    }
    const mark = button(number > 1 ? String(number) : "", () => open(turn), {
      icon: "memo", class: "qc-small qc-turn-memo", data: { number },
      "aria-label": `${counted(number, "memo")} on turn ${turn.number}`, title: `${counted(number, "memo")} on this turn`,
    });
    // Where nobody is named the mark stands alone.
    (part.element.querySelector(".qc-who") ?? part.element).append(mark);
    if (focused) mark.focus();
  }
}
