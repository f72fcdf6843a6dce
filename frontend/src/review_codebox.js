// A box to type into, and the codes that fit: for another code than the suggested one.

import { fit } from "./code_codes.js";
import { fill, freshId, h, icon } from "./dom.js";

const MOST = 40;

export class CodeBox {
  /**
   * @param {HTMLElement} host @param {import("./app.js").App} app @param {string} now the code that is chosen first
   * @param {(code: string) => void} taken told when another one is chosen
   */
  constructor(host, app, now, taken) {
    this.app = app;
    this.code = now;
    this.taken = taken;
    this.picked = 0;
    /** @type {string[]} */
    this.fits = [];
    const id = freshId("codes");
    this.input = h("input", {
      type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", "aria-label": "Another code",
      placeholder: "Another code: type its name", autocomplete: "off", spellcheck: "false", on: { input: () => this.#typed() },
    });
    this.list = h("div", { class: "qc-review-codes", role: "listbox", id, "aria-label": "Codes that fit", hidden: true });
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[role=option]"));
      if (option?.dataset.code) this.choose(option.dataset.code);
    });
    host.append(h("div", { class: "qc-filter" }, icon("search"), this.input), this.list);
  }

  get typed() {
    return this.input.value.trim();
  }

  /** The code that Enter takes now. @returns {string | null} null = nothing fits what is typed */
  get best() {
    return this.typed ? (this.fits[this.picked] ?? null) : this.code;
  }

  /** @param {number} by */
  pick(by) {
    if (!this.fits.length) return;
    this.picked = (this.picked + by + this.fits.length) % this.fits.length;
    this.#mark();
  }

  /** @param {string} code */
  choose(code) {
    this.code = code;
    this.input.value = "";
    this.#typed();
    this.taken(code);
  }

  clear() {
    this.input.value = "";
    this.#typed();
  }

  #typed() {
    this.picked = 0;
    const fits = this.typed
      ? [...this.app.codes.values()]
          .filter((each) => each.applicable)
          .map((each, place) => ({ each, place, how: fit(this.app, each, this.typed) }))
          .filter(({ how }) => how !== null)
          .sort((a, b) => /** @type {number} */ (a.how) - /** @type {number} */ (b.how) || a.place - b.place)
          .slice(0, MOST)
      : [];
    this.fits = fits.map(({ each }) => each.code);
    fill(
      this.list,
      fits.map(({ each }, place) =>
        h(
          "div",
          { role: "option", id: freshId("code"), class: "qc-review-code", "aria-selected": String(place === 0), data: { code: each.code, hue: this.app.hueOf(each.code) } },
          h("span", { class: "qc-letter", "aria-hidden": "true" }, this.app.letterOf(each.code)),
          h("span", null, each.name),
        ),
      ),
      this.typed && !fits.length ? h("p", { class: "qc-hint" }, "No code fits.") : null,
    );
    this.list.hidden = !this.typed;
    this.input.setAttribute("aria-expanded", String(!!fits.length));
    this.#mark();
  }

  #mark() {
    const options = [...this.list.querySelectorAll("[role=option]")];
    options.forEach((each, place) => each.setAttribute("aria-selected", String(place === this.picked)));
    const now = options[this.picked];
    if (now) this.input.setAttribute("aria-activedescendant", now.id);
    else this.input.removeAttribute("aria-activedescendant");
    now?.scrollIntoView({ block: "nearest" });
  }
}
