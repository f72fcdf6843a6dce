// The choices above a table.

import { button, fill, freshId, h } from "./dom.js";
import { dialog, field } from "./dialog.js";
import { MEASURES, RATED, RULES, UNITS } from "./tables_choices.js";

/** @typedef {import("./tables_choices.js").Asked} Asked */

const MANY = 12; // values from which a box to search them helps

export class Form {
  /**
   * @param {import("./app.js").App} app @param {any} known the answer to `table_choices`
   * @param {(changed: Partial<Asked>) => void} change
   */
  constructor(app, known, change) {
    this.app = app;
    this.known = known;
    this.change = change;
    this.element = h("form", { class: "qc-table-form", "aria-label": "What the table counts", on: { submit: (event) => event.preventDefault() } });
    this.filters = h("div", { class: "qc-table-filters", role: "group", "aria-label": "Only" });
    this.opened = false;
  }

  /** Show what is asked for. @param {Asked} asked */
  draw(asked) {
    this.asked = asked;
    const { known, change } = this;
    const names = known.attributes;
    /** @type {[string, string][]} */
    const attributes = names.map((each) => [each, each]);
    const at = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.part;
    const measures = MEASURES.filter(([value]) => value !== "per_1000_words" || RATED.has(asked.unit));
    const coders = known.coders.map((each) => [each, `${each} only`]);
    const whose = known.blind ? coders : [["record", "Coding of record"], ...coders, ["each", "Each coder apart"], ["any", "All coders together"]];
    const [first = "", second = ""] = asked.columns;
    fill(
      this.element,
      h(
        "div",
        { class: "qc-table-choices" },
        this.#select("Rows", "rows", asked.rows, [["theme", "Themes"], ["code", "Codes"]], (rows) => change({ rows })),
        this.#select("By", "columns", first, [["", "Nothing: how often"], ...attributes], (value) => change({ columns: value ? [value, ...(second && second !== value ? [second] : [])] : [] })),
        first ? this.#select("and by", "second", second, [["", "Nothing more"], ...attributes.filter(([value]) => value !== first)], (value) => change({ columns: value ? [first, value] : [first] })) : null,
        this.#select("Count", "unit", asked.unit, UNITS, (unit) => change({ unit, ...(asked.measure === "per_1000_words" && !RATED.has(unit) ? { measure: "n" } : {}) })),
        this.#select("Shown as", "measure", asked.measure, measures, (measure) => change({ measure })),
        this.#select("Codings of", "coders", known.blind ? known.coders[0] : asked.coders, whose, (coders_) => change({ coders: coders_ })),
      ),
      h("div", { class: "qc-table-row" }, this.filters, this.#more(asked)),
    );
    this.#filters(asked);
    if (at) /** @type {any} */ (this.element.querySelector(`[data-part="${at}"]`))?.focus();
  }

  /** @param {string} label @param {string} part @param {string} value @param {any[]} options @param {(value: string) => void} run */
  #select(label, part, value, options, run) {
    const id = freshId("choice");
    const all = options.some(([each]) => each === value) || value === undefined ? options : [...options, [value, value]];
    const select = h("select", { id, data: { part }, on: { change: () => run(select.value) } }, all.map(([each, words]) => h("option", { value: each }, words)));
    select.value = value ?? "";
    return h("div", { class: "qc-field" }, h("label", { for: id }, label), select);
  }

  /** @param {Asked} asked */
  #more(asked) {
    const { change } = this;
    const check = (name, words, hint, off = false) => {
      const id = freshId("check");
      const input = h("input", { type: "checkbox", id, data: { part: name }, disabled: off, on: { change: () => change(/** @type {any} */ ({ [name]: input.checked })) } });
      input.checked = asked[name];
      return h("div", { class: "qc-field qc-check" }, input, h("label", { for: id }, words), h("p", { class: "qc-hint" }, hint));
    };
    const bare = !asked.columns.length;
    const details = h(
      "details",
      { class: "qc-table-more", on: { toggle: () => (this.opened = details.open) } },
      h("summary", { data: { part: "more" } }, "More choices"),
      h(
        "div",
        { class: "qc-table-choices" },
        check("intervals", "Intervals of 95 %", "For shares of participants or turns, and for rates"),
        check("test", "Test each row", bare ? "Choose columns first" : "People with and without the code, dealt out by chance; takes a moment", bare),
        check("interviewers", "Interviewers' turns, too", "They stand outside of tables otherwise"),
        check("reflective", "Reflective notes, too", "The researcher's own voice"),
        this.#select("To hand out", "protect", asked.protect, RULES, (protect) => change({ protect })),
      ),
    );
    details.open = this.opened || asked.intervals || asked.test || asked.interviewers || asked.reflective || !!asked.protect;
    return details;
  }

  // -- filters -------------------------------------------------------------------------------------------

  /** @param {Asked} asked */
  #filters(asked) {
    const { change } = this;
    const without = (name) => Object.fromEntries(Object.entries(asked.where).filter(([each]) => each !== name));
    fill(
      this.filters,
      Object.entries(asked.where).map(([name, values]) =>
        h(
          "span",
          { class: "qc-table-filter" },
          button(`${name}: ${values.join(" or ")}`, () => this.#choose(name), { class: "qc-small", "data-part": `where-${name}` }),
          button(`Leave out the filter by ${name}`, () => change({ where: without(name) }), { icon: "close", bare: true, class: "qc-small" }),
        ),
      ),
      button("Filter", () => this.#choose(null), { icon: "filter", class: "qc-small", "data-part": "filter" }),
    );
  }

  /** @param {string | null} name */
  #choose(name) {
    const { app, known, asked, change } = this;
    const first = name ?? known.attributes.find((each) => !asked?.where[each]) ?? known.attributes[0];
    const by = field("Only turns where", { kind: "select", value: first, options: known.attributes.map((each) => [each, each]) });
    const values = h("fieldset", { class: "qc-field qc-table-values" });
    const search = h("input", { type: "search", "aria-label": "Find a value", placeholder: "Find a value", on: { input: () => narrow() } });
    const narrow = () => {
      const words = search.value.toLocaleLowerCase();
      for (const each of values.querySelectorAll("label")) each.hidden = !!words && !each.textContent?.toLocaleLowerCase().includes(words);
    };
    let asking = 0;
    const load = async () => {
      const mine = ++asking;
      let found;
      try {
        found = await app.read("table_values", { attribute: by.input.value });
      } catch (error) {
        shown.wrong(error.message);
        return;
      }
      if (mine !== asking) return;
      const chosen = new Set(asked?.where[by.input.value] ?? []);
      search.value = "";
      search.hidden = found.length < MANY;
      fill(
        values,
        h("legend", null, `${by.input.value} is one of`),
        search,
        h("div", { class: "qc-table-values-list" }, found.map((each) => h("label", { class: "qc-table-value" }, checked(each, chosen.has(each)), h("span", { dir: "auto" }, each)))),
        found.length ? null : h("p", { class: "qc-hint" }, "It has no values."),
      );
    };
    const shown = dialog(app, {
      title: "Filter",
      body: [by.element, values, h("p", { class: "qc-hint" }, "A filter also cuts the base: only these turns, and who said them, are counted at all. Several filters hold at once.")],
      actions: [
        {
          label: "Use",
          run: () => {
            const chosen = [...values.querySelectorAll("input[type=checkbox]")].filter((each) => /** @type {any} */ (each).checked).map((each) => /** @type {any} */ (each).value);
            if (!chosen.length) throw new Error("Choose one value or more, or press Cancel.");
            const where = { ...asked?.where, [by.input.value]: chosen };
            if (name && name !== by.input.value) delete where[name];
            change({ where });
          },
        },
      ],
    });
    by.input.addEventListener("change", load);
    load();
  }
}

/** @param {string} value @param {boolean} on */
function checked(value, on) {
  const made = h("input", { type: "checkbox", value });
  made.checked = on;
  return made;
}
