// Reading and coding: the text in the middle; beside it what is selected or looked at, and the codes.

import { acted, redoLatest, undoLatest } from "../books_undo.js";
import { CodeList } from "../code_codes.js";
import { drawCard, drawHint, drawSelection } from "../code_card.js";
import { askDone, askNumbers, askTwice, memos, newCode } from "../code_dialogs.js";
import { Edges } from "../code_edges.js";
import { confirm } from "../dialog.js";
import { button, fill, h } from "../dom.js";
import { markTurns, turnHead } from "../code_turns.js";
import { TextView } from "../textview.js";

/** @typedef {import("../app.js").App} App @typedef {import("../doc.js").Doc} Doc @typedef {import("../doc.js").Coding} Coding */

// Where each document was left, so that one comes back to it.
/** @type {WeakMap<App, Map<string, number>>} */
const PLACES = new WeakMap();

class CodeView {
  /** @param {HTMLElement} host @param {App} app @param {any} params */
  constructor(host, app, params) {
    this.app = app;
    this.host = host;
    /** @type {TextView | null} */
    this.text = null;
    this.asked = false;
    /** @type {Edges | null} */
    this.edges = null;
    /** What the keys that move edges say now. @type {string | null} */
    this.moving = null;
    /** The coding that gets another code. @type {Coding | null} */
    this.recoding = null;
    /** @type {any} */
    this.undoable = null;
    /** @type {any} */
    this.timer = null;
    this.offs = [];
    const places = PLACES.get(app) ?? new Map();
    PLACES.set(app, places);
    this.places = places;

    this.bar = h("header", { class: "qc-text-bar" });
    this.scroll = h("div", { class: "qc-text-scroll" });
    this.here = h("section", { class: "qc-here", "aria-label": "Selection" });
    const codes = h("section", { class: "qc-code-list", "aria-label": "Codes" });
    this.told = h("p", { class: "qc-unseen", "aria-live": "polite" });
    this.root = h(
      "div",
      { class: "qc-code-view" },
      h("section", { class: "qc-middle", "aria-label": "Text" }, this.bar, this.scroll),
      h("aside", { class: "qc-side", "aria-label": "Coding" }, this.here, codes),
      this.told,
    );
    host.append(this.root);
    this.list = new CodeList(codes, app, {
      take: (code) => this.take(code),
      make: (name) => this.make(name),
      leave: () => this.back(),
      numbers: () => askNumbers(app, this.list.hotkeys, () => this.list.draw()),
    });
    this.offs.push(
      app.on("doc", (doc) => this.show(doc)),
      app.on("codings", (told) => this.#changed(told)),
      app.on("codebook", () => this.#newBook()),
      app.on("counts", () => this.list.counts()),
      app.on("documents", () => this.#head()),
      app.on("status", () => this.#head()),
      app.on("memos", () => void this.#memosChanged()),
      this.#keys().add(this.list.bindings()),
      this.#keys().add(this.#bindings()),
    );
    this.#newBook();
    this.show(app.doc);
    this.params(params);
  }

  destroy() {
    this.#leave();
    clearTimeout(this.timer);
    for (const off of this.offs) off();
    this.edgeKeys?.();
    this.edges?.destroy();
    this.text?.destroy();
    this.root.remove();
  }

  /** Jump: {document, start, end, coding}; {use: code} has a code at hand. @param {any} params */
  async params(params) {
    const { app } = this;
    const { document: wanted, coding, use } = params ?? {};
    if (use && app.codes.get(use)?.applicable) this.#use(use);
    try {
      if (wanted && wanted !== app.doc?.document && (await app.open(wanted)).document !== wanted) return;
    } catch (error) {
      app.sorry(error);
      return;
    }
    const start = Number(params?.start);
    const end = Number(params?.end);
    if (!this.text || this.text.doc !== app.doc) return;
    if (coding && this.text.doc.codings.has(coding)) {
      this.look(this.text.doc.codings.get(coding) ?? null, true);
    } else if (params?.start !== undefined && Number.isInteger(start) && Number.isInteger(end) && start < end) {
      this.text.reveal(start, end, { flash: true, stay: true });
      this.text.goTo(this.text.doc.blockAt(start), { scroll: false });
    }
  }

  /** A code is to be put on next: it stands in the box, and it is said how. @param {string} code */
  #use(code) {
    const { app } = this;
    this.list.offer(code);
    const key = this.list.hotkeys.keyOf(code);
    app.say(`Select words, then press ${key ? key : "/ and Enter"} to put ${app.nameOf(code)} on them.`);
  }

  /** @returns {import("../keys.js").Keys} */
  #keys() {
    return /** @type {any} */ (this.app).keys;
  }

  // -- what is shown -------------------------------------------------------------------------------------

  /** @param {Doc | null} doc */
  show(doc) {
    const { app } = this;
    const again = this.text?.doc.document === doc?.document;
    const focused = this.text?.element.contains(document.activeElement);
    const active = again ? (this.text?.active ?? null) : null;
    const selected = again && this.text?.doc.version === doc?.version ? this.text?.selection : null;
    this.#leave();
    this.#endEdges();
    this.#endRecoding();
    this.text?.destroy();
    this.text = null;
    this.scroll.replaceChildren();
    if (!doc) {
      fill(this.bar);
      fill(this.scroll, h("div", { class: "qc-empty" }, h("h2", null, "No document is open"), h("p", null, app.documents.length ? "Choose one from the list." : "This study has no documents yet. Add transcripts with: qualcode ingest PROJECT FOLDER")));
      drawHint(this.here);
      return;
    }
    this.text = new TextView(this.scroll, app, doc, {
      keyboard: true,
      label: `Text of ${doc.document}${doc.title ? `, ${doc.title}` : ""}`,
      onSelect: (range) => this.#selected(range),
      onCoding: (coding) => this.look(coding),
    });
    markTurns(this.text, doc.turnMemos, (turn) => this.memoOnTurn(turn));
    const place = this.places.get(doc.document);
    if (place) this.text.reveal(place, place + 1, { top: true });
    if (active && doc.codings.has(active)) this.text.activate(active);
    if (selected) this.text.select(selected.start, selected.end);
    if (focused) this.text.focus();
    this.#head();
    this.#side();
    this.#askUndoable();
  }

  #leave() {
    if (this.text) this.places.set(this.text.doc.document, this.text.top());
  }

  #head() {
    const { app, text } = this;
    const doc = text?.doc;
    if (!doc) return;
    const listed = app.documents.find((each) => each.document === doc.document);
    const me = app.session.coder;
    const pass = listed?.passes.find((each) => each[0] === me && each[1]);
    const parts = doc.done.filter(([turns]) => turns !== null).flatMap(([turns]) => turns);
    const mustHide = listed ? listed.hidden : doc.mustHide;
    const blind = pass ? { yes: "blind", no: "not blind", unknown: "" }[pass[2]] : "";
    const facts = [doc.kind.replace("_", " "), listed?.case, listed?.phase && listed.phase !== "(not recorded)" ? `phase ${listed.phase}` : "", listed?.date, listed ? `${listed.words.toLocaleString("en")} words` : ""];
    const undo = this.undoable;
    const drawn = JSON.stringify([doc.document, doc.title, facts, pass, parts, mustHide, app.others, undo, app.session.read_only]);
    if (drawn === this.headed && this.bar.childNodes.length) return;
    this.headed = drawn;
    const focused = /** @type {HTMLElement | null} */ (this.bar.contains(document.activeElement) ? document.activeElement : null)?.dataset.does;
    fill(
      this.bar,
      h(
        "div",
        { class: "qc-text-title" },
        h("h2", { title: doc.title || null }, doc.document, " ", doc.title ? h("span", { class: "qc-doc-title" }, doc.title) : null),
        h("p", { class: "qc-quiet" }, facts.filter((each) => each && each !== "(none)").join(" · ")),
        h("p", { class: "qc-quiet qc-on-paper" }, `${app.session.title} · codings of ${me}${app.others && !mustHide ? " and of the other coders" : ""}${pass ? ", who has finished this document" : ", not finished yet"}`),
      ),
      h(
        "div",
        { class: "qc-toolbar" },
        button(undo ? `Undo: ${acted(undo)}` : "Nothing to undo", () => this.undo(), { icon: "undo", bare: true, keys: "Mod+z", data: { does: "undo" }, "aria-disabled": undo ? null : "true" }),
        button("Redo", () => this.redo(), { icon: "redo", bare: true, keys: "Mod+Shift+z", data: { does: "redo" } }),
        app.session.read_only ? h("span", { class: "qc-tag" }, "Can only be read") : null,
        mustHide
          ? h("span", { class: "qc-tag", title: "This document is part of a sample that is coded blind, or the study asks everybody to code blind first." }, "Others’ work hidden until you are done")
          : button("Other coders", () => this.others(), { icon: app.others ? "eye" : "hidden", class: "qc-small", "aria-pressed": app.others ? "true" : "false", keys: "o", data: { does: "others" }, title: app.others ? "Hide other coders’ codings (o)" : "Show other coders’ codings (o)" }),
        button("Memo", () => this.memoOnDocument(), { icon: "memo", class: "qc-small", data: { does: "memo" }, title: "Memo on the document", "aria-label": "Memo on the document" }),
        pass
          ? h("span", { class: "qc-done" }, h("span", { "aria-hidden": "true" }, "✓ "), ["Done", blind].filter(Boolean).join(", "))
          : button("Done", () => this.done(), { icon: "check", class: "qc-small", keys: "d", data: { does: "done" }, title: "Done with this document (d)", "aria-label": "Done with this document" }),
      ),
      !pass && parts.length ? h("p", { class: "qc-quiet qc-wide-note" }, `Done so far: ${parts.length === 1 ? "turn" : "turns"} ${parts.slice(0, 12).join(", ")}${parts.length > 12 ? " …" : ""}`) : null,
    );
    if (focused) /** @type {HTMLElement | null} */ ((this.bar.querySelector(`[data-does="${focused}"]`) ?? this.text?.element ?? null))?.focus({ preventScroll: true });
  }

  #side() {
    const { app, text } = this;
    if (!text) return;
    const coding = text.active ? text.doc.codings.get(text.active) : null;
    const focused = this.here.contains(document.activeElement);
    if (coding) {
      const range = text.selection;
      const apart = range && (range.start !== coding.start || range.end !== coding.end);
      drawCard(this.here, app, text.doc, coding, {
        look: (other) => this.look(other, !!other),
        edges: () => this.beginEdges(),
        toSelection: apart ? () => this.change(coding, { start: range.start, end: range.end }) : null,
        code: () => this.recode(),
        retract: () => this.retract(),
        memo: () => this.memo(),
        copy: () => this.copy(),
        key: () => this.key(),
        moving: this.moving,
        save: () => this.edges?.save(),
        leave: () => this.#leaveEdges(),
      });
    } else if (text.selection) {
      drawSelection(this.here, app, text.doc, text.selection, {
        look: (other) => this.look(other),
        memo: () => this.memo(),
        copy: () => this.copy(),
        clear: () => {
          text.clear();
          text.focus();
        },
      });
    } else {
      drawHint(this.here);
    }
    // As high as before, whatever is selected: a code that is about to be clicked must not move away.
    this.here.classList.toggle("qc-steady", !coding);
    this.here.setAttribute("aria-label", coding ? `Coding: ${app.nameOf(coding.code)}` : "Selection");
    if (focused && !this.here.contains(document.activeElement)) text.focus();
  }

  /** @param {{document: string, touched: [number, number][]}} told */
  #changed(told) {
    const { text } = this;
    if (!text || told.document !== text.doc.document) return;
    // What is looked at may have been replaced: its successor on the same words is looked at then.
    if (text.active && !text.doc.codings.has(text.active)) {
      if (!this.following) text.active = null;
    }
    if (this.edges && !text.doc.codings.has(this.edges.coding.id)) this.#endEdges();
    text.refresh(told.touched);
    this.edges?.place();
    this.#side();
    this.#askUndoable();
  }

  // The text is drawn anew only where codes are called or coloured otherwise than before.
  #newBook() {
    const book = JSON.stringify([...this.app.codes.values()].map((each) => [each.code, each.name, each.theme, each.definition, each.applicable]));
    if (book === this.book) return;
    const first = this.book === undefined;
    this.book = book;
    if (first) return;
    this.list.draw();
    this.text?.refresh();
    this.#side();
  }

  #askUndoable() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      if (!this.app.saved) return;
      try {
        this.undoable = await this.app.read("undoable");
        this.#head();
      } catch {
        // Asked again after the next change.
      }
    }, 300);
  }

  async #memosChanged() {
    const { app, text } = this;
    if (!text) return;
    const { doc } = text;
    try {
      doc.turnMemos = await app.read("turn_memos", { document: doc.document, others: app.others });
    } catch {
      return; // they come with the document when it is read anew
    }
    if (this.text === text) markTurns(text, doc.turnMemos, (turn) => this.memoOnTurn(turn));
  }

  /** @param {{start: number, end: number} | null} range */
  #selected(range) {
    if (range && this.text?.active && !this.edges?.byKeys) {
      // A coding and a selection side by side: the selection may become its edges. By keys it is left.
      const coding = this.text.doc.codings.get(this.text.active);
      if (!coding || coding.coder !== this.app.session.coder || range.end <= coding.start || range.start >= coding.end) this.look(null, false, false);
    }
    this.#side();
  }

  // -- looking at codings --------------------------------------------------------------------------------

  /** @param {Coding | null} coding @param {boolean} [reveal] @param {boolean} [focus] */
  look(coding, reveal = false, focus = true) {
    const { text } = this;
    if (!text) return;
    this.#endEdges();
    this.#endRecoding();
    if (coding && text.selection && focus) text.clear();
    text.activate(coding?.id ?? null, { reveal });
    if (coding && coding.coder === this.app.session.coder && !coding.unsaved) {
      this.edges = new Edges(text, coding, {
        save: (start, end) => this.change(coding, { start, end }),
        tell: (words) => {
          this.moving = words;
          this.#side();
        },
        leave: () => this.#leaveEdges(),
      });
    }
    this.#side();
    if (focus && !text.element.contains(document.activeElement)) text.focus();
    if (coding) this.tell(`${this.app.nameOf(coding.code)}${coding.coder === this.app.session.coder ? "" : `, ${coding.coder}`}: ${text.doc.printed(coding.start, coding.end).slice(0, 200)}`);
  }

  /** To the next coding or the one before. @param {1 | -1} side */
  next(side) {
    const { text } = this;
    if (!text) return;
    const all = text.shown();
    if (!all.length) {
      this.app.say("There are no codings on this text yet.");
      return;
    }
    const at = text.active ? all.findIndex((each) => each.id === text.active) : -1;
    let place = at + side;
    if (at < 0) {
      const from = text.selection?.start ?? text.caret?.head ?? (text.cursor !== null ? text.doc.blocks[text.cursor].start : text.top());
      const later = all.findIndex((each) => each.start >= from);
      place = side > 0 ? later : (later < 0 ? all.length : later) - 1;
    }
    if (place < 0 || place >= all.length) {
      this.app.say(side > 0 ? "That was the last coding." : "That was the first coding.");
      return;
    }
    this.look(all[place], true);
  }

  /** @returns {Coding | null} the coding that is looked at, if it may be changed */
  #own(doing) {
    const { text, app } = this;
    const coding = text?.active ? text.doc.codings.get(text.active) : null;
    if (!coding) {
      app.say(`Choose a coding first, to ${doing}: click it, or press ] for the next one.`);
      return null;
    }
    if (coding.coder !== app.session.coder) {
      app.say(`This is ${coding.coder}’s coding; you change your own. Write a memo on it, or settle it under Compare.`);
      return null;
    }
    if (coding.unsaved) {
      app.say("This coding is not saved yet; wait until it is.");
      return null;
    }
    return coding;
  }

  // -- coding --------------------------------------------------------------------------------------------

  /** A code was chosen. @param {string} code */
  async take(code) {
    const { app, text } = this;
    if (!text) return;
    if (this.recoding) {
      const coding = this.recoding;
      this.back();
      if (code === coding.code) app.say(`It is ${app.nameOf(code)} already.`);
      else this.change(coding, { code });
      return;
    }
    // A key right after the mouse: the words are those that are marked now.
    text.settle();
    const range = text.selection;
    if (!range) {
      app.say("Select words first, then choose the code for them.");
      text.focus();
      return;
    }
    const { doc } = text;
    const there = doc.codingsIn(range.start, range.end).filter((each) => each.code === code && each.coder === app.session.coder);
    const same = there.some((each) => each.start === range.start && each.end === range.end);
    if (!same && there.length) {
      const said = await askTwice(app, { code, there, words: (start, end) => doc.printed(start, end) });
      if (!said) return;
      if (app.doc?.document !== doc.document || app.doc.version !== doc.version) {
        app.say(`Another text is open by now; nothing was coded in ${doc.document}.`);
        return;
      }
      if (said === "join") {
        this.list.clear();
        this.change(there[0], { start: Math.min(range.start, there[0].start), end: Math.max(range.end, there[0].end) });
        return;
      }
    }
    this.list.used(code);
    this.list.clear();
    if (!text.element.contains(document.activeElement)) text.focus();
    try {
      const result = await app.code(range.start, range.end, code);
      if (!result?.stood) this.tell(`${app.nameOf(code)} put on: ${doc.printed(range.start, range.end).slice(0, 200)}`);
    } catch {
      // Why it was refused has been said.
    }
  }

  /** @param {string} name */
  make(name) {
    const { app, text } = this;
    const recoding = this.recoding;
    const range = text?.selection;
    newCode(
      app,
      name,
      (code) => {
        this.list.clear();
        if (recoding || range) this.take(code);
        else app.say(`${app.nameOf(code)} is in the codebook.`);
      },
      recoding ? "It takes the place of the coding’s code." : range ? "It is put on the selected words." : "No words are selected, so it is only added to the codebook.",
    );
  }

  /** @param {string} digit */
  digit(digit) {
    const code = this.list.hotkeys.codeOf(digit);
    if (!code) {
      this.app.say(`No code has the number ${digit}. “Change numbers” gives it one.`);
      return;
    }
    if (!this.app.codes.get(code)?.applicable) return;
    this.take(code);
  }

  /** Change a coding: shown at once, put back where the study refuses. @param {Coding} coding @param {{start?: number, end?: number, code?: string}} to */
  async change(coding, to) {
    const { app, text } = this;
    const doc = text?.doc;
    if (!doc || !doc.codings.has(coding.id)) return;
    this.#endEdges();
    const now = { ...coding, ...to, unsaved: true };
    const draw = () => {
      if (app.doc !== doc) return;
      app.emit("codings", { document: doc.document, touched: [[coding.start, coding.end], [now.start, now.end]], full: false });
    };
    doc.put(now);
    this.following = true;
    draw();
    try {
      const result = await app.write("change", { coding: coding.id, ...to }, `${app.nameOf(now.code)} changed`);
      if (result && this.text?.doc === doc && this.text.active === coding.id) {
        // Whoever works on meanwhile keeps the focus.
        this.look(doc.codings.get(result.coding) ?? null, false, false);
      }
      this.tell(to.code ? `Now ${app.nameOf(to.code)}` : "Edges saved");
    } catch {
      if (doc.codings.get(coding.id) === now) doc.put(coding);
    } finally {
      this.following = false;
      const left = doc.codings.get(coding.id);
      // The same edges and code as before: nothing was written, nothing comes back.
      if (left?.unsaved) doc.put({ ...left, unsaved: undefined });
      draw();
    }
  }

  async retract() {
    const { app, text } = this;
    const coding = this.#own("retract it");
    if (!coding || !text) return;
    const { doc } = text;
    if (coding.memos && !(await confirm(app, "Retract this coding?", `It has ${coding.memos === 1 ? "a memo" : `${coding.memos} memos`}, which stay in the study and still say what they were about.`, "Retract"))) return;
    this.look(null);
    doc.codings.delete(coding.id);
    const draw = () => this.app.doc === doc && app.emit("codings", { document: doc.document, touched: [[coding.start, coding.end]], full: false });
    draw();
    try {
      await app.write("retract", { codings: [coding.id] }, `${app.nameOf(coding.code)} retracted`);
      app.say(`${app.nameOf(coding.code)} retracted. Undo brings it back.`);
    } catch {
      doc.put(coding);
      draw();
    }
  }

  recode() {
    const coding = this.#own("change its code");
    if (!coding) return;
    this.#endEdges();
    this.recoding = coding;
    this.list.setPurpose(`Choose the code to take the place of ${this.app.nameOf(coding.code)}.`);
    this.list.focus();
  }

  #endRecoding() {
    if (!this.recoding) return;
    this.recoding = null;
    this.list.setPurpose(null);
  }

  /** From the codes back to the text. */
  back() {
    this.#endRecoding();
    this.text?.focus();
  }

  // -- edges ---------------------------------------------------------------------------------------------

  beginEdges() {
    const coding = this.#own("move its edges");
    const { text } = this;
    if (!coding || !text) return;
    if (!this.edges || this.edges.coding !== coding) this.look(coding);
    if (!this.edges) return;
    text.focus();
    this.edges.begin();
    this.edgeKeys?.();
    this.edgeKeys = this.#keys().add(this.edges.bindings());
  }

  #endEdges() {
    this.edgeKeys?.();
    this.edgeKeys = undefined;
    this.moving = null;
    this.edges?.destroy();
    this.edges = null;
  }

  #leaveEdges() {
    const coding = this.edges?.coding ?? null;
    this.#endEdges();
    this.look(coding && this.text?.doc.codings.has(coding.id) ? coding : null);
  }

  // -- memos, quotations, passes -------------------------------------------------------------------------

  memo() {
    const { app, text } = this;
    if (!text) return;
    const { doc } = text;
    const coding = text.active ? doc.codings.get(text.active) : null;
    if (coding) {
      if (coding.unsaved) return;
      memos(app, { on: coding.id, heading: `Memo on ${app.nameOf(coding.code)}`, quoted: doc.printed(coding.start, coding.end) });
      return;
    }
    const at = text.selection?.start ?? (text.cursor !== null ? doc.blocks[text.cursor].start : null);
    const turn = at === null ? null : doc.turnAt(at);
    if (!turn) {
      this.memoOnDocument();
      return;
    }
    this.memoOnTurn(turn, text.selection ?? undefined);
  }

  /** @param {import("../doc.js").Turn} turn @param {{start: number, end: number}} [range] the words it is about */
  memoOnTurn(turn, range) {
    const doc = this.text?.doc;
    if (!doc) return;
    const quoted = doc.printed(range?.start ?? turn.start, range?.end ?? turn.end);
    const title = `${turnHead(turn)}${turn.speaker ? `, ${turn.speaker}` : ""}: “${quoted.slice(0, 60)}${quoted.length > 60 ? " …" : ""}”`;
    memos(this.app, { on: doc.document, turn, heading: `Memo on turn ${turn.number} of ${doc.document}`, title, quoted });
  }

  memoOnDocument() {
    const doc = this.text?.doc;
    if (doc) memos(this.app, { on: doc.document, heading: `Memo on ${doc.document}` });
  }

  async copy() {
    const { app, text } = this;
    if (!text) return;
    const { doc } = text;
    const range = (text.active && doc.codings.get(text.active)) || text.selection;
    if (!range) {
      app.say("Select words or choose a coding first.");
      return;
    }
    const turn = doc.turnAt(range.start);
    const from = [doc.document, turn?.role ?? turn?.speaker, turn ? `turn ${turn.number}` : ""].filter(Boolean).join(", ");
    try {
      await navigator.clipboard.writeText(`“${doc.printed(range.start, range.end)}” (${from})`);
      app.say("Quotation copied, with where it stands.");
    } catch {
      text.select(range.start, range.end);
      app.say("This page may not write to the clipboard; the words are selected, copy them with Ctrl+C.");
    }
  }

  async key() {
    const { app, text } = this;
    const coding = text?.active ? text.doc.codings.get(text.active) : null;
    if (!coding || coding.unsaved) {
      app.say("Choose a coding first, to make it a key quotation.");
      return;
    }
    await app.write("key", { coding: coding.id, on: !coding.key }, "key quotation").catch(() => {});
    this.tell(coding.key ? "No key quotation any more" : "Key quotation");
  }

  async done() {
    const { app, text } = this;
    const doc = text?.doc;
    if (!doc) return;
    const pass = app.documents.find((each) => each.document === doc.document)?.passes.some((each) => each[0] === app.session.coder && each[1]);
    if (pass) {
      app.say("This document is done already. Undo takes it back as long as it is your latest act.");
      return;
    }
    if (this.asked) return; // a second press while the study is asked
    this.asked = true;
    try {
      await this.#looked(doc);
    } finally {
      this.asked = false;
    }
    if (this.text?.doc === doc) askDone(app, doc, () => app.say(`${doc.document} is done.`));
  }

  // Others' work may have been shown in another view since the document was opened. @param {Doc} doc
  async #looked(doc) {
    try {
      doc.looked = await this.app.read("looked", { document: doc.document });
    } catch {
      // Without a line it is as it was; what is recorded is checked once more.
    }
  }

  async others() {
    const { app, text } = this;
    const doc = text?.doc;
    if (!doc) return;
    const listed = app.documents.find((each) => each.document === doc.document);
    if (listed ? listed.hidden : doc.mustHide) {
      app.say("Other coders’ work on this document is hidden until you are done with it, so that you code it blind.");
      return;
    }
    const read = listed?.passes.some((each) => each[0] === app.session.coder && each[1]);
    if (!app.others && !read) await this.#looked(doc);
    if (!app.others && !read && doc.looked !== "seen") {
      const yes = await confirm(app, "Show other coders’ codings?", `You are not done with ${doc.document} yet. Once you have seen what others coded, your reading of it counts as not blind, and agreement with them says less.`, "Show them");
      if (!yes) return;
    }
    await app.showOthers(!app.others).catch((error) => app.sorry(error));
    this.tell(app.others ? "Other coders’ codings are shown" : "Only your own codings are shown");
  }

  // -- undo ----------------------------------------------------------------------------------------------

  undo() {
    return undoLatest(this.app, undefined, (write) => this.#stepping(write));
  }

  redo() {
    return redoLatest(this.app, undefined, (write) => this.#stepping(write));
  }

  // What comes back or goes is scrolled to, or one would not see what was done.
  /** @param {() => Promise<any>} write */
  async #stepping(write) {
    /** @type {[number, number] | null} */
    let first = null;
    const off = this.app.on("codings", ({ touched }) => (first ??= touched[0] ?? null));
    try {
      return await write();
    } finally {
      off();
      if (first) this.text?.reveal(first[0], first[1], { nearest: true, flash: true });
    }
  }

  /** For those who listen. @param {string} words */
  tell(words) {
    // The same again is heard again.
    this.told.textContent = this.told.textContent === words ? `${words}\u00a0` : words;
  }

  // -- keys ----------------------------------------------------------------------------------------------

  #bindings() {
    const group = "Coding";
    const on = () => !!this.text;
    const looking = () => !!this.text?.active;
    return [
      ...["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => ({ keys: digit, words: `put on ${this.app.nameOf(this.list.hotkeys.codeOf(digit) ?? "") || "the code with this number"}`, run: () => this.digit(digit), when: on, repeat: false, group })),
      { keys: "/ or c", words: "find a code by typing", run: () => this.list.focus(), when: on, group },
      { keys: "n", words: "new code", run: () => this.make(""), when: on, group },
      { keys: "]", words: "next coding", run: () => this.next(1), when: on, group: "Codings" },
      { keys: "[", words: "coding before", run: () => this.next(-1), when: on, group: "Codings" },
      { keys: "e", words: "move its edges", run: () => this.beginEdges(), when: looking, group: "Codings" },
      { keys: "E", words: "edges to the selected words", run: () => this.#toSelection(), when: looking, group: "Codings" },
      { keys: "r", words: "change its code", run: () => this.recode(), when: looking, group: "Codings" },
      { keys: "Delete or Backspace", words: "retract it", run: () => void this.retract(), repeat: false, when: looking, group: "Codings" },
      { keys: "k", words: "key quotation, or not any more", run: () => void this.key(), when: looking, group: "Codings" },
      { keys: "q", words: "copy the quotation", run: () => void this.copy(), when: on, group: "Codings" },
      { keys: "m", words: "memo on the coding, the turn or the document", run: () => this.memo(), when: on, group },
      { keys: "o", words: "show or hide other coders’ codings", run: () => void this.others(), when: on, group },
      { keys: "d", words: "done with this document", run: () => void this.done(), when: on, group },
      { keys: "Mod+z", words: "undo", run: () => void this.undo(), group },
      { keys: "Mod+Shift+z or Mod+y", words: "redo", run: () => void this.redo(), group },
      { keys: "Escape", words: "nothing selected, nothing looked at", run: () => this.#escape(), group },
    ];
  }

  #toSelection() {
    const { text } = this;
    const coding = this.#own("move its edges");
    if (!coding || !text) return;
    if (text.selection) this.change(coding, { start: text.selection.start, end: text.selection.end });
    else this.app.say("Select the words first that the coding is to have.");
  }

  #escape() {
    const { text } = this;
    if (this.recoding) this.back();
    else if (text?.active) {
      this.look(null);
      // From the name of the coding, too: there the keys of the text do nothing.
      text.focus();
      this.tell("Back to the text");
    } else if (text?.selection) {
      text.clear();
      text.focus();
      this.tell("Nothing is selected");
    } else return false;
    return undefined;
  }
}

export const view = {
  id: "code",
  label: "Code",
  key: "g d",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    const made = new CodeView(host, app, params);
    return { destroy: () => made.destroy(), params: (given) => void made.params(given) };
  },
};
