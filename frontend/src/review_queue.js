// The suggestions as this page holds them: those to come, with their texts, those that were decided, and the
// decisions on their way. The next one is shown from here; nobody waits for the study.

import { Doc } from "./doc.js";
import { Refusal } from "./transport.js";

/** @typedef {import("./app.js").App} App @typedef {import("./review_words.js").Item} Item @typedef {import("./review_words.js").Row} Row */

const AHEAD = 30; // held ready
const FEW = 15; // fewer than that: more are asked for
const TRAIL = 300; // that one can go back to
const TEXTS = 60;
const PAUSE = 700; // ms after the last change until counts are asked for again

/** One queue for each page, so that leaving the view loses no place. @type {WeakMap<App, Queue>} */
const known = new WeakMap();

/** @param {App} app @returns {Queue} */
export function queueOf(app) {
  let found = known.get(app);
  if (!found) known.set(app, (found = new Queue(app)));
  return found;
}

export class Queue {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.choices = `review-${app.session.project}-${app.session.coder}`;
    const kept = app.remembered(this.choices, {}) ?? {};
    this.order = kept.order ?? "certain";
    this.by = kept.by ?? "";
    /** null = not asked yet. @type {boolean | null} */
    this.blind = typeof kept.blind === "boolean" ? kept.blind : null;
    this.code = "";
    this.document = "";
    /** @type {Item | null} */
    this.current = null;
    /** @type {Item[]} */
    this.ahead = [];
    /** Decided or skipped, in the order in which that was done. @type {Item[]} */
    this.trail = [];
    /** How many steps one has gone back in the trail. */
    this.back = 0;
    /** Skipped ones, which come again at the end. @type {Item[]} */
    this.later = [];
    /** What can be undone, the latest last. @type {{kind: "decision" | "memo" | "many", item: Item | null, before: any, memo?: string}[]} */
    this.done = [];
    /** Decided here and not taken back: the study may not know it yet. @type {Set<string>} */
    this.gone = new Set();
    this.session = { accept: 0, reject: 0, revise: 0 };
    /** The last answer to `review`, counted on with what is done here. @type {any} */
    this.told = null;
    /** The sample that is looked at before the others are accepted together. @type {any} */
    this.sample = null;
    /** @type {Map<string, {doc: Doc, act: number}>} */
    this.texts = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.fetching = new Map();
    /** Documents of which it was noted that suggestions were seen. @type {Set<string>} */
    this.noted = new Set();
    this.asking = false;
    this.stale = false;
    /** What the last run of suggesters said. @type {any} */
    this.run = null;
    /** Why the queue could not be read, in words. */
    this.fault = "";
    /** @type {() => void} */
    this.tell = () => {};
    this.number = 0;
    app.on("queue", () => this.#later());
    app.on("codebook", () => this.#later());
    app.on("documents", () => this.#later());
  }

  /** The suggestion that is looked at. @returns {Item | null} */
  get shown() {
    return this.back ? (this.trail[this.trail.length - this.back] ?? null) : this.current;
  }

  /** Whether it is to be asked first if suggestions of documents that are not finished are shown. */
  get mustAsk() {
    return this.blind === null && !!this.told?.unread.length && !this.sample;
  }

  // -- asking --------------------------------------------------------------------------------------------

  /** @param {{blind?: boolean, order?: string, by?: string, code?: string, document?: string}} chosen */
  async choose(chosen) {
    Object.assign(this, chosen);
    this.app.remember(this.choices, { order: this.order, by: this.by, blind: this.blind });
    this.later = [];
    this.back = 0;
    this.current = null;
    this.ahead = [];
    const asked = this.load();
    this.tell();
    await asked;
  }

  /** Everything anew; what is looked at stays. */
  async load() {
    this.number += 1;
    await this.#ask(true);
  }

  /** The study has changed: counts and order are asked for when this page has come to rest. */
  #later() {
    this.stale = true;
    clearTimeout(this.app.timers.review);
    this.app.timers.review = setTimeout(() => {
      if (!this.live) return; // asked for when the view is shown again
      if (!this.app.saved) this.#later();
      else this.#ask(true);
    }, PAUSE);
  }

  live = false;

  /** The view is shown (again), or left. @param {boolean} live */
  wake(live) {
    this.live = live;
    if (live && (!this.told || this.stale)) this.#ask(true);
  }

  /** @param {boolean} anew whether those to come are put in the order of now */
  async #ask(anew) {
    if (this.sample) return;
    if (this.asking) {
      if (anew) this.stale = true;
      return;
    }
    this.asking = true;
    this.stale = false;
    const number = this.number;
    const front = this.ahead.filter((each) => each.kept);
    const held = anew ? front : this.ahead;
    const without = [this.current, ...held, ...this.later, ...this.pending].filter((each) => !!each).map((each) => /** @type {Item} */ (each).id);
    // What was decided is saved: from here on the study itself leaves it out.
    if (!this.pending.size) this.gone.clear();
    try {
      const told = await this.app.read("review", {
        order: this.order, by: this.by || null, codes: this.code ? [this.code] : null, documents: this.document ? [this.document] : null,
        blind: this.blind === true, without, about: this.current?.id ?? null, limit: AHEAD,
      });
      if (number !== this.number || this.sample) return;
      this.fault = "";
      this.#counted(told);
      const here = new Set([this.current, ...this.later].map((each) => each?.id));
      const fresh = told.rows.filter((row) => !here.has(row.id) && !this.gone.has(row.id)).map(itemOf);
      const stay = (anew ? this.ahead.filter((each) => each.kept) : this.ahead).filter((each) => !this.gone.has(each.id));
      const known = new Set(stay.map((each) => each.id));
      this.ahead = [...stay, ...fresh.filter((each) => !known.has(each.id))];
      if (this.current) this.current.score = told.score ?? this.current.score;
      this.asking = false;
      this.#next();
    } catch (error) {
      this.fault = error instanceof Refusal ? error.message : "The suggestions cannot be read just now.";
      if (error instanceof Refusal && this.code) {
        // A code that is gone from the codebook is no filter any more.
        this.code = "";
        this.stale = true;
      }
    } finally {
      this.asking = false;
      this.#fetch();
      this.tell();
      if (number !== this.number) this.#ask(true);
      else if (this.stale) this.#later();
    }
  }

  // The study counts what it knows; what is on its way to it is counted here. @param {any} told
  #counted(told) {
    this.told = told;
    for (const item of this.pending) this.#count(item, "open", item.state);
  }

  /** Decisions that the study may not have counted yet. @type {Set<Item>} */
  pending = new Set();

  /** @param {Item} item @param {string} from @param {string} to */
  #count(item, from, to) {
    const by = (from === "open" ? 1 : 0) - (to === "open" ? 1 : 0);
    if (!by || !this.told) return;
    this.told.open = Math.max(0, this.told.open - by);
    this.told.matching = Math.max(0, this.told.matching - by);
    this.told.decided += by;
    this.told.since = Math.max(0, this.told.since + by);
    this.told.mine = Math.max(0, this.told.mine + by);
    const of = (this.told.codes[item.code] ??= [0, 0]);
    of[0] = Math.max(0, of[0] - by);
    of[1] += by;
    const left = (this.told.documents[item.document] ?? 0) - by;
    this.told.documents[item.document] = Math.max(0, left);
  }

  // -- going on ------------------------------------------------------------------------------------------

  #next() {
    if (this.current) return;
    this.current = this.ahead.shift() ?? null;
    if (this.current) this.current.kept = false;
    if (!this.current && this.later.length && !this.asking) {
      // Nothing else is left: those that were skipped come again.
      this.ahead = this.later;
      this.later = [];
      this.again = true;
      this.current = this.ahead.shift() ?? null;
    }
  }

  /** Whether those that come now were skipped before. */
  again = false;

  #advance() {
    if (this.back) {
      this.back -= 1;
      this.#next();
      return;
    }
    if (!this.current) return;
    this.trail.push(this.current);
    if (this.trail.length > TRAIL) this.trail.shift();
    this.current = null;
    if (this.ahead.length || this.sample || this.complete) this.#next();
    if (!this.sample && this.ahead.length < FEW && !this.complete) this.#ask(false);
    this.#fetch();
  }

  /** Whether the study has no more than what is here. */
  get complete() {
    if (!this.told) return false;
    const here = (this.current ? 1 : 0) + this.ahead.length + this.later.length;
    return this.told.matching <= here;
  }

  /** @param {"accept" | "reject" | "revise"} decision @param {{reason?: string, start?: number, end?: number, code?: string}} [more] */
  decide(decision, more = {}) {
    const item = this.shown;
    if (!item) return;
    const { reason = "", ...changed } = more;
    const before = { state: item.state, reason: item.reason, made: item.made };
    if (item.state === decision && decision !== "revise" && reason === item.reason) {
      this.#advance(); // decided so already
      this.tell();
      return;
    }
    item.state = decision;
    item.reason = reason;
    item.refused = "";
    item.made = decision === "reject" ? null : { start: changed.start ?? item.start, end: changed.end ?? item.end, code: changed.code ?? item.code };
    this.later = this.later.filter((each) => each !== item);
    if (this.back) this.ahead = this.ahead.filter((each) => each !== item);
    if (this.back && this.current === item) this.current = null; // skipped, and come again meanwhile
    this.#count(item, before.state, decision);
    this.session[decision] += 1;
    if (before.state !== "open") this.session[before.state] -= 1;
    const turn = (item.turn = {});
    this.gone.add(item.id);
    if (before.state === "open") this.pending.add(item);
    const step = /** @type {{kind: "decision", item: Item, before: any}} */ ({ kind: "decision", item, before });
    this.done.push(step);
    // On its way before the next is shown: what is drawn then may ask the study about this decision.
    const words = `${{ accept: "accepting", reject: "rejecting", revise: "revising" }[decision]} ${this.app.nameOf(item.code)} in ${item.document}`;
    const sent = this.app.write("review_decide", { suggestion: item.id, decision, reason, ...changed }, words);
    this.#advance();
    this.tell();
    sent
      .then(() => this.pending.delete(item))
      .catch((error) => {
        this.pending.delete(item);
        this.done = this.done.filter((each) => each !== step);
        if (item.turn !== turn) return; // taken back meanwhile
        this.#restore(item, before);
        item.refused = error.message;
        this.#bringBack(item);
        this.tell();
      });
  }

  /** @param {Item} item @param {{state: any, reason: string, made: any}} before */
  #restore(item, before) {
    this.#count(item, item.state, before.state);
    if (item.state !== "open") this.session[item.state] -= 1;
    if (before.state !== "open") this.session[before.state] += 1;
    Object.assign(item, before);
    if (item.state === "open") this.gone.delete(item.id);
  }

  // What was refused comes next; what is being looked at is not pulled away under somebody's keys.
  /** @param {Item} item */
  #bringBack(item) {
    if (item.state !== "open" || this.shown === item) return;
    const at = this.trail.indexOf(item);
    if (at >= 0) {
      this.trail.splice(at, 1);
      if (this.back > this.trail.length - at) this.back -= 1;
    }
    if (this.current === item || this.ahead.includes(item)) return;
    item.kept = true;
    this.ahead.unshift(item);
    this.#next();
    this.#fetch();
  }

  skip() {
    const item = this.shown;
    if (!item) return;
    item.refused = "";
    if (!this.back && item.state === "open") this.later.push(item);
    this.#advance();
    this.tell();
  }

  /** Look at the one before. @returns {boolean} whether there is one */
  goBack() {
    if (this.back >= this.trail.length) return false;
    this.back += 1;
    this.tell();
    return true;
  }

  /** Take back what was done last here. @returns {{kind: string, item: Item | null} | null} what it was */
  undo() {
    const step = this.done.pop();
    if (!step) return null;
    const { item, before } = step;
    if (step.kind !== "decision" || !item) {
      const params = step.kind === "memo" ? { memo: step.memo } : { many: true };
      this.app.write("review_undo", params, "undo").then(() => this.load(), () => {});
      return step;
    }
    const after = { state: item.state, reason: item.reason, made: item.made };
    const turn = (item.turn = {});
    this.#restore(item, before);
    this.pending.delete(item);
    this.back = 0;
    if (item.state === "open") {
      this.trail = this.trail.filter((each) => each !== item);
      this.ahead = this.ahead.filter((each) => each !== item);
      if (this.current && this.current !== item) {
        this.current.kept = true;
        this.ahead.unshift(this.current);
      }
      this.current = item;
    } else {
      if (!this.trail.includes(item)) this.trail.push(item);
      this.back = this.trail.length - this.trail.indexOf(item);
    }
    const sent = this.app.write("review_undo", { suggestion: item.id }, `taking back a decision on ${this.app.nameOf(item.code)} in ${item.document}`);
    this.tell();
    sent.catch((error) => {
      if (item.turn !== turn || !this.#knew(after)) return;
      this.#restore(item, after);
      this.gone.add(item.id);
      item.refused = `Your decision stands: ${error.message}`;
      this.tell();
    });
    return step;
  }

  /** @param {{state: string}} after */
  #knew(after) {
    return after.state !== "open";
  }

  // -- a sample ------------------------------------------------------------------------------------------

  /** Look at a sample only. @param {any} sample the answer to `review_sample` */
  startSample(sample) {
    this.sample = sample;
    this.current = null;
    this.ahead = sample.rows.map(itemOf);
    this.later = [];
    this.back = 0;
    this.trail = [];
    this.done = [];
    this.#next();
    this.#fetch();
    this.tell();
  }

  async endSample() {
    this.sample = null;
    this.current = null;
    this.ahead = [];
    this.later = [];
    this.back = 0;
    await this.load();
  }

  // -- texts ---------------------------------------------------------------------------------------------

  /** The text of a suggestion, null while it is on its way. @param {Item} item @returns {Doc | null} */
  textOf(item) {
    const doc = this.texts.get(item.document)?.doc;
    return doc && doc.version === item.version ? doc : null;
  }

  /** Bring the texts of what comes, one after the other. */
  async #fetch() {
    if (this.fetches) return;
    this.fetches = true;
    try {
      for (;;) {
        const wanted = [this.shown, this.current, ...this.ahead.slice(0, AHEAD)].find((each) => each && !this.textOf(each));
        if (!wanted) break;
        if (!(await this.#read(wanted.document))) break;
        if (!this.textOf(wanted)) this.#outdated(wanted);
        if (this.shown?.document === wanted.document) this.tell();
      }
    } finally {
      this.fetches = false;
    }
    if (this.texts.size > TEXTS) {
      const needed = new Set([this.shown, this.current, ...this.ahead].map((each) => each?.document));
      for (const name of [...this.texts.keys()]) if (this.texts.size > TEXTS && !needed.has(name)) this.texts.delete(name);
    }
  }

  fetches = false;

  // About an earlier text: the study has others by now.
  /** @param {Item} item */
  #outdated(item) {
    const other = (each) => each.document !== item.document || each.version !== item.version;
    this.ahead = this.ahead.filter(other);
    this.trail = this.trail.filter(other);
    this.later = this.later.filter(other);
    this.back = 0;
    if (this.current && !other(this.current)) this.current = null;
    this.#next();
    this.#later();
  }

  /** @param {string} document @returns {Promise<boolean>} */
  async #read(document) {
    try {
      const raw = await this.app.read("review_text", { document });
      this.texts.set(document, { doc: new Doc(raw), act: raw.act });
      return true;
    } catch (error) {
      if (error instanceof Refusal) this.fault = error.message;
      return false;
    }
  }

  /**
   * Bring the codings of a text up to now. @param {Item} item
   * @returns {Promise<[number, number][]>} the stretches that changed
   */
  async refreshText(item) {
    const text = this.texts.get(item.document);
    if (!text || text.act >= this.app.act) return [];
    try {
      const changed = await this.app.read("changes", { since: text.act, document: item.document, others: false });
      if (changed.version !== undefined && changed.version !== null && changed.version !== text.doc.version) {
        this.texts.delete(item.document);
        this.#later();
        return [];
      }
      text.act = changed.act;
      return changed.codings ? text.doc.apply(changed.codings, changed.full) : [];
    } catch {
      return []; // they are as they were
    }
  }

  /** What was accepted here and is not in the text yet, as codings. @param {Doc} doc */
  codingsOf(doc) {
    const own = this.app.session.coder;
    const found = doc.ordered();
    const more = [];
    const there = new Set(found.filter((each) => each.coder === own).map((each) => `${each.start} ${each.end} ${each.code}`));
    for (const item of [...this.trail, this.current]) {
      if (!item?.made || item.document !== doc.document || item.version !== doc.version) continue;
      const key = `${item.made.start} ${item.made.end} ${item.made.code}`;
      if (there.has(key)) continue;
      there.add(key);
      more.push({
        id: `made-${item.id}`, ...item.made, coder: own, origin: item.state === "revise" ? "revised" : "accepted", blind: "no",
        suggestion: item.id, time: "", stale: false, memos: 0, key: false,
      });
    }
    return more.length ? [...found, ...more] : found;
  }

  /** Note that suggestions of this document were seen; kept until the study has it. @param {Item} item */
  note(item) {
    if (!item.first || this.noted.has(item.document)) return;
    this.noted.add(item.document);
    this.app.write("review_seen", { document: item.document }, `that suggestions of ${item.document} were seen`).catch(() => this.noted.delete(item.document));
  }
}

/** @param {Row} row @returns {Item} */
function itemOf(row) {
  return { ...row, state: "open", reason: "", made: null, refused: "", kept: false, skipped: false, turn: null };
}
