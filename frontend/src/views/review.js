// Reviewing suggestions: one at a time, in its place in the text, decided by single keys.

import { TextView } from "../textview.js";
import { button, counted, fill, freshId, h, icon, plain } from "../dom.js";
import { askMemo, askReason, askSample, askSuggest, refit, showDefinition, showProgress, showSampled, suggestForm, undoMany } from "../review_dialogs.js";
import { queueOf } from "../review_queue.js";
import { Revise } from "../review_revise.js";
import { DECIDED, GROUPS, ORDERS, engineWords, evidenceOf, heldWords, runWords, scoreWords } from "../review_words.js";

/** @typedef {import("../review_words.js").Item} Item */

const AROUND = 2; // turns before and after
const LEAST = 500; // characters before and after, where turns are short
const HANDFUL = 8; // decisions of one's own after which new scores are offered
const REASONS = 12;
const SPOKEN = 300; // characters of a suggestion that are read out

class ReviewView {
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  constructor(host, app, params) {
    this.app = app;
    this.queue = queueOf(app);
    /** What is drawn. @type {Item | null} */
    this.item = null;
    /** @type {TextView | null} */
    this.text = null;
    /** @type {Revise | null} */
    this.revise = null;
    this.wide = 0;
    this.mode = "";
    /** Whether the keyboard stood on a question that is answered now. */
    this.asked = false;
    this.fitting = false;
    /** @type {string[]} */
    this.reasons = [];
    this.live = h("p", { class: "qc-unseen", role: "status" });
    /** What was decided a moment ago, said with what comes. */
    this.did = "";
    this.bar = h("div", { class: "qc-review-bar" });
    this.where = h("div", { class: "qc-review-where" });
    this.pane = h("div", { class: "qc-pane qc-review-pane" });
    this.card = h("div", { class: "qc-pane qc-review-card", tabindex: "-1" });
    this.foot = h("div", { class: "qc-review-foot" });
    this.side = h("aside", { class: "qc-review-side", "aria-label": "Suggestion" }, this.card, this.foot);
    this.stage = h("section", { class: "qc-review-stage", "aria-label": "Text" }, this.where, this.pane);
    this.whole = h("div", { class: "qc-pane qc-review-whole", hidden: true });
    this.element = h("div", { class: "qc-review" }, this.live, this.bar, this.stage, this.side, this.whole);
    host.append(this.element);
    this.#drawBar();
    this.#drawFoot();
    this.queue.tell = () => this.draw();
    this.offs = [
      app.keys.add(this.#keys()),
      app.on("codebook", () => this.#again()),
      app.on("status", () => this.#freshen()),
    ];
    if (params.code !== undefined || params.document_only !== undefined) this.queue.choose({ code: params.code ?? "", document: params.document_only ?? "" });
    this.queue.wake(true);
    this.draw();
  }

  /** Gone to again: a document that is chosen in the list is what is reviewed then. @param {any} params */
  params(params) {
    const { queue } = this;
    const chosen = params.document;
    if (!chosen || queue.sample || queue.document === chosen || !this.app.documents.some((each) => each.document === chosen)) return;
    queue.choose({ document: chosen });
    this.app.say(`Suggestions of ${chosen} only.`, "info", { label: "All documents", run: () => queue.choose({ document: "" }) });
  }

  destroy() {
    this.#leaveRevise();
    this.app.shows(null);
    for (const off of this.offs) off();
    this.queue.tell = () => {};
    this.queue.wake(false);
    this.text?.destroy();
    this.element.remove();
  }

  // -- what is drawn -------------------------------------------------------------------------------------

  draw() {
    const { queue } = this;
    this.#drawNumbers();
    const item = queue.mustAsk ? null : queue.shown;
    this.app.shows(item?.document ?? "");
    if (!item) {
      this.#leaveRevise();
      this.item = null;
      this.#empty();
      return;
    }
    const doc = queue.textOf(item);
    const mode = doc ? "one" : "waiting";
    const same = this.item === item && this.mode === mode;
    this.mode = mode;
    const at = document.activeElement;
    const left = this.whole.contains(at) || (this.asked && at === this.whole.closest(".qc-main-view"));
    this.asked = false;
    this.whole.hidden = true;
    this.stage.hidden = false;
    this.side.hidden = false;
    // From a question that is answered now the keyboard goes on to what comes.
    if (left) this.card.focus({ preventScroll: true });
    if (same) {
      if (!this.revise) this.#drawCard(item, doc);
      return;
    }
    this.#leaveRevise();
    this.item = item;
    this.wide = 0;
    this.#drawCard(item, doc);
    this.#drawText(item, doc);
    if (doc) {
      queue.note(item);
      this.#freshen();
      const turn = doc.turnAt(item.start);
      const again = queue.again && !queue.back ? " Skipped before." : "";
      this.#tell(`${item.state === "open" ? "" : `${DECIDED[item.state]}. `}${this.app.nameOf(item.code)}? ${item.document}${turn ? `, turn ${turn.number}` : ""}.${again} ${doc.printed(item.start, item.end).slice(0, SPOKEN)}`);
    }
  }

  /** @param {Item} item @param {import("../doc.js").Doc | null} doc */
  #drawText(item, doc) {
    const had = !!this.text?.element.contains(document.activeElement);
    this.text?.destroy();
    this.text = null;
    fill(this.pane);
    if (!doc) {
      fill(this.pane, h("p", { class: "qc-loading" }, "Bringing the text …"));
      return;
    }
    const [from, to] = this.#around(item, doc);
    this.text = new TextView(this.pane, this.app, doc, {
      label: `Text around the suggestion, ${item.document}`, from, to, keyboard: true, codings: () => this.queue.codingsOf(doc),
      onSelect: (range) => range && this.revise?.select(range),
      onCoding: (coding) => this.text?.activate(coding && coding.id !== this.text.active ? coding.id : null),
    });
    this.#mark(item);
    this.text.reveal(item.start, item.end);
    if (had) this.text.focus();
    const turn = doc.turnAt(item.start);
    const listed = this.app.documents.find((each) => each.document === item.document);
    const facts = [listed?.title, turn ? `turn ${turn.number}` : "", turn?.speaker ?? "", turn?.role ?? "", listed?.case ?? ""].filter(Boolean);
    const more = from > 0 || to < doc.length;
    fill(
      this.where,
      h("h2", { dir: "auto" }, item.document),
      h("span", { class: "qc-quiet" }, facts.map((each, place) => [place ? " · " : null, h("bdi", null, each)])),
      more ? button("More of the text", () => this.#widen(), { class: "qc-small qc-bare qc-review-wider", icon: "plus", keys: "+" }) : null,
    );
  }

  /** @param {Item} item @param {import("../doc.js").Doc} doc @returns {[number, number]} */
  #around(item, doc) {
    if (this.wide > 2) return [0, doc.length];
    const turns = AROUND * (this.wide ? 4 * this.wide : 1);
    const least = LEAST * (this.wide ? 6 * this.wide : 1);
    const blocks = doc.blocks;
    const count = (at, step, done) => {
      let number = 0;
      let place = at;
      while (blocks[place + step] && (number < turns || !done(blocks[place]))) {
        if (blocks[place].turn !== blocks[place + step].turn) number += 1;
        if (number > turns && done(blocks[place])) break;
        place += step;
      }
      return blocks[place];
    };
    const first = Math.max(0, doc.blockAt(item.start));
    const last = Math.max(0, doc.blockAt(Math.max(item.start, item.end - 1)));
    const above = count(first, -1, (block) => item.start - block.start >= least);
    const below = count(last, 1, (block) => block.end - item.end >= least);
    return [above?.start ?? 0, below?.end ?? doc.length];
  }

  #widen() {
    if (!this.item || !this.text) return;
    this.wide += 1;
    const doc = this.queue.textOf(this.item);
    const revising = this.revise && { start: this.revise.edges.start, end: this.revise.edges.end };
    if (revising) return; // the handles stay where they are
    const had = this.where.contains(document.activeElement);
    this.#drawText(this.item, doc);
    // The button is drawn anew, or has nothing more to show.
    if (had) /** @type {HTMLElement} */ (this.where.querySelector("button") ?? this.text.element).focus({ preventScroll: true });
  }

  /** @param {Item} item */
  #mark(item) {
    if (!this.text) return;
    const within = evidenceOf(item, this.text.doc, this.app).flatMap(({ places, reason }) => places.map(([start, end]) => ({ start, end, label: reason, kind: "evidence" })));
    this.text.evidence([{ start: item.start, end: item.end, label: "", kind: "asked" }, ...within.filter(({ start, end }) => start > item.start || end < item.end)]);
  }

  /** @param {Item} item @param {import("../doc.js").Doc | null} doc */
  #drawCard(item, doc) {
    const { app, queue } = this;
    const entry = app.codes.get(item.code);
    const told = queue.told;
    const focused = this.card.contains(document.activeElement) && document.activeElement !== this.card;
    const words = doc ? evidenceOf(item, doc, app).map((each) => h(
      "li",
      null,
      each.whole ? null : h("button", { type: "button", class: "qc-review-evidence", dir: "auto", title: "Show in the text", on: { click: () => this.#flash(each.places) } }, `“${each.words}”`),
      each.whole ? each.reason : ` ${each.places.length > 1 ? `${each.places.length} times; ` : ""}${each.reason}`,
      each.signs ? [": ", h("code", { dir: "ltr" }, each.signs)] : null,
    )) : [];
    const listed = (title, list) => (list?.length ? [h("dt", null, title), list.map((each) => h("dd", { dir: "auto" }, each))] : null);
    const now = item.state === "open" ? null : `${DECIDED[item.state]}${item.reason ? `: ${item.reason}` : ""}.`;
    const made = item.state === "revise" && item.made && doc ? h("p", { dir: "auto" }, `As ${app.nameOf(item.made.code)} on “${doc.printed(item.made.start, item.made.end)}”.`) : null;
    fill(
      this.card,
      item.refused ? h("div", { class: "qc-note qc-wrong", role: "alert" }, h("p", null, item.refused)) : null,
      now ? h("div", { class: "qc-note", data: { state: item.state } }, h("p", null, now, " Decide again to change it."), made) : null,
      h(
        "div",
        { class: "qc-review-code-head", data: { hue: app.hueOf(item.code) } },
        h("h2", null, h("span", { class: "qc-letter", "aria-hidden": "true" }, app.letterOf(item.code)), " ", h("span", { dir: "auto" }, app.nameOf(item.code)), "?"),
        entry && entry.theme !== item.code ? h("p", { class: "qc-quiet", dir: "auto" }, app.nameOf(entry.theme)) : null,
      ),
      h("p", { class: "qc-review-defined", dir: "auto" }, entry?.definition || h("span", { class: "qc-quiet" }, "No definition yet.")),
      h("p", { class: "qc-review-score" }, scoreWords(item.score, told?.meaning ?? "other")),
      h("h3", null, "Why it is suggested"),
      h("ul", { class: "qc-review-why" }, words),
      h("p", { class: "qc-quiet" }, `Suggested by ${engineWords(item.engine)}${item.why ? `; ${item.why.replace("no probability yet, ", "")}` : ""}.`),
      h("dl", { class: "qc-review-rules" }, listed("Include", entry?.include), listed("Exclude", entry?.exclude)),
      item.first && doc ? h("p", { class: "qc-hint" }, icon("eye"), ` You are not done with ${item.document}: that suggestions were seen there is noted, and its pass will not count as blind.`) : null,
    );
    if (focused) this.card.focus({ preventScroll: true });
  }

  /** @param {[number, number][]} places */
  #flash(places) {
    this.text?.reveal(places[0][0], places[0][1], { nearest: true });
    this.text?.highlights.show("lit", places);
    setTimeout(() => this.text?.highlights.show("lit", []), 1_500);
  }

  #drawFoot() {
    const decide = (label, run, keys, more = {}) => button(label, run, { keys, ...more });
    const hint = (name, keys) => h("span", null, name, h("kbd", { "aria-hidden": "true" }, keys));
    const made = [
      ["Accept", "a", () => this.#decide("accept"), "qc-main"],
      ["Reject", "r", () => this.#decide("reject"), ""],
      ["Revise", "e", () => this.#startRevise(), ""],
      ["Skip", "s", () => this.#skip(), ""],
    ];
    const more = [
      ["Reject with a reason", "R", () => this.#reason()],
      ["Back", "b", () => this.#back()],
      ["Undo", "z", () => this.#undo()],
      ["Open text", "o", () => this.#open()],
      ["Definition", "d", () => this.#define()],
      ["Memo", "m", () => this.#memo()],
    ];
    const drawn = (label, keys, run, kind) => {
      const one = decide(label, run, keys, { class: kind });
      fill(one, hint(label, keys));
      return one;
    };
    this.buttons = h(
      "div",
      { class: "qc-review-buttons" },
      h("div", { class: "qc-toolbar" }, made.map(([label, keys, run, kind]) => drawn(label, keys, run, kind))),
      h("div", { class: "qc-toolbar" }, more.map(([label, keys, run]) => drawn(label, keys, run, "qc-small qc-review-more"))),
    );
    fill(this.foot, this.buttons);
  }

  // -- the line above ------------------------------------------------------------------------------------

  #drawBar() {
    const { queue } = this;
    this.numbers = h("p", { class: "qc-review-numbers" });
    this.meter = h("progress", { "aria-label": "Decided", max: "1", value: "0" });
    const select = (label, options, run) => {
      const made = h("select", { "aria-label": label, title: label, on: { change: () => run(made.value) } }, options.map(([value, words]) => h("option", { value }, words)));
      return made;
    };
    this.selects = {
      order: select("Order", ORDERS, (order) => queue.choose({ order })),
      by: select("One after the other", GROUPS, (by) => queue.choose({ by })),
      code: select("Only this code or theme", [], (code) => queue.choose({ code })),
      document: select("Only this document", [], (document) => queue.choose({ document })),
    };
    this.hide = h("input", { type: "checkbox", on: { change: () => queue.choose({ blind: this.hide.checked }) } });
    this.refitButton = button("New scores", () => this.#refit(), { class: "qc-small", keys: "u" });
    this.leave = button("Leave the sample", () => queue.endSample(), { class: "qc-small" });
    this.held = button("", () => this.#progress(), { class: "qc-small", icon: "hidden" });
    const id = freshId("choices");
    this.choices = h(
      "div",
      { class: "qc-review-choices", id, hidden: true },
      Object.values(this.selects),
      h("label", { class: "qc-review-hide" }, this.hide, "Hide suggestions until I am done with a document"),
      h(
        "div",
        { class: "qc-toolbar qc-review-actions" },
        button("Accept many …", () => (queue.told ? askSample(this.app, queue) : null), { class: "qc-small" }),
        button("New suggestions …", () => askSuggest(this.app, queue), { class: "qc-small" }),
      ),
    );
    this.chooser = button("", () => this.#choose(this.choices.hidden), { class: "qc-small qc-review-chooser", icon: "filter", keys: "f", "aria-expanded": "false", "aria-controls": id });
    fill(
      this.bar,
      h("div", { class: "qc-review-progress" }, this.meter, this.numbers),
      this.chooser,
      h("div", { class: "qc-toolbar qc-review-actions" }, this.held, this.leave, this.refitButton, button("Progress", () => this.#progress(), { class: "qc-small", keys: "p" })),
      this.choices,
    );
  }

  /** @param {boolean} open */
  #choose(open) {
    const had = this.choices?.contains(document.activeElement);
    if (!this.choices || !this.chooser) return;
    this.choices.hidden = !open;
    this.chooser.setAttribute("aria-expanded", String(open));
    if (open) this.selects?.order.focus();
    else if (had) this.chooser.focus();
  }

  #drawNumbers() {
    const { queue, app } = this;
    const { told, session, selects } = queue.told ? { ...queue, selects: this.selects } : { told: null, session: queue.session, selects: this.selects };
    this.bar.hidden = !told || !told.ever;
    if (!told || !selects) return;
    const here = session.accept + session.reject + session.revise;
    const filtered = queue.code || queue.document;
    const sample = queue.sample;
    const left = (queue.current ? 1 : 0) + queue.ahead.length + queue.later.length;
    fill(
      this.numbers,
      sample
        ? `Sample: ${sample.n - left} of ${sample.n} decided`
        : [`${told.decided.toLocaleString("en")} decided, ${told.open.toLocaleString("en")} open`, filtered ? ` (${told.matching.toLocaleString("en")} here)` : "", here ? ` · ${here} in this session` : ""],
    );
    this.meter.max = Math.max(1, sample ? sample.n : told.decided + told.open);
    this.meter.value = sample ? sample.n - left : told.decided;
    const options = (element, list, chosen) => {
      const key = JSON.stringify(list);
      if (element.dataset.key !== key) {
        element.dataset.key = key;
        fill(element, list.map(([value, words]) => h("option", { value }, words)));
      }
      element.value = chosen;
    };
    selects.order.value = queue.order;
    selects.by.value = queue.by;
    const open = new Map();
    for (const [code, [number]] of Object.entries(told.codes)) {
      for (let at = app.codes.get(code); at; at = at.parent ? app.codes.get(at.parent) : undefined) open.set(at.code, (open.get(at.code) ?? 0) + number);
    }
    const depth = (code) => {
      let deep = 0;
      for (let at = app.codes.get(code)?.parent; at; at = app.codes.get(at)?.parent) deep += 1;
      return deep;
    };
    options(selects.code, [["", "All codes"], ...[...app.codes.values()].filter((each) => open.get(each.code) || each.code === queue.code).map((each) => [each.code, `${"\u2003".repeat(depth(each.code))}${each.name} (${open.get(each.code) ?? 0})`])], queue.code);
    options(selects.document, [["", "All documents"], ...app.documents.filter((each) => told.documents[each.document] || each.document === queue.document).map((each) => [each.document, `${each.document} (${told.documents[each.document] ?? 0})`])], queue.document);
    this.hide.checked = queue.blind === true;
    if (sample && !this.choices?.hidden) this.#choose(false);
    if (this.chooser) this.chooser.disabled = !!sample;
    this.leave.hidden = !sample;
    const order = ORDERS.find(([value]) => value === queue.order)?.[1] ?? "";
    const group = queue.by ? GROUPS.find(([value]) => value === queue.by)?.[1].toLocaleLowerCase() : "";
    const chosen = sample ? ["A sample of", sample.asked].join(" ") : [order, group, queue.code ? app.nameOf(queue.code) : "all codes", queue.document || "all documents", queue.blind ? "finished ones only" : ""].filter(Boolean).join(" · ");
    fill(this.chooser, icon("filter"), h("span", { class: "qc-unseen" }, "Order and choice: "), h("span", { class: "qc-review-chosen", dir: "auto" }, chosen));
    const held = told.hidden.reduce((all, each) => all + each.open, 0) + told.audit + told.left_out;
    this.held.hidden = !held;
    fill(this.held, icon("hidden"), `${held.toLocaleString("en")} not shown`);
    // Offered to who has given the scores something to learn; the key and the progress have it for everybody.
    this.refitButton.disabled = this.fitting;
    fill(this.refitButton, this.fitting ? "Computing …" : `New scores (${counted(told.mine, "decision")} of yours)`);
    this.refitButton.hidden = !!sample || (!this.fitting && (told.mine < HANDFUL || !told.open));
  }

  // -- where nothing is to be decided ----------------------------------------------------------------------

  #empty() {
    const { queue, app } = this;
    const { told, fault, sample } = queue;
    const held = told ? told.hidden.reduce((all, each) => all + each.open, 0) : 0;
    const mode = queue.mustAsk ? "ask" : sample ? "sampled" : fault && !told ? "fault" : !told || queue.asking || queue.complete === false ? "loading" : !told.ever ? (app.codes.size ? "none" : "book") : queue.code || queue.document ? "filtered" : held ? "hidden" : "done";
    if (fault && mode === "loading" && !queue.asking) this.mode = "";
    const before = this.mode;
    this.mode = fault && mode === "loading" && !queue.asking ? "fault" : mode;
    const at = document.activeElement;
    const had = [this.stage, this.side].some((each) => each.contains(at));
    this.stage.hidden = true;
    this.side.hidden = true;
    this.whole.hidden = false;
    this.text?.destroy();
    this.text = null;
    if (before === this.mode && (mode === "none" || mode === "sampled" || mode === "ask")) return; // a form that is being filled in
    // What had the keyboard goes; it stays in the view, where its keys work.
    if (had || this.whole.contains(at)) {
      this.asked = true;
      /** @type {HTMLElement | null} */ (this.whole.closest(".qc-main-view"))?.focus({ preventScroll: true });
    }
    const box = (...children) => fill(this.whole, h("div", { class: "qc-empty qc-review-empty" }, children));
    const way = (label, run, kind = "") => button(label, run, { class: kind });
    const go = (...list) => h("div", { class: "qc-toolbar" }, list);
    if (this.mode === "loading") fill(this.whole, h("p", { class: "qc-loading", role: "status" }, "Looking for suggestions …"));
    else if (this.mode === "fault") box(h("h2", null, "The suggestions cannot be read"), h("p", null, fault), go(way("Try again", () => queue.load(), "qc-main")));
    else if (this.mode === "ask") {
      const number = told.unread.length;
      box(
        h("h2", null, "Before you look"),
        h("p", null, `There are suggestions in ${counted(number, "document")} that you are not done with. Whoever has seen suggestions does not code a document blind any more; that is noted for each document as soon as one is shown, and its pass will say so.`),
        go(
          way("Show all suggestions", () => queue.choose({ blind: false }), "qc-main"),
          way("Only of documents I am done with", () => queue.choose({ blind: true })),
        ),
        h("p", { class: "qc-hint" }, "You can change this above at any time."),
      );
      // Enter is the usual way on, where the keyboard stands nowhere else.
      if ([document.body, this.whole.closest(".qc-main-view")].includes(/** @type {any} */ (document.activeElement))) this.whole.querySelector("button")?.focus();
    } else if (this.mode === "sampled") showSampled(app, queue, this.whole);
    else if (this.mode === "book") {
      box(h("h2", null, "No codebook yet"), h("p", null, "Suggestions are made for the codes of the codebook. Make some codes first, with a definition each."), go(way("Open the codebook", () => app.go("codebook"), "qc-main")));
    } else if (this.mode === "none") {
      const form = suggestForm(app, queue);
      const told_ = h("div", { role: "status" });
      const start = button("Look for suggestions", async () => {
        start.disabled = true;
        fill(told_, h("p", null, "Looking through all documents …"));
        try {
          const report = await form.run();
          app.say(runWords(report).join(" "));
          if (start.isConnected) fill(told_, runWords(report).map((each) => h("p", null, each)));
        } catch (error) {
          fill(told_, h("p", { class: "qc-fault" }, error.message));
        } finally {
          start.disabled = false;
        }
      }, { class: "qc-main" });
      fill(
        this.whole,
        h(
          "div",
          { class: "qc-review-first" },
          h("h2", null, "No suggestions yet"),
          h("p", null, "A program can go through all documents and propose where a code may fit. You decide on every proposal; nothing is coded without you."),
          form.element,
          go(start, way("Code by hand", () => app.go("code"))),
          told_,
        ),
      );
    } else if (this.mode === "filtered") {
      box(h("h2", null, "Nothing open here"), h("p", null, `Nothing is open for ${[queue.code ? app.nameOf(queue.code) : "", queue.document].filter(Boolean).join(" in ")}.`), go(way("Show all suggestions", () => queue.choose({ code: "", document: "" }), "qc-main")));
    } else if (this.mode === "hidden") {
      const wanted = told.hidden.some((each) => each.why === "wanted");
      box(
        h("h2", null, "Suggestions wait until you are done"),
        heldWords(told).map((each) => h("p", null, each)),
        h("p", null, "Code one of these documents, say that you are done with it, and its suggestions are shown here:"),
        h("ul", { class: "qc-review-waiting" }, told.hidden.slice(0, 12).map((each) => h("li", null, way(each.document, () => app.jump(each.document))))),
        wanted ? go(way("Show them all the same", () => queue.choose({ blind: false }))) : null,
      );
    } else {
      const run = queue.run;
      const held_ = heldWords(told);
      box(
        icon("check"),
        h("h2", null, "Everything is decided"),
        h("p", null, told.decided ? `You have decided on ${counted(told.decided, "suggestion")}${queue.session.accept + queue.session.reject + queue.session.revise ? `: in this session ${queue.session.accept} accepted, ${queue.session.reject} rejected, ${queue.session.revise} revised` : ""}.` : "Nothing is open for you."),
        held_.map((each) => h("p", null, each)),
        run && !run.new ? runWords(run).map((each) => h("p", null, each)) : null,
        go(way("Look for new suggestions …", () => askSuggest(app, queue), "qc-main"), way("Go on coding", () => app.go("code")), way("See the tables", () => app.go("tables"))),
        this.queue.trail.length ? h("p", { class: "qc-hint" }, h("kbd", null, "b"), " goes back to the one before, ", h("kbd", null, "z"), " takes the last decision back.") : null,
      );
    }
    if (before !== this.mode) this.#tell(this.whole.querySelector("h2")?.textContent ?? "");
  }

  /** To those who listen: what was done, and what has come. @param {string} words */
  #tell(words) {
    const did = this.did && words ? `${this.did}. ` : "";
    if (words) this.did = "";
    fill(this.live, plain(did + words));
  }

  // -- deciding ------------------------------------------------------------------------------------------

  /** @returns {Item | null} what can be decided on: it is in sight */
  #ready() {
    return this.mode === "one" && !this.queue.mustAsk ? this.queue.shown : null;
  }

  /** @param {"accept" | "reject"} decision @param {string} [reason] */
  #decide(decision, reason = "") {
    if (!this.#ready() || !this.#writable()) return;
    this.#leaveRevise();
    this.did = decision === "accept" ? "Accepted" : "Rejected";
    this.queue.decide(decision, { reason });
  }

  #writable() {
    if (!this.app.session.read_only) return true;
    this.app.say(`Nothing can be decided: the study is open for reading only (${this.app.session.read_only}).`, "error");
    return false;
  }

  #reason() {
    const item = this.#ready();
    if (!item || !this.#writable()) return;
    askReason(this.app, item, this.reasons, (reason) => {
      if (this.queue.shown !== item) return;
      if (reason) this.reasons = [reason, ...this.reasons.filter((each) => each !== reason)].slice(0, REASONS);
      this.#decide("reject", reason);
    });
  }

  #startRevise() {
    const item = this.#ready();
    if (!item || !this.text || this.revise || !this.#writable()) return;
    this.revise = new Revise(this.foot, this.app, this.text, item, {
      save: (changed) => {
        this.#leaveRevise();
        this.did = "Revised";
        this.queue.decide("revise", changed);
      },
      leave: () => this.#leaveRevise(true),
    });
    this.buttons.hidden = true;
    this.side.classList.add("qc-revising");
    this.reviseKeys = this.app.keys.add(this.revise.bindings());
  }

  /** @param {boolean} [again] the suggestion stays */
  #leaveRevise(again = false) {
    if (!this.revise) return;
    const had = this.revise.element.contains(document.activeElement);
    this.reviseKeys?.();
    this.revise.destroy();
    this.revise = null;
    this.buttons.hidden = false;
    this.side.classList.remove("qc-revising");
    if (had) this.card.focus({ preventScroll: true });
    if (again) this.text?.clear();
  }

  #skip() {
    const item = this.#ready();
    if (!item) return;
    const only = !this.queue.ahead.length && !this.queue.back && this.queue.complete;
    this.queue.skip();
    if (only && this.queue.shown === item) this.app.say("This is the only one that is left.");
    else if (this.queue.again && this.queue.shown && !this.queue.back) fill(this.live, `The ones you skipped come again. ${this.live.textContent}`);
  }

  #back() {
    if (!this.queue.goBack()) this.app.say("There is none before.");
  }

  #undo() {
    const last = this.queue.done.at(-1);
    if (!last) this.app.say("Nothing that was decided here can be undone.");
    else if (last.kind === "many") undoMany(this.app, this.queue);
    else {
      this.did = last.kind === "decision" ? "Taken back" : "";
      this.queue.undo();
      if (last.kind === "memo") this.app.say("The memo is taken back.");
    }
  }

  #open() {
    const item = this.#ready();
    if (item) this.app.jump(item.document, item.start, item.end);
  }

  #define() {
    const item = this.#ready();
    if (item) showDefinition(this.app, this.revise?.box.code ?? item.code);
  }

  #memo() {
    const item = this.#ready();
    const doc = item && this.queue.textOf(item);
    if (item && doc && this.#writable()) askMemo(this.app, item, doc.printed(item.start, item.end), this.queue);
  }

  #progress() {
    const { queue } = this;
    if (queue.told) showProgress(this.app, queue, queue.sample || !queue.told.since || this.app.session.read_only ? null : () => void this.#refit());
  }

  async #refit() {
    if (this.fitting || !this.queue.told?.ever) return;
    await refit(this.app, this.queue, (busy) => {
      this.fitting = busy;
      this.#drawNumbers();
    });
  }

  // Codings on the text that is shown may have come and gone.
  async #freshen() {
    const { item, text } = this;
    if (!item || !text || this.revise || !this.app.saved) return;
    const touched = await this.queue.refreshText(item);
    if (touched.length && this.text === text) text.refresh();
  }

  #again() {
    if (this.item && !this.revise) this.#drawCard(this.item, this.queue.textOf(this.item));
    this.text?.refresh();
  }

  /** @returns {import("../keys.js").Binding[]} */
  #keys() {
    const group = "Review";
    const one = () => this.mode === "one" && !this.revise;
    const shown = () => this.queue.told !== null && !this.revise;
    return [
      { keys: "a", words: "accept", when: one, repeat: false, run: () => this.#decide("accept"), group },
      { keys: "r", words: "reject", when: one, repeat: false, run: () => this.#decide("reject"), group },
      { keys: "R", words: "reject, with a reason", when: one, repeat: false, run: () => this.#reason(), group },
      { keys: "e", words: "revise: other words, another code, or both", when: one, repeat: false, run: () => this.#startRevise(), group },
      { keys: "s", words: "skip; it comes again at the end", when: one, repeat: false, run: () => this.#skip(), group },
      { keys: "b", words: "back to the one before", when: shown, run: () => this.#back(), group },
      { keys: "z or Mod+z", words: "take the last decision back", when: shown, repeat: false, run: () => this.#undo(), group },
      { keys: "o", words: "open it in the text", when: one, run: () => this.#open(), group },
      { keys: "d", words: "read the definition", when: one, run: () => this.#define(), group },
      { keys: "m", words: "write a memo on it", when: one, run: () => this.#memo(), group },
      { keys: "+", words: "show more of the text", when: one, run: () => this.#widen(), group },
      { keys: "f", words: "choose order, codes and documents", when: shown, run: () => this.#choose(true), group },
      { keys: "Escape", words: "close order and choice", when: () => !this.choices?.hidden && !this.revise && !!this.choices?.contains(document.activeElement), typing: true, run: () => this.#choose(false), group },
      { keys: "u", words: "compute new scores from what is decided", when: shown, repeat: false, run: () => void this.#refit(), group },
      { keys: "p", words: "show the progress", when: () => shown() && !!this.queue.told?.ever, run: () => this.#progress(), group },
    ];
  }
}

export const view = {
  id: "review",
  label: "Review",
  key: "g r",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    return new ReviewView(host, app, params);
  },
};
