// Colours over the text that need no elements: the selection while the keyboard is in a field, the word at
// the cursor, the words of a coding. Several texts may be on one page, so each looks after its own stretches.

/** @typedef {"kept" | "word" | "lit" | "named" | "edges"} Name */

export class Highlights {
  /** @param {(start: number, end: number) => Range[]} ranges where a stretch stands on the screen */
  constructor(ranges) {
    this.ranges = ranges;
    /** @type {Map<Name, {stretches: [number, number][], shown: Range[]}>} */
    this.own = new Map();
  }

  /** @param {Name} name @param {[number, number][]} stretches */
  show(name, stretches) {
    const own = this.own.get(name) ?? { stretches: [], shown: [] };
    if (!stretches.length && !own.stretches.length) return;
    own.stretches = stretches;
    this.own.set(name, own);
    this.#draw(name);
  }

  /** After elements were made anew. */
  again() {
    for (const [name, own] of this.own) if (own.stretches.length) this.#draw(name);
  }

  clear() {
    for (const name of this.own.keys()) this.show(name, []);
  }

  /** @param {Name} name */
  #draw(name) {
    // Browsers without highlights do without: what is selected is said in words beside the text, too.
    const all = /** @type {any} */ (globalThis.CSS)?.highlights;
    const own = this.own.get(name);
    if (!all || !own) return;
    const Kind = /** @type {any} */ (globalThis).Highlight;
    let shared = all.get(`qc-${name}`);
    if (!shared) all.set(`qc-${name}`, (shared = new Kind()));
    for (const range of own.shown) shared.delete(range);
    own.shown = own.stretches.flatMap(([start, end]) => this.ranges(start, end));
    for (const range of own.shown) shared.add(range);
  }
}
