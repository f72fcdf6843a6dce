// One text with a margin on either side: what the first coder gave stands left of the words, what the
// others gave right of them.

import { drawMargin, lanes, measure } from "./code_margin.js";
import { h } from "./dom.js";

/**
 * @typedef {import("./doc.js").Coding} Coding
 * @typedef {import("./doc.js").Block} Block
 * @typedef {import("./code_margin.js").Drawn} Drawn
 */

export class Margins {
  /**
   * @param {import("./app.js").App} app @param {import("./textview.js").TextView} text drawn without a margin
   * @param {string[]} coders the first stands left, all others right @param {HTMLElement} scroller what scrolls the text
   */
  constructor(app, text, coders, scroller) {
    this.text = text;
    /** The page as each side sees it: a coding of the side's coder needs no name. */
    this.sides = [coders[0], coders[1]].map((coder) => Object.create(app, { session: { value: { ...app.session, coder } } }));
    this.of = [(each) => each.coder === coders[0], (each) => coders.indexOf(each.coder) > 0];
    /** @type {Map<Block, HTMLElement[]>} */
    this.drawn = new Map();
    /** @type {WeakMap<Element, Block>} */
    const blockOf = new WeakMap();
    /** @type {Set<Block>} */
    this.near = new Set();
    this.watcher = new IntersectionObserver(
      (entries) => {
        const come = [];
        for (const entry of entries) {
          const block = blockOf.get(entry.target);
          if (!block) continue;
          if (entry.isIntersecting) {
            this.near.add(block);
            come.push(block);
          } else this.near.delete(block);
        }
        this.draw(come);
      },
      { root: scroller, rootMargin: "400px 0px" },
    );
    for (const [block, part] of text.drawn) {
      const both = [h("div", { class: "qc-margin qc-margin-first" }), h("div", { class: "qc-margin qc-margin-second" })];
      part.element.append(...both);
      this.drawn.set(block, both);
      blockOf.set(part.element, block);
      this.watcher.observe(part.element);
    }
    let width = 0;
    this.sizes = new ResizeObserver(([entry]) => {
      if (Math.abs(entry.contentRect.width - width) < 1) return;
      width = entry.contentRect.width;
      this.draw();
    });
    this.sizes.observe(text.element);
  }

  /** Draw what is on the screen or near it. @param {Iterable<Block>} [blocks] */
  draw(blocks = this.near) {
    /** @type {[any, Drawn][]} */
    const parts = [];
    for (const block of blocks) {
      const part = this.text.drawn.get(block);
      const margins = this.drawn.get(block);
      if (!part || !margins) continue;
      margins.forEach((margin, side) => {
        const codings = part.codings.filter(this.of[side]);
        parts.push([this.sides[side], { block, codings, lanes: lanes(codings), words: part.words, margin, pieces: part.pieces }]);
      });
    }
    // First all is measured, then all is drawn: in turn each would have the page laid out once more.
    const measured = parts.map(([, each]) => measure(each));
    parts.forEach(([app, each], place) => drawMargin(app, each, measured[place], this.text.active));
  }

  destroy() {
    this.watcher.disconnect();
    this.sizes.disconnect();
  }
}
