// Compare: two coders on one text, from one place to the next, and what they settle on.

import { button, counted, fill, freshId, h } from "../dom.js";
import { confirm, dialog, field } from "../dialog.js";
import { Doc, inOrder } from "../doc.js";
import { TextView } from "../textview.js";
import { Refusal } from "../transport.js";
import { Card, listed } from "../compare_card.js";
import { editPlace } from "../compare_edit.js";
import { Margins } from "../compare_margins.js";
import { spokenPlace, standOf } from "../compare_words.js";

/** @typedef {import("../compare_words.js").Place} Place */

/** Documents whose comparison was asked for in this page, though they are not finished. */
const LOOKED = new Set();
const SHOWN = [["differ", "Where they differ"], ["open", "Not settled yet"], ["all", "All places"], ["agreed", "Where they agree"]];

export const view = {
  id: "compare",
  label: "Compare",
  key: "g c",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    return new Compare(host, app, params);
  },
};

class Compare {
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  constructor(host, app, params) {
    this.app = app;
    this.asked = params;
    this.asking = 0;
    /** The answer to `compare`. @type {any} */
    this.told = null;
    /** @type {Doc | null} */
    this.doc = null;
    /** @type {TextView | null} */
    this.text = null;
    /** @type {Margins | null} */
    this.margins = null;
    /** @type {string | null} */
    this.at = null;
    /** Places that are being saved, and as what. @type {Map<string, string>} */
    this.pending = new Map();
    /** The buttons of the list by their places. @type {Map<string, HTMLButtonElement>} */
    this.items = new Map();
    /** What they show. @type {Map<string, string>} */
    this.drawnAs = new Map();
    /** @type {HTMLButtonElement | null} */
    this.current = null;
    this.show = params.show ?? app.remembered("compare-show", "differ");
    this.head = h("div", { class: "qc-compare-head" });
    this.figures = h("div", { class: "qc-compare-figures" });
    this.columns = h("div", { class: "qc-compare-columns", "aria-hidden": "true" });
    this.reading = h("div", { class: "qc-compare-text qc-pane" });
    this.card = new Card(app, {
      choose: (choice) => this.#choose(choice),
      edit: () => this.#edit(),
      memo: () => this.#memo(),
      reason: (words) => this.#reason(words),
      step: (by) => this.#step(by),
    });
    this.list = h("ul", { class: "qc-place-list", "aria-label": "Places", on: { keydown: (event) => this.#moved(event) } });
    this.said = h("p", { class: "qc-unseen", role: "status" });
    this.side = h("aside", { class: "qc-compare-side", "aria-label": "Places" }, this.card.element, h("div", { class: "qc-place-frame qc-pane" }, this.list));
    this.body = h("div", { class: "qc-compare-body" }, this.reading, this.side);
    host.append(h("div", { class: "qc-compare" }, h("h2", { class: "qc-unseen" }, "Compare coders"), this.head, this.body, this.said));
    const told = () => this.told;
    const there = () => !!this.told && !this.body.hidden;
    const settles = () => there() && this.told.settle && !!this.place;
    const numbered = (number) => ({
      keys: String(number),
      get words() {
        const names = told()?.coders ?? [];
        return names[number - 1] ? `settle as ${names[number - 1]}` : names.length > 2 ? "settle as all of them" : "settle as both";
      },
      when: () => settles() && number <= this.told.coders.length + 1, repeat: false, run: () => this.#choose(this.told.coders[number - 1] ?? "both"),
    });
    this.offs = [
      app.on("doc", (doc) => doc && doc.document !== this.told?.document && this.#load()),
      app.on("codings", (changed) => changed.document === this.told?.document && this.#soon()),
      app.on("documents", () => (this.told ? this.#soon() : this.#load())),
      // What is left out of the consensus, and samples, are settings of the study.
      app.on("settings", () => this.told && this.#soon()),
      app.on("codebook", () => this.told && this.#soon(true)),
      app.keys.add([
        { keys: "n", words: "next place", when: there, run: () => this.#step(1) },
        { keys: "p", words: "place before", when: there, run: () => this.#step(-1) },
        { keys: "o", words: "next place that is open", when: there, run: () => this.#open() },
        ...[1, 2, 3, 4, 5, 6].map(numbered),
        { keys: "0", words: "settle: leave out", when: settles, repeat: false, run: () => this.#choose("none") },
        { keys: "e", words: "settle on other edges or another code", when: settles, run: () => this.#edit() },
        { keys: "r", words: "write the reason", when: settles, run: () => this.card.reason.focus() },
        { keys: "m", words: "write a memo on a coding of this place", when: () => there() && !!this.place, run: () => this.#memo() },
        { keys: "u or Mod+z", words: "undo what was settled last", when: there, repeat: false, run: () => this.#undo() },
      ]),
    ];
    this.#load();
  }

  destroy() {
    this.asking += 1;
    clearTimeout(this.timer);
    for (const off of this.offs) off();
    this.#clearText();
  }

  #clearText() {
    this.margins?.destroy();
    this.text?.destroy();
    this.margins = null;
    this.text = null;
  }

  /** Gone to with others, or with another document. @param {any} params */
  params(params) {
    const before = JSON.stringify([this.asked.coders, this.asked.sample]);
    this.asked = params;
    if (params.show && params.show !== this.show) this.#showing(params.show, false);
    if (before !== JSON.stringify([params.coders, params.sample]) || this.app.doc?.document !== this.told?.document) this.#load();
  }

  // -- reading -------------------------------------------------------------------------------------------

  get place() {
    return this.told?.lines.find((each) => each.id === this.at) ?? null;
  }

  /** @returns {Place[]} */
  get places() {
    const lines = this.told?.lines ?? [];
    if (this.show === "open") return lines.filter((each) => each.open || each.id === this.at);
    if (this.show === "agreed") return lines.filter((each) => each.kind === "agreed");
    if (this.show === "differ") return lines.filter((each) => each.kind !== "agreed");
    return lines;
  }

  // What others do is looked at again a moment later, once for all of it.
  /** @param {boolean} [all] the text, too */
  #soon(all = false) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#load({ quiet: !all }), 250);
  }

  #wanted() {
    let coders = null;
    try {
      coders = this.asked.coders ? JSON.parse(this.asked.coders) : null;
    } catch {
      // An address that somebody changed.
    }
    return { coders: Array.isArray(coders) ? coders.map(String) : null, sample: this.asked.sample || null };
  }

  /** @param {{quiet?: boolean}} [more] quiet: what is on the screen is brought up to date */
  async #load({ quiet = false } = {}) {
    const { app } = this;
    const document_ = app.doc?.document;
    const mine = ++this.asking;
    if (!document_) {
      this.#nothing("Choose a document", "Documents that two coders have finished can be compared here.");
      return;
    }
    // What the study would not tell is not asked for.
    const row = app.documents.find((each) => each.document === document_);
    const finished = row?.passes.some(([coder, whole]) => whole && coder === app.session.coder);
    if (row && !finished && (row.hidden || app.session.role === "coder")) {
      this.told = null;
      this.#nothing("Not finished yet", `You compare ${document_} with other coders when you have finished it: code it to its end, and record that you are done.`);
      return;
    }
    // Who has seen others' codings does not read a document blind any more, so they are not shown unasked.
    if (row && !finished && !LOOKED.has(document_) && !app.remembered(this.#always, false)) {
      this.told = null;
      this.#ask(document_);
      return;
    }
    let told;
    let raw = null;
    try {
      const wanted = this.#wanted();
      told = await app.read("compare", { document: document_, ...wanted });
      if (!quiet || this.doc?.version !== told.version) raw = await app.read("document", { document: document_, others: app.others });
    } catch (error) {
      if (mine !== this.asking) return;
      if (!(error instanceof Refusal) && this.told) return;
      this.told = null;
      this.#nothing("Not to be compared", error.message);
      return;
    }
    if (mine !== this.asking) return;
    const same = this.told?.document === document_ && this.told.coders.join("\n") === told.coders.join("\n");
    this.told = told;
    for (const each of told.lines) if (this.pending.has(each.id)) this.#waits(each);
    if (told.coders.length < 2) {
      const [only] = told.known[0] ?? [];
      this.#nothing("One coder so far", only ? `${only} alone has worked on ${document_}.` : `Nobody has coded ${document_} yet.`);
      return;
    }
    this.body.hidden = false;
    if (!quiet) this.order = "";
    if (raw) this.doc = new Doc({ ...raw, codings: told.codings });
    const touched = raw ? [] : (this.doc?.apply({ added: told.codings, gone: [] }, true) ?? []);
    if (raw || !this.text || !same) this.#drawText();
    else if (touched.length) {
      this.text.refresh(touched);
      this.margins?.draw();
    }
    if (!this.place) {
      const first = this.places.find((each) => each.open) ?? this.places[0];
      this.at = first?.id ?? null;
    }
    this.#draw();
    this.#mark(!same || !quiet);
    if (!same || !quiet) this.#agreement();
    if (!same) this.#tell();
  }

  #own() {
    return [...(this.doc?.codings.values() ?? [])].filter((each) => this.told.coders.includes(each.coder)).sort(inOrder);
  }

  #drawText() {
    if (!this.doc) return;
    const { coders } = this.told;
    this.#clearText();
    fill(this.columns, h("span", null, coders[0]), h("span"), h("span", null, coders.slice(1).join(", ")));
    fill(this.reading, this.columns);
    this.text = new TextView(this.reading, this.app, this.doc, {
      codings: () => this.#own(),
      margin: false,
      keyboard: true,
      label: `Text of ${this.doc.document}, coded by ${coders.join(" and ")}`,
      onCoding: (coding) => coding && this.#go(this.told.lines.find((each) => Object.values(each.own).some(([id]) => id === coding.id))?.id ?? null, false),
    });
    this.text.scroller = this.reading;
    this.margins = new Margins(this.app, this.text, coders, this.reading);
  }

  get #always() {
    return `compare-looks-${this.app.session.project}-${this.app.session.coder}`;
  }

  /** @param {string} document */
  #ask(document) {
    const { app } = this;
    this.#nothing("Before you look", `You are not done with ${document}. Whoever has seen other coders' codings does not code it blind any more; that is noted, and your pass will say so.`);
    const main = /** @type {HTMLElement | null} */ (this.head.closest(".qc-main-view"));
    const look = (always) => {
      // What is pressed goes; its keys work on in the view.
      main?.focus({ preventScroll: true });
      LOOKED.add(document);
      if (always) app.remember(this.#always, true);
      this.#load();
    };
    const ways = h("div", { class: "qc-toolbar" }, button("Show their codings", () => look(false), { class: "qc-main" }), button("Show them, and do not ask again", () => look(true)));
    this.head.querySelector(".qc-empty p")?.after(ways);
    // Enter is the usual way on, where the keyboard stands nowhere else.
    const at = globalThis.document.activeElement;
    if (!at || at === globalThis.document.body || at === main) ways.querySelector("button")?.focus();
  }

  /** @param {string} title @param {string} words */
  #nothing(title, words) {
    const { app } = this;
    this.#clearText();
    this.body.hidden = true;
    this.figures.replaceChildren();
    this.said.textContent = title;
    const fit = app.documents.filter((each) => each.passes.filter(([coder, whole]) => whole && coder !== "consensus").length > 1 && each.document !== app.doc?.document);
    fill(
      this.head,
      h(
        "div",
        { class: "qc-empty" },
        h("h3", null, title),
        h("p", null, words),
        fit.length ? h("p", null, "Finished by two coders or more:") : h("p", null, "No other document has been finished by two coders yet."),
        h("ul", { class: "qc-compare-fit" }, fit.map((each) => h("li", null, button(each.document, () => app.open(each.document).then(() => app.go("compare", { document: each.document })).catch((error) => app.sorry(error)), { class: "qc-small" })))),
      ),
    );
  }

  // -- drawing -------------------------------------------------------------------------------------------

  #draw() {
    this.#drawHead();
    this.#drawList();
    this.#drawCard();
  }

  #drawHead() {
    const { app, told } = this;
    const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.head;
    const lines = /** @type {Place[]} */ (told.lines);
    const number = (stand) => lines.filter((each) => standOf(each) === stand).length;
    const open = number("open");
    const settled = number("settled") + number("waiting");
    const names = told.known.map(([coder, read]) => [coder, read ? coder : `${coder} (not finished)`]);
    const pick = (label, at) => this.#select(label, `coder-${at}`, told.coders[at], names, (value) => {
      const coders = [...told.coders];
      const other = coders.indexOf(value);
      if (other >= 0) coders[other] = coders[at];
      coders[at] = value;
      app.go("compare", { document: told.document, coders: JSON.stringify(coders) });
    });
    const whole = "";
    const parts = [[whole, "Whole document"], ...told.samples.map(([name, , turns]) => [name, `Sample ${name}${turns === null ? "" : `, ${counted(turns, "turn")}`}`])];
    fill(
      this.head,
      h(
        "div",
        { class: "qc-compare-choice" },
        h("h3", { dir: "auto" }, told.document),
        told.sample ? h("span", null, told.coders.join(" and ")) : [pick("First coder", 0), h("span", { class: "qc-quiet" }, "and"), pick("Second coder", 1)],
        parts.length > 1 ? this.#select("Of the document", "sample", told.sample ?? whole, parts, (value) => app.go("compare", { document: told.document, ...(value ? { sample: value } : {}) })) : null,
        this.#select("Places shown", "show", this.show, SHOWN, (value) => this.#showing(value)),
      ),
      h(
        "div",
        { class: "qc-compare-progress" },
        h("progress", { max: Math.max(1, open + settled), value: settled, "aria-label": "Places settled of those that differ" }),
        h("p", null, this.#stand(open, settled, number("agreed"), number("out"))),
        this.figures,
        told.settle && !open && told.consensus !== "whole" && told.turns === null ? button("Record the consensus", () => this.#settle({}, "the consensus"), { class: "qc-main qc-small", "data-head": "record" }) : null,
      ),
      told.why ? h("p", { class: "qc-note" }, told.why) : null,
      told.left_out.length && told.settle ? h("p", { class: "qc-note qc-warn" }, `${told.left_out.join(", ")} finished this document, too. What is settled here rests on ${told.coders.join(" and ")} alone.`) : null,
    );
    if (focus) /** @type {any} */ (this.head.querySelector(`[data-head="${focus}"]`))?.focus();
  }

  /** @param {number} open @param {number} settled @param {number} agreed @param {number} out */
  #stand(open, settled, agreed, out) {
    const parts = [`${counted(open + settled, "place")} ${open + settled === 1 ? "differs" : "differ"}`, `${settled} settled`, `${open} open`, `${agreed} agreed`];
    if (out) parts.push(`${out} not looked for by both`);
    return [parts.join(" · "), !open && this.told.consensus === "whole" ? h("span", { class: "qc-good" }, " · recorded as the consensus") : null];
  }

  /** @param {string} label @param {string} name @param {string} value @param {any[]} options @param {(value: string) => void} run */
  #select(label, name, value, options, run) {
    const select = h("select", { "aria-label": label, title: label, data: { head: name }, on: { change: () => run(select.value) } }, options.map(([each, words]) => h("option", { value: each }, words)));
    select.value = value;
    return select;
  }

  #drawList() {
    const { places, told } = this;
    // Mostly a line or two have changed.
    const order = JSON.stringify([told.document, places.map((each) => each.id)]);
    if (order === this.order && this.list.isConnected) {
      for (const each of places) if (this.drawnAs.get(each.id) !== JSON.stringify(each)) this.#drawItem(each);
      this.#drawCurrent();
      return;
    }
    this.order = order;
    const held = this.list.contains(document.activeElement);
    this.items = new Map(places.map((each) => [each.id, h("button", { type: "button", class: "qc-place", tabindex: "-1", data: { place: each.id }, on: { click: () => this.#go(each.id) } })]));
    for (const each of places) this.#drawItem(each);
    fill(this.list, [...this.items.values()].map((each) => h("li", null, each)), places.length ? null : h("li", { class: "qc-quiet qc-place-none" }, told.lines.length ? "None of these." : "Neither has coded anything here."));
    this.current = null;
    this.#drawCurrent();
    if (held) /** @type {HTMLElement | null} */ (this.current)?.focus({ preventScroll: true });
  }

  /** @param {Place} place */
  #drawItem(place) {
    const item = this.items.get(place.id);
    if (!item) return;
    item.dataset.stand = standOf(place);
    this.drawnAs.set(place.id, JSON.stringify(place));
    fill(item, listed(this.app, place, this.doc, this.told.coders));
  }

  #drawCurrent() {
    const before = this.current;
    before?.removeAttribute("aria-current");
    before?.setAttribute("tabindex", "-1");
    const now = this.items.get(this.at ?? "") ?? null;
    now?.setAttribute("aria-current", "true");
    (now ?? this.list.querySelector("button"))?.setAttribute("tabindex", "0");
    now?.scrollIntoView({ block: "nearest" });
    this.current = now;
  }

  #drawCard() {
    const { told, places } = this;
    this.card.draw(this.place, { coders: told.coders, settle: told.settle, why: "", doc: this.doc, at: places.findIndex((each) => each.id === this.at), of: places.length });
  }

  // The words of the place in the text.
  /** @param {boolean} reveal */
  #mark(reveal) {
    const { place, text } = this;
    if (!text) return;
    const spans = place ? [...Object.values(place.own), ...(Object.keys(place.own).length ? [] : place.standing)] : [];
    text.evidence(spans.map(([, start, end]) => ({ start, end, label: "", kind: "spot" })));
    this.margins?.draw();
    if (place && reveal) text.reveal(place.start, place.end);
  }

  /** @param {string} show @param {boolean} [kept] */
  #showing(show, kept = true) {
    this.show = SHOWN.some(([value]) => value === show) ? show : "differ";
    if (kept) this.app.remember("compare-show", this.show);
    if (!this.told) return;
    if (!this.places.some((each) => each.id === this.at)) this.at = this.places[0]?.id ?? null;
    this.#draw();
    this.#mark(true);
  }

  async #agreement() {
    const { app, told } = this;
    const key = freshId("figures");
    this.figuring = key;
    this.figures.replaceChildren();
    let said;
    try {
      said = await app.read("compare_figures", { document: told.document, coders: told.coders });
    } catch {
      return; // the places are what matters; they are there
    }
    if (this.figuring !== key) return;
    fill(
      this.figures,
      h("details", null, h("summary", null, "How much they agree"), h("dl", null, h("dt", null, "This document"), h("dd", null, said.here), h("dt", null, "All documents"), h("dd", null, said.everywhere))),
    );
  }

  // -- from one to the next ------------------------------------------------------------------------------

  /** @param {string | null} id @param {boolean} [reveal] */
  #go(id, reveal = true) {
    if (!id) return;
    this.at = id;
    if (!this.items.has(id)) {
      if (!this.places.some((each) => each.id === id)) this.show = "all";
      this.#draw();
    } else {
      this.#drawCurrent();
      this.#drawCard();
    }
    this.#mark(reveal);
    this.#tell();
  }

  /** To those who listen: what was done, and the place that is looked at. @param {string} [done] */
  #tell(done = "") {
    const { place, doc, places } = this;
    const at = place ? places.indexOf(place) : -1;
    const here = place && doc ? `${at < 0 ? "" : `Place ${at + 1} of ${places.length}. `}${spokenPlace(place, doc, (code) => this.app.nameOf(code))}` : "";
    this.said.textContent = [done, here].filter(Boolean).join(" ");
  }

  /** @param {number} by */
  #step(by) {
    const { places } = this;
    if (!places.length) return;
    const at = places.findIndex((each) => each.id === this.at);
    const next = places[at < 0 ? 0 : at + by];
    if (next) this.#go(next.id);
    else this.app.say(by > 0 ? "This is the last place." : "This is the first place.");
  }

  #open() {
    const next = this.#nextOpen();
    if (next) this.#go(next.id);
    else this.app.say("Nothing is open here.");
  }

  /** @returns {Place | undefined} the next open place, from here on and then from the beginning */
  #nextOpen() {
    const lines = /** @type {Place[]} */ (this.told.lines);
    const at = lines.findIndex((each) => each.id === this.at);
    return [...lines.slice(at + 1), ...lines.slice(0, Math.max(0, at))].find((each) => standOf(each) === "open");
  }

  /** @param {KeyboardEvent} event */
  #moved(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#step(by);
    /** @type {any} */ (this.list.querySelector("[aria-current]"))?.focus({ preventScroll: true });
  }

  // -- settling ------------------------------------------------------------------------------------------

  /** @param {string} choice */
  #choose(choice) {
    const { place, told } = this;
    if (!place) return;
    if (!place.settleable) {
      this.app.say("This place cannot be settled: not everybody looked for the code here.");
      return;
    }
    if (place.waiting) return;
    if ((told.coders.includes(choice) && !place.own[choice]) || (choice === "both" && (Object.keys(place.own).length < 2 || place.kind === "agreed"))) {
      this.app.say(choice === "both" ? "There is only one coding here: take it, or leave it out." : `${choice} has no coding here; to leave the place out, press 0.`);
      return;
    }
    const reason = this.card.words;
    const words = choice === "both" ? "both" : choice === "none" ? "left out" : `as ${choice}`;
    this.#settle({ [place.id]: reason ? { settle: choice, reason } : choice }, words, place);
  }

  #edit() {
    const { place, told, doc, text } = this;
    if (!place || !doc || place.waiting) return;
    if (!place.settleable) {
      this.#choose("none");
      return;
    }
    const selection = text?.selection ? { ...text.selection } : null;
    editPlace(this.app, {
      doc, place, coders: told.coders, codes: told.codes ?? [], selection, reason: this.card.words,
      settle: ({ start, end, code, reason }) => {
        text?.clear();
        this.#settle({ [place.id]: { start, end, code, ...(reason ? { reason } : {}) } }, "edited", place);
      },
    });
  }

  /** The reason of a place that is settled. @param {string} reason */
  #reason(reason) {
    const { place } = this;
    if (place && reason && !place.open) this.#settle({ [place.id]: { ...(place.choice ? { settle: place.choice } : {}), reason } }, "with its reason", place, true);
  }

  /** @param {Record<string, any>} choices @param {string} words @param {Place} [place] @param {boolean} [stay] */
  async #settle(choices, words, place, stay = false) {
    const { app, told } = this;
    if (place) {
      // Shown at once; the next one is looked at while this one is saved.
      this.pending.set(place.id, words);
      this.#waits(place);
      this.#drawItem(place);
      this.#drawHead();
      const next = stay ? null : this.#nextOpen();
      if (next) this.#go(next.id);
      else this.#drawCard();
    }
    const left = told.lines.filter((each) => standOf(each) === "open").length;
    if (place) this.#tell(`Settled ${words}; ${left} open.`);
    try {
      const made = await app.write("settle", { document: told.document, version: told.version, coders: told.coders, choices, sample: told.sample }, `settled ${words} in ${told.document}`, { quiet: true });
      if (made.passes) app.say(`${told.document}${told.sample ? `, sample ${told.sample},` : ""} is settled: tables count its consensus from now on.`);
    } catch (error) {
      if (place) this.at = place.id;
      app.sorry(error);
    } finally {
      if (place) this.pending.delete(place.id);
    }
    if (this.told?.document === told.document) await this.#load({ quiet: true });
  }

  /** @param {Place} place */
  #waits(place) {
    place.waiting = this.pending.get(place.id);
    place.open = false;
  }

  async #undo() {
    const { app } = this;
    try {
      const told = await app.read("undoable");
      if (!told) {
        app.say("There is nothing to undo.");
        return;
      }
      if (told.verb !== "settle" && !(await confirm(app, "Undo something else?", `Your latest act is no settling: ${told.what}.`, "Undo it"))) return;
      const before = new Map(this.told.lines.map((each) => [each.id, standOf(each)]));
      const done = await app.write("undo", { act: told.act }, "undo", { quiet: true });
      await this.#load({ quiet: true });
      const back = this.told?.lines.find((each) => standOf(each) === "open" && before.get(each.id) === "settled");
      if (back) this.#go(back.id);
      app.say(`Undone: ${done.what ?? told.what}.`);
    } catch (error) {
      app.sorry(error);
    }
  }

  // -- memos ---------------------------------------------------------------------------------------------

  #memo() {
    const { app, place, told } = this;
    if (!place) return;
    const on = [
      ...told.coders.filter((each) => place.own[each]).map((each) => [place.own[each][0], `${each}: ${app.nameOf(place.own[each][3])}`]),
      ...place.standing.map(([id, , , code]) => [id, `the consensus: ${app.nameOf(code)}`]),
    ];
    const of = field("On the coding of", { kind: "select", value: on[0][0], options: /** @type {any} */ (on) });
    const words = field("Memo", { kind: "area", rows: 4, required: true, hint: "Everybody who has finished this document can read it. Ctrl and Enter keep it." });
    const shown = dialog(app, {
      title: "Memo on this place",
      body: [of.element, words.element],
      actions: [
        {
          label: "Keep",
          run: async () => {
            const text = words.input.value.trim();
            if (!text) throw new Error("Write something first, or press Cancel.");
            await app.write("memo_add", { on: of.input.value, text }, "memo", { quiet: true });
            app.say("The memo is kept.");
            this.#load({ quiet: true });
          },
        },
      ],
    });
    if (shown) words.input.focus();
  }
}
