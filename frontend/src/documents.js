// The list of documents: what they are, where they belong, and who has read them how far.

import { counted, fill, h, icon, plain } from "./dom.js";

/** @typedef {import("./app.js").Listed} Listed */

const SHOWN_CODERS = 6;
const STANDS = [
  ["all", "All documents"],
  ["open", "Not finished by me"],
  ["done", "Finished by me"],
  ["none", "Finished by nobody"],
];

export class DocumentList {
  /** @param {HTMLElement} host @param {import("./app.js").App} app @param {(byKeys: boolean) => void} [chosen] told when one was opened */
  constructor(host, app, chosen) {
    this.host = host;
    this.app = app;
    this.chosen = chosen;
    this.words = "";
    this.stand = "all";
    /** @type {Map<string, {drawn: string, item: HTMLElement, button: HTMLElement}>} */
    this.rows = new Map();
    /** @type {Listed[]} */
    this.shown = [];
    this.order = "";
    /** Groups that were folded, by their names. @type {Set<string>} */
    this.folded = new Set();
    this.filter = h("input", {
      type: "search",
      "aria-label": "Find a document",
      placeholder: "Find a document",
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
      on: { input: () => this.#filtered(), keydown: (event) => this.#fromFilter(event) },
    });
    this.select = h(
      "select",
      { "aria-label": "Which documents", on: { change: () => this.#filtered() } },
      STANDS.map(([value, label]) => h("option", { value }, label)),
    );
    this.total = h("p", { class: "qc-documents-total" });
    this.progress = h("progress", { "aria-label": "Documents you have finished" });
    this.list = h("div", { class: "qc-documents-list", on: { keydown: (event) => this.#moved(event) } });
    this.found = h("p", { class: "qc-unseen", role: "status" });
    fill(
      host,
      h("div", { class: "qc-documents-head" }, h("h2", null, "Documents"), this.total, this.progress, h("div", { class: "qc-filter" }, icon("search"), this.filter), this.select),
      this.list,
      this.found,
    );
    this.offs = [app.on("documents", () => this.draw()), app.on("doc", () => this.draw()), app.on("shown", () => this.draw()), app.on("opening", (wanted) => this.#opening(wanted))];
    this.draw();
  }

  destroy() {
    for (const off of this.offs) off();
  }

  /** The box to type into. */
  focus() {
    this.filter.focus();
    this.filter.select();
  }

  #filtered() {
    this.words = this.filter.value;
    this.stand = this.select.value;
    this.draw();
    // Nothing is looked for any more: back to where one is.
    if (!this.words) this.list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    const shown = this.shown.length;
    this.found.textContent = this.words || this.stand !== "all" ? `${counted(shown, "document")} shown` : "";
  }

  draw() {
    const { app } = this;
    const wanted = this.words.trim().toLocaleLowerCase();
    this.shown = app.documents.filter((each) => stands(each, this.stand, app.session.coder) && matches(each, wanted));
    const done = app.documents.filter((each) => readBy(each, app.session.coder) === "whole").length;
    const all = app.documents.length;
    this.total.textContent = all ? `You have finished ${done} of ${all}` : "";
    this.progress.max = Math.max(1, all);
    this.progress.value = done;
    this.progress.hidden = !all;
    this.select.hidden = all < 2;
    const coders = [...new Set([app.session.coder, ...(app.session.coders ?? []), ...app.documents.flatMap((each) => each.passes.map(([coder]) => coder))])];
    const groups = grouped(this.shown);
    for (const each of this.shown) this.#row(each, coders);
    const order = JSON.stringify(groups.map(([name, list]) => [name, list.map((each) => each.document)]));
    const top = this.list.scrollTop;
    if (order !== this.order || !this.shown.length) {
      this.order = order;
      const held = this.list.contains(document.activeElement) ? document.activeElement : null;
      fill(
        this.list,
        this.shown.length ? null : h("p", { class: "qc-documents-none" }, all ? "No document fits." : "The study holds no documents yet. Bring some in with `qualcode ingest` or `project.ingest`."),
        groups.map(([name, list]) => {
          const items = h("ul", { "aria-label": name || "Documents" }, list.map((each) => this.rows.get(each.document)?.item));
          const fold = { click: (event) => this.#fold(name, event), toggle: () => this.#reachable() };
          return name ? h("details", { class: "qc-documents-group", data: { group: name }, open: !!wanted || !this.folded.has(name), on: fold }, h("summary", null, h("h3", null, name), h("span", { class: "qc-count" }, String(list.length))), items) : items;
        }),
      );
      /** @type {any} */ (held)?.focus?.();
      // The list begins anew for what is looked for; else it stays where it was.
      this.list.scrollTop = wanted ? 0 : top;
    }
    this.#reachable();
  }

  // What is looked for is never hidden, which folds nothing for later. Noted when it is pressed: the browser tells of it
  // a moment after, when something else may be looked for.
  /** @param {string} name @param {MouseEvent} event */
  #fold(name, event) {
    if (this.words.trim() || !(/** @type {Element} */ (event.target).closest("summary"))) return;
    if (/** @type {HTMLDetailsElement} */ (event.currentTarget).open) this.folded.add(name);
    else this.folded.delete(name);
  }

  // Seen at once, however long it takes until it is there.
  /** @param {string | null} wanted */
  #opening(wanted) {
    for (const [document_, row] of this.rows) row.button.toggleAttribute("data-opening", document_ === wanted && document_ !== this.app.doc?.document);
  }

  /** @param {Listed} each @param {string[]} coders */
  #row(each, coders) {
    const { app } = this;
    const open = (app.shown ?? app.doc?.document) === each.document;
    const here = app.here.filter((one) => one.document === each.document && one.coder !== app.session.coder).map((one) => one.coder);
    const drawn = JSON.stringify([each, open, coders, here]);
    const before = this.rows.get(each.document);
    if (before?.drawn === drawn) return;
    const row = before ?? this.#newRow(each.document);
    row.drawn = drawn;
    // In a notebook that would move the notebook's page, too.
    if (open && !row.button.hasAttribute("aria-current")) {
      // Opened by key from elsewhere, it is to be seen in a group that was folded.
      const group = row.button.closest("details");
      if (group) {
        group.open = true;
        this.folded.delete(group.dataset.group ?? "");
      }
      if (app.transport.home === "page") row.button.scrollIntoView({ block: "nearest" });
    }
    if (open) row.button.setAttribute("aria-current", "true");
    else row.button.removeAttribute("aria-current");
    const own = readBy(each, app.session.coder);
    const facts = [kindWords(each.kind), counted(each.words, "word"), each.codings ? counted(each.codings, "coding") : "", each.hidden ? "others hidden" : ""];
    fill(
      row.button,
      h("span", { class: "qc-document-mark", "data-read": own === "none" && each.codings ? "begun" : own }, icon(MARKS[own === "none" && each.codings ? "begun" : own])),
      h(
        "span",
        { class: "qc-document-words" },
        h("span", { class: "qc-document-name" }, each.document),
        each.title && each.title !== each.document ? h("span", { class: "qc-document-title" }, each.title) : null,
        h("span", { class: "qc-document-facts", title: [each.date, "codings: your own"].filter(Boolean).join(" · ") }, facts.filter(Boolean).join(" · ")),
        progressOf(each, coders, app.session.coder),
        here.length ? h("span", { class: "qc-document-here" }, icon("person"), h("span", null, `${plain(here.join(", "))} ${here.length === 1 ? "is" : "are"} here now`)) : null,
      ),
    );
  }

  /** @param {string} document_ */
  #newRow(document_) {
    const { app } = this;
    const button = h("button", {
      type: "button",
      class: "qc-document",
      tabindex: "-1",
      data: { document: document_ },
      on: {
        click: async (event) => {
          const view = app.view.id;
          await app.show(VIEWS_OF_A_DOCUMENT.has(view) ? view : "code", { document: document_ });
          // Who opened it by key goes on in the text by key.
          if (app.doc?.document === document_ && !app.opening) this.chosen?.(event.detail === 0);
        },
      },
    });
    const row = { drawn: "", button, item: h("li", null, button) };
    this.rows.set(document_, row);
    return row;
  }

  // One stop for the tab key; arrows go from one to the next.
  #reachable() {
    const all = this.#buttons();
    const at = all.find((each) => each === document.activeElement) ?? all.find((each) => each.getAttribute("aria-current")) ?? all[0];
    for (const each of all) each.tabIndex = each === at ? 0 : -1;
  }

  /** @returns {HTMLElement[]} */
  #buttons() {
    return [...this.list.querySelectorAll(".qc-document")].filter((each) => !each.closest("details:not([open])"));
  }

  /** @param {KeyboardEvent} event */
  #moved(event) {
    const all = this.#buttons();
    const at = all.indexOf(/** @type {any} */ (document.activeElement));
    const page = Math.max(1, Math.floor(this.list.clientHeight / (all[at]?.offsetHeight || 1)) - 1);
    const last = all.length - 1;
    const to = {
      ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: Math.min(last, at + page), PageUp: Math.max(0, at - page),
    }[event.key];
    if (at < 0 || to === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (to < 0) this.filter.focus();
    else all[Math.min(to, all.length - 1)].focus();
    this.#reachable();
  }

  /** @param {KeyboardEvent} event */
  #fromFilter(event) {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#buttons()[0]?.focus();
      this.#reachable();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#buttons()[0]?.click();
    } else if (event.key === "Escape" && this.filter.value) {
      event.preventDefault();
      event.stopPropagation();
      this.filter.value = "";
      this.#filtered();
    }
  }
}

// Views that show one document: from the list the next one opens there; from the others the text is opened.
const VIEWS_OF_A_DOCUMENT = new Set(["code", "review", "compare"]);
const MARKS = /** @type {const} */ ({ whole: "check", part: "half", begun: "dot", none: "circle" });

/** How far a coder has read: "whole", "part" or "none". @param {Listed} each @param {string} coder */
export function readBy(each, coder) {
  let found = "none";
  for (const [who, whole] of each.passes) {
    if (who !== coder) continue;
    if (whole) return "whole";
    found = "part";
  }
  return found;
}

/** @param {Listed} each @param {string} stand @param {string} coder */
function stands(each, stand, coder) {
  if (stand === "open") return readBy(each, coder) !== "whole";
  if (stand === "done") return readBy(each, coder) === "whole";
  if (stand === "none") return !each.passes.some(([, whole]) => whole);
  return true;
}

/**
 * Whether a document is meant: the words as they stand somewhere in what is said of it, or each of them the beginning
 * of a word there.
 * @param {Listed} each @param {string} wanted
 */
function matches(each, wanted) {
  if (!wanted) return true;
  const words = [each.document, each.title, kindWords(each.kind), each.case, each.phase, each.date].filter(Boolean).join("  ").toLocaleLowerCase();
  if (words.includes(wanted)) return true;
  const beginnings = words.split(/[^\p{L}\p{N}]+/u);
  return wanted.split(/\s+/u).every((word) => beginnings.some((other) => other.startsWith(word)));
}

/** @param {string} kind */
function kindWords(kind) {
  return (kind ?? "").replaceAll("_", " ");
}

const SPOKEN_READ = { whole: "all of it", part: "part of it", none: "not yet" };

/** @param {Listed} each @param {string[]} coders @param {string} own */
function progressOf(each, coders, own) {
  if (coders.length < 2) return null;
  const shown = each.hidden ? [own] : coders.length > SHOWN_CODERS ? coders.filter((coder) => coder === own || readBy(each, coder) !== "none") : coders;
  const left = each.hidden ? 0 : coders.length - shown.length;
  return h(
    "span",
    { class: "qc-document-coders" },
    shown.map((coder) => {
      const read = readBy(each, coder);
      return h("span", { class: "qc-document-coder", "data-read": read, title: `${plain(coder)} has read ${SPOKEN_READ[read]}` }, icon(MARKS[read]), h("span", null, coder), h("span", { class: "qc-unseen" }, `: ${SPOKEN_READ[read]}; `));
    }),
    left ? h("span", { class: "qc-document-coder", "data-read": "none" }, `${left} not yet`) : null,
  );
}

const NO_CASE = "No case";
const NO_PHASE = "No phase";

/** Documents by phase and case, where there is more than one of them. @param {Listed[]} list @returns {[string, Listed[]][]} */
export function grouped(list) {
  const phases = new Set(list.map((each) => each.phase ?? ""));
  const cases = new Set(list.map((each) => each.case ?? ""));
  if (phases.size < 2 && cases.size < 2) return [["", list]];
  /** @type {Map<string, Listed[]>} */
  const groups = new Map();
  /** @param {Listed} each */
  const name = (each) => {
    const phase = phases.size < 2 ? "" : !each.phase ? NO_PHASE : /^phase\b/i.test(each.phase) ? each.phase : `Phase ${each.phase}`;
    return [phase, cases.size > 1 ? each.case : ""].filter(Boolean).join(" · ") || NO_CASE;
  };
  for (const each of list) {
    const of = name(each);
    if (!groups.has(of)) groups.set(of, []);
    groups.get(of)?.push(each);
  }
  const natural = new Intl.Collator("en", { numeric: true });
  const last = (of) => Number(of === NO_CASE || of.startsWith(NO_PHASE));
  return [...groups].sort(([a], [b]) => last(a) - last(b) || natural.compare(a, b));
}
