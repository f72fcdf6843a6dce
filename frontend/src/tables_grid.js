// A table with a button in every cell: one stop for the tab key, arrows go from cell to cell.

import { h } from "./dom.js";

/** Texts of a head that are the same over neighbouring columns, as one. @param {string[][]} heads @param {number} level @returns {[number, string][]} */
export function spans(heads, level) {
  /** @type {[number, string][]} */
  const found = [];
  const last = level === heads.length - 1;
  heads[level].forEach((text, at) => {
    const alike = !last && at > 0 && heads.slice(0, level + 1).every((each) => each[at] === each[at - 1]);
    if (alike) found[found.length - 1][0] += 1;
    else found.push([1, text]);
  });
  return found;
}

export class Grid {
  /**
   * @param {import("./app.js").App} app @param {any} told the answer to `table`
   * @param {(row: number, column: number | null) => void} open
   */
  constructor(app, told, open) {
    this.app = app;
    this.told = told;
    this.open = open;
    /** @type {HTMLButtonElement[][]} by rows and columns; the totals last */
    this.cells = [];
    this.element = this.#draw();
    this.#reach(this.cells[0]?.[0]);
    this.element.addEventListener("focusin", (event) => {
      const at = /** @type {HTMLElement} */ (event.target).closest("button");
      if (at && this.place(at)) this.#reach(at);
    });
  }

  #draw() {
    const { told } = this;
    const totals = told.total !== null;
    const levels = told.heads.length;
    const head = told.heads.map((_, level) =>
      h(
        "tr",
        null,
        level === 0 ? h("th", { scope: "col", rowspan: levels, class: "qc-cross-rows" }, capital(told.level)) : null,
        spans(told.heads, level).map(([wide, text]) =>
          h("th", { scope: level < levels - 1 ? "colgroup" : "col", colspan: wide > 1 ? wide : null, class: level < levels - 1 ? "qc-cross-group" : "qc-number", dir: "auto" }, spoken(text)),
        ),
        level === 0 && totals ? h("th", { scope: "col", rowspan: levels, class: "qc-number qc-cross-all", title: "Each counted once over all columns: not the sum" }, told.total) : null,
      ),
    );
    const body = told.rows.map(([code, label, texts, total], row) => {
      this.cells[row] = texts.map((text, column) => this.#cell(row, column, text));
      if (totals) this.cells[row].push(this.#cell(row, null, total));
      return h(
        "tr",
        null,
        h("th", { scope: "row", title: this.app.codes.get(code)?.definition || null, data: { hue: this.app.hueOf(code) } }, h("span", { class: "qc-letter", "aria-hidden": "true" }, this.app.letterOf(code)), h("span", { dir: "auto" }, label)),
        this.cells[row].map((button, column) => h("td", { class: `qc-number ${totals && column === texts.length ? "qc-cross-all" : ""}`.trim() }, button)),
      );
    });
    const foot = told.foot.map(([name, texts]) =>
      h("tr", null, h("th", { scope: "row" }, name), texts.map((text) => h("td", { class: "qc-number" }, text)), totals ? h("td", { class: "qc-cross-all" }) : null),
    );
    return h("table", { class: "qc-table qc-cross" }, h("caption", null, told.title), h("thead", null, head), h("tbody", null, body), foot.length ? h("tfoot", null, foot) : null);
  }

  /** @param {number} row @param {number | null} column @param {string} text */
  #cell(row, column, text) {
    const { told } = this;
    const absent = text === told.absent;
    const held = column !== null && told.silent[row][column];
    return h(
      "button",
      {
        type: "button",
        tabindex: "-1",
        class: `qc-cell ${absent ? "qc-absent" : ""} ${text === "0" || text === "0%" ? "qc-zero" : ""}`.trim(),
        "aria-label": `${text}: ${told.rows[row][1]}, ${this.nameOf(column)}${held ? ", quotations held back" : ""}`,
        data: { row, column: column === null ? "all" : column },
        on: { click: () => this.open(row, column) },
      },
      text,
    );
  }

  /** What a column is called. @param {number | null} column */
  nameOf(column) {
    return column === null ? "all columns" : this.told.columns[column].map(spoken).join(" × ");
  }

  /** @param {Element | null} button @returns {[number, number] | null} */
  place(button) {
    for (let row = 0; row < this.cells.length; row++) {
      const column = this.cells[row].indexOf(/** @type {any} */ (button));
      if (column >= 0) return [row, column];
    }
    return null;
  }

  /** The button of a cell. @param {number} row @param {number | null} column */
  button(row, column) {
    return this.cells[row]?.[column ?? this.cells[row].length - 1];
  }

  /** Where the keyboard is, null outside of the cells. */
  get at() {
    return this.element.contains(document.activeElement) ? this.place(document.activeElement) : null;
  }

  /** Go to a neighbour. @param {number} down @param {number} right @returns {boolean} */
  move(down, right) {
    const at = this.at;
    if (!at) return false;
    const row = Math.max(0, Math.min(this.cells.length - 1, at[0] + down));
    const column = Math.max(0, Math.min(this.cells[row].length - 1, at[1] + right));
    this.cells[row][column].focus();
    return true;
  }

  focus() {
    (this.cells.flat().find((each) => each.tabIndex === 0) ?? this.cells[0]?.[0])?.focus();
  }

  /** Mark the cell whose quotations are shown. @param {number | null} row @param {number | null} [column] */
  mark(row, column = null) {
    for (const each of this.cells.flat()) each.removeAttribute("aria-current");
    if (row !== null) this.button(row, column)?.setAttribute("aria-current", "true");
  }

  /** @param {HTMLElement | undefined} button */
  #reach(button) {
    for (const each of this.cells.flat()) each.tabIndex = each === button ? 0 : -1;
  }
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// Columns of a frequency table are called as in the frames: n_codings, share_participants.
const COUNTS = /^(n|share)_(codings|turns|documents|participants|words)$|^(codings|words)_per_1000_words$/;

/** @param {string} text */
export function spoken(text) {
  const found = COUNTS.exec(text);
  if (!found) return text;
  if (found[3]) return `${capital(found[3])} per 1,000 words`;
  return found[1] === "n" ? capital(found[2]) : `Share of ${found[2]}`;
}

/** A plain table under the main one. @param {string} title @param {string[][]} head @param {string[][]} rows */
export function plainTable(title, head, rows) {
  return h(
    "table",
    { class: "qc-table qc-cross" },
    h("caption", null, title),
    h(
      "thead",
      null,
      head.map((line, level) => {
        const last = level === head.length - 1;
        return h(
          "tr",
          null,
          spans(head, level).map(([wide, text], place) =>
            place === 0 && !text ? h("td") : h("th", { scope: last ? "col" : "colgroup", colspan: wide > 1 ? wide : null, class: place ? "qc-number" : null }, text),
          ),
        );
      }),
    ),
    h("tbody", null, rows.map(([label, ...cells]) => h("tr", null, h("th", { scope: "row" }, label), cells.map((each) => h("td", { class: "qc-number" }, each))))),
  );
}
