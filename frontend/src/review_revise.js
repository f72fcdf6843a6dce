// Revising a suggestion: other edges, by handles, by keys or by a selection; another code; or both.

import { CodeBox } from "./review_codebox.js";
import { Edges } from "./code_edges.js";
import { button, fill, h } from "./dom.js";

/** @typedef {import("./review_words.js").Item} Item @typedef {import("./textview.js").TextView} TextView */

export class Revise {
  /**
   * @param {HTMLElement} host @param {import("./app.js").App} app @param {TextView} text @param {Item} item
   * @param {{save: (changed: {start?: number, end?: number, code?: string}) => void, leave: () => void}} given
   */
  constructor(host, app, text, item, given) {
    this.app = app;
    this.text = text;
    this.item = item;
    this.given = given;
    const from = item.made ?? item;
    this.first = { start: from.start, end: from.end };
    this.hint = h("span");
    // The keys are those with which the edges of a coding are moved in the text.
    this.edges = new Edges(text, /** @type {any} */ ({ ...this.first }), {
      save: () => this.draw(),
      leave: () => this.draw(),
      tell: (words) => fill(this.hint, words),
    });
    this.edges.begin();
    this.fault = h("p", { class: "qc-fault", role: "alert" });
    this.words = h("blockquote", { class: "qc-said qc-review-words", dir: "auto", tabindex: "0" });
    this.name = h("p", { class: "qc-review-now" });
    const codes = h("div", { class: "qc-field" });
    this.element = h(
      "form",
      { class: "qc-review-revise", "aria-label": "Revise the suggestion", novalidate: true, on: { submit: (event) => { event.preventDefault(); this.save(); } } },
      h("h3", null, "Revise"),
      this.words,
      h("p", { class: "qc-hint" }, "Select other words in the text, drag the two handles, or use the keys. ", this.hint),
      this.name,
      codes,
      this.fault,
      h(
        "div",
        { class: "qc-toolbar" },
        h("button", { type: "submit", class: "qc-button qc-main" }, "Save the revision"),
        button("Cancel", () => given.leave(), { keys: "Escape" }),
      ),
    );
    this.box = new CodeBox(codes, app, from === item ? item.code : /** @type {any} */ (item.made).code, () => this.draw());
    host.append(this.element);
    if (text.selection) this.select(text.selection);
    this.draw();
    this.box.input.focus();
  }

  destroy() {
    this.edges.destroy();
    this.element.remove();
  }

  /** @param {{start: number, end: number}} range */
  select(range) {
    this.edges.start = range.start;
    this.edges.end = range.end;
    this.edges.place();
    this.draw();
  }

  draw() {
    const { doc } = this.text;
    fill(this.words, doc.printed(this.edges.start, this.edges.end));
    // Of many words, those at the edge that moves.
    this.words.scrollTop = this.edges.side === "end" ? this.words.scrollHeight : 0;
    fill(this.name, "Code: ", h("b", { data: { hue: this.app.hueOf(this.box.code) } }, h("span", { class: "qc-letter", "aria-hidden": "true" }, this.app.letterOf(this.box.code)), " ", this.app.nameOf(this.box.code)));
    fill(this.fault);
  }

  save() {
    const code = this.box.best;
    if (!code) {
      fill(this.fault, "No code fits what you typed.");
      return;
    }
    const moved = this.edges.start !== this.first.start || this.edges.end !== this.first.end;
    const range = moved ? this.text.doc.trimmed(this.edges.start, this.edges.end) : this.first;
    if (!range) {
      fill(this.fault, "There are no words between these edges.");
      return;
    }
    const { item } = this;
    if (range.start >= item.end || range.end <= item.start) {
      fill(this.fault, "These words lie outside of the suggestion. Leave it (Esc) and code them in the text (o).");
      return;
    }
    if (range.start === item.start && range.end === item.end && code === item.code) {
      fill(this.fault, "Nothing is changed yet. To take it as it is, leave the revision (Esc) and accept it (a).");
      return;
    }
    this.given.save({ start: range.start, end: range.end, code });
  }

  /** @returns {import("./keys.js").Binding[]} */
  bindings() {
    const group = "Revising a suggestion";
    const free = () => {
      const at = /** @type {HTMLElement | null} */ (document.activeElement);
      if (at === this.box.input) return !this.box.typed;
      return !this.text.element.contains(at);
    };
    const listed = () => document.activeElement === this.box.input && !!this.box.typed;
    // From a button Tab goes on to the next one.
    const pressable = () => free() && !document.activeElement?.closest("button");
    const moving = this.edges.bindings().filter(({ keys }) => keys !== "Enter" && keys !== "Escape");
    return [
      ...moving.map((each) => ({
        ...each, group, typing: true, when: each.keys.startsWith("Tab") ? pressable : free,
        run: (/** @type {KeyboardEvent} */ event) => {
          each.run(event);
          this.#moved();
        },
      })),
      { keys: "ArrowDown", words: "next code that fits", when: listed, typing: true, run: () => this.box.pick(1), group },
      { keys: "ArrowUp", words: "code before", when: listed, typing: true, run: () => this.box.pick(-1), group },
      { keys: "Enter", words: "save the revision", when: () => !this.text.element.contains(document.activeElement), typing: true, run: () => this.save(), group },
      {
        keys: "Escape", words: "leave the suggestion as it is", typing: true, group,
        run: () => {
          if (this.box.typed) this.box.clear();
          else this.given.leave();
        },
      },
    ];
  }

  /** The edge that was moved is kept in sight. */
  #moved() {
    const at = this.edges[this.edges.side] - (this.edges.side === "end" ? 1 : 0);
    this.text.reveal(at, at + 1, { nearest: true });
    this.draw();
  }
}
