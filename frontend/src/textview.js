// The text on the screen: turns by paragraphs, codings as underlines and as bars in the margin, a selection
// in characters of the study.

import { fill, h } from "./dom.js";

/** @typedef {import("./doc.js").Doc} Doc @typedef {import("./doc.js").Coding} Coding */

export class TextView {
  /**
   * @param {HTMLElement} host
   * @param {import("./app.js").App} app
   * @param {Doc} doc
   * @param {{label?: string, codings?: () => Coding[], onSelect?: (range: {start: number, end: number} | null) => void,
   *   onCoding?: (coding: Coding | null) => void, from?: number, to?: number}} [more]
   *   codings: which are drawn (all of the document unless given); onSelect: told when words are selected;
   *   onCoding: told when a coding is focused or clicked; from, to: only the blocks of this stretch
   */
  constructor(host, app, doc, more = {}) {
    this.app = app;
    this.doc = doc;
    this.more = more;
    /** @type {Map<import("./doc.js").Block, HTMLElement>} */
    this.drawn = new Map();
    /** @type {{start: number, end: number, label: string, kind: string}[]} */
    this.evidenced = [];
    /** @type {{start: number, end: number} | null} */
    this.selection = null;
    this.element = h("div", { class: "qc-text", tabindex: "0", role: "document", "aria-label": more.label ?? `Text of ${doc.document}` });
    host.append(this.element);
    this.#draw();
    this.listener = () => this.#selected();
    document.addEventListener("selectionchange", this.listener);
  }

  destroy() {
    document.removeEventListener("selectionchange", this.listener);
    this.element.remove();
  }

  /** Draw anew what these stretches touch, or everything. @param {[number, number][]} [touched] */
  refresh(touched) {
    if (!touched) {
      for (const block of this.drawn.keys()) this.#drawBlock(block);
      return;
    }
    const blocks = new Set(touched.flatMap(([start, end]) => this.doc.blocksIn(start, end)));
    for (const block of blocks) if (this.drawn.has(block)) this.#drawBlock(block);
  }

  /** Mark stretches of evidence, or the words in question. @param {{start: number, end: number, label: string, kind: string}[]} stretches */
  evidence(stretches) {
    const before = this.evidenced;
    this.evidenced = stretches;
    this.refresh([...before, ...stretches].map((each) => [each.start, each.end]));
  }

  /** Scroll to a stretch. @param {number} start @param {number} end @param {{flash?: boolean}} [more] */
  reveal(start, end, more = {}) {
    const block = this.doc.blocksIn(start, end)[0];
    const element = block && this.drawn.get(block);
    if (!element) return;
    const piece = [...element.querySelectorAll("[data-s]")].find((each) => Number(/** @type {HTMLElement} */ (each).dataset.e) > start);
    (piece ?? element).scrollIntoView({ block: "center" });
    if (more.flash) {
      element.classList.add("qc-flash");
      setTimeout(() => element.classList.remove("qc-flash"), 1_500);
    }
  }

  /** Select a stretch, as if by mouse. @param {number} start @param {number} end */
  select(start, end) {
    const a = this.#place(start, false);
    const b = this.#place(end, true);
    if (!a || !b) return;
    getSelection()?.setBaseAndExtent(a.node, a.offset, b.node, b.offset);
  }

  #draw() {
    const { from = 0, to = this.doc.length } = this.more;
    const parts = [];
    for (const block of this.doc.blocks) {
      if (block.end <= from || block.start >= to) continue;
      const turn = block.turn;
      if (block.first && turn) {
        parts.push(
          h(
            "h3",
            { class: `qc-who ${turn.asks ? "qc-asks" : ""}` },
            turn.speaker ?? turn.person ?? (turn.part === "speech" ? "" : turn.part),
            turn.role ? h("span", { class: "qc-role" }, turn.role) : null,
            turn.time ? h("span", { class: "qc-time" }, turn.time) : null,
          ),
        );
      }
      const element = h("p", { class: `qc-block ${block.kind === "gap" ? "qc-gap" : ""} ${turn?.asks ? "qc-asks" : ""}` });
      this.drawn.set(block, element);
      this.#drawBlock(block);
      parts.push(element);
    }
    fill(this.element, parts);
  }

  /** @param {import("./doc.js").Block} block */
  #drawBlock(block) {
    const element = this.drawn.get(block);
    if (!element) return;
    const codings = (this.more.codings?.() ?? this.doc.ordered()).filter((each) => each.start < block.end && each.end > block.start);
    const marked = this.evidenced.filter((each) => each.start < block.end && each.end > block.start);
    const edges = new Set([block.start, block.end]);
    for (const each of [...codings, ...marked]) {
      edges.add(Math.max(block.start, each.start));
      edges.add(Math.min(block.end, each.end));
    }
    const sorted = [...edges].sort((a, b) => a - b);
    const pieces = [];
    for (let at = 0; at + 1 < sorted.length; at++) {
      const [start, end] = [sorted[at], sorted[at + 1]];
      const here = codings.filter((each) => each.start < end && each.end > start);
      const evidence = marked.filter((each) => each.start < end && each.end > start);
      const piece = h(
        "span",
        {
          class: [here.length ? "qc-coded" : "", here.some((each) => each.unsaved) ? "qc-unsaved" : "", ...evidence.map((each) => `qc-${each.kind}`)].filter(Boolean).join(" ") || null,
          data: { s: start, e: end, ...(here.length ? { codes: here.map((each) => each.id).join(" ") } : {}) },
        },
        this.doc.slice(start, end),
      );
      if (here.length) piece.addEventListener("click", () => this.more.onCoding?.(here[here.length - 1]));
      pieces.push(piece);
    }
    fill(element, pieces);
  }

  /** Where a character stands on the screen. @param {number} point @param {boolean} end */
  #place(point, end) {
    for (const block of this.doc.blocksIn(end ? point - 1 : point, end ? point : point + 1)) {
      const element = this.drawn.get(block);
      for (const piece of element?.querySelectorAll("[data-s]") ?? []) {
        const { s, e } = /** @type {HTMLElement} */ (piece).dataset;
        if (end ? Number(s) < point && point <= Number(e) : Number(s) <= point && point < Number(e)) {
          return { node: /** @type {Node} */ (piece.firstChild), offset: this.doc.unit(point) - this.doc.unit(Number(s)) };
        }
      }
    }
    return null;
  }

  /** @param {Node} node @param {number} offset @returns {number | null} */
  #point(node, offset) {
    const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement?.closest("[data-s]") : null;
    if (piece && this.element.contains(piece)) {
      return this.doc.point(this.doc.unit(Number(/** @type {HTMLElement} */ (piece).dataset.s)) + offset);
    }
    if (!this.element.contains(node)) return null;
    // Between pieces: the first piece at or after the place.
    const next = node.childNodes[offset] ?? node;
    for (const each of this.element.querySelectorAll("[data-s]")) {
      const where = next.compareDocumentPosition(each);
      if (next === each || next.contains(each) || where & Node.DOCUMENT_POSITION_FOLLOWING) return Number(/** @type {HTMLElement} */ (each).dataset.s);
    }
    return this.doc.length;
  }

  #selected() {
    const chosen = getSelection();
    let range = null;
    if (chosen && chosen.rangeCount && !chosen.isCollapsed) {
      const { startContainer, startOffset, endContainer, endOffset } = chosen.getRangeAt(0);
      const a = this.#point(startContainer, startOffset);
      const b = this.#point(endContainer, endOffset);
      if (a !== null && b !== null && a < b) range = this.doc.trimmed(a, b);
    }
    if (range === null && this.selection === null) return;
    this.selection = range;
    this.more.onSelect?.(range);
  }
}
