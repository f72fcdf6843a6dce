// Codings that wait to be looked at again: made under other words than their code has now, or on a code that
// was split. One after the other, by single keys.

import { CodePicker } from "./books_pick.js";
import { done } from "./books_undo.js";
import { confirm } from "./dialog.js";
import { button, counted, fill, h } from "./dom.js";

/** @typedef {import("./app.js").App} App */

const WHY = {
  split: "Its code was split: the coding waits for one of the parts, or for several.",
  merged: "It came from another code, which was merged into this one.",
  "defined anew": "The words of its code have changed since it was made.",
};

export class Queue {
  /** @param {HTMLElement} host @param {App} app @param {{back: () => void, code?: string | null}} given */
  constructor(host, app, given) {
    this.app = app;
    this.given = given;
    /** @type {any[]} */
    this.items = [];
    this.total = 0;
    this.others = 0;
    this.at = 0;
    this.code = given.code ?? null;
    this.loaded = false;
    this.busy = false;
    this.number = 0;
    /** Codes of the parts chosen by number. @type {Set<string>} */
    this.parts = new Set();
    this.head = h("p", { class: "qc-count", role: "status" });
    this.only = h("p", { class: "qc-toolbar" });
    this.card = h("article", { class: "qc-again", tabindex: "-1", "aria-label": "Coding to look at again" });
    this.element = h(
      "div",
      { class: "qc-sheet qc-again-view" },
      h(
        "header",
        { class: "qc-view-head" },
        h("h2", null, "To look at again"),
        this.head,
        button("Back to the codebook", () => given.back(), { icon: "left", class: "qc-push", keys: "Escape" }),
      ),
      this.only,
      this.card,
    );
    host.append(this.element);
    const group = "Looking again";
    const on = () => !!this.item && !this.busy;
    this.offs = [
      app.keys.add([
        { keys: "k", words: "keep the coding: it fits the words of now", run: () => void this.keep(), when: on, repeat: false, group },
        { keys: "c", words: "choose another code", run: () => this.picker?.focus(), when: on, group },
        ...["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => ({
          keys: digit, words: `choose part ${digit} of a code that was split`, run: () => this.#part(Number(digit) - 1), when: () => on() && this.item.choices.length >= Number(digit), repeat: false, group, quiet: digit !== "1" && digit !== "2",
        })),
        { keys: "Enter", words: "give it the parts that are chosen", run: () => void this.sort(), when: () => on() && this.parts.size > 0, group },
        { keys: "Delete or Backspace", words: "take the coding back", run: () => void this.retract(), when: on, repeat: false, group },
        { keys: "ArrowRight or j or s", words: "leave it, next one", run: () => this.step(1), when: on, group },
        { keys: "ArrowLeft", words: "the one before", run: () => this.step(-1), when: on, group },
        { keys: "o", words: "go to its place in the text", run: () => this.#open(), when: on, group },
        { keys: "Escape", words: "back to the codebook", run: () => given.back(), group },
      ]),
    ];
    this.load();
  }

  destroy() {
    for (const off of this.offs) off();
    this.element.remove();
  }

  get item() {
    return this.items[this.at];
  }

  /** @param {boolean} [focus] */
  async load(focus = true) {
    const number = ++this.number;
    try {
      const told = await this.app.read("book_queue", this.code ? { code: this.code } : {});
      if (number !== this.number) return;
      this.items = told.codings;
      this.total = told.total;
      this.others = told.others;
      this.loaded = true;
      this.at = Math.min(this.at, Math.max(0, this.items.length - 1));
      this.draw(focus);
    } catch (error) {
      this.app.sorry(error);
      if (!this.loaded) fill(this.card, h("p", { class: "qc-fault" }, error.message));
    }
  }

  /** @param {boolean} [focus] */
  draw(focus = true) {
    const { app, item } = this;
    this.parts.clear();
    this.head.textContent = this.total ? `${(this.at + 1).toLocaleString("en")} of ${counted(this.total, "coding")}` : "";
    fill(this.only, this.code ? [h("span", null, `Only codings of ${app.nameOf(this.code)}.`), button("Show all", () => {
      this.code = null;
      this.at = 0;
      this.load();
    }, { class: "qc-small" })] : null);
    this.only.hidden = !this.code;
    if (!item) {
      this.picker = null;
      fill(
        this.card,
        h("div", { class: "qc-empty" }, h("h3", null, "Nothing waits"), h("p", null, "All your codings were made under the words their codes have now."), this.others ? h("p", null, `${counted(this.others, "coding")} of other coders ${this.others === 1 ? "waits" : "wait"} for them.`) : null, h("p", null, button("Back to the codebook", () => this.given.back()))),
      );
      if (focus) this.card.focus({ preventScroll: true });
      return;
    }
    const split = item.reason === "split";
    this.picker = new CodePicker(app, {
      label: split ? "Another code" : "Code it anew with", codes: () => [...app.codes.values()].filter((each) => each.applicable),
      changed: (code) => {
        if (code) this.recode([code]);
      },
      leave: () => this.card.focus(),
    });
    const same = this.items.filter((each) => each.code === item.code && !split);
    fill(
      this.card,
      h("p", { class: "qc-again-code", data: { hue: app.hueOf(item.code) } }, h("span", { class: "qc-letter" }, app.letterOf(item.code)), h("strong", null, app.nameOf(item.code)), item.coder === app.session.coder ? null : h("span", { class: "qc-tag" }, item.coder)),
      h("p", { class: "qc-quiet" }, WHY[item.reason] ?? item.reason),
      h("p", { class: "qc-said qc-again-words", dir: "auto" }, h("span", { class: "qc-quiet" }, item.before, item.before ? " " : ""), h("mark", null, item.quotation), h("span", { class: "qc-quiet" }, item.after ? " " : "", item.after)),
      h("p", null, h("button", { type: "button", class: "qc-link", on: { click: () => this.#open() } }, `${item.document}${item.turn ? `, turn ${item.turn}` : ""}`)),
      split ? this.#choices(item) : wordings(item),
      h(
        "div",
        { class: "qc-toolbar qc-again-does" },
        split
          ? (this.sortButton = button("Choose a part", () => this.sort(), { class: "qc-main", disabled: true, keys: "Enter" }))
          : button("Keep it", () => this.keep(), { icon: "check", class: "qc-main", keys: "k" }),
        button("Take it back", () => this.retract(), { icon: "trash", class: "qc-danger", keys: "Delete" }),
        button("Leave it for later", () => this.step(1), { icon: "right", keys: "j" }),
      ),
      this.picker.element,
      same.length > 1 ? h("p", { class: "qc-again-many" }, button(`Keep all ${same.length.toLocaleString("en")} of ${app.nameOf(item.code)} …`, () => this.keepAll(same), { class: "qc-small" })) : null,
    );
    if (focus) {
      this.card.focus({ preventScroll: true });
      this.element.closest(".qc-main-view")?.scrollTo?.({ top: 0 });
    }
  }

  /** @param {any} item */
  #choices(item) {
    const { app } = this;
    return h(
      "fieldset",
      { class: "qc-again-parts" },
      h("legend", { class: "qc-label" }, "Which part is it? Several may fit."),
      item.choices.map((code, place) => {
        const box = h("input", { type: "checkbox", data: { part: code }, on: { change: () => this.#chosen(code, box.checked) } });
        return h(
          "label",
          { class: "qc-again-part" },
          box,
          place < 9 ? h("kbd", { "aria-hidden": "true" }, String(place + 1)) : null,
          h("span", null, h("strong", null, app.nameOf(code)), app.codes.get(code)?.definition ? h("span", { class: "qc-quiet" }, ` ${app.codes.get(code)?.definition}`) : null),
        );
      }),
      item.choices.length ? null : h("p", { class: "qc-hint" }, "Its parts take no codings any more: choose another code below."),
    );
  }

  /** @param {number} place */
  #part(place) {
    const code = this.item?.choices[place];
    const box = /** @type {HTMLInputElement | null} */ (this.card.querySelector(`[data-part="${CSS.escape(code ?? "")}"]`));
    if (!box) return;
    box.checked = !box.checked;
    this.#chosen(code, box.checked);
  }

  /** @param {string} code @param {boolean} on */
  #chosen(code, on) {
    if (on) this.parts.add(code);
    else this.parts.delete(code);
    const names = [...this.parts].map((each) => this.app.nameOf(each));
    this.sortButton.disabled = !names.length;
    this.sortButton.lastChild.textContent = names.length ? `It is ${names.join(" and ")}` : "Choose a part";
  }

  // -- what is done --------------------------------------------------------------------------------------

  /** @param {string} method @param {any} params @param {string} words @param {string} said */
  async #write(method, params, words, said) {
    if (this.busy) return;
    this.busy = true;
    try {
      const result = await this.app.write(method, params, words);
      done(this.app, said, result?.act, () => this.load());
      // At the end of what was sent the rest is asked for.
      const gone = new Set(params.codings);
      this.items = this.items.filter((each) => !gone.has(each.coding));
      this.total -= gone.size;
      if (this.at >= this.items.length) this.at = 0;
      if (this.items.length) this.draw();
      else await this.load();
      await this.#considered(result?.done ?? {});
    } catch {
      // Why it was refused has been said.
      await this.load();
    } finally {
      this.busy = false;
    }
  }

  async keep() {
    const { item } = this;
    if (!item) return;
    if (item.reason === "split") {
      this.app.say("Its code was split and takes no codings any more: choose a part, another code, or take it back.");
      return;
    }
    await this.#write("book_keep", { codings: [item.coding] }, "coding kept", `Kept: ${this.app.nameOf(item.code)}.`);
  }

  /** @param {any[]} same */
  async keepAll(same) {
    const name = this.app.nameOf(same[0].code);
    const yes = await confirm(this.app, `Keep ${counted(same.length, "coding")} of ${name}?`, "You say that all of them fit the words of now without looking at each. One undo takes it back.", "Keep them");
    if (yes) await this.#write("book_keep", { codings: same.map((each) => each.coding) }, "codings kept", `${counted(same.length, "coding")} of ${name} kept.`);
  }

  async sort() {
    if (this.parts.size) await this.recode([...this.parts]);
  }

  /** @param {string[]} codes */
  async recode(codes) {
    const { item } = this;
    if (!item) return;
    const names = codes.map((each) => this.app.nameOf(each)).join(", ");
    await this.#write("book_recode", { codings: [item.coding], codes }, `coded anew: ${names}`, `Coded anew: ${names}.`);
  }

  async retract() {
    const { item } = this;
    if (!item) return;
    await this.#write("book_recode", { codings: [item.coding], codes: [] }, "coding taken back", `${this.app.nameOf(item.code)} taken back.`);
  }

  /** @param {1 | -1} by */
  step(by) {
    if (this.items.length < 2) {
      this.app.say("There is no other one.");
      return;
    }
    this.at = (this.at + by + this.items.length) % this.items.length;
    this.draw();
  }

  #open() {
    const { item, app } = this;
    if (item) app.jump(item.document, item.start, item.end);
  }

  // A document that was read before a code was there is not considered for it until its reader says so.
  /** @param {Record<string, string[]>} read */
  async #considered(read) {
    const { app } = this;
    for (const [document_, codes] of Object.entries(read)) {
      const names = codes.map((each) => app.nameOf(each)).join(", ");
      const yes = await confirm(app, `Is ${document_} read for ${names}?`, `You finished ${document_} before ${codes.length === 1 ? "this code was" : "these codes were"} there. Nothing of it waits any more. If you know the whole text well enough to say where else ${codes.length === 1 ? "it applies" : "they apply"}, and where not, it counts as read for ${codes.length === 1 ? "it" : "them"}; otherwise tables say “not considered”.`, "Yes, it is read for it");
      if (yes) await app.write("book_considered", { document: document_, codes }, `${document_} considered`).catch(() => {});
      this.card.focus({ preventScroll: true });
    }
  }
}

/** What the entry said and says. @param {any} item */
function wordings(item) {
  const lines = (words) => words.split("\n").filter(Boolean);
  /** What both say is set back. */
  const box = (heading, words, other) => {
    const same = new Set(lines(other));
    return h("section", null, h("h3", null, heading), words ? lines(words).map((line) => h("p", { dir: "auto", class: same.has(line) ? "qc-quiet" : "qc-differs" }, line)) : h("p", { class: "qc-quiet" }, "not known"));
  };
  return h("div", { class: "qc-two qc-wordings" }, box("When it was coded", item.then, item.now), box("Now", item.now, item.then));
}
