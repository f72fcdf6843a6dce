// What those hear who do not see the text: where the keyboard has got to, which words are selected, which
// codings lie there. Said after a key, never for the mouse.

import { counted, h, plain } from "./dom.js";

/** @typedef {import("./textview.js").TextView} TextView @typedef {import("./doc.js").Block} Block @typedef {{start: number, end: number}} Stretch */

const SHORT = 12; // words of a selection that are said as they are; of a longer one its beginning and its end
const MOST = 5; // codings that are named

export class Spoken {
  /** @param {TextView} text */
  constructor(text) {
    this.text = text;
    this.element = h("p", { class: "qc-unseen qc-spoken", "aria-live": "assertive" });
    text.element.after(this.element);
    /** What was said last. @type {{selection: Stretch | null, head: number | null, place: number | null, turn: any}} */
    this.before = { selection: null, head: null, place: null, turn: null };
    /** The codings that were named last. */
    this.lying = "";
  }

  destroy() {
    this.element.remove();
  }

  /** @param {string} words @param {"assertive" | "polite"} [how] polite: after what is being said */
  say(words, how = "assertive") {
    this.element.setAttribute("aria-live", how);
    // The same again is heard again.
    const again = this.element.textContent === words;
    this.element.textContent = words && again ? `${words}\u00a0` : words;
  }

  /** Say what a key has changed. @param {"assertive" | "polite"} [how] */
  moved(how) {
    const { doc, selection, caret, cursor } = this.text;
    const { before } = this;
    const head = selection || !caret ? null : caret.head;
    const block = cursor === null ? null : (doc.blocks[cursor] ?? null);
    this.before = { selection, head, place: cursor, turn: block?.turn ?? null };
    const parts = [];
    if (selection) {
      parts.push(this.#selected(before.selection, selection), this.#codings(selection.start, selection.end, true));
    } else if (head !== null) {
      const word = doc.word(head, 1);
      const end = word && word[0] === head ? word[1] : head + 1;
      if (block && (before.place !== cursor || before.turn !== block.turn)) parts.push(who(block));
      parts.push(plain(doc.printed(head, end)), this.#codings(head, end, true));
    } else if (block) {
      // The paragraphs of one turn follow each other as they are read.
      if (before.place === cursor && before.head === null && !before.selection) parts.push(cursor === this.text.span()[0] ? "The text begins here" : cursor === this.text.span()[1] ? "The text ends here" : "");
      parts.push(block.first || before.turn !== block.turn ? who(block) : "", plain(doc.printed(block.start, block.end)), this.#codings(block.start, block.end, false));
    }
    const words = parts.filter(Boolean);
    if (words.length) this.say(words.reduce((said, each) => `${said}${/[.?!…]["”’\]]?$/u.test(said) ? "" : "."} ${each}`), how);
  }

  /** @param {Stretch | null} before @param {Stretch} now */
  #selected(before, now) {
    const number = counted(this.#words(now), "word");
    // Longer or shorter than before at one edge: only what was added or left out.
    if (before && (before.start === now.start) !== (before.end === now.end)) {
      const [from, to, more] = before.start === now.start
        ? [Math.min(before.end, now.end), Math.max(before.end, now.end), now.end > before.end]
        : [Math.min(before.start, now.start), Math.max(before.start, now.start), now.start < before.start];
      return `${this.#short(from, to)} ${more ? "selected" : "not selected"}, ${number}`;
    }
    return `Selected, ${number}: ${this.#short(now.start, now.end)}`;
  }

  /** @param {Stretch} stretch */
  #words({ start, end }) {
    return this.text.doc.printed(start, end).split(" ").filter(Boolean).length;
  }

  /** @param {number} start @param {number} end */
  #short(start, end) {
    const words = plain(this.text.doc.printed(start, end)).split(" ");
    return words.length <= SHORT ? words.join(" ") : `${words.slice(0, SHORT / 2).join(" ")} … ${words.slice(-SHORT / 2).join(" ")}`;
  }

  /**
   * @param {number} start @param {number} end
   * @param {boolean} changed only where they are not those that were named last
   */
  #codings(start, end, changed) {
    const { app, doc } = this.text;
    const found = doc.codingsIn(start, end);
    const before = this.lying;
    this.lying = found.map((each) => each.id).join(" ");
    if (changed && this.lying === before) return "";
    if (!found.length) return changed ? "Not coded" : "";
    const names = found.slice(0, MOST).map((each) => plain(app.nameOf(each.code)) + (each.coder === app.session.coder ? "" : ` by ${plain(each.coder)}`));
    return `Coded: ${names.join(", ")}${found.length > MOST ? ` and ${found.length - MOST} more` : ""}`;
  }
}

/** @param {Block} block */
function who({ turn }) {
  if (!turn) return "";
  const named = turn.speaker ?? turn.person ?? "";
  return `${named ? `${plain(named)}, ` : ""}turn ${turn.number}`;
}
