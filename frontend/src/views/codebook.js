// The codebook: the tree, what each code means and how it is used, and its reorganising.

import { addCode, defineCode, mergeCode, move, moveCode, renameCode, retireCode, splitCode } from "../books_dialogs.js";
import { writeMemo } from "../books_memo.js";
import { Queue } from "../books_queue.js";
import { BookTree } from "../books_tree.js";
import { undoKeys } from "../books_undo.js";
import { codeWith } from "../books_use.js";
import { memos } from "../code_dialogs.js";
import { button, counted, fill, h, icon } from "../dom.js";

/** @typedef {import("../app.js").App} App @typedef {import("../app.js").Code} Code */

const QUOTES = 50;

// Which code was looked at, so that one comes back to it.
/** @type {WeakMap<App, string>} */
const KEPT = new WeakMap();

class CodebookView {
  /** @param {HTMLElement} host @param {App} app @param {any} params */
  constructor(host, app, params) {
    this.app = app;
    this.host = host;
    this.leads = app.session.role !== "coder" && !app.session.read_only;
    this.writes = !app.session.read_only;
    /** @type {any} */
    this.more = null;
    /** @type {Queue | null} */
    this.queue = null;
    this.number = 0;
    /** @type {any} */
    this.timer = null;
    this.drawn = "";
    this.tree = new BookTree(app, {
      chosen: (code) => this.look(code),
      dropped: (code, parent, before) => this.place(code, parent, before),
      more: (code) => this.more?.codes[code] ?? null,
      leads: this.leads,
      up: () => this.filter.focus(),
    });
    this.filter = h("input", {
      type: "search", "aria-label": "Find a code", placeholder: "Find a code", autocomplete: "off", spellcheck: "false", dir: "auto",
      on: {
        input: () => this.#filtered(),
        keydown: (event) => {
          if (event.key === "ArrowDown" || event.key === "Enter") {
            event.preventDefault();
            event.stopPropagation();
            this.tree.focus();
          } else if (event.key === "Escape" && this.filter.value) {
            event.preventDefault();
            event.stopPropagation();
            this.filter.value = "";
            this.#filtered();
          }
        },
      },
    });
    this.waits = h("div", { class: "qc-book-waits" });
    this.none = h("p", { class: "qc-hint", role: "status" });
    this.gone = h("details", { class: "qc-book-gone" });
    this.total = h("p", { class: "qc-count" });
    this.entry = h("section", { class: "qc-pane qc-entry", "aria-label": "Code", tabindex: "-1" });
    this.book = h(
      "div",
      { class: "qc-book" },
      h(
        "section",
        { class: "qc-book-side", "aria-label": "Codebook" },
        h(
          "div",
          { class: "qc-book-head qc-chrome" },
          h("div", { class: "qc-view-head" }, h("h2", null, app.codebook.title || "Codebook"), this.total),
          h("div", { class: "qc-filter" }, icon("search"), this.filter),
          this.writes ? h("p", { class: "qc-toolbar" }, button("New code", () => this.add(), { icon: "plus", class: "qc-small", keys: "n" })) : null,
          this.waits,
        ),
        h("div", { class: "qc-pane qc-book-tree" }, this.tree.element, this.none, this.gone),
      ),
      this.entry,
    );
    host.append(this.book);
    this.placing = false;
    /** What was asked for while a move was on its way. @type {(() => void) | null} */
    this.nextMove = null;
    this.offs = [
      app.on("codebook", () => this.draw()),
      app.on("counts", () => this.#later()),
      app.on("memos", () => this.#later()),
      app.keys.add(this.#bindings()),
    ];
    const code = params?.code && app.codes.has(params.code) ? params.code : KEPT.get(app);
    this.draw();
    if (code && app.codes.has(code)) this.tree.choose(code, !!params?.code);
    else if (app.codes.size) this.tree.choose([...app.codes.keys()][0]);
    if (this.tree.code) this.look(this.tree.code);
    if (params?.queue) this.again(params.code ?? null);
    else if (document.activeElement === document.body || host === document.activeElement) this.tree.focus();
  }

  destroy() {
    clearTimeout(this.timer);
    this.queue?.destroy();
    for (const off of this.offs) off();
    this.book.remove();
  }

  /** {code}: look at a code; {queue: true}: codings to look at again. @param {any} params */
  params(params) {
    if (params?.queue) {
      this.again(params.code ?? null);
      return;
    }
    if (this.queue) this.back();
    if (params?.code && this.app.codes.has(params.code)) this.tree.choose(params.code, true);
  }

  // -- what is shown -------------------------------------------------------------------------------------

  draw() {
    const { app } = this;
    if (!this.tree.code || !app.codes.has(this.tree.code)) {
      // What was looked at has another id now, or is gone.
      const known = this.more?.codes;
      const now = [...app.codes.values()].find((each) => known && this.tree.code && !known[each.code]);
      this.tree.code = now?.code ?? [...app.codes.keys()][0] ?? null;
    }
    this.tree.filter = this.filter.value.trim();
    const rows = this.tree.draw();
    const living = [...app.codes.values()].filter((each) => !each.merged_into && !each.retired);
    this.total.textContent = `${counted(living.length, "code")} in ${counted(living.filter((each) => !each.parent).length, "theme")}`;
    this.none.textContent = rows ? "" : app.codes.size ? "No code fits." : "";
    this.none.hidden = !!rows || !app.codes.size;
    this.#drawGone();
    this.#drawWaits();
    if (!app.codes.size) this.#empty();
    else if (this.tree.code) this.look(this.tree.code);
    this.#load();
  }

  #filtered() {
    this.tree.filter = this.filter.value.trim();
    const rows = this.tree.draw();
    this.none.textContent = rows ? "" : "No code fits.";
    this.none.hidden = !!rows;
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#load(), 600);
  }

  // Counts of everybody, what waits and other facts come a moment later.
  async #load() {
    const number = ++this.number;
    try {
      const more = await this.app.read("book_more");
      if (number !== this.number) return;
      const before = JSON.stringify(this.more);
      this.more = more;
      if (before === JSON.stringify(more) && this.drawn) return;
      this.tree.draw();
      this.#drawWaits();
      if (this.tree.code) this.look(this.tree.code);
    } catch (error) {
      this.app.sorry(error);
    }
  }

  #drawWaits() {
    const own = this.more?.own_waiting ?? 0;
    fill(
      this.waits,
      own
        ? h("div", { class: "qc-note qc-warn" }, h("p", null, `${counted(own, "coding")} of yours ${own === 1 ? "was" : "were"} made under other words than ${own === 1 ? "its code has" : "their codes have"} now.`), button("Look at them again", () => this.again(), { class: "qc-small", keys: "l" }))
        : null,
    );
  }

  #drawGone() {
    const { app } = this;
    const gone = [...app.codes.values()].filter((each) => !this.tree.stands(each));
    this.gone.hidden = !gone.length;
    const focused = /** @type {HTMLElement | null} */ (this.gone.contains(document.activeElement) ? document.activeElement : null)?.dataset.code;
    fill(
      this.gone,
      h("summary", null, `Retired and merged (${gone.length})`),
      h(
        "ul",
        null,
        gone.map((each) =>
          h(
            "li",
            null,
            h(
              "button",
              { type: "button", class: "qc-gone-code", data: { code: each.code }, "aria-current": each.code === this.tree.code ? "true" : null, on: { click: () => this.#choose(each.code) } },
              h("span", null, each.name),
              h("span", { class: "qc-quiet" }, each.merged_into ? ` merged into ${app.nameOf(each.merged_into)}` : " retired"),
            ),
          ),
        ),
      ),
    );
    if (focused) /** @type {HTMLElement | null} */ (this.gone.querySelector(`[data-code="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {string} code */
  #choose(code) {
    this.tree.code = code;
    this.tree.draw();
    this.look(code);
    this.#drawGone();
  }

  #empty() {
    fill(
      this.entry,
      h(
        "div",
        { class: "qc-empty" },
        h("h3", null, "The codebook is empty"),
        h("p", null, "A code is a named idea with a definition. Begin with one, or load a codebook file: qualcode codebook load PROJECT F.yaml"),
        this.writes ? h("p", null, button("New code", () => this.add(), { icon: "plus", class: "qc-main" })) : null,
      ),
    );
  }

  /** Show what a code says. @param {string} code */
  look(code) {
    const { app } = this;
    const entry = app.codes.get(code);
    if (!entry) return;
    KEPT.set(app, code);
    const more = this.more?.codes[code] ?? null;
    const drawn = JSON.stringify([entry, more, this.more?.left_out, app.letterOf(code)]);
    if (drawn === this.drawn) return;
    const same = this.shownCode === code;
    const focused = same && this.entry.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.does : undefined;
    const opened = same && !!this.entry.querySelector(".qc-book-quotes[open]");
    this.drawn = drawn;
    this.shownCode = code;
    const does = (name) => ({ data: { does: name } });
    const living = !entry.merged_into;
    fill(
      this.entry,
      h(
        "header",
        { class: "qc-entry-head", data: { hue: app.hueOf(code) } },
        h("p", { class: "qc-quiet" }, this.#path(entry)),
        h("h2", { dir: "auto" }, h("span", { class: "qc-letter" }, app.letterOf(code)), " ", entry.name),
        h(
          "p",
          { class: "qc-toolbar" },
          entry.category ? h("span", { class: "qc-tag" }, "only groups codes") : null,
          entry.retired ? h("span", { class: "qc-tag" }, "retired") : null,
          entry.merged_into ? h("span", { class: "qc-tag" }, `merged into ${app.nameOf(entry.merged_into)}`) : null,
          h("span", { class: "qc-entry-id", title: "identifier" }, entry.code),
          more?.formerly.length ? h("span", { class: "qc-quiet" }, `formerly ${more.formerly.join(", ")}`) : null,
        ),
      ),
      h(
        "div",
        { class: "qc-toolbar qc-entry-does qc-chrome" },
        entry.applicable && this.writes ? button("Code with it", () => codeWith(app, code), { class: "qc-small qc-main", ...does("code"), keys: "c" }) : null,
        living ? button("Search for it", () => app.go("search", { code }), { icon: "search", class: "qc-small", ...does("search"), keys: "f" }) : null,
        this.writes ? button(more?.memos ? `Memos (${more.memos})` : "Memo", () => this.memo(), { icon: "memo", class: "qc-small", ...does("memo"), keys: "m" }) : null,
        this.leads && living ? button("Change", () => this.define(), { icon: "edit", class: "qc-small", ...does("define"), keys: "e" }) : null,
      ),
      entry.definition ? h("p", { class: "qc-entry-definition", dir: "auto" }, entry.definition) : h("p", { class: "qc-quiet" }, entry.defined ? "No definition yet." : "It came with codings and has no definition yet."),
      listed("Include", entry.include),
      listed("Exclude", entry.exclude),
      entry.examples.length ? h("section", null, h("h3", null, entry.examples.length === 1 ? "Example" : "Examples"), entry.examples.map((each) => h("blockquote", { class: "qc-said", dir: "auto" }, each))) : null,
      entry.patterns.length ? h("section", null, h("h3", null, "Patterns"), h("ul", { class: "qc-patterns" }, entry.patterns.map((each) => h("li", { dir: "auto" }, each)))) : null,
      more?.unless.length ? h("section", null, h("h3", null, "Unless"), h("ul", { class: "qc-patterns" }, more.unless.map((each) => h("li", { dir: "auto" }, each)))) : null,
      h("section", null, h("h3", null, "Codings"), this.#counts(entry, more)),
      this.#quotes(entry, opened),
      this.leads && living ? this.#reorganise(entry) : null,
      Object.keys(more?.extras ?? {}).length ? h("section", null, h("h3", null, "Further columns"), h("dl", { class: "qc-extras" }, Object.entries(more?.extras ?? {}).map(([name, is]) => h("div", null, h("dt", null, name), h("dd", { dir: "auto" }, is))))) : null,
    );
    if (focused) /** @type {HTMLElement} */ (this.entry.querySelector(`[data-does="${focused}"]`) ?? this.entry).focus({ preventScroll: true });
    if (!same) this.entry.scrollTop = 0;
  }

  /** @param {Code} entry */
  #path(entry) {
    const names = [];
    for (let at = entry.parent; at; at = this.app.codes.get(at)?.parent ?? null) names.unshift(this.app.nameOf(at));
    return names.length ? names.join(" › ") : "Theme";
  }

  /** @param {Code} entry @param {any} more */
  #counts(entry, more) {
    const said = [entry.codings ? `${counted(entry.codings, "coding")} of yours` : "None of yours"];
    if (more && more.all > entry.codings) said.push(`${more.all.toLocaleString("en")} by ${counted(more.coders, "coder")}`);
    const below = [...this.app.codes.values()].filter((each) => each.code !== entry.code && this.#isBeneath(each, entry.code));
    const beneath = below.reduce((sum, each) => sum + each.codings, 0);
    if (below.length) said.push(`${beneath.toLocaleString("en")} of yours on ${counted(below.length, "code")} beneath`);
    return [
      h("p", null, said.join(" · ")),
      this.more?.left_out ? h("p", { class: "qc-hint" }, `Others’ codings in ${counted(this.more.left_out, "document")} are not counted until you have finished ${this.more.left_out === 1 ? "it" : "them"}.`) : null,
      more?.waiting ? h("p", null, h("button", { type: "button", class: "qc-link", data: { does: "again" }, on: { click: () => this.again(entry.code) } }, `${more.waiting.toLocaleString("en")} to look at again`)) : null,
    ];
  }

  /** @param {Code} code @param {string} above */
  #isBeneath(code, above) {
    for (let at = code.parent; at; at = this.app.codes.get(at)?.parent ?? null) if (at === above) return true;
    return false;
  }

  /** @param {Code} entry @param {boolean} opened */
  #quotes(entry, opened) {
    const { app } = this;
    const list = h("ol", { class: "qc-quote-list" });
    const foot = h("p", { class: "qc-toolbar" });
    let shown = 0;
    let number = 0;
    const load = async (focus = false) => {
      const own = ++number;
      fill(foot, h("span", { class: "qc-hint", role: "status" }, "Looking for quotations …"));
      try {
        const told = await app.read("book_quotes", { code: entry.code, offset: shown, limit: QUOTES });
        if (own !== number) return;
        const before = list.children.length;
        for (const each of told.quotes) {
          list.append(
            h(
              "li",
              { data: { hue: app.hueOf(each.code) } },
              h("p", { class: "qc-said", dir: "auto" }, each.quotation),
              h(
                "p",
                { class: "qc-quote-from" },
                h("button", { type: "button", class: "qc-link", on: { click: () => this.#open(each) } }, `${each.document}${each.turn ? `, turn ${each.turn}` : ""}`),
                h("span", { class: "qc-quiet" }, [each.code === entry.code ? "" : app.nameOf(each.code), each.coder === app.session.coder ? "" : each.coder].filter(Boolean).map((said) => ` · ${said}`).join("")),
              ),
            ),
          );
        }
        shown += told.quotes.length;
        fill(
          foot,
          told.total ? null : h("span", { class: "qc-quiet" }, "No quotations yet."),
          told.total > shown ? button(`Show more (${(told.total - shown).toLocaleString("en")} left)`, () => load(true), { class: "qc-small" }) : null,
          told.unread ? h("span", { class: "qc-hint" }, `Others’ quotations in ${counted(told.unread, "document")} come when you have finished ${told.unread === 1 ? "it" : "them"}.`) : null,
        );
        if (focus) /** @type {HTMLElement | null | undefined} */ (list.children[before]?.querySelector("button"))?.focus();
      } catch (error) {
        fill(foot, h("span", { class: "qc-fault" }, error.message), button("Try again", () => load(), { class: "qc-small" }));
      }
    };
    const details = h("details", { class: "qc-book-quotes" }, h("summary", { data: { does: "quotes" } }, "Quotations"), list, foot);
    details.addEventListener("toggle", () => {
      if (details.open && !shown) load();
    });
    if (opened) details.open = true;
    return details;
  }

  /** @param {any} each */
  async #open(each) {
    const { app } = this;
    try {
      await app.open(each.document);
      app.go("code", { document: each.document, start: each.start, end: each.end, coding: each.coding });
    } catch (error) {
      app.sorry(error);
    }
  }

  /** @param {Code} entry */
  #reorganise(entry) {
    const does = (name) => ({ class: "qc-small", data: { does: name } });
    const inUse = !entry.retired;
    return h(
      "section",
      { class: "qc-reorganise qc-chrome" },
      h("h3", null, "Reorganise"),
      h(
        "div",
        { class: "qc-toolbar" },
        button("Up", () => this.shift(-1), { ...does("up"), icon: "up", keys: "Alt+ArrowUp" }),
        button("Down", () => this.shift(1), { ...does("down"), icon: "down", keys: "Alt+ArrowDown" }),
        button("Move …", () => moveCode(this.app, entry, () => this.tree.choose(entry.code)), { ...does("move"), icon: "move", keys: "v" }),
        button("Merge …", () => this.merge(), { ...does("merge"), icon: "merge", keys: "j" }),
        button("Split …", () => this.split(), { ...does("split"), icon: "split", keys: "s" }),
        button("Identifier …", () => this.rename(), { ...does("rename"), keys: "i" }),
        button(inUse ? "Retire …" : "Use again …", () => this.retire(), { ...does("retire"), keys: "x" }),
      ),
      h("p", { class: "qc-hint" }, "Codes can also be dragged in the tree: onto a code to put them under it, between two to put them there."),
    );
  }

  // -- what is done --------------------------------------------------------------------------------------

  /** @returns {Code | null} */
  #entry() {
    return this.app.codes.get(this.tree.code ?? "") ?? null;
  }

  add() {
    const entry = this.#entry();
    const parent = entry && !entry.merged_into && !entry.retired ? entry : null;
    addCode(this.app, parent ? (parent.parent ?? parent.code) : null, (code) => {
      this.filter.value = "";
      this.tree.filter = "";
      this.tree.choose(code, true);
    }, this.tree.element.childElementCount ? "" : this.filter.value.trim());
  }

  define() {
    const entry = this.#entry();
    if (entry) defineCode(this.app, entry, this.more?.codes[entry.code] ?? null);
  }

  rename() {
    const entry = this.#entry();
    if (entry) renameCode(this.app, entry, (code) => this.tree.choose(code, true));
  }

  merge() {
    const entry = this.#entry();
    if (entry) mergeCode(this.app, entry, (code) => this.tree.choose(code, true));
  }

  split() {
    const entry = this.#entry();
    if (!entry) return;
    if (entry.category && !entry.codings) {
      this.app.say(`${entry.name} only groups codes: add codes beneath it instead.`);
      return;
    }
    splitCode(this.app, entry, (code) => this.tree.choose(code, true));
  }

  retire() {
    const entry = this.#entry();
    if (!entry) return;
    const beside = this.tree.beside(entry.code);
    retireCode(this.app, entry, () => {
      const now = this.app.codes.get(entry.code);
      const gone = !!now && !this.tree.stands(now);
      if (gone) this.gone.open = true;
      this.draw();
      if (gone && beside && this.app.codes.has(beside)) this.tree.choose(beside, true);
      else this.tree.focus();
    });
  }

  memo() {
    const entry = this.#entry();
    if (!entry) return;
    if (this.more?.codes[entry.code]?.memos) memos(this.app, { on: entry.code, heading: `Memos on ${entry.name}` });
    else writeMemo(this.app, { on: entry.code, kind: "code", heading: `Memo on ${entry.name}` });
  }

  // Pressed again while the move before it is on its way: done then, from where the code stands by then.
  /** @param {() => void} run @returns {boolean} whether it has to wait */
  #waits(run) {
    if (this.placing) this.nextMove = run;
    return !!this.placing;
  }

  /** One place up or down among its neighbours. @param {1 | -1} by */
  shift(by) {
    if (this.#waits(() => this.shift(by))) return;
    const entry = this.#entry();
    if (!entry) return;
    const among = this.tree.children(entry.parent ?? null);
    const at = among.indexOf(entry);
    if (at < 0) return;
    if (!among[at + by]) {
      this.app.say(by < 0 ? "It is the first here already." : "It is the last here already.");
      return;
    }
    const before = by < 0 ? among[at - 1] : among[at + 2];
    this.place(entry, entry.parent ?? null, before?.code ?? null);
  }

  /** Under the code before it, or out to beside the one it stands under. @param {1 | -1} by */
  nest(by) {
    if (this.#waits(() => this.nest(by))) return;
    const entry = this.#entry();
    if (!entry) return;
    if (by > 0) {
      const among = this.tree.children(entry.parent ?? null);
      const above = among[among.indexOf(entry) - 1];
      if (above) this.place(entry, above.code, null);
      else this.app.say("There is no code before it to put it under.");
      return;
    }
    const parent = entry.parent ? this.app.codes.get(entry.parent) : null;
    if (!parent) {
      this.app.say("It is a theme already.");
      return;
    }
    const among = this.tree.children(parent.parent ?? null);
    this.place(entry, parent.parent ?? null, among[among.indexOf(parent) + 1]?.code ?? null);
  }

  /** @param {Code} code @param {string | null} parent @param {string | null} before */
  async place(code, parent, before) {
    if (this.placing) return;
    this.placing = true;
    this.nextMove = null;
    const held = /** @type {HTMLElement | null} */ (this.entry.contains(document.activeElement) ? document.activeElement : null)?.dataset.does;
    try {
      await move(this.app, code, parent, before, { quiet: false });
      this.tree.choose(code.code, !held);
      if (held) /** @type {HTMLElement | null} */ (this.entry.querySelector(`[data-does="${held}"]`))?.focus();
    } catch {
      // Why it was refused has been said.
    } finally {
      this.placing = false;
      if (this.book.isConnected) /** @type {any} */ (this).nextMove?.();
    }
  }

  // -- codings to look at again --------------------------------------------------------------------------

  /** @param {string | null} [code] */
  again(code = null) {
    this.queue?.destroy();
    this.book.hidden = true;
    this.queue = new Queue(this.host, this.app, { back: () => this.back(), code });
  }

  back() {
    this.queue?.destroy();
    this.queue = null;
    this.book.hidden = false;
    this.#load();
    this.tree.focus();
  }

  // -- keys ----------------------------------------------------------------------------------------------

  #bindings() {
    const { app } = this;
    const group = "Codebook";
    const on = () => !this.queue && !!this.#entry();
    const living = () => on() && !this.#entry()?.merged_into;
    const leads = () => this.leads && living();
    const writes = () => this.writes && !this.queue;
    return [
      { keys: "/", words: "find a code", run: () => this.filter.focus(), when: () => !this.queue, group },
      { keys: "n", words: "new code", run: () => this.add(), when: writes, group },
      { keys: "c", words: "code with it", run: () => codeWith(app, /** @type {string} */ (this.tree.code)), when: () => writes() && !!this.#entry()?.applicable, group },
      { keys: "f", words: "search for it in the texts", run: () => app.go("search", { code: this.tree.code }), when: living, group },
      { keys: "q", words: "open or close its quotations", run: () => this.#toggleQuotes(), when: on, group },
      { keys: "m", words: "memo on it", run: () => this.memo(), when: () => writes() && on(), group },
      { keys: "e", words: "change its name, definition, patterns …", run: () => this.define(), when: leads, group },
      { keys: "Alt+ArrowUp", words: "move it up", run: () => this.shift(-1), when: leads, group },
      { keys: "Alt+ArrowDown", words: "move it down", run: () => this.shift(1), when: leads, group },
      { keys: "Alt+ArrowRight", words: "put it under the code before it", run: () => this.nest(1), when: leads, group },
      { keys: "Alt+ArrowLeft", words: "take it out to the level above", run: () => this.nest(-1), when: leads, group },
      { keys: "v", words: "move it somewhere else", run: () => {
        const entry = this.#entry();
        if (entry) moveCode(app, entry, () => this.tree.choose(entry.code, true));
      }, when: leads, group },
      { keys: "j", words: "merge it, and others, into another code", run: () => this.merge(), when: leads, group },
      { keys: "s", words: "split it", run: () => this.split(), when: leads, group },
      { keys: "i", words: "change its identifier", run: () => this.rename(), when: leads, group },
      { keys: "x", words: "retire it, or use it again", run: () => this.retire(), when: leads, group },
      { keys: "l", words: "look at codings again that wait", run: () => this.again(), when: () => !this.queue && !!this.more?.own_waiting, group },
      ...undoKeys(app, group, () => (this.queue ? this.queue.load() : app.loadBook())),
    ];
  }

  #toggleQuotes() {
    const details = /** @type {HTMLDetailsElement | null} */ (this.entry.querySelector(".qc-book-quotes"));
    if (!details) return;
    details.open = !details.open;
    details.querySelector("summary")?.focus();
  }
}

/** @param {string} heading @param {string[]} items */
function listed(heading, items) {
  return items.length ? h("section", null, h("h3", null, heading), h("ul", { class: "qc-entry-list" }, items.map((each) => h("li", { dir: "auto" }, each)))) : null;
}

export const view = {
  id: "codebook",
  label: "Codebook",
  key: "g b",
  /** @param {HTMLElement} host @param {App} app @param {any} params */
  mount(host, app, params) {
    const shown = new CodebookView(host, app, params);
    return { destroy: () => shown.destroy(), params: (/** @type {any} */ told) => shown.params(told) };
  },
};
