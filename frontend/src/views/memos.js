// All memos of the study: the diary, and what was noted on texts, codings, codes, people.

import { day, memoWords, writeMemo } from "../books_memo.js";
import { done, undoKeys } from "../books_undo.js";
import { plain } from "../code_codes.js";
import { confirm } from "../dialog.js";
import { button, counted, fill, freshId, h, icon } from "../dom.js";

/** @typedef {import("../app.js").App} App @typedef {import("../books_memo.js").Memo} Memo */

const AT_ONCE = 60;
const KINDS = {
  diary: "Study diary", document: "Documents", coding: "Codings", code: "Codes", participant: "Participants", memo: "Answers",
  suggestion: "Suggestions", decision: "Decisions", pass: "Readings", act: "Acts",
};
const ONE = {
  diary: "Diary", document: "Document", coding: "Coding", code: "Code", participant: "Participant", memo: "Answer",
  suggestion: "Suggestion", decision: "Decision", pass: "Reading", act: "Act",
};

// What was looked for, so that one comes back to it.
/** @type {WeakMap<App, {words: string, kind: string, coder: string, others: boolean}>} */
const KEPT = new WeakMap();

class MemosView {
  /** @param {HTMLElement} host @param {App} app @param {any} params */
  constructor(host, app, params) {
    this.app = app;
    /** @type {Memo[]} */
    this.memos = [];
    this.shown = AT_ONCE;
    this.asked = KEPT.get(app) ?? { words: "", kind: "", coder: "", others: false };
    KEPT.set(app, this.asked);
    if (params?.kind) this.asked.kind = params.kind;
    this.loading = 0;
    /** The memo to go to once the list is there. @type {string | undefined} */
    this.next = undefined;
    this.loaded = false;
    const { asked } = this;
    this.words = h("input", {
      type: "search", "aria-label": "Find a memo", placeholder: "Find words, a code, a document", autocomplete: "off", spellcheck: "false", dir: "auto",
      value: asked.words,
      on: {
        input: () => {
          asked.words = this.words.value;
          this.#filtered();
        },
      },
    });
    this.kind = h("select", { "aria-label": "Kind", on: { change: () => {
      asked.kind = this.kind.value;
      this.#filtered();
    } } });
    this.coder = h("select", { "aria-label": "Written by", on: { change: () => {
      asked.coder = this.coder.value;
      this.#filtered();
    } } });
    const others = freshId("others");
    this.others = h("input", { type: "checkbox", id: others, on: { change: () => this.#others() } });
    this.others.checked = asked.others;
    this.othersRow = h("p", { class: "qc-field qc-check qc-memo-others" }, this.others, h("label", { for: others }, "Also what others wrote about documents you have not finished"));
    this.total = h("p", { class: "qc-count", role: "status" });
    this.list = h("ol", { class: "qc-memos", "aria-label": "Memos", on: { focusin: (event) => this.#reach(event.target.closest(".qc-memo-row")) } });
    this.more = h("div", { class: "qc-actions" });
    host.append(
      h(
        "div",
        { class: "qc-sheet qc-memos-view" },
        h(
          "header",
          { class: "qc-view-head" },
          h("h2", null, "Memos"),
          this.total,
          app.session.read_only ? null : button("Write in the diary", () => this.diary(), { icon: "plus", class: "qc-main qc-push", keys: "n" }),
        ),
        h("div", { class: "qc-memo-filters qc-chrome" }, h("div", { class: "qc-filter" }, icon("search"), this.words), this.kind, this.coder),
        this.othersRow,
        this.list,
        this.more,
      ),
    );
    const group = "Memos";
    this.offs = [
      app.on("memos", () => this.load()),
      app.on("codebook", () => this.load()),
      app.on("documents", () => this.#choices()),
      app.keys.add([
        { keys: "/", words: "find a memo", run: () => this.words.focus(), group },
        { keys: "n", words: "write in the study diary", run: () => this.diary(), when: () => !app.session.read_only, group },
        { keys: "ArrowDown or j", words: "next memo", run: () => this.#step(1), group },
        { keys: "ArrowUp or k", words: "memo before", run: () => this.#step(-1), group },
        { keys: "Enter or o", words: "go to what the memo is about", run: () => this.#go(), group },
        { keys: "e", words: "change it", run: () => this.#does("change"), group },
        { keys: "a", words: "answer it", run: () => this.#does("reply"), group },
        { keys: "Delete or Backspace", words: "take it back", run: () => this.#does("back"), repeat: false, group },
        { keys: "Escape", words: "show all memos again", run: () => this.#all(), typing: true, group },
        ...undoKeys(app, group),
      ]),
    ];
    this.#choices();
    this.load(params?.memo);
  }

  destroy() {
    for (const off of this.offs) off();
  }

  /** @param {any} params */
  params(params) {
    if (params?.kind !== undefined) {
      this.asked.kind = params.kind;
      this.#filtered();
    }
    if (params?.memo) this.load(params.memo);
  }

  // -- what there is -------------------------------------------------------------------------------------

  /** @param {string} [focus] the memo to go to */
  async load(focus) {
    const { app } = this;
    const number = ++this.loading;
    // What is asked for again before the answer comes keeps the place to go to.
    this.next = focus ?? this.next;
    try {
      const found = await app.read("memos", { others: this.asked.others });
      if (number !== this.loading) return;
      this.memos = found;
      this.loaded = true;
      this.#choices();
      this.draw(this.next);
      this.next = undefined;
    } catch (error) {
      if (this.loaded) app.sorry(error);
      else fill(this.list, h("li", { class: "qc-fault" }, error.message));
    }
  }

  #choices() {
    const { app, asked } = this;
    const kinds = Object.keys(KINDS).filter((each) => each === asked.kind || this.memos.some((memo) => memo.kind === each));
    fill(this.kind, h("option", { value: "" }, "All kinds"), kinds.map((each) => h("option", { value: each }, KINDS[each])));
    this.kind.value = asked.kind;
    const coders = [...new Set([...this.memos.map((each) => each.coder), ...(asked.coder ? [asked.coder] : [])])].sort();
    fill(this.coder, h("option", { value: "" }, "Everybody"), coders.map((each) => h("option", { value: each }, each === app.session.coder ? `${each} (you)` : each)));
    this.coder.value = asked.coder;
    const me = app.session.coder;
    const team = (app.session.coders ?? []).some((each) => each !== me) || this.memos.some((each) => !each.mine);
    const unread = app.documents.some((each) => !each.hidden && !each.passes.some(([who, whole]) => who === me && whole));
    this.othersRow.hidden = !(team && unread) && !asked.others;
    this.coder.hidden = coders.length < 2;
  }

  async #others() {
    const { app, asked } = this;
    if (this.others.checked) {
      const yes = await confirm(app, "Show others’ memos on documents you have not finished?", "They may tell how others read these texts. Your reading of those with such a memo counts as not blind from then on.", "Show them");
      this.others.checked = yes;
    }
    asked.others = this.others.checked;
    this.others.focus();
    this.load();
  }

  #filtered() {
    this.shown = AT_ONCE;
    this.draw();
  }

  #all() {
    const { asked } = this;
    if (!asked.words && !asked.kind && !asked.coder) return false;
    asked.words = "";
    asked.kind = "";
    asked.coder = "";
    this.words.value = "";
    this.#choices();
    this.#filtered();
    return undefined;
  }

  /** @returns {Memo[]} */
  #fitting() {
    const { asked, app } = this;
    const wanted = plain(asked.words).split(/\s+/).filter(Boolean);
    return this.memos.filter((memo) => {
      if (asked.kind && memo.kind !== asked.kind) return false;
      if (asked.coder && memo.coder !== asked.coder) return false;
      if (!wanted.length) return true;
      const words = plain([memo.title, memo.text, memo.subject, memo.document ?? "", memo.coder, ...memo.codes.map((each) => app.nameOf(each))].join(" "));
      return wanted.every((word) => words.includes(word));
    });
  }

  // -- how it is shown -----------------------------------------------------------------------------------

  /** @param {string} [focus] */
  draw(focus) {
    const found = this.#fitting();
    const at = /** @type {HTMLElement | null} */ (document.activeElement);
    const held = this.list.contains(at) ? /** @type {HTMLElement} */ (at?.closest("li")) : null;
    const before = held ? [...this.list.children].indexOf(held) : -1;
    if (focus) {
      const place = found.findIndex((each) => each.id === focus);
      if (place >= this.shown) this.shown = place + 1;
    }
    const first = found.slice(0, this.shown);
    this.total.textContent = found.length === this.memos.length ? counted(found.length, "memo") : `${found.length.toLocaleString("en")} of ${counted(this.memos.length, "memo")}`;
    fill(this.list, first.map((memo) => this.#row(memo)));
    this.#reach(this.#rows()[0]);
    if (!found.length && this.loaded) fill(this.list, h("li", null, this.#nothing()));
    fill(this.more, found.length > this.shown ? button(`Show more (${(found.length - this.shown).toLocaleString("en")} left)`, () => {
      const next = this.shown;
      this.shown += AT_ONCE;
      this.draw();
      /** @type {HTMLElement | undefined} */ (this.list.children[next])?.focus();
    }) : null);
    if (focus) {
      const row = /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-memo="${CSS.escape(focus)}"]`));
      row?.focus();
      row?.scrollIntoView({ block: "nearest" });
    } else if (before >= 0) {
      const row = /** @type {HTMLElement | undefined} */ (this.list.querySelector(`[data-memo="${CSS.escape(held?.dataset.memo ?? "")}"]`) ?? this.list.children[Math.min(before, this.list.children.length - 1)]);
      row?.focus();
    }
  }

  #nothing() {
    if (this.memos.length) {
      return h("div", { class: "qc-empty" }, h("h3", null, "No memo fits"), h("p", null, button("Show all memos", () => {
        this.#all();
        this.words.focus();
      })));
    }
    return h(
      "div",
      { class: "qc-empty" },
      h("h3", null, "No memos yet"),
      h("p", null, "Write in the diary what you did and why. On words, codings and documents you write memos where you code, with ", h("kbd", null, "m"), "; on codes in the codebook."),
    );
  }

  /** @param {Memo} memo */
  #row(memo) {
    const { app } = this;
    const title = freshId("memo");
    return h(
      "li",
      { class: "qc-memo-row", tabindex: "-1", "aria-labelledby": title, data: { memo: memo.id, kind: memo.kind } },
      h(
        "p",
        { class: "qc-memo-head", id: title },
        h("span", { class: "qc-tag" }, ONE[memo.kind] ?? memo.kind),
        this.#subject(memo),
        h("span", { class: "qc-count" }, [memo.coder, day(memo.time), memo.edited ? `changed ${day(memo.edited)}` : "", memo.replies ? counted(memo.replies, "answer") : ""].filter(Boolean).join(" · ")),
      ),
      memo.quotation ? h("blockquote", { class: "qc-said qc-memo-quoted", dir: "auto" }, memo.quotation) : null,
      memoWords(app, memo, {
        change: () => writeMemo(app, { heading: "Change the memo", memo, then: (id) => this.load(id) }),
        back: () => this.#back(memo),
        reply: () => writeMemo(app, { heading: memo.mine ? "Add to your memo" : `Answer ${memo.coder}’s memo`, on: memo.id, kind: "memo", hint: memo.title || shortened(memo.text), then: (id) => this.load(id) }),
      }),
    );
  }

  /** @param {Memo} memo */
  #subject(memo) {
    if (memo.kind === "diary") return null;
    const go = goes(this.app, memo);
    const named = memo.kind === "code" ? nameOfCode(this.app, memo) : memo.named;
    if (!go) return h("span", { class: "qc-memo-about", dir: "auto" }, named);
    return h("button", { type: "button", class: "qc-link qc-memo-about", dir: "auto", data: { does: "go" }, on: { click: go } }, named);
  }

  /** @param {Memo} memo */
  async #back(memo) {
    const { app } = this;
    if (!(await confirm(app, "Take this memo back?", "It leaves the list; its words stay in the history of the study.", "Take it back", { kind: "qc-danger" }))) return;
    try {
      const result = await app.write("memo_retract", { memo: memo.id }, "memo taken back");
      done(app, "Memo taken back.", result?.act, () => this.load(memo.id));
      await this.load();
    } catch {
      // Why it was refused has been said.
    }
  }

  diary() {
    writeMemo(this.app, {
      heading: "Study diary",
      on: null,
      hint: "What you did, decided or wondered today. It belongs to the study, not to a place in it.",
      then: (id) => {
        const { asked } = this;
        if ((asked.kind && asked.kind !== "diary") || asked.words || (asked.coder && asked.coder !== this.app.session.coder)) this.#all();
        this.load(id);
      },
    });
  }

  // -- keys ----------------------------------------------------------------------------------------------

  /** The tab key comes to one memo and what is done with it; arrows go from memo to memo. @param {HTMLElement | null | undefined} row */
  #reach(row) {
    if (!row || row.tabIndex === 0) return;
    for (const each of this.#rows()) {
      each.tabIndex = each === row ? 0 : -1;
      for (const does of /** @type {NodeListOf<HTMLElement>} */ (each.querySelectorAll("button, summary, a[href]"))) does.tabIndex = each.tabIndex;
    }
  }

  /** @returns {HTMLElement[]} */
  #rows() {
    return /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(".qc-memo-row")]);
  }

  #here() {
    return /** @type {HTMLElement | null} */ (document.activeElement?.closest?.(".qc-memo-row") ?? null);
  }

  /** @param {1 | -1} by */
  #step(by) {
    const rows = this.#rows();
    const here = this.#here();
    const to = here ? rows.indexOf(here) + by : 0;
    if (to < 0) this.words.focus();
    else if (to < rows.length) {
      rows[to].focus();
      rows[to].scrollIntoView({ block: "nearest" });
    } else if (this.more.firstElementChild) /** @type {HTMLElement} */ (this.more.firstElementChild).focus();
  }

  #go() {
    return this.#does("go");
  }

  /** @param {string} what */
  #does(what) {
    const found = /** @type {HTMLElement | null | undefined} */ (this.#here()?.querySelector(`[data-does="${what}"]`));
    if (!found) return false;
    found.click();
    return undefined;
  }
}

/** @param {string} words */
function shortened(words) {
  const signs = [...words];
  return signs.length > 120 ? `${signs.slice(0, 115).join("")} …` : words;
}

/** How to get to what a memo is about; null where there is nothing to go to. @param {App} app @param {Memo} memo @returns {(() => void) | null} */
function goes(app, memo) {
  const { document: document_, start, end, codes, kind } = memo;
  if (kind === "code" && codes.length && app.codes.has(codes[0])) return () => app.go("codebook", { code: codes[0] });
  if (document_ && app.documents.some((each) => each.document === document_)) {
    return () => void (start === null || end === null ? app.jump(document_) : app.jump(document_, start, end));
  }
  return null;
}

/** The name of the code a memo is on, with its identifier only where another code is called the same. @param {App} app @param {Memo} memo */
function nameOfCode(app, memo) {
  const code = app.codes.get(memo.on ?? "");
  if (!code || [...app.codes.values()].some((each) => each !== code && each.name === code.name)) return memo.named;
  return code.name;
}

export const view = {
  id: "memos",
  label: "Memos",
  key: "g m",
  /** @param {HTMLElement} host @param {App} app @param {any} params */
  mount(host, app, params) {
    const shown = new MemosView(host, app, params);
    return { destroy: () => shown.destroy(), params: (/** @type {any} */ told) => shown.params(told) };
  },
};
