// The quotations behind a cell, each with the way to its place.

import { button, counted, fill, freshId, h } from "./dom.js";

const PIECE = 50;

export class Quotes {
  /**
   * @param {HTMLElement} host @param {import("./app.js").App} app @param {() => void} close
   */
  constructor(host, app, close) {
    this.app = app;
    this.close = close;
    this.host = host;
    this.asking = 0;
  }

  /**
   * Show what is behind a cell.
   * @param {import("./tables_choices.js").Asked} asked @param {{code: string, label: string, column: string[] | null, name: string, text: string, absent: boolean}} cell
   * @param {boolean} take whether the keyboard goes there
   */
  async show(asked, cell, take) {
    const mine = ++this.asking;
    const many = h("span", { class: "qc-count" });
    // One stop for the tab key: arrows go from quotation to quotation.
    this.list = h("ol", { class: "qc-quotes-list", on: { focusin: (event) => this.#reach(event.target.closest("li button")) } });
    this.more = h("div");
    const title = h("h2", { tabindex: "-1", class: "qc-quotes-title" }, h("span", { dir: "auto" }, cell.label), " · ", h("span", { dir: "auto" }, cell.name));
    fill(
      this.host,
      h("header", { class: "qc-quotes-head" }, h("div", null, title, many), button("Close quotations", this.close, { icon: "close", bare: true, keys: "Escape" })),
      this.list,
      this.more,
    );
    this.host.scrollTop = 0;
    if (take) title.focus({ preventScroll: true });
    if (cell.absent) {
      many.textContent = "–";
      fill(this.more, h("p", { class: "qc-quiet" }, "There is no such combination in the study, or nobody has read there for this code: the notes under the table say which. So there is no number, not even 0."));
      return;
    }
    fill(this.more, h("p", { class: "qc-quiet", role: "status" }, "Looking for the quotations …"));
    const ask = async (first) => {
      let told;
      try {
        told = await this.app.read("table_quotes", { asked, row: cell.code, column: cell.column, first, number: PIECE });
      } catch (error) {
        if (mine !== this.asking) return;
        fill(this.more, h("p", { class: "qc-fault", role: "alert" }, error.message));
        return;
      }
      if (mine !== this.asking) return;
      if (told.held) {
        fill(this.more, h("p", { class: "qc-note" }, told.held));
        return;
      }
      many.textContent = counted(told.total, "quotation");
      if (!told.total) {
        fill(this.more, h("p", { class: "qc-quiet" }, "No quotation is behind this number."));
        return;
      }
      this.list?.append(...told.quotes.map((each) => this.#quote(each, cell.code)));
      if (!first) this.#reach(this.list?.querySelector("li button"));
      const next = first + told.quotes.length;
      fill(this.more, next < told.total ? button(`Show more (${(told.total - next).toLocaleString("en")} left)`, () => ask(next)) : null);
      if (first) /** @type {any} */ (this.list?.children[first])?.querySelector("button")?.focus();
      else if (take && document.activeElement === title) /** @type {any} */ (this.list?.querySelector("button"))?.focus({ preventScroll: true });
    };
    await ask(0);
  }

  /** @param {any} each @param {string} row */
  #quote(each, row) {
    const facts = [each.source, each.turn ? `turn ${each.turn}` : "", each.code !== row ? this.app.nameOf(each.code) : "", `coded by ${each.coder}`, each.key ? "key quotation" : ""];
    const go = () => this.app.jump(each.document, each.start, each.end);
    // From one quotation to the next the keyboard is on its button: the words are told with it.
    const words = freshId("quote");
    return h(
      "li",
      { data: { coding: each.coding } },
      h("blockquote", { class: "qc-said", dir: "auto", id: words }, each.quotation),
      h(
        "div",
        { class: "qc-quote-foot" },
        h("p", { class: "qc-quiet" }, facts.filter(Boolean).join(" · ")),
        button("Show in text", go, { class: "qc-small", tabindex: "-1", "aria-describedby": words, "aria-label": `Show in text: ${[each.source, each.turn ? `turn ${each.turn}` : ""].filter(Boolean).join(", ")}` }),
      ),
    );
  }

  /** From one quotation to the next. @param {number} by @returns {boolean} whether the keyboard was among them */
  move(by) {
    const all = /** @type {HTMLElement[]} */ ([...(this.list?.querySelectorAll("li button") ?? [])]);
    const at = all.indexOf(/** @type {any} */ (document.activeElement));
    if (at < 0) return false;
    const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
    next.focus();
    next.closest("li")?.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** @param {any} one the button that the tab key comes to */
  #reach(one) {
    if (one) for (const each of this.list?.querySelectorAll("li button") ?? []) each.tabIndex = each === one ? 0 : -1;
  }

  /** What is shown is of a table that is gone. */
  clear() {
    this.asking += 1;
    this.host.replaceChildren();
    this.list = null;
  }
}
