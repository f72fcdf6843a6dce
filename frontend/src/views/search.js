// Words in their context, and codes put on what was found.

import { CodePicker } from "../books_pick.js";
import { done, undoKeys } from "../books_undo.js";
import { confirm } from "../dialog.js";
import { button, counted, fill, freshId, h, icon } from "../dom.js";
import { spoken } from "../keys.js";

/** @typedef {import("../app.js").App} App
 * @typedef {{document: string, version: string, turn: string, speaker: string | null, participant: string | null,
 *   role: string | null, case: string | null, left: string, match: string, right: string, start: number, end: number,
 *   sentence: [number, number], whole: [number, number], codes: string[]}} Hit */

const LOW = matchMedia("(max-height: 34rem)");
const AT_ONCE = 200;
const PATIENCE = 150_000; // ms: an expression may take half a minute and more before it is given up
const ASK_FIRST = 50; // places coded at once, above which it is asked
const WHAT = /** @type {const} */ ({ words: "the words found", sentence: "the sentence", whole: "the whole turn" });
const NOUN = /** @type {const} */ ({ words: ["place", "places"], sentence: ["sentence", "sentences"], whole: ["turn", "turns"] });
const KIND = { words: "Words", lemma: "Words in all forms", regex: "Regular expression" };
const HINTS = {
  words: "* stands for any letters, ? for one, several words for a phrase: sustainab*   social value   well-being",
  lemma: "measure also finds measures, measured, measuring",
  regex: "As in Python: \\bKPIs?\\b   £\\d+",
};

/** @typedef {{words: string, kind: "words" | "lemma" | "regex", case: boolean, interviewers: boolean, document: string,
 *   where: Record<string, string>}} Asked */

// What was looked for and found, so that one comes back to it.
/** @type {WeakMap<App, {asked: Asked, told: any, chosen: Set<number>, what: "words" | "sentence" | "whole", code: string | null | undefined, row: number, patterns: string[]}>} */
const KEPT = new WeakMap();

class SearchView {
  /** @param {HTMLElement} host @param {App} app @param {any} params */
  constructor(host, app, params) {
    this.app = app;
    this.kept = KEPT.get(app) ?? {
      asked: { words: "", kind: /** @type {const} */ ("words"), case: false, interviewers: false, document: "", where: {} },
      told: null, chosen: new Set(), what: /** @type {const} */ ("whole"), code: undefined, row: 0, patterns: [],
    };
    KEPT.set(app, this.kept);
    this.number = 0;
    this.asking = 0;
    /** @type {any} */
    this.timer = null;
    /** @type {any} */
    this.fresh = null;
    this.destroyed = false;
    this.busy = false;
    this.picker = new CodePicker(app, {
      label: "Code", above: true, codes: () => [...app.codes.values()].filter((each) => each.applicable), value: this.kept.code,
      changed: (code) => {
        this.kept.code = code;
        this.#drawBar();
      },
      leave: () => this.#focus(this.kept.row),
      enter: () => void this.code(),
    });
    const { asked } = this.kept;

    const hint = freshId("hint");
    this.words = h("input", { type: "search", "aria-label": "Look for", placeholder: "Look for words", "aria-describedby": hint, autocomplete: "off", spellcheck: "false", dir: "auto", value: asked.words });
    this.kind = h("select", { "aria-label": "How it is meant", on: { change: () => this.#hints() } }, Object.entries(KIND).map(([value, words]) => h("option", { value }, words)));
    this.kind.value = asked.kind;
    this.case = this.#check("Capitals count", asked.case);
    this.interviewers = this.#check("Interviewers, too", asked.interviewers);
    this.hint = h("p", { class: "qc-hint", id: hint });
    this.document = h("select", { "aria-label": "Document" });
    this.filters = h("div", { class: "qc-search-filters" });
    /** @type {Record<string, any>} */
    this.where = {};
    this.patterns = h("p", { class: "qc-toolbar qc-search-patterns", hidden: true });
    this.head = h("p", { class: "qc-search-told", role: "status" });
    this.body = h("tbody", null);
    this.all = h("input", { type: "checkbox", "aria-label": "Choose all that are shown", on: { change: () => this.chooseAll(this.all.checked) } });
    const head = (kind, words) => h("th", { scope: "col", class: `qc-kwic-${kind}` }, words);
    const [left, right] = [head("left", "Before"), head("right", "After")];
    this.heads = { left, right, row: h("tr", null, head("box", [this.all, h("span", { class: "qc-unseen qc-kwic-all", "aria-hidden": "true" }, "All that are shown")]), head("place", "Place"), left, head("hit", "Found"), right, head("codes", "Your codes")) };
    this.table = h(
      "table",
      { class: "qc-kwic", hidden: true },
      h("caption", { class: "qc-unseen" }, "Places found, each with the words before and after it"),
      h(
        "thead",
        null,
        this.heads.row,
      ),
      this.body,
    );
    this.pager = h("nav", { class: "qc-toolbar qc-search-pages", "aria-label": "Pages of places found" });
    this.empty = h("div");
    this.bar = h("section", { class: "qc-search-bar qc-chrome", "aria-label": "Code what was found", hidden: true });
    host.append(
      h(
        "div",
        { class: "qc-search" },
        h(
          "form",
          {
            class: "qc-search-form qc-chrome", role: "search",
            on: {
              submit: (event) => {
                event.preventDefault();
                this.search();
              },
            },
          },
          h("h2", { class: "qc-unseen" }, "Search"),
          h("div", { class: "qc-search-line" }, h("div", { class: "qc-filter" }, icon("search"), this.words), this.kind, h("button", { type: "submit", class: "qc-button qc-main" }, "Search")),
          this.hint,
          h("div", { class: "qc-search-line" }, this.filters, this.case.element, this.interviewers.element),
          this.patterns,
        ),
        h("div", { class: "qc-pane qc-search-found", tabindex: "-1" }, this.head, this.table, this.empty, this.pager),
        this.bar,
      ),
    );
    this.found = /** @type {HTMLElement} */ (host.querySelector(".qc-search-found"));
    this.body.addEventListener("change", (event) => this.#checked(event));
    this.body.addEventListener("click", (event) => this.#clicked(event));
    // A click with Shift chooses rows; it selects no words.
    this.body.addEventListener("mousedown", (event) => {
      if (event.shiftKey) event.preventDefault();
    });
    this.#makeBar();
    const group = "Search";
    const hits = () => !!this.kept.told?.hits.length;
    this.offs = [
      app.on("documents", () => this.#choices()),
      app.on("codebook", () => this.#drawCodes()),
      app.on("counts", () => this.#stale()),
      app.keys.add([
        { keys: "/", words: "look for something else", run: () => {
          this.words.focus();
          this.words.select();
        }, group },
        { keys: "ArrowDown or j", words: "next place", run: (event) => this.#step(1, event), when: hits, group },
        { keys: "ArrowUp or k", words: "place before", run: (event) => this.#step(-1, event), when: hits, group },
        { keys: "Shift+ArrowDown", words: "choose it and go on", run: () => this.#extend(1), when: hits, group },
        { keys: "Shift+ArrowUp", words: "choose it and go back", run: () => this.#extend(-1), when: hits, group },
        { keys: "a", words: "choose all that are shown, or none", run: () => this.chooseAll(this.kept.chosen.size < this.kept.told.hits.length), when: hits, group },
        { keys: "o", words: "go to the place in the text", run: () => this.#open(this.#here()), when: hits, group },
        { keys: "w", words: "how much to code: words, sentence or turn", run: () => this.#nextWhat(), when: hits, group },
        { keys: "c", words: "choose the code", run: () => this.picker.focus(), when: hits, group },
        { keys: "Mod+Enter", words: "put the code on what is chosen", run: () => void this.code(), when: hits, repeat: false, group },
        { keys: "PageDown or ]", words: "next page", run: () => this.#page(1), when: hits, group },
        { keys: "PageUp or [", words: "page before", run: () => this.#page(-1), when: hits, group },
        ...undoKeys(app, group, () => this.search(this.kept.told?.offset ?? 0, { quiet: true })),
      ]),
    ];
    this.#hints();
    this.#choices();
    this.#askChoices();
    if (params?.code || params?.words) this.params(params);
    else if (this.kept.told) {
      this.draw();
      this.#focus(this.kept.row);
    } else {
      this.draw();
      if (document.activeElement === document.body || document.activeElement === host) this.words.focus();
    }
  }

  destroy() {
    this.destroyed = true;
    clearTimeout(this.timer);
    clearTimeout(this.fresh);
    for (const off of this.offs) off();
  }

  /** {words, kind}: look for them; {code}: for what the code means, and it is the code to put on. @param {any} params */
  params(params) {
    const { app, kept } = this;
    const code = app.codes.get(params?.code ?? "");
    if (code) {
      if (code.applicable) {
        kept.code = code.code;
        this.picker.set(code.code);
      }
      kept.patterns = [...code.patterns];
      this.words.value = code.patterns[0] ?? code.name;
      this.kind.value = "words";
      this.#hints();
      this.search();
    } else if (params?.words) {
      this.words.value = params.words;
      if (KIND[params.kind]) this.kind.value = params.kind;
      this.#hints();
      this.search();
    }
  }

  /** @param {string} label @param {boolean} value */
  #check(label, value) {
    const id = freshId("check");
    const input = h("input", { type: "checkbox", id });
    input.checked = value;
    return { element: h("span", { class: "qc-search-check" }, input, h("label", { for: id }, label)), input };
  }

  #hints() {
    this.hint.textContent = HINTS[this.kind.value] ?? "";
    this.case.element.hidden = this.kind.value === "lemma";
  }

  // -- by what it is narrowed ----------------------------------------------------------------------------

  #choices() {
    const { app } = this;
    const before = this.document.childElementCount ? this.document.value : this.kept.asked.document;
    fill(this.document, h("option", { value: "" }, "All documents"), app.documents.map((each) => h("option", { value: each.document }, each.title && each.title !== each.document ? `${each.document}: ${each.title}` : each.document)));
    this.document.value = app.documents.some((each) => each.document === before) ? before : "";
    if (!this.filters.childElementCount) fill(this.filters, this.document);
  }

  async #askChoices() {
    const NAMES = { role: ["Role", "All roles"], case: ["Case", "All cases"], phase: ["Phase", "All phases"], kind: ["Kind of document", "All kinds"] };
    try {
      const found = await this.app.read("search_choices");
      for (const [name, values] of Object.entries(found)) {
        const [label, all] = NAMES[name] ?? [name, "All"];
        const made = h("select", { "aria-label": label }, h("option", { value: "" }, all), values.map((each) => h("option", { value: each }, each)));
        made.value = values.includes(this.kept.asked.where[name]) ? this.kept.asked.where[name] : "";
        this.where[name] = made;
        this.filters.append(made);
      }
    } catch (error) {
      this.app.sorry(error);
    }
  }

  // -- searching -----------------------------------------------------------------------------------------

  /** @param {number} [offset] @param {{quiet?: boolean}} [more] quiet: what is shown is asked anew, nothing else moves */
  async search(offset = 0, more = {}) {
    const { app, kept } = this;
    if (!more.quiet) {
      kept.asked = {
        words: this.words.value, kind: this.kind.value, case: this.case.input.checked, interviewers: this.interviewers.input.checked,
        document: this.document.value, where: Object.fromEntries(Object.entries(this.where).map(([name, made]) => [name, made.value])),
      };
    }
    const { asked } = kept;
    if (!asked.words.trim()) {
      if (!more.quiet) this.words.focus();
      return;
    }
    const number = ++this.number;
    const where = Object.fromEntries(Object.entries(asked.where).filter(([, value]) => value).map(([name, value]) => [name, [value]]));
    const params = {
      words: asked.words, kind: asked.kind, case: asked.kind !== "lemma" && asked.case, interviewers: asked.interviewers,
      documents: asked.document ? [asked.document] : [], where, offset, limit: AT_ONCE,
    };
    if (!more.quiet) {
      this.table.setAttribute("aria-busy", "true");
      this.timer = setTimeout(() => number === this.number && fill(this.head, "Looking …"), 250);
    }
    try {
      const told = await app.read("search", params, { patience: PATIENCE });
      if (number !== this.number) return;
      const same = more.quiet && kept.told && kept.told.hits.length === told.hits.length;
      kept.told = told;
      if (!same) {
        kept.chosen.clear();
        kept.row = 0;
      }
      if (this.destroyed) return;
      if (same) this.#drawCodes();
      else {
        this.draw();
        this.found.scrollTop = 0;
        if (!more.quiet && told.hits.length) {
          // Where there is little room, the question gives way to what was found.
          if (LOW.matches && app.transport.home === "page") this.head.scrollIntoView({ block: "start" });
          this.#focus(0);
        }
      }
    } catch (error) {
      if (number !== this.number || more.quiet || this.destroyed) return;
      kept.told = null;
      kept.chosen.clear();
      this.draw();
      fill(this.head, h("span", { class: "qc-bad" }, error.message ?? String(error)));
      if (error.found === undefined) app.sorry(error);
      this.words.focus();
    } finally {
      clearTimeout(this.timer);
      this.table.removeAttribute("aria-busy");
    }
  }

  // One's codings have changed: the codes beside the places are asked anew.
  #stale() {
    clearTimeout(this.fresh);
    if (this.kept.told?.hits.length && this.kept.asked.kind !== "regex") this.fresh = setTimeout(() => this.search(this.kept.told?.offset ?? 0, { quiet: true }), 500);
  }

  // -- what was found ------------------------------------------------------------------------------------

  draw() {
    const { kept, app } = this;
    const { told } = kept;
    /** @type {Hit[]} */
    const hits = told?.hits ?? [];
    this.table.hidden = !hits.length;
    this.bar.hidden = !hits.length || !!app.session.read_only;
    fill(this.body, hits.map((hit, place) => this.#row(hit, place)));
    this.#drawHeads();
    fill(this.empty);
    if (told) {
      const from = told.offset + 1;
      const many = told.total > hits.length ? `, ${from.toLocaleString("en")} to ${(told.offset + hits.length).toLocaleString("en")} shown` : "";
      fill(this.head, told.total ? `${counted(told.total, "place")}${many}` : "");
      if (!told.total) {
        fill(this.empty, h("div", { class: "qc-empty" }, h("h3", null, "Nothing found"), h("p", null, kept.asked.kind === "words" ? "Perhaps with a * at the end of the word, or with its other forms (“Words in all forms”)?" : "Nobody says it, in the turns that were searched."), kept.asked.interviewers ? null : h("p", null, "What interviewers say is left out unless “Interviewers, too” is on.")));
      }
    } else {
      fill(this.head);
      fill(this.empty, h("div", { class: "qc-empty" }, h("h2", null, "Every place where something is said"), h("p", null, "Look for words: each place is shown with what stands before and after it. Choose places, and put a code on them: on the words, the sentence or the turn.")));
    }
    this.#drawPages();
    this.#drawPatterns();
    this.#drawBar();
  }

  // In places written from right to left, what was said before stands on the right: the headings follow, and where
  // a page has places of both kinds they name the sides.
  #drawHeads() {
    const ways = new Set([...this.body.children].map((row) => row.dataset.dir));
    const mixed = ways.size > 1;
    this.heads.row.dataset.dir = ways.size === 1 && ways.has("rtl") ? "rtl" : "ltr";
    for (const [at, words, side] of [[this.heads.left, "Before", "Left"], [this.heads.right, "After", "Right"]]) {
      fill(at, h("span", { class: mixed ? "qc-unseen" : "" }, words), mixed ? h("span", { "aria-hidden": "true" }, side) : null);
    }
  }

  /** @param {Hit} hit @param {number} place */
  #row(hit, place) {
    // What stands around it, and where, is told with the box at which the keyboard is.
    const [at, left, found, right, codes] = ["at", "left", "found", "right", "codes"].map(freshId);
    const box = h("input", { type: "checkbox", "aria-label": `Choose place ${place + 1}: ${hit.match}`, "aria-describedby": [at, left, found, right, codes].join(" "), tabindex: place === this.kept.row ? "0" : "-1", data: { place } });
    box.checked = this.kept.chosen.has(place);
    const who = [hit.speaker, hit.role && hit.role !== hit.speaker ? hit.role : ""].filter(Boolean).join(", ");
    const dir = direction(`${hit.left}${hit.match}${hit.right}`);
    return h(
      "tr",
      { data: { place, dir }, class: box.checked ? "qc-chosen" : "" },
      h("td", { class: "qc-kwic-box" }, box),
      h("td", { class: "qc-kwic-place", id: at }, h("button", { type: "button", class: "qc-link", tabindex: "-1", title: [hit.case, who].filter(Boolean).join(" · ") || null, "aria-label": `${hit.document}, turn ${hit.turn}: go to the text`, data: { open: place } }, hit.document), h("span", { class: "qc-kwic-who" }, who)),
      h("td", { class: "qc-kwic-left", id: left }, h("div", null, h("span", { dir }, hit.left))),
      h("td", { class: "qc-kwic-hit", id: found }, h("mark", { dir }, hit.match)),
      h("td", { class: "qc-kwic-right", id: right }, h("div", null, h("span", { dir }, hit.right))),
      h("td", { class: "qc-kwic-codes", id: codes }, this.#codes(hit)),
    );
  }

  /** @param {Hit} hit */
  #codes(hit) {
    const { app } = this;
    return hit.codes.map((code) => h("span", { class: "qc-kwic-code", data: { hue: app.hueOf(code) }, title: app.nameOf(code) }, h("span", { class: "qc-letter", "aria-hidden": "true" }, app.letterOf(code)), h("span", null, app.nameOf(code))));
  }

  #drawCodes() {
    const { told } = this.kept;
    [...this.body.children].forEach((row, place) => {
      if (told?.hits[place]) fill(/** @type {HTMLElement} */ (row.lastElementChild), this.#codes(told.hits[place]));
    });
    this.#ask();
  }

  #drawPages() {
    const { told } = this.kept;
    const more = told && told.total > told.hits.length;
    this.pager.hidden = !more;
    if (!more) {
      fill(this.pager);
      return;
    }
    const last = told.offset + told.hits.length;
    fill(
      this.pager,
      button("Page before", () => this.#page(-1), { icon: "left", class: "qc-small", disabled: told.offset === 0, keys: "[" }),
      h("span", { class: "qc-count" }, `${(told.offset + 1).toLocaleString("en")} to ${last.toLocaleString("en")} of ${told.total.toLocaleString("en")}`),
      button("Next page", () => this.#page(1), { icon: "right", class: "qc-small", disabled: last >= told.total, keys: "]" }),
    );
  }

  #drawPatterns() {
    const { patterns, code } = this.kept;
    this.patterns.hidden = patterns.length < 2;
    fill(this.patterns, h("span", { class: "qc-hint" }, code ? `Patterns of ${this.app.nameOf(code)}:` : "Patterns:"), patterns.map((each) => button(each, () => {
      this.words.value = each;
      this.kind.value = "words";
      this.#hints();
      this.search();
    }, { class: "qc-small", "aria-pressed": String(this.kept.asked.words === each) })));
  }

  /** @param {1 | -1} by */
  #page(by) {
    const { told } = this.kept;
    if (!told) return false;
    const to = told.offset + by * AT_ONCE;
    if (to < 0 || to >= told.total) return false;
    this.search(Math.max(0, to)).then(() => this.#focus(0));
    return undefined;
  }

  // -- choosing ------------------------------------------------------------------------------------------

  /** @param {Event} event */
  #checked(event) {
    const box = /** @type {HTMLInputElement} */ (event.target);
    if (box.dataset.place === undefined) return;
    this.#choose(Number(box.dataset.place), box.checked);
    this.#drawBar();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    const open = /** @type {HTMLElement | null} */ (at.closest("[data-open]"));
    if (open) {
      this.#open(Number(open.dataset.open));
      return;
    }
    const row = /** @type {HTMLElement | null} */ (at.closest("tr"));
    if (!row || at.closest("input") || String(getSelection() ?? "")) return;
    const place = Number(row.dataset.place);
    if (event.shiftKey) {
      const [from, to] = [Math.min(place, this.kept.row), Math.max(place, this.kept.row)];
      for (let each = from; each <= to; each++) this.#choose(each, true);
    } else this.#choose(place, !this.kept.chosen.has(place));
    this.#focus(place);
    this.#drawBar();
  }

  /** @param {number} place @param {boolean} on */
  #choose(place, on) {
    if (on) this.kept.chosen.add(place);
    else this.kept.chosen.delete(place);
    const row = this.body.children[place];
    if (!row) return;
    row.classList.toggle("qc-chosen", on);
    /** @type {HTMLInputElement} */ (row.querySelector("input")).checked = on;
  }

  /** @param {boolean} on */
  chooseAll(on) {
    for (let place = 0; place < (this.kept.told?.hits.length ?? 0); place++) this.#choose(place, on);
    this.#drawBar();
  }

  #here() {
    const row = /** @type {HTMLElement | null} */ (document.activeElement?.closest?.("tr[data-place]") ?? null);
    return row ? Number(row.dataset.place) : this.kept.row;
  }

  /** @param {number} place */
  #focus(place) {
    const rows = this.body.children;
    if (!rows.length) return;
    const to = Math.max(0, Math.min(place, rows.length - 1));
    rows[this.kept.row]?.querySelector("input")?.setAttribute("tabindex", "-1");
    this.kept.row = to;
    const box = /** @type {HTMLInputElement} */ (rows[to].querySelector("input"));
    box.setAttribute("tabindex", "0");
    box.focus({ preventScroll: true });
    rows[to].scrollIntoView({ block: "nearest" });
  }

  /** @param {1 | -1} by @param {KeyboardEvent} event */
  #step(by, event) {
    if (/** @type {HTMLElement | null} */ (event.target)?.closest?.("select, .qc-search-bar")) return false;
    const inside = this.body.contains(document.activeElement);
    if (by < 0 && inside && this.#here() === 0) this.words.focus();
    else this.#focus(inside ? this.#here() + by : this.kept.row);
    return undefined;
  }

  /** @param {1 | -1} by */
  #extend(by) {
    const here = this.#here();
    this.#choose(here, true);
    this.#focus(here + by);
    this.#drawBar();
  }

  /** @param {number} place */
  #open(place) {
    const hit = this.kept.told?.hits[place];
    if (!hit) return;
    this.kept.row = place;
    this.app.jump(hit.document, hit.start, hit.end);
  }

  // -- coding --------------------------------------------------------------------------------------------

  #makeBar() {
    const { app, kept } = this;
    this.chosen = h("p", { class: "qc-search-chosen", role: "status" });
    const id = freshId("what");
    this.what = h("select", { id, on: { change: () => {
      kept.what = this.what.value;
      this.#drawBar();
    } } }, Object.entries(WHAT).map(([value, words]) => h("option", { value }, words)));
    this.what.value = kept.what;
    this.go = button("Choose places", () => this.code(), { class: "qc-main", keys: "Mod+Enter" });
    this.already = h("span", { role: "status" });
    this.keys = h("span", { hidden: true }, "Enter in the code box, or ", h("kbd", null, spoken("Mod+Enter")), " anywhere, puts it on.");
    this.told = h("p", { class: "qc-unseen", role: "status" });
    fill(this.bar, this.chosen, h("div", { class: "qc-field" }, h("label", { for: id }, "How much"), this.what), this.picker.element, this.go, h("p", { class: "qc-hint qc-search-already" }, this.already, " ", this.keys), this.told);
  }

  /** The stretches that are chosen, each once. */
  #items() {
    const { kept } = this;
    const found = new Map();
    for (const place of [...kept.chosen].sort((a, b) => a - b)) {
      /** @type {Hit | undefined} */
      const hit = kept.told?.hits[place];
      if (!hit) continue;
      const [start, end] = kept.what === "words" ? [hit.start, hit.end] : hit[kept.what];
      found.set(`${hit.document}\n${start}\n${end}`, { document: hit.document, version: hit.version, start, end });
    }
    return [...found.values()];
  }

  #drawBar() {
    const { kept } = this;
    const number = kept.chosen.size;
    const total = kept.told?.hits.length ?? 0;
    this.all.checked = !!total && number === total;
    this.all.indeterminate = number > 0 && number < total;
    const items = this.#items();
    const [one, several] = NOUN[kept.what];
    const apart = number && items.length !== number ? ` in ${counted(items.length, one, several)}` : "";
    this.chosen.textContent = number ? `${counted(number, "place")} chosen${apart}` : "No place is chosen";
    this.#label(items.length);
    this.#ask();
  }

  /** What the button says. @param {number} number stretches that are to be coded */
  #label(number) {
    const { kept, app } = this;
    const [one, several] = NOUN[kept.what];
    const name = kept.code ? app.nameOf(kept.code) : "";
    const words = !kept.chosen.size ? "Choose places" : !name ? "Choose a code" : `Code ${counted(number, one, several)} with ${name}`;
    fill(this.go, words);
    const ready = !!(kept.chosen.size && name && number);
    this.go.setAttribute("aria-disabled", String(!ready));
    this.keys.hidden = !ready;
  }

  // How many of them would be new is said before.
  async #ask() {
    const { kept, app } = this;
    const number = ++this.asking;
    this.already.textContent = "";
    const items = this.#items();
    if (!items.length || !kept.code) return;
    try {
      const told = await app.read("code_many_what", { items, code: kept.code });
      if (number !== this.asking || this.destroyed) return;
      this.#label(told.new);
      if (told.stood) this.already.textContent = told.new ? `${told.stood.toLocaleString("en")} of ${items.length.toLocaleString("en")} carry it already and stay as they are.` : "All of them carry it already.";
    } catch (error) {
      if (number === this.asking) this.already.textContent = error.message;
    }
  }

  #nextWhat() {
    const all = Object.keys(WHAT);
    this.kept.what = /** @type {any} */ (all[(all.indexOf(this.kept.what) + 1) % all.length]);
    this.what.value = this.kept.what;
    this.#drawBar();
    this.told.textContent = `What is coded: ${WHAT[this.kept.what]}`;
  }

  async code() {
    const { kept, app } = this;
    const items = this.#items();
    if (!items.length) {
      app.say("Choose places first: press Space on a place, or a for all.");
      return;
    }
    const { code, what } = kept;
    if (!code) {
      app.say("Choose the code for them.");
      this.picker.focus();
      return;
    }
    if (this.busy) return;
    this.busy = true;
    const [one, several] = NOUN[what];
    const name = app.nameOf(code);
    try {
      if (items.length > ASK_FIRST) {
        const told = await app.read("code_many_what", { items, code });
        const yes = await confirm(app, `Code ${counted(told.new, one, several)} with ${name}?`, `They are in ${counted(told.documents, "document")}. You say of all of them that ${name} applies. One undo takes them back together.`, "Code them");
        if (!yes) return;
      }
      const result = await app.write("code_many", { items, code }, `${name} on ${counted(items.length, one, several)}`);
      const made = result?.codings?.length ?? items.length;
      const again = () => this.search(kept.told?.offset ?? 0, { quiet: true });
      done(app, made ? `${name} put on ${counted(made, one, several)}${result?.stood ? `; ${result.stood} carried it already` : ""}.` : `All of them carried ${name} already; nothing was coded twice.`, result?.act, again);
      for (const place of [...kept.chosen]) this.#choose(place, false);
      if (!this.destroyed) {
        this.#drawBar();
        this.#focus(kept.row);
      }
      await again();
    } catch (error) {
      if (error.found === undefined) app.sorry(error);
    } finally {
      this.busy = false;
    }
  }
}

/**
 * Which way a place is read. What stands before may begin anywhere in a turn, so that its first letter does not tell.
 * @param {string} words
 */
function direction(words) {
  const letters = words.match(/\p{L}/gu) ?? [];
  const right = letters.filter((each) => /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|\ud83a[\udc00-\udfff]/.test(each));
  return right.length * 2 > letters.length ? "rtl" : "ltr";
}

export const view = {
  id: "search",
  label: "Search",
  key: "g s",
  /** @param {HTMLElement} host @param {App} app @param {any} params */
  mount(host, app, params) {
    const shown = new SearchView(host, app, params);
    return { destroy: () => shown.destroy(), params: (/** @type {any} */ told) => shown.params(told) };
  },
};
