// Tables: frequencies and crosstabs whose cells open their quotations.

import { button, fill, h } from "../dom.js";
import { askedOf, listed, paramsOf, same } from "../tables_choices.js";
import { Form } from "../tables_form.js";
import { Grid, capital, plainTable } from "../tables_grid.js";
import { Quotes } from "../tables_quotes.js";

/** @typedef {import("../tables_choices.js").Asked} Asked */

const FILES = [["xlsx", "Excel, with the quotations"], ["docx", "Word"], ["csv", "CSV"], ["html", "Web page, with the quotations"], ["md", "Markdown"], ["tex", "LaTeX"]];
const PATIENCE = 180_000; // a test draws ten thousand arrangements

export const view = {
  id: "tables",
  label: "Tables",
  key: "g t",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    return new Tables(host, app, params);
  },
};

class Tables {
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  constructor(host, app, params) {
    this.app = app;
    this.wanted = params;
    this.asking = 0;
    /** @type {any} */
    this.told = null;
    /** @type {Grid | null} */
    this.grid = null;
    /** @type {Asked | null} */
    this.asked = null;
    /** @type {{row: number, column: number | null} | null} */
    this.cell = null;
    this.main = h("div", { class: "qc-tables-main qc-pane" });
    this.side = h("aside", { class: "qc-quotes qc-pane", "aria-label": "Quotations", hidden: true });
    this.quotes = new Quotes(this.side, app, () => this.#close());
    this.top = h("div");
    this.late = h("div", { role: "status" });
    this.result = h("div", { class: "qc-tables-result" });
    fill(this.main, h("h2", { class: "qc-unseen" }, "Tables"), this.top, this.late, this.result);
    host.append(h("div", { class: "qc-tables" }, this.main, this.side));
    const inGrid = () => !!this.grid?.at;
    const step = (keys, words, down, right) => ({ keys, words, when: inGrid, run: () => this.grid?.move(down, right) });
    this.offs = [
      app.on("counts", () => this.#changed()),
      app.on("codebook", () => this.#changed()),
      app.on("settings", () => this.#changed()),
      app.keys.add([
        step("ArrowRight", "next cell", 0, 1),
        step("ArrowLeft", "cell before", 0, -1),
        step("ArrowDown", "cell below", 1, 0),
        step("ArrowUp", "cell above", -1, 0),
        step("Home", "first cell of the row", 0, -1e6),
        step("End", "last cell of the row", 0, 1e6),
        { keys: "Enter", words: "show the quotations of the cell", when: inGrid, run: () => false },
        { keys: "ArrowDown", words: "next quotation", when: () => this.side.contains(document.activeElement), run: () => this.quotes.move(1) },
        { keys: "ArrowUp", words: "quotation before", when: () => this.side.contains(document.activeElement), run: () => this.quotes.move(-1) },
        { keys: "Escape", words: "close the quotations, back to the cell", when: () => !this.side.hidden, run: () => this.#close() },
        { keys: "t", words: "go to the table", when: () => !!this.grid, run: () => this.grid?.focus() },
        { keys: "u", words: "count again", when: () => !!this.told, run: () => this.#count(true) },
      ]),
    ];
    this.#start();
  }

  destroy() {
    this.asking += 1;
    for (const off of this.offs) off();
  }

  /** Gone to with other choices. @param {any} params */
  params(params) {
    this.wanted = params;
    if (this.known) this.#take();
  }

  async #start() {
    fill(this.result, h("p", { class: "qc-loading", role: "status" }, "Reading the study …"));
    try {
      this.known = await this.app.read("table_choices", {}, { patience: PATIENCE });
    } catch (error) {
      fill(this.result, h("p", { class: "qc-fault", role: "alert" }, error.message), button("Try again", () => this.#start()));
      return;
    }
    this.form = new Form(this.app, this.known, (changed) => this.#choose(changed));
    fill(this.top, this.form.element);
    this.#take();
  }

  #take() {
    const asked = askedOf(this.wanted, this.known.attributes);
    this.form?.draw(asked);
    const cell = this.wanted.row ? { code: String(this.wanted.row), column: this.wanted.cell ? listed(this.wanted.cell) : null } : null;
    if (this.asked && same(this.asked, asked) && this.grid) {
      this.#showCell(cell);
      return;
    }
    this.asked = asked;
    this.#count(false, cell);
  }

  /** @param {Partial<Asked>} changed */
  #choose(changed) {
    if (!this.asked) return;
    this.app.go("tables", paramsOf({ ...this.asked, ...changed }));
  }

  // -- the table -----------------------------------------------------------------------------------------

  /** @param {boolean} again @param {{code: string, column: string[] | null} | null} [cell] to be opened then */
  async #count(again, cell = null) {
    const { app, asked } = this;
    const mine = ++this.asking;
    const had = !!this.grid?.element.contains(document.activeElement);
    if (!again) {
      this.side.hidden = true;
      this.quotes.clear();
      this.cell = null;
    }
    this.result.setAttribute("aria-busy", "true");
    const waiting = setTimeout(() => fill(this.late, h("p", { class: "qc-quiet" }, "Counting …")), 400);
    let told;
    try {
      told = await app.read("table", { asked }, { patience: PATIENCE });
    } catch (error) {
      if (mine !== this.asking) return;
      this.grid = null;
      this.told = null;
      fill(this.result, h("div", { class: "qc-fault", role: "alert" }, h("p", null, error.message)));
      return;
    } finally {
      clearTimeout(waiting);
      if (mine === this.asking) {
        fill(this.late);
        this.result.removeAttribute("aria-busy");
      }
    }
    if (mine !== this.asking) return;
    if (told.choose) {
      this.grid = null;
      this.told = null;
      this.#whose(told.choose);
      return;
    }
    this.told = told;
    this.#draw();
    const before = this.cell;
    if (again && before && this.grid?.button(before.row, before.column)) this.grid.mark(before.row, before.column);
    if (had) this.grid?.focus();
    this.#showCell(cell ?? (again && before ? null : cell), again);
  }

  #draw() {
    const { told } = this;
    if (!told.rows.length || !told.columns.length) {
      fill(this.result, h("div", { class: "qc-empty" }, h("h2", null, "Nothing to count yet"), h("p", null, told.rows.length ? "No turn has a value here." : "The codebook holds no codes yet.")), this.#notes());
      this.grid = null;
      return;
    }
    this.grid = new Grid(this.app, told, (row, column) => this.#open(row, column));
    fill(
      this.result,
      told.limited ? h("p", { class: "qc-note qc-warn" }, told.limited) : null,
      h("p", { class: "qc-hint qc-tables-hint" }, "Choose a number to read its quotations."),
      h("div", { class: "qc-scroll qc-cross-frame", role: "region", "aria-label": "The table" }, this.grid.element),
      told.parts.map(([title, head, rows]) => h("div", { class: "qc-scroll", tabindex: "0", role: "region", "aria-label": title }, plainTable(title, head, rows))),
      this.#notes(),
      this.#files(),
    );
  }

  #notes() {
    const { told } = this;
    return h("section", { class: "qc-tables-notes", "aria-label": "Notes" }, h("h3", null, "Notes"), h("ul", null, [...told.notes, told.provenance].map((each) => h("li", { dir: "auto" }, each))));
  }

  #changed() {
    if (!this.told || this.app.act === this.told.act) return;
    fill(this.late, h("p", { class: "qc-note" }, "The study has changed since this was counted. ", button("Count again", () => this.#count(true), { class: "qc-small", keys: "u" })));
  }

  // -- whose codings count -------------------------------------------------------------------------------

  /** @param {{found: string, documents: [string, string][], coders: string[]}} choose */
  #whose(choose) {
    const { app } = this;
    const way = (value, words, hint) => h("li", null, button(words, () => this.#choose({ coders: value })), h("p", { class: "qc-hint" }, hint));
    const lead = app.session.role !== "coder" && !app.session.read_only;
    const primary = h("select", { "aria-label": "Primary coder" }, choose.coders.map((each) => h("option", { value: each }, each)));
    fill(
      this.result,
      h(
        "section",
        { class: "qc-tables-whose", "aria-labelledby": "qc-whose" },
        h("h2", { id: "qc-whose" }, "Whose codings are to be counted?"),
        h("p", null, `${capital(choose.found)}. Counting them together without saying so would count the same words twice.`),
        h("details", null, h("summary", null, "Which documents"), h("ul", null, choose.documents.map(([document_, words]) => h("li", null, h("b", { dir: "auto" }, document_), `: ${words}`)))),
        h(
          "ul",
          { class: "qc-tables-ways" },
          choose.coders.map((each) => way(each, `${each} only`, `What ${each} has read and coded`)),
          way("each", "Each coder apart", "A block of columns for each, on the documents each has read"),
          way("any", "All coders together", "What anybody coded, in whatever anybody has read"),
        ),
        lead
          ? h(
              "form",
              {
                class: "qc-tables-primary",
                on: {
                  submit: async (event) => {
                    event.preventDefault();
                    try {
                      await app.write("table_primary", { coder: primary.value }, `Primary coder ${primary.value}`, { quiet: true });
                      await this.#count(false);
                    } catch (error) {
                      app.sorry(error);
                    }
                  },
                },
              },
              h("p", null, "Or say it once for all tables: the primary coder counts where nothing is settled."),
              primary,
              h("button", { type: "submit", class: "qc-button" }, "Make primary coder"),
            )
          : null,
        h("p", { class: "qc-hint" }, "In the view Compare, what coders differ on is settled place by place; a settled document counts by its consensus."),
      ),
    );
  }

  // -- quotations ----------------------------------------------------------------------------------------

  /** @param {number} row @param {number | null} column */
  #open(row, column) {
    const { asked, told, app } = this;
    if (!asked || !told) return;
    const code = told.rows[row][0];
    const values = column === null ? null : told.columns[column];
    if (this.cell?.row === row && this.cell.column === column && !this.side.hidden) {
      this.#showCell({ code, column: values }, false, true);
      return;
    }
    this.taking = true;
    app.go("tables", { ...paramsOf(asked), row: code, ...(values ? { cell: JSON.stringify(values) } : {}) });
    this.taking = false;
  }

  /** @param {{code: string, column: string[] | null} | null} cell @param {boolean} [quiet] what is open stays @param {boolean} [again] */
  #showCell(cell, quiet = false, again = false) {
    const { grid, told, asked } = this;
    if (!cell || !grid || !asked) {
      if (!quiet) this.#hide();
      return;
    }
    const row = told.rows.findIndex(([code]) => code === cell.code);
    const column = cell.column === null ? null : told.columns.findIndex((each) => JSON.stringify(each) === JSON.stringify(cell.column));
    if (row < 0 || column === -1 || (column === null && told.total === null)) {
      this.#hide();
      return;
    }
    const text = column === null ? told.rows[row][3] : told.rows[row][2][column];
    this.cell = { row, column };
    grid.mark(row, column);
    this.side.hidden = false;
    // Where the quotations take room below the table, the cell stays in sight.
    grid.button(row, column)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.quotes.show(
      asked,
      { code: cell.code, label: told.rows[row][1], column: cell.column, name: grid.nameOf(column), text, absent: text === told.absent },
      again || !!this.taking,
    );
  }

  #hide() {
    this.side.hidden = true;
    this.quotes.clear();
    this.grid?.mark(null);
    this.cell = null;
  }

  #close() {
    const { cell, grid, asked } = this;
    if (asked) this.app.go("tables", paramsOf(asked));
    this.#hide();
    if (cell) grid?.button(cell.row, cell.column)?.focus();
  }

  // -- files ---------------------------------------------------------------------------------------------

  #files() {
    const { app } = this;
    const beside = app.transport.home === "notebook" && app.session.role === "alone";
    const kind = h("select", { "aria-label": "Format of the file" }, FILES.map(([value, words]) => h("option", { value }, words)));
    kind.value = app.remembered("table-format", "xlsx");
    if (!kind.value) kind.value = "xlsx";
    const save = button("Save the table", async () => {
      app.remember("table-format", kind.value);
      save.disabled = true;
      try {
        const told = await app.read("table_file", { asked: this.asked, format: kind.value, beside }, { patience: PATIENCE });
        if (told.path) app.say(`Saved as ${told.path}.`);
        else {
          hand(told);
          app.say(`${told.name} is among your downloads.`);
        }
      } catch (error) {
        app.sorry(error);
      } finally {
        save.disabled = false;
        if (document.activeElement === document.body) save.focus();
      }
    });
    return h("div", { class: "qc-toolbar qc-tables-files" }, kind, save, beside ? h("span", { class: "qc-hint" }, "It is written next to the study; nothing is written over.") : null);
  }
}

/** Have the browser save a file. @param {{name: string, mime: string, data: string}} told */
function hand(told) {
  const bytes = Uint8Array.from(atob(told.data), (each) => each.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: told.mime }));
  const link = h("a", { href: address, download: told.name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
