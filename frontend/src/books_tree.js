// The tree of codes: one stop for the tab key, arrows to go about in it, rows that can be dragged.

import { fit } from "./code_codes.js";
import { counted, fill, h, icon } from "./dom.js";

/** @typedef {import("./app.js").App} App @typedef {import("./app.js").Code} Code */

export class BookTree {
  /**
   * @param {App} app
   * @param {{chosen: (code: string) => void, dropped: (code: Code, parent: string | null, before: string | null) => void,
   *   more: (code: string) => {all: number, waiting: number} | null, leads: boolean, up: () => void}} given
   *   chosen: the focus is on another code; up: from the first row upwards
   */
  constructor(app, given) {
    this.app = app;
    this.given = given;
    /** @type {string | null} */
    this.code = null;
    this.folded = new Set(app.remembered(`folded-${app.session.project}`, []));
    this.filter = "";
    /** The code that is being dragged. @type {string | null} */
    this.dragged = null;
    this.element = h("ul", {
      class: "qc-tree", role: "tree", "aria-label": "Codes",
      on: {
        keydown: (event) => this.#pressed(event),
        click: (event) => this.#clicked(event),
        focusin: (event) => this.#focused(event),
        dragstart: (event) => this.#dragStarts(event),
        dragover: (event) => this.#draggedOver(event),
        dragleave: () => this.#mark(null),
        drop: (event) => this.#dropped(event),
        dragend: () => {
          this.dragged = null;
          this.#mark(null);
        },
      },
    });
  }

  // -- what is in it -------------------------------------------------------------------------------------

  /** Whether a code stands in the tree; retired ones only where something in use stands beneath. @param {Code} code @returns {boolean} */
  stands(code) {
    if (code.merged_into) return false;
    if (!code.retired) return true;
    return [...this.app.codes.values()].some((each) => each.parent === code.code && this.stands(each));
  }

  /** @param {string | null} parent @returns {Code[]} */
  children(parent) {
    return [...this.app.codes.values()].filter((each) => (each.parent ?? null) === parent && this.stands(each));
  }

  /** @param {Code} code */
  #fits(code) {
    return !this.filter || fit(this.app, code, this.filter) !== null;
  }

  /** @param {Code} code @returns {boolean} */
  #shown(code) {
    return this.#fits(code) || this.children(code.code).some((each) => this.#shown(each));
  }

  draw() {
    const focused = this.element.contains(document.activeElement);
    fill(this.element, this.children(null).filter((each) => this.#shown(each)).map((each, place, all) => this.#item(each, 1, place, all.length)));
    const rows = this.#rows();
    if (!rows.some((each) => each.dataset.code === this.code)) {
      // What was chosen may be folded away; a row is reachable all the same.
      rows[0]?.setAttribute("tabindex", "0");
    }
    if (focused) (rows.find((each) => each.dataset.code === this.code) ?? rows[0])?.focus({ preventScroll: true });
    return rows.length;
  }

  /** @param {Code} code @param {number} level @param {number} place @param {number} number @returns {HTMLElement} */
  #item(code, level, place, number) {
    const { app } = this;
    const children = this.children(code.code).filter((each) => this.#shown(each));
    const open = !!this.filter || !this.folded.has(code.code);
    const more = this.given.more(code.code);
    const facts = [
      code.codings || (more && more.all) ? `${code.codings.toLocaleString("en")}` : "",
      more && more.all > code.codings ? `of ${more.all.toLocaleString("en")}` : "",
    ].filter(Boolean).join(" ");
    // A flat tree: the rows say their level themselves, so that a row's name is what stands in it.
    return h(
      "li",
      { role: "none" },
      h(
        "div",
        {
          role: "treeitem", class: "qc-tree-row", tabindex: code.code === this.code ? "0" : "-1", "aria-level": level,
          "aria-posinset": place + 1, "aria-setsize": number, "aria-selected": String(code.code === this.code),
          "aria-expanded": children.length ? String(open) : null, data: { code: code.code, hue: app.hueOf(code.code) },
          draggable: this.given.leads ? "true" : null, style: { "--qc-depth": String(level - 1) },
        },
        h("span", { class: "qc-tree-fold", "aria-hidden": "true" }, children.length ? icon(open ? "down" : "right") : null),
        h("span", { class: "qc-letter", "aria-hidden": "true" }, app.letterOf(code.code)),
        h(
          "span",
          { class: "qc-tree-name" },
          h("span", { class: this.#fits(code) ? "" : "qc-quiet" }, code.name),
          code.retired ? h("span", { class: "qc-tag" }, "retired") : null,
          more?.waiting ? h("span", { class: "qc-tree-waits", title: `${more.waiting} to look at again` }, h("span", { class: "qc-unseen" }, `, ${more.waiting} to look at again`)) : null,
          facts ? h("span", { class: "qc-unseen" }, `, ${more && more.all > code.codings ? `${code.codings ? code.codings.toLocaleString("en") : "none"} of ${counted(more.all, "coding")} by you` : counted(code.codings, "coding")}`) : null,
        ),
        facts ? h("span", { class: "qc-count", "aria-hidden": "true", title: more && more.all > code.codings ? "your codings, of all" : "your codings" }, facts) : null,
      ),
      children.length ? h("ul", { role: "none", hidden: !open }, children.map((each, at) => this.#item(each, level + 1, at, children.length))) : null,
    );
  }

  // -- going about ---------------------------------------------------------------------------------------

  /** Rows that are to be seen, from top to bottom. @returns {HTMLElement[]} */
  #rows() {
    return /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll("[role=treeitem]")]).filter((each) => !this.element.contains(each.closest("[hidden]")));
  }

  /** @param {string} code @returns {HTMLElement | undefined} */
  row(code) {
    return this.#rows().find((each) => each.dataset.code === code);
  }

  /** Choose a code; what hides it is opened. @param {string} code @param {boolean} [focus] */
  choose(code, focus = false) {
    for (let at = this.app.codes.get(code)?.parent; at; at = this.app.codes.get(at)?.parent) this.folded.delete(at);
    this.code = code;
    this.draw();
    const row = this.row(code);
    if (focus) row?.focus();
    row?.scrollIntoView({ block: "nearest" });
    this.given.chosen(code);
  }

  /** The code that stands where a code stood, once it is gone from the tree. @param {string} code @returns {string | undefined} */
  beside(code) {
    const rows = this.#rows();
    const at = rows.findIndex((each) => each.dataset.code === code);
    return (rows[at + 1] ?? rows[at - 1])?.dataset.code;
  }

  focus() {
    const rows = this.#rows();
    (rows.find((each) => each.dataset.code === this.code) ?? rows[0])?.focus();
  }

  /** @param {FocusEvent} event */
  #focused(event) {
    const row = /** @type {HTMLElement} */ (event.target).closest("[role=treeitem]");
    const code = /** @type {HTMLElement | null} */ (row)?.dataset.code;
    if (code) this.#select(code);
  }

  /** @param {string} code */
  #select(code) {
    if (code === this.code) return;
    this.code = code;
    for (const each of this.element.querySelectorAll("[role=treeitem]")) {
      const own = /** @type {HTMLElement} */ (each).dataset.code === code;
      each.setAttribute("aria-selected", String(own));
      each.setAttribute("tabindex", own ? "0" : "-1");
    }
    this.given.chosen(code);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (at.closest("[role=treeitem]"));
    if (!row?.dataset.code) return;
    if (at.closest(".qc-tree-fold") && row.hasAttribute("aria-expanded")) this.#fold(row.dataset.code, row.getAttribute("aria-expanded") === "true");
    this.row(row.dataset.code)?.focus();
  }

  /** @param {string} code @param {boolean} folded */
  #fold(code, folded) {
    if (folded) this.folded.add(code);
    else this.folded.delete(code);
    this.app.remember(`folded-${this.app.session.project}`, [...this.folded].filter((each) => this.app.codes.has(each)));
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.#rows();
    const at = rows.findIndex((each) => each.dataset.code === this.code);
    const row = rows[at];
    if (!row) return;
    const open = row.getAttribute("aria-expanded");
    const code = /** @type {string} */ (row.dataset.code);
    const { key } = event;
    const to = (/** @type {number} */ place) => {
      rows[Math.max(0, Math.min(rows.length - 1, place))]?.focus();
    };
    if (key === "ArrowDown") to(at + 1);
    else if (key === "ArrowUp") {
      if (at === 0) this.given.up();
      else to(at - 1);
    } else if (key === "Home") to(0);
    else if (key === "End") to(rows.length - 1);
    else if (key === "ArrowRight") {
      if (open === "false") this.#fold(code, false);
      else if (open === "true") to(at + 1);
    } else if (key === "ArrowLeft") {
      if (open === "true" && !this.filter) this.#fold(code, true);
      else {
        const above = this.app.codes.get(code)?.parent;
        if (above) this.row(above)?.focus();
      }
    } else if (key === "Space" || key === " ") {
      if (open) this.#fold(code, open === "true");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // -- dragging ------------------------------------------------------------------------------------------

  /** @param {DragEvent} event */
  #dragStarts(event) {
    const row = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest?.("[role=treeitem]"));
    if (!row || !event.dataTransfer) return;
    this.dragged = row.dataset.code ?? null;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.app.nameOf(this.dragged ?? ""));
  }

  /** Where a drop would put the code: before, into or behind a row. @param {DragEvent} event */
  #target(event) {
    const row = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest?.("[role=treeitem]"));
    const over = this.app.codes.get(row?.dataset.code ?? "");
    const own = this.app.codes.get(this.dragged ?? "");
    if (!row || !over || !own) return null;
    for (let at = /** @type {Code | undefined} */ (over); at; at = at.parent ? this.app.codes.get(at.parent) : undefined) if (at === own) return null;
    const box = row.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    if (part < 0.3) return { row, zone: "before", parent: over.parent ?? null, before: over.code };
    if (part <= 0.7) return { row, zone: "into", parent: over.code, before: null };
    const among = this.children(over.parent ?? null).filter((each) => each !== own);
    return { row, zone: "after", parent: over.parent ?? null, before: among[among.indexOf(over) + 1]?.code ?? null };
  }

  /** @param {DragEvent} event */
  #draggedOver(event) {
    const found = this.#target(event);
    this.#mark(found);
    if (!found) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "move";
  }

  /** @param {{row: HTMLElement, zone: string} | null} found */
  #mark(found) {
    for (const each of this.element.querySelectorAll("[data-zone]")) delete (/** @type {HTMLElement} */ (each).dataset.zone);
    if (found) found.row.dataset.zone = found.zone;
  }

  /** @param {DragEvent} event */
  #dropped(event) {
    const found = this.#target(event);
    const own = this.app.codes.get(this.dragged ?? "");
    this.#mark(null);
    this.dragged = null;
    if (!found || !own) return;
    event.preventDefault();
    this.given.dropped(own, found.parent, found.before);
  }
}
