// Moving the edges of a coding: by two handles with the mouse, or by keys.

import { counted, h } from "./dom.js";

/** @typedef {import("./textview.js").TextView} TextView @typedef {import("./doc.js").Coding} Coding */

export class Edges {
  /**
   * @param {TextView} text @param {Coding} coding
   * @param {{save: (start: number, end: number) => void, tell: (words: string) => void, leave: () => void}} given
   */
  constructor(text, coding, given) {
    this.text = text;
    this.coding = coding;
    this.given = given;
    this.start = coding.start;
    this.end = coding.end;
    /** Which edge the keys move. @type {"start" | "end"} */
    this.side = "end";
    this.byKeys = false;
    this.handles = {
      start: h("div", { class: "qc-handle qc-handle-start", "aria-hidden": "true" }),
      end: h("div", { class: "qc-handle qc-handle-end", "aria-hidden": "true" }),
    };
    for (const side of /** @type {("start" | "end")[]} */ (["start", "end"])) {
      this.handles[side].addEventListener("pointerdown", (event) => this.#grab(event, side));
      text.element.append(this.handles[side]);
    }
    this.place();
  }

  destroy() {
    this.stopped?.();
    for (const each of Object.values(this.handles)) each.remove();
    this.text.highlights.show("edges", []);
  }

  /** Put the handles where the edges stand now. */
  place() {
    const ranges = this.text.ranges(this.start, this.end);
    const frame = this.text.element.getBoundingClientRect();
    const first = ranges[0]?.getClientRects()[0];
    const last = ranges.length ? [...ranges[ranges.length - 1].getClientRects()].at(-1) : null;
    const rtl = (/** @type {Range} */ range) => getComputedStyle(/** @type {Element} */ (range.startContainer.parentElement)).direction === "rtl";
    for (const [side, box] of /** @type {["start" | "end", DOMRect | null | undefined][]} */ ([["start", first], ["end", last]])) {
      const handle = this.handles[side];
      handle.hidden = !box;
      if (!box) continue;
      const right = (side === "end") !== rtl(ranges[side === "end" ? ranges.length - 1 : 0]);
      handle.style.setProperty("left", `${(right ? box.right : box.left) - frame.left}px`);
      handle.style.setProperty("top", `${box.top - frame.top}px`);
      handle.style.setProperty("height", `${box.height}px`);
      handle.classList.toggle("qc-now", this.byKeys && side === this.side);
    }
    const moved = this.start !== this.coding.start || this.end !== this.coding.end;
    this.text.highlights.show("edges", this.byKeys || moved ? [[this.start, this.end]] : []);
  }

  /** Move an edge. @param {"start" | "end"} side @param {number} to */
  move(side, to) {
    const { doc } = this.text;
    const before = [this.start, this.end];
    const start = side === "start" ? Math.min(to, doc.step(this.end, -1)) : this.start;
    const end = side === "end" ? Math.max(to, doc.step(this.start, 1)) : this.end;
    const whole = doc.snapped(start, end);
    this.start = whole.start;
    this.end = whole.end;
    this.place();
    if (!this.byKeys || (this.start === before[0] && this.end === before[1])) return;
    // Who does not see it hears the word at which the coding begins or ends now.
    const words = doc.printed(this.start, this.end).split(" ");
    this.text.spoken?.say(side === "end" ? `ends with ${words.at(-1)}, ${counted(words.length, "word")}` : `begins with ${words[0]}, ${counted(words.length, "word")}`);
  }

  save() {
    const range = this.text.doc.trimmed(this.start, this.end);
    if (range && (range.start !== this.coding.start || range.end !== this.coding.end)) this.given.save(range.start, range.end);
    else this.given.leave();
  }

  // -- the mouse -----------------------------------------------------------------------------------------

  /** @param {PointerEvent} event @param {"start" | "end"} side */
  #grab(event, side) {
    if (event.button) return;
    event.preventDefault();
    const handle = this.handles[side];
    const scroller = this.text.scroller;
    for (const each of Object.values(this.handles)) each.classList.add("qc-held");
    const moved = (/** @type {PointerEvent} */ at) => {
      const frame = scroller?.getBoundingClientRect();
      if (frame && scroller) {
        if (at.clientY < frame.top + 24) scroller.scrollBy(0, -16);
        if (at.clientY > frame.bottom - 24) scroller.scrollBy(0, 16);
      }
      const point = this.text.pointAt(at.clientX, at.clientY);
      if (point !== null) this.move(side, point);
    };
    const done = () => {
      this.stopped?.();
      this.save();
    };
    this.stopped = () => {
      this.stopped = undefined;
      document.removeEventListener("pointermove", moved);
      document.removeEventListener("pointerup", done);
      document.removeEventListener("pointercancel", done);
      for (const each of Object.values(this.handles)) each.classList.remove("qc-held");
    };
    handle.setPointerCapture?.(event.pointerId);
    handle.releasePointerCapture?.(event.pointerId);
    document.addEventListener("pointermove", moved);
    document.addEventListener("pointerup", done);
    document.addEventListener("pointercancel", done);
  }

  // -- keys ----------------------------------------------------------------------------------------------

  begin() {
    this.byKeys = true;
    this.place();
    this.#say();
  }

  #say() {
    const side = this.side === "end" ? "end" : "beginning";
    this.given.tell(`Moving the ${side}: ← → by word, Shift by character, Tab for the other edge, Enter saves, Esc leaves it as it was.`);
    this.text.spoken?.say(`Moving the ${side}: left and right arrow by word, with Shift by character, Tab for the other edge, Enter saves, Escape leaves it as it was.`);
  }

  /** @returns {import("./keys.js").Binding[]} */
  bindings() {
    const { doc } = this.text;
    const group = "Moving edges";
    const on = (/** @type {KeyboardEvent} */ event) => {
      const part = this.text.drawn.get(doc.blocks[doc.blockAt(this[this.side])]);
      return (event.key === "ArrowRight") !== (!!part && getComputedStyle(part.words).direction === "rtl");
    };
    const word = (/** @type {KeyboardEvent} */ event) => {
      const at = this[this.side];
      const forward = on(event);
      if (this.side === "start") {
        const next = forward ? doc.word(at + 1, 1) : doc.word(at, -1);
        if (next) this.move("start", next[0]);
      } else if (forward) {
        let next = doc.word(at, 1);
        // In the midst of a word first to its end.
        const within = doc.word(at, -1);
        if (within && within[1] > at) next = within;
        if (next) this.move("end", next[1]);
      } else {
        let next = doc.word(at, -1);
        if (next && next[1] >= at) next = doc.word(next[0], -1);
        if (next) this.move("end", next[1]);
      }
    };
    return [
      { keys: "ArrowRight or ArrowLeft", words: "move the edge by a word", run: word, group },
      { keys: "Shift+ArrowRight or Shift+ArrowLeft", words: "by a character", run: (event) => this.move(this.side, doc.step(this[this.side], on(event) ? 1 : -1)), group },
      {
        keys: "Tab or Shift+Tab", words: "the other edge", group,
        run: () => {
          this.side = this.side === "end" ? "start" : "end";
          this.place();
          this.#say();
        },
      },
      { keys: "Enter", words: "save the edges", run: () => this.save(), group },
      { keys: "Escape", words: "leave them as they were", run: () => this.given.leave(), group },
    ];
  }
}
