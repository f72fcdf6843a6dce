// A box to choose a code in: what is typed filters the list, arrows and Enter choose.

import { fit } from "./code_codes.js";
import { fill, freshId, h } from "./dom.js";

/** @typedef {import("./app.js").App} App @typedef {import("./app.js").Code} Code */

/** @param {App} app @param {Code} code how many codes stand above it */
export function depthOf(app, code) {
  let depth = 0;
  for (let at = code; at.parent && depth < 12; depth++) {
    const above = app.codes.get(at.parent);
    if (!above) break;
    at = above;
  }
  return depth;
}

export class CodePicker {
  /**
   * @param {App} app
   * @param {{label: string, codes: () => Code[], none?: string, value?: string | null, hint?: string,
   *   above?: boolean, changed?: (code: string | null | undefined) => void, leave?: () => void, enter?: () => void}} given
   *   none: what "no code" is called, where it may be chosen; above: the list opens above the box; leave, enter:
   *   Escape was pressed while the list was closed; Enter was, with a code chosen
   */
  constructor(app, given) {
    this.app = app;
    this.given = given;
    /** The code that is chosen; null = none of them; undefined = nothing yet. @type {string | null | undefined} */
    this.value = given.value;
    this.picked = 0;
    /** @type {(HTMLElement & {dataset: DOMStringMap})[]} */
    this.options = [];
    const id = freshId("code");
    const listId = freshId("codes");
    const hint = given.hint ? freshId("hint") : null;
    this.input = h("input", {
      id, type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list",
      "aria-describedby": hint, autocomplete: "off", spellcheck: "false", dir: "auto", placeholder: "Type to find a code",
      on: {
        input: () => {
          this.picked = 0;
          this.open();
        },
        focus: () => this.input.select(),
        click: () => this.open(),
        blur: () => this.close(),
        keydown: (event) => this.#pressed(event),
      },
    });
    this.list = h("div", {
      class: "qc-picker-list", role: "listbox", id: listId, "aria-label": given.label, hidden: true,
      on: {
        mousedown: (event) => event.preventDefault(),
        click: (event) => {
          const at = this.options.indexOf(/** @type {any} */ (event.target).closest("[role=option]"));
          if (at >= 0) this.#choose(at);
        },
      },
    });
    this.element = h(
      "div",
      { class: `qc-field qc-picker ${given.above ? "qc-above" : ""}`.trim() },
      h("label", { for: id }, given.label),
      h("div", { class: "qc-picker-box" }, this.input, this.list),
      given.hint ? h("p", { class: "qc-hint", id: hint }, given.hint) : null,
    );
    this.#name();
  }

  /** @param {string | null | undefined} code */
  set(code) {
    this.value = code;
    this.#name();
  }

  focus() {
    this.input.focus();
  }

  get shown() {
    return !this.list.hidden;
  }

  #name() {
    this.input.value = this.value ? this.app.nameOf(this.value) : this.value === null ? (this.given.none ?? "") : "";
  }

  open() {
    const { app, given } = this;
    const typed = this.value !== undefined && this.input.value === this.#shownName() ? "" : this.input.value.trim();
    const codes = given.codes();
    /** @type {[string, string, number, Code | null][]} */
    let rows = [];
    if (typed) {
      rows = codes
        .map((each, place) => ({ each, place, score: fit(app, each, typed) }))
        .filter(({ score }) => score !== null)
        .sort((a, b) => Number(a.score) - Number(b.score) || a.place - b.place)
        .map(({ each }) => [each.code, each.name, 0, each]);
    } else rows = codes.map((each) => [each.code, each.name, depthOf(app, each), each]);
    if (given.none && (!typed || given.none.toLocaleLowerCase().includes(typed.toLocaleLowerCase()))) rows.unshift(["", given.none, 0, null]);
    this.options = rows.map(([code, name, depth, each]) =>
      h(
        "div",
        { class: "qc-picker-option", role: "option", id: freshId("option"), "aria-selected": "false", data: { code }, style: depth ? { "--qc-depth": String(depth) } : {}, title: each?.definition || null },
        each ? h("span", { class: "qc-letter", data: { hue: app.hueOf(code) } }, app.letterOf(code)) : null,
        h("span", { class: "qc-picker-name" }, name),
      ),
    );
    fill(this.list, this.options.length ? this.options : h("div", { class: "qc-picker-option qc-quiet", role: "option", "aria-disabled": "true" }, "No code fits"));
    if (!typed && this.value !== undefined) this.picked = Math.max(0, this.options.findIndex((each) => each.dataset.code === (this.value ?? "")));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    // What was typed and not chosen is not meant.
    if (!this.input.value.trim() && !this.given.none) this.#take(undefined);
    this.#name();
  }

  #shownName() {
    return this.value ? this.app.nameOf(this.value) : (this.given.none ?? "");
  }

  #mark() {
    this.picked = Math.max(0, Math.min(this.picked, this.options.length - 1));
    this.options.forEach((each, place) => each.setAttribute("aria-selected", String(place === this.picked)));
    const option = this.options[this.picked];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} place */
  #choose(place) {
    const code = this.options[place]?.dataset.code;
    if (code === undefined) return;
    this.#take(code || null);
    this.#name();
    this.close();
  }

  /** @param {string | null | undefined} code */
  #take(code) {
    if (this.value === code) return;
    this.value = code;
    this.given.changed?.(code);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!this.shown) this.open();
      else {
        this.picked += key === "ArrowDown" ? 1 : -1;
        if (this.picked < 0) this.picked = this.options.length - 1;
        if (this.picked >= this.options.length) this.picked = 0;
        this.#mark();
      }
    } else if (key === "Enter" && this.shown) {
      event.preventDefault();
      event.stopPropagation();
      this.#choose(this.picked);
    } else if (key === "Escape" && this.shown) {
      event.preventDefault();
      event.stopPropagation();
      this.input.value = this.#shownName();
      this.close();
    } else if (key === "Enter" && this.value && this.given.enter) {
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) this.given.enter();
    } else if (key === "Escape" && this.given.leave) {
      event.preventDefault();
      event.stopPropagation();
      this.given.leave();
    } else if (key === "Tab" && this.shown && this.input.value.trim() && this.input.value !== this.#shownName()) {
      // Leaving the box takes what is marked.
      this.#choose(this.picked);
    }
  }
}
