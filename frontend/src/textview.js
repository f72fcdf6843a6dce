// The text on the screen: turns by paragraphs, codings as underlines and as bars in the margin, a selection
// in characters of the study. It draws what it is given and says what was selected; what is done with it is
// the view's.

import { Highlights } from "./code_highlight.js";
import { textKeys } from "./code_keyboard.js";
import { Spoken } from "./code_spoken.js";
import { LINES, drawMargin, lanes, lineOf, measure, printMargin, reach } from "./code_margin.js";
import { Tip } from "./code_tip.js";
import { inOrder } from "./doc.js";
import { counted, fill, freshId, h } from "./dom.js";

/**
 * @typedef {import("./doc.js").Doc} Doc
 * @typedef {import("./doc.js").Coding} Coding
 * @typedef {import("./doc.js").Block} Block
 * @typedef {import("./code_margin.js").Drawn & {element: HTMLElement}} Part
 */

const PARTS = { descriptive: "Observed", reflective: "Reflection", text: "" };
const ROOM = 56; // px kept free above and below the paragraph that the keyboard has come to
const LINE = 68; // characters, by which the height of a paragraph that is not drawn yet is guessed

export class TextView {
  /**
   * @param {HTMLElement} host
   * @param {import("./app.js").App} app
   * @param {Doc} doc
   * @param {{label?: string, codings?: () => Coding[], onSelect?: (range: {start: number, end: number} | null) => void,
   *   onCoding?: (coding: Coding | null) => void, from?: number, to?: number, margin?: boolean, tips?: boolean,
   *   keyboard?: boolean}} [more]
   *   codings: which are drawn (all of the document unless given); onSelect: told when words are selected;
   *   onCoding: told when a coding is focused or clicked; from, to: only the blocks of this stretch; margin:
   *   whether bars and names stand beside the text (yes); tips: whether hovering tells of codings (yes);
   *   keyboard: whether turns and words are reached and selected by keys (no)
   */
  constructor(host, app, doc, more = {}) {
    this.app = app;
    this.doc = doc;
    this.more = more;
    /** @type {Map<Block, Part>} */
    this.drawn = new Map();
    /** @type {WeakMap<Element, Block>} */
    this.blockOf = new WeakMap();
    /** Blocks that are on the screen or near it. @type {Set<Block>} */
    this.near = new Set();
    /** @type {{start: number, end: number, label: string, kind: string}[]} */
    this.evidenced = [];
    /** @type {{start: number, end: number} | null} */
    this.selection = null;
    /** Id of the coding that is looked at. @type {string | null} */
    this.active = null;
    /** Place (in doc.blocks) of the paragraph at which the keyboard is. @type {number | null} */
    this.cursor = null;
    /** The word cursor: where a selection by keys begins and where it has got to. @type {{anchor: number, head: number} | null} */
    this.caret = null;
    /** @type {Map<Block, Coding[]> | null} */
    this.given = null;
    /** @type {HTMLElement | null} */
    this.scrolls = null;
    this.hint = h("p", { class: "qc-unseen", id: freshId("hint") }, `${counted(doc.turns.length, "turn")}. Up and Down go from turn to turn, Enter selects the turn, Left and Right go from word to word, with Shift they select.`);
    this.element = h("div", {
      class: `qc-text ${more.margin === false ? "qc-plain" : ""}`, tabindex: "0",
      // Keys that a screen reader would take for its own way of reading reach the page here.
      role: more.keyboard ? "application" : "group",
      "aria-label": more.label ?? `Text of ${doc.document}`, "aria-describedby": more.keyboard ? this.hint.id : null,
    });
    host.append(this.element);
    this.highlights = new Highlights((start, end) => this.ranges(start, end));
    this.#draw();
    this.#watch();
    this.spoken = more.keyboard ? new Spoken(this) : null;
    this.tip = more.tips === false ? null : new Tip(this);
    this.takesBack = more.keyboard ? /** @type {any} */ (app).keys?.add(textKeys(this)) : null;
    /** Whether the margins are drawn for paper: as lists, of all paragraphs. */
    this.onPaper = false;
    this.prints = (event) => this.#print(event.type === "beforeprint");
    for (const each of ["beforeprint", "afterprint"]) window.addEventListener(each, this.prints);
    this.listener = () => this.#selected();
    document.addEventListener("selectionchange", this.listener);
    /** What came while the mouse selects, to be drawn when it is let go. @type {[number, number][] | null} */
    this.waits = null;
    this.released = () => {
      this.#snap();
      // After the click, whose target must still be there.
      setTimeout(() => this.#drawWaiting());
    };
    this.releases = ["pointerup", "pointercancel", "dragend"];
    for (const each of this.releases) document.addEventListener(each, this.released);
    window.addEventListener("blur", this.released);
    this.element.addEventListener("pointerdown", (event) => {
      const on = /** @type {HTMLElement} */ (event.target).closest(".qc-words");
      if (on && event.button === 0 && event.pointerType === "mouse") this.waits ??= [];
    });
    this.element.addEventListener("click", (event) => this.#clicked(event));
    this.element.addEventListener("focusin", (event) => {
      const name = /** @type {HTMLElement} */ (event.target);
      // By keys only: a click looks at it when it is done, and until then the name must stay where it is.
      if (name.dataset.coding && name.dataset.coding !== this.active && name.matches(":focus-visible")) this.more.onCoding?.(this.#find(name.dataset.coding));
    });
    this.element.addEventListener("mousedown", (event) => {
      // Pressed on selected words, a browser would begin to drag them away instead of selecting some of them.
      if (event.button === 0 && event.detail === 1 && !event.shiftKey) getSelection()?.removeAllRanges();
    });
    this.element.addEventListener("focus", () => {
      if (!this.more.keyboard || this.cursor !== null || !this.element.matches(":focus-visible")) return;
      // Where one is already: at the coding or the words that are looked at, else at what is on the screen.
      const at = (this.active ? this.doc.codings.get(this.active)?.start : undefined) ?? this.selection?.start;
      this.goTo(at === undefined ? this.#firstSeen() : this.doc.blockAt(at), { scroll: false });
      this.spoken?.moved("polite");
    });
    // How it goes is told once.
    this.element.addEventListener("blur", () => this.element.removeAttribute("aria-describedby"), { once: true });
  }

  destroy() {
    document.removeEventListener("selectionchange", this.listener);
    for (const each of this.releases) document.removeEventListener(each, this.released);
    window.removeEventListener("blur", this.released);
    for (const each of ["beforeprint", "afterprint"]) window.removeEventListener(each, this.prints);
    this.takesBack?.();
    this.watcher?.disconnect();
    this.sizes?.disconnect();
    this.highlights.clear();
    this.tip?.destroy();
    this.spoken?.destroy();
    this.element.remove();
  }

  #drawWaiting() {
    const { waits } = this;
    this.waits = null;
    if (waits?.length && this.element.isConnected) this.refresh(waits);
  }

  /**
   * Draw anew what these stretches touch, or everything. While the mouse selects it waits: a selection that
   * has just begun would be lost with the words that it began on.
   * @param {[number, number][]} [touched]
   */
  refresh(touched) {
    if (this.waits) {
      this.waits.push(...(touched ?? [/** @type {[number, number]} */ ([0, this.doc.length])]));
      return;
    }
    const held = this.#holdSelection();
    const focused = /** @type {HTMLElement | null} */ (this.element.contains(document.activeElement) ? document.activeElement : null);
    const of = focused?.dataset.coding;
    this.given = null;
    const blocks = touched
      ? [...new Set(touched.flatMap(([start, end]) => this.doc.blocksIn(start, end)))].filter((each) => this.drawn.has(each))
      : [...this.drawn.keys()];
    for (const block of blocks) this.#drawBlock(block);
    this.#margins(blocks.filter((each) => this.near.has(each)));
    this.highlights.again();
    held();
    if (focused && !focused.isConnected) {
      const anew = of && this.element.querySelector(`.qc-name[data-coding="${CSS.escape(of)}"]`);
      /** @type {HTMLElement} */ (anew || this.element).focus({ preventScroll: true });
    }
  }

  /** Mark stretches of evidence, or the words in question. @param {{start: number, end: number, label: string, kind: string}[]} stretches */
  evidence(stretches) {
    const before = this.evidenced;
    this.evidenced = stretches;
    this.refresh([...before, ...stretches].map((each) => [each.start, each.end]));
  }

  /** Scroll to a stretch. @param {number} start @param {number} end @param {{flash?: boolean, stay?: boolean, nearest?: boolean, top?: boolean}} [more] flash: bring it out for a moment; stay: until something is selected or looked at; nearest: only where it is not seen; top: to the upper edge */
  reveal(start, end, more = {}) {
    const block = this.doc.blocksIn(start, end)[0] ?? this.doc.blocks[this.doc.blockAt(start)];
    const part = block && this.drawn.get(block);
    if (!part) return;
    const scroll = () => {
      const target = part.pieces.find((each) => each.end > start)?.element ?? part.element;
      if (more.nearest && this.#seen(target)) return;
      this.#scrollTo(target, more.top ? "start" : "center");
    };
    scroll();
    // Paragraphs on the way had their height guessed; once they are drawn, the place is where it is.
    requestAnimationFrame(scroll);
    if (more.flash) {
      const parts = this.doc.blocksIn(start, end).map((each) => this.drawn.get(each)?.element);
      for (const each of parts) each?.classList.add("qc-flash");
      this.highlights.show("lit", [[start, end]]);
      setTimeout(() => {
        for (const each of parts) each?.classList.remove("qc-flash");
        if (!more.stay) this.highlights.show("lit", []);
      }, 2_500);
    }
  }

  /** Select a stretch, as if by mouse. @param {number} start @param {number} end may lie before start: then the cursor is there */
  select(start, end) {
    const a = this.#place(start, start > end);
    const b = this.#place(end, start < end);
    if (!a || !b) return;
    getSelection()?.setBaseAndExtent(a.node, a.offset, b.node, b.offset);
    this.#selected();
  }

  /** Take in a selection that the browser has not told of yet. */
  settle() {
    this.#selected();
  }

  /** Nothing is selected any more. */
  clear() {
    const chosen = getSelection();
    if (chosen && this.element.contains(chosen.anchorNode)) chosen.removeAllRanges();
    this.#take(null);
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  /** Look at a coding: its words and its name are brought out. @param {string | null} id @param {{reveal?: boolean}} [more] */
  activate(id, more = {}) {
    const before = this.active && this.doc.codings.get(this.active);
    const coding = id ? this.doc.codings.get(id) : null;
    this.active = coding ? coding.id : null;
    if (coding) this.highlights.show("lit", []);
    this.refresh([before, coding].filter((each) => !!each).map((each) => [/** @type {Coding} */ (each).start, /** @type {Coding} */ (each).end]));
    if (coding && more.reveal) {
      this.reveal(coding.start, coding.end, { nearest: true });
      const at = this.doc.blockAt(coding.start);
      if (this.more.keyboard) this.goTo(at, { scroll: false });
    }
  }

  /** What scrolls the text; null = the page. @returns {HTMLElement | null} */
  get scroller() {
    if (!this.scrolls?.isConnected) this.scrolls = scrollerOf(this.element);
    return this.scrolls;
  }

  set scroller(element) {
    this.scrolls = element;
  }

  /** The codings that are shown, in the order of the text. @returns {Coding[]} */
  shown() {
    return this.more.codings ? [...this.more.codings()].sort(inOrder) : this.doc.ordered();
  }

  // -- cursor and places ---------------------------------------------------------------------------------

  /** Put the turn cursor on a paragraph. @param {number} at place in doc.blocks @param {{scroll?: boolean}} [more] */
  goTo(at, more = {}) {
    const part = this.drawn.get(this.doc.blocks[at]);
    if (!part) return;
    const before = this.cursor === null ? null : this.drawn.get(this.doc.blocks[this.cursor]);
    this.cursor = at;
    if (before !== part) {
      before?.element.classList.remove("qc-at");
      if (before) reach(before.margin, false);
      part.element.classList.add("qc-at");
      if (this.more.keyboard) reach(part.margin, true);
    }
    if (more.scroll !== false) this.#scrollTo(part.element, "nearest");
  }

  /** Put the word cursor somewhere; with a head it selects. @param {number | null} anchor @param {number} [head] */
  setCaret(anchor, head) {
    if (anchor === null) {
      this.caret = null;
      this.highlights.show("word", []);
      return;
    }
    const to = head ?? anchor;
    this.caret = { anchor, head: to };
    this.goTo(this.doc.blockAt(Math.max(0, to > anchor ? to - 1 : to)), { scroll: false });
    if (to === anchor) {
      if (this.selection) this.clear();
      this.caret = { anchor, head: to };
      const word = this.doc.word(anchor, 1);
      this.highlights.show("word", [word && word[0] === anchor ? word : [anchor, anchor + 1]]);
    } else {
      this.highlights.show("word", []);
      this.select(anchor, to);
    }
    this.#keepSeen(to, to > anchor);
  }

  /** Where a stretch stands, paragraph by paragraph. @param {number} start @param {number} end @returns {Range[]} */
  ranges(start, end) {
    const found = [];
    for (const block of this.doc.blocksIn(start, end)) {
      const a = this.#place(Math.max(start, block.start), false, block);
      const b = this.#place(Math.min(end, block.end), true, block);
      if (!a || !b) continue;
      const range = document.createRange();
      range.setStart(a.node, a.offset);
      range.setEnd(b.node, b.offset);
      found.push(range);
    }
    return found;
  }

  /** The character under a place of the screen. @param {number} x @param {number} y @returns {number | null} */
  pointAt(x, y) {
    const of = /** @type {any} */ (document);
    if (of.caretPositionFromPoint) {
      const found = of.caretPositionFromPoint(x, y);
      return found ? this.#point(found.offsetNode, found.offset) : null;
    }
    const range = of.caretRangeFromPoint?.(x, y);
    return range ? this.#point(range.startContainer, range.startOffset) : null;
  }

  /** First character of the first paragraph on the screen, to come back to. @returns {number} */
  top() {
    return this.doc.blocks[this.#firstSeen()]?.start ?? 0;
  }

  /** Places (in doc.blocks) of the first and the last paragraph that are drawn. @returns {[number, number]} */
  span() {
    const first = this.drawn.keys().next().value;
    const at = first ? this.doc.blocks.indexOf(first) : 0;
    return [at, at + this.drawn.size - 1];
  }

  /** Whether something of a paragraph is on the screen. @param {number} at place in doc.blocks */
  sees(at) {
    const box = this.drawn.get(this.doc.blocks[at])?.element.getBoundingClientRect();
    const frame = this.scroller?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    return !!box && box.bottom > frame.top && box.top < frame.bottom;
  }

  #firstSeen() {
    const top = (this.scroller?.getBoundingClientRect().top ?? 0) + 1;
    const blocks = this.doc.blocks;
    let [low, high] = this.span();
    while (low < high) {
      const middle = (low + high) >> 1;
      const part = this.drawn.get(blocks[middle]);
      if (!part || part.element.getBoundingClientRect().bottom <= top) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low);
  }

  // Only the text scrolls, not a page around it.
  /** @param {Element} element @param {"start" | "center" | "nearest"} where */
  #scrollTo(element, where) {
    if (!this.scroller) {
      element.scrollIntoView({ block: where });
      return;
    }
    const box = element.getBoundingClientRect();
    const frame = this.scroller.getBoundingClientRect();
    const above = box.top - frame.top;
    const below = box.bottom - frame.bottom;
    let by = 0;
    if (where === "start") by = above - 8;
    else if (where === "center") by = above - Math.max(ROOM, (frame.height - box.height) / 2);
    else if (above < ROOM || box.height > frame.height - 2 * ROOM) by = above - ROOM;
    else if (below > -ROOM) by = below + ROOM;
    if (by) this.scroller.scrollBy({ top: by, behavior: "instant" });
  }

  /** @param {Element} element */
  #seen(element) {
    const box = element.getBoundingClientRect();
    const frame = this.scroller?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    return box.top >= frame.top + 8 && box.bottom <= frame.bottom - 8;
  }

  /** @param {number} point @param {boolean} end */
  #keepSeen(point, end) {
    const place = this.#place(point, end);
    if (!place) return;
    const range = document.createRange();
    range.setStart(place.node, place.offset);
    range.collapse(true);
    const box = range.getClientRects()[0];
    const frame = this.scroller?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    if (!box) return;
    const away = box.top < frame.top + 40 ? box.top - frame.top - 80 : box.bottom > frame.bottom - 40 ? box.bottom - frame.bottom + 80 : 0;
    if (away) (this.scroller ?? document.scrollingElement)?.scrollBy(0, away);
  }

  // -- drawing -------------------------------------------------------------------------------------------

  #draw() {
    const { from = 0, to = this.doc.length } = this.more;
    const parts = [this.more.keyboard ? this.hint : null];
    this.doc.blocks.forEach((block, place) => {
      if (block.end <= from || block.start >= to) return;
      const turn = block.turn;
      const words = h("p", { class: "qc-words", dir: "auto" });
      const margin = h("div", { class: "qc-margin" });
      const element = h(
        "div",
        {
          class: ["qc-block", block.kind === "gap" ? "qc-gap" : "", turn?.asks ? "qc-asks" : "", block.first ? "qc-first" : ""].filter(Boolean).join(" "),
          id: freshId("block"),
          data: { place, part: block.gap ?? turn?.part ?? "speech" },
          style: { "--qc-guess": `${Math.ceil((block.end - block.start) / LINE) + (block.first ? 1 : 0)}` },
        },
        block.first && turn ? this.#who(turn) : null,
        words,
        this.more.margin === false ? null : margin,
      );
      const part = { block, element, words, margin, codings: [], lanes: new Map(), pieces: [] };
      this.drawn.set(block, part);
      this.blockOf.set(element, block);
      this.#drawBlock(block);
      parts.push(element);
    });
    if (this.drawn.size === 0) parts.push(h("p", { class: "qc-quiet" }, "This document has no words."));
    fill(this.element, parts);
  }

  /** @param {import("./doc.js").Turn} turn */
  #who(turn) {
    const named = turn.speaker ?? turn.person ?? PARTS[turn.part] ?? "";
    if (!named && !turn.time) return null;
    return h(
      "h3",
      { class: "qc-who" },
      named ? h("span", { class: "qc-speaker" }, named) : null,
      turn.role && turn.role !== "(not recorded)" ? h("span", { class: "qc-role" }, turn.role) : turn.asks ? h("span", { class: "qc-role" }, "asks") : null,
      h("span", { class: "qc-time" }, [turn.time, `turn ${turn.number}`].filter(Boolean).join(" · ")),
    );
  }

  /** @param {Block} block @returns {Coding[]} in order */
  #here(block) {
    if (!this.more.codings) return this.doc.codingsOf(block);
    if (!this.given) {
      this.given = new Map();
      for (const each of this.shown()) {
        for (const touched of this.doc.blocksIn(each.start, each.end)) {
          const there = this.given.get(touched);
          if (there) there.push(each);
          else this.given.set(touched, [each]);
        }
      }
    }
    return this.given.get(block) ?? [];
  }

  /** @param {Block} block */
  #drawBlock(block) {
    const part = this.drawn.get(block);
    if (!part) return;
    const codings = this.#here(block);
    const marked = this.evidenced.length ? this.evidenced.filter((each) => each.start < block.end && each.end > block.start) : [];
    part.codings = codings;
    part.lanes = lanes(codings);
    part.pieces = [];
    const edges = new Set([block.start, block.end]);
    for (const each of [...codings, ...marked]) {
      edges.add(Math.max(block.start, each.start));
      edges.add(Math.min(block.end, each.end));
    }
    const sorted = [...edges].sort((a, b) => a - b);
    for (let at = 0; at + 1 < sorted.length; at++) {
      const [start, end] = [sorted[at], sorted[at + 1]];
      const here = codings.filter((each) => each.start < end && each.end > start);
      const evidence = marked.filter((each) => each.start < end && each.end > start);
      part.pieces.push({ start, end, element: this.#piece(start, end, here, evidence, part) });
    }
    fill(part.words, part.pieces.map((each) => each.element));
    if (!codings.length && part.margin.childNodes.length) fill(part.margin);
  }

  // One span for each stretch with the same codings; within it one more for each underline, since an element
  // has no more than one.
  /** @param {number} start @param {number} end @param {Coding[]} here @param {{label: string, kind: string}[]} evidence @param {Part} part */
  #piece(start, end, here, evidence, part) {
    const piece = document.createElement("span");
    piece.dataset.s = String(start);
    piece.dataset.e = String(end);
    const kinds = evidence.map((each) => `qc-${each.kind}`);
    const labels = evidence.map((each) => each.label).filter(Boolean);
    if (labels.length) piece.title = labels.join("; ");
    let inner = piece;
    if (here.length) {
      kinds.push("qc-coded");
      if (here.some((each) => each.unsaved)) kinds.push("qc-unsaved");
      piece.dataset.codes = here.map((each) => each.id).join(" ");
      const active = this.active && here.find((each) => each.id === this.active);
      if (active) {
        kinds.push("qc-active");
        piece.dataset.hue = String(this.app.hueOf(active.code));
      }
      for (const each of here) {
        const lane = part.lanes.get(each.id) ?? 0;
        if (lane >= LINES) continue;
        const line = document.createElement("span");
        line.className = "qc-line";
        line.dataset.lane = String(lane);
        line.dataset.hue = String(this.app.hueOf(each.code));
        line.dataset.line = lineOf(this.app, each.code);
        inner.append(line);
        inner = line;
      }
    }
    if (kinds.length) piece.className = kinds.join(" ");
    inner.append(this.doc.slice(start, end));
    return piece;
  }

  // -- the margin: drawn where it is seen, since it has to be measured -------------------------------------

  #watch() {
    if (this.more.margin === false) return;
    this.watcher = new IntersectionObserver(
      (entries) => {
        const come = [];
        for (const entry of entries) {
          const block = this.blockOf.get(entry.target);
          if (!block) continue;
          if (entry.isIntersecting) {
            this.near.add(block);
            come.push(block);
          } else {
            this.near.delete(block);
          }
        }
        this.#margins(come);
      },
      { root: this.scroller, rootMargin: "400px 0px" },
    );
    for (const part of this.drawn.values()) this.watcher.observe(part.element);
    let width = 0;
    this.sizes = new ResizeObserver(([entry]) => {
      if (Math.abs(entry.contentRect.width - width) < 1) return;
      width = entry.contentRect.width;
      this.#margins([...this.near]);
    });
    this.sizes.observe(this.element);
  }

  // Tab goes through the names of the paragraph at the cursor, not through hundreds of all.
  /** @param {Block} block */
  #reached(block) {
    return this.more.keyboard === true && this.cursor !== null && this.doc.blocks[this.cursor] === block;
  }

  // A sheet has no room to scroll to and nothing to hover over, and breaks lines elsewhere than the screen does.
  /** @param {boolean} on */
  #print(on) {
    if (this.more.margin === false || this.onPaper === on) return;
    this.onPaper = on;
    for (const part of this.drawn.values()) {
      if (on) printMargin(this.app, this.doc, part);
      else fill(part.margin);
    }
    if (!on) this.#margins([...this.near]);
  }

  /** @param {Block[]} blocks */
  #margins(blocks) {
    if (this.more.margin === false || this.onPaper) return;
    const parts = blocks.map((each) => this.drawn.get(each)).filter((each) => !!each);
    // First all is measured, then all is drawn: in turn each would have the page laid out once more.
    const measured = parts.map((each) => measure(/** @type {Part} */ (each)));
    parts.forEach((each, place) => drawMargin(this.app, /** @type {Part} */ (each), measured[place], this.active, this.#reached(/** @type {Part} */ (each).block)));
  }

  // -- between the screen and the text ---------------------------------------------------------------------

  /** Where a character stands on the screen. @param {number} point @param {boolean} end @param {Block} [only] */
  #place(point, end, only) {
    const blocks = only ? [only] : this.doc.blocksIn(end ? point - 1 : point, end ? point : point + 1);
    for (const block of blocks) {
      for (const piece of this.drawn.get(block)?.pieces ?? []) {
        if (end ? piece.start < point && point <= piece.end : piece.start <= point && point < piece.end) {
          let node = /** @type {Node} */ (piece.element);
          while (node.firstChild) node = node.firstChild;
          return { node, offset: this.doc.unit(point) - this.doc.unit(piece.start) };
        }
      }
    }
    return null;
  }

  /** @param {Node} node @param {number} offset @param {boolean} [end] behind a character that it lies within @returns {number | null} */
  #point(node, offset, end = false) {
    const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement?.closest("[data-s]") : null;
    if (piece && this.element.contains(piece)) {
      return this.doc.point(this.doc.unit(Number(/** @type {HTMLElement} */ (piece).dataset.s)) + offset, end);
    }
    const range = document.createRange();
    range.setStart(node, offset);
    if (!this.element.contains(node)) {
      // Outside: before the text or behind it.
      return range.comparePoint(this.element, 0) > 0 ? 0 : this.doc.length;
    }
    // Between pieces, in a name, or in the margin: the first piece at or after the place.
    const parts = [...this.drawn.values()];
    let low = 0;
    let high = parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const words = parts[middle].words;
      if (range.comparePoint(words, words.childNodes.length) < 0) low = middle + 1;
      else high = middle;
    }
    const part = parts[low];
    if (!part) return this.doc.length;
    const next = part.pieces.find((each) => range.comparePoint(each.element, each.element.childNodes.length) >= 0);
    return next ? next.start : part.block.end;
  }

  #selected() {
    const chosen = getSelection();
    if (!chosen || !chosen.rangeCount) return this.#kept();
    const { anchorNode, focusNode } = chosen;
    if (!this.element.contains(anchorNode) && !this.element.contains(focusNode)) {
      // In a field or a list beside the text: what was selected stays so. In another text: it does not.
      const other = anchorNode && (anchorNode instanceof Element ? anchorNode : anchorNode.parentElement)?.closest(".qc-text");
      return other ? this.#take(null) : this.#kept();
    }
    if (chosen.isCollapsed) {
      const at = anchorNode && this.#point(anchorNode, chosen.anchorOffset);
      this.#take(null);
      if (at !== null && this.more.keyboard) this.caret = { anchor: at, head: at };
      return;
    }
    const { startContainer, startOffset, endContainer, endOffset } = chosen.getRangeAt(0);
    const a = this.#point(startContainer, startOffset);
    const b = this.#point(endContainer, endOffset, true);
    if (a === null || b === null || a >= b) return this.#take(null);
    const whole = this.doc.snapped(a, b);
    this.#take(this.doc.trimmed(whole.start, whole.end));
  }

  // The keyboard has gone elsewhere: the selection is still shown.
  #kept() {
    this.highlights.show("kept", this.selection ? [[this.selection.start, this.selection.end]] : []);
  }

  /** @param {{start: number, end: number} | null} range */
  #take(range) {
    this.highlights.show("kept", []);
    const before = this.selection;
    if (range?.start === before?.start && range?.end === before?.end) return;
    this.selection = range;
    if (range) for (const each of /** @type {const} */ (["word", "lit"])) this.highlights.show(each, []);
    this.more.onSelect?.(range);
  }

  // What the mouse left within a character is shown as the whole character that is meant.
  #snap() {
    const chosen = getSelection();
    if (!this.selection || !chosen?.rangeCount || chosen.isCollapsed || !this.element.contains(chosen.anchorNode) || !this.element.contains(chosen.focusNode)) return;
    const { startContainer, startOffset, endContainer, endOffset } = chosen.getRangeAt(0);
    const a = this.#point(startContainer, startOffset);
    const b = this.#point(endContainer, endOffset, true);
    if (a === null || b === null) return;
    const whole = this.doc.snapped(a, b);
    if (whole.start !== a || whole.end !== b) this.select(whole.start, whole.end);
    this.caret = { anchor: this.selection.start, head: this.selection.end };
  }

  // Elements that are drawn anew take the selection with them; it is put back where it was.
  #holdSelection() {
    const chosen = getSelection();
    if (!chosen?.rangeCount || !chosen.anchorNode || !chosen.focusNode || !this.element.contains(chosen.anchorNode) || !this.element.contains(chosen.focusNode)) return () => {};
    // An end that lies within a character is held so that the character stays selected.
    const { endContainer, endOffset } = chosen.getRangeAt(0);
    const last = (/** @type {Node} */ node, /** @type {number} */ offset) => !chosen.isCollapsed && node === endContainer && offset === endOffset;
    const a = this.#point(chosen.anchorNode, chosen.anchorOffset, last(chosen.anchorNode, chosen.anchorOffset));
    const b = this.#point(chosen.focusNode, chosen.focusOffset, last(chosen.focusNode, chosen.focusOffset));
    return () => {
      if (a === null || b === null || a === b) return;
      if (chosen.rangeCount && !chosen.isCollapsed && this.element.contains(chosen.anchorNode) && this.#point(/** @type {Node} */ (chosen.anchorNode), chosen.anchorOffset) === a && this.#point(/** @type {Node} */ (chosen.focusNode), chosen.focusOffset) === b) return;
      this.select(a, b);
    };
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    const name = /** @type {HTMLElement | null} */ (at.closest(".qc-name, .qc-bar"));
    if (name?.dataset.coding) {
      this.more.onCoding?.(this.#find(name.dataset.coding));
      return;
    }
    const chosen = getSelection();
    if (chosen && !chosen.isCollapsed) return;
    const element = at.closest(".qc-block");
    const block = element && this.blockOf.get(element);
    if (block && this.more.keyboard) this.goTo(this.doc.blocks.indexOf(block), { scroll: false });
    const ids = /** @type {HTMLElement | null} */ (at.closest("[data-codes]"))?.dataset.codes?.split(" ") ?? [];
    if (!ids.length) {
      if (this.active) this.more.onCoding?.(null);
      return;
    }
    // The innermost one; clicked again, the next around it.
    const here = ids.map((id) => this.#find(id)).filter((each) => !!each).sort((a, b) => /** @type {Coding} */ (a).end - /** @type {Coding} */ (a).start - /** @type {Coding} */ (b).end + /** @type {Coding} */ (b).start);
    const now = here.findIndex((each) => each?.id === this.active);
    this.more.onCoding?.(here[(now + 1) % here.length] ?? null);
  }

  /** @param {string} id @returns {Coding | null} */
  #find(id) {
    return this.doc.codings.get(id) ?? this.shown().find((each) => each.id === id) ?? null;
  }
}

/** What scrolls an element, null = the page. @param {HTMLElement} element */
function scrollerOf(element) {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}
