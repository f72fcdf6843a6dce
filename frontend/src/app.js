// What all views share: the study as this page knows it, and the one way in which it changes.

import { huesOf } from "./books_hues.js";
import { Doc } from "./doc.js";
import { newId } from "./dom.js";
import { Outbox } from "./outbox.js";
import { Expired, Offline, Refusal } from "./transport.js";

/**
 * @typedef {{code: string, name: string, parent: string | null, theme: string, definition: string,
 *   include: string[], exclude: string[], examples: string[], color: string, patterns: string[],
 *   applicable: boolean, category: boolean, retired: boolean, merged_into: string | null, formerly: string[],
 *   defined: boolean, codings: number}} Code
 * @typedef {{document: string, title: string, kind: string, phase: string, case: string, date: string,
 *   words: number, turns: number, codings: number, passes: [string, boolean, string][], hidden: boolean}} Listed
 * @typedef {{act: number, since: number, parts: string[], touched: string[], full: boolean,
 *   document: string | null, version?: string | null, codings: {added: any[][], gone: string[]} | null}} Changes
 */

const AGAIN = 2_000; // ms between tries to reach the study
// A theme's mark that does not rest on colour: the letter of its place.
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export class App {
  /** @param {any} transport @param {HTMLElement} root */
  constructor(transport, root) {
    this.transport = transport;
    this.root = root;
    /** @type {any} */
    this.session = null;
    /** @type {Map<string, Code>} */
    this.codes = new Map();
    /** @type {any} */
    this.codebook = null;
    /** @type {Listed[]} */
    this.documents = [];
    /** @type {Doc | null} */
    this.doc = null;
    /** The document that the view shows, where that need not be the open one; "" = none. @type {string | null} */
    this.shown = null;
    this.act = 0;
    this.connected = true;
    /** Whether other coders' codings are wanted in the text. */
    this.others = false;
    /** @type {import("./keys.js").Keys} */
    this.keys = /** @type {any} */ (null);
    /** @type {{id: string, params: any}} */
    this.view = { id: "code", params: {} };
    /** @type {Map<string, Set<(told: any) => void>>} */
    this.listeners = new Map();
    /** @type {Outbox} */
    this.outbox = /** @type {any} */ (null);
    this.following = false;
    this.behind = false;
    /** @type {Record<string, any>} */
    this.timers = {};
    /** The document that is on its way. @type {{document: string} | null} */
    this.opening = null;
    /** Who has a page of this study open, and on which document: on a team's server. @type {{coder: string, document: string}[]} */
    this.here = [];
    /** Documents whose row in the list is not up to date. @type {string[] | "all" | null} */
    this.stale = null;
  }

  // -- events: "codings" {document, touched, full}, "codebook", "documents", "memos", "queue", "settings",
  //    "counts" (numbers of codings on app.codes), "doc" (another document is open), "view", "status", "refused" {item, error}, "told",
  //    "resized" (there is more or less room for the view), "shown" (the view shows another document),
  //    "opening" (the document that is on its way, or null), "act" (something was done in the study) ----------------

  /** @param {string} event @param {(told: any) => void} run @returns {() => void} takes it back */
  on(event, run) {
    if (!this.listeners.has(event)) this.listeners.set(event, new Set());
    this.listeners.get(event)?.add(run);
    return () => this.listeners.get(event)?.delete(run);
  }

  /** @param {string} event @param {any} [told] */
  emit(event, told) {
    for (const run of [...(this.listeners.get(event) ?? [])]) {
      try {
        run(told);
      } catch (error) {
        console.error(error);
      }
    }
  }

  // -- asking and writing --------------------------------------------------------------------------------

  async start() {
    const answer = await this.transport.call({ method: "hello" });
    this.session = answer.result;
    this.act = answer.act;
    this.documents = answer.result.documents;
    this.#takeBook(answer.result.codebook);
    this.outbox = new Outbox(this, `${answer.result.project}-${answer.result.coder}`);
    this.stop = this.transport.listen((told) => this.#heard(told));
    this.outbox.flush();
  }

  /**
   * Ask for something. Breaks with Refusal (say it), Offline or Expired (the status line says it).
   * @param {string} method @param {Record<string, any>} [params] @param {{patience?: number}} [more]
   * @returns {Promise<any>}
   */
  async read(method, params = {}, more = {}) {
    try {
      const answer = await this.transport.call({ method, params, ...more });
      this.#reached(true);
      return answer.result;
    } catch (error) {
      if (error instanceof Offline) this.#reached(false);
      if (error instanceof Expired) this.outbox.expire(error.message);
      throw error;
    }
  }

  /**
   * Write something: kept until it is saved, sent again where the line is lost, done once.
   * @param {string} method @param {Record<string, any>} params @param {string} [words] what it is, for people
   * @param {{quiet?: boolean}} [more] quiet: whoever asks shows a refusal; unless given it is said below the view
   * @returns {Promise<any>}
   */
  write(method, params, words, more = {}) {
    return this.outbox.send(method, params, { words, ...more });
  }

  /** Whether everything that was done here is saved. */
  get saved() {
    return this.outbox.size === 0;
  }

  /** @param {boolean} reached */
  #reached(reached) {
    if (reached) this.outbox.signedIn();
    if (this.connected === reached) return;
    this.connected = reached;
    this.emit("status");
    clearTimeout(this.timers.again);
    if (reached) {
      this.outbox.flush();
      this.follow();
    } else this.#askAgain();
  }

  // The line may be back before the browser says so.
  #askAgain() {
    clearTimeout(this.timers.again);
    this.timers.again = setTimeout(() => this.follow(), AGAIN);
  }

  /** @param {any} told */
  #heard(told) {
    if (told.lost) this.#reached(false);
    else if (told.expired) this.outbox.expire();
    else if (told.kind === "changed_seat") this.#renew();
    else if (told.back) {
      this.#reached(true);
      this.follow();
    } else if (told.ask || (told.act ?? 0) > this.act) this.follow();
    if (told.kind === "here") {
      this.here = told.people;
      this.emit("documents");
    }
    if (told.kind) this.emit("told", told);
  }

  // This coder has another role, or is to read blind from now on: begin anew, once all is saved.
  #renew() {
    if (this.saved) location.reload();
    else setTimeout(() => this.#renew(), 500);
  }

  /** Take in what others (or this coder elsewhere) have done meanwhile. */
  async follow() {
    // What is asked for while an answer is on its way may have come too late for that.
    this.behind = this.following;
    if (this.following) return;
    this.following = true;
    try {
      const params = { since: this.act, document: this.doc?.document ?? null, others: this.others };
      const answer = await this.transport.call({ method: "changes", params });
      this.#reached(true);
      this.took({ changes: answer.result, act: answer.result.act });
    } catch (error) {
      if (error instanceof Offline) {
        this.#reached(false);
        this.#askAgain();
      } else if (error instanceof Expired) this.outbox.expire(error.message);
      else if (!(error instanceof Refusal)) console.error(error);
      this.behind = false;
    } finally {
      this.following = false;
    }
    if (this.behind) await this.follow();
  }

  /** Take in an answer. @param {{changes?: Changes, act: number}} answer */
  took(answer) {
    this.#reached(true);
    const changes = answer.changes;
    if (!changes || changes.act <= this.act) return;
    if (changes.since > this.act) {
      // Something between was missed; ask for it.
      this.follow();
      return;
    }
    this.act = changes.act;
    this.emit("act");
    const doc = this.doc;
    if (doc && changes.document !== doc.document) {
      // Told for the document that was open when it was asked.
      if (changes.full || changes.touched.includes(doc.document)) this.open(doc.document, true).catch(() => {});
    } else if (doc && changes.version !== undefined && changes.version !== doc.version) {
      this.open(doc.document, true).catch(() => {});
    } else if (doc && changes.codings) {
      const touched = doc.apply(changes.codings, changes.full);
      if (touched.length) this.emit("codings", { document: doc.document, touched, full: changes.full });
    }
    if (changes.parts.includes("codebook")) this.loadBook().catch(() => {});
    if (changes.parts.includes("documents")) this.#later("documents");
    else if (changes.parts.includes("counts")) this.#later("documents", changes.touched);
    if (changes.parts.includes("counts")) this.#later("counts");
    for (const part of changes.parts) if (part !== "documents" && part !== "counts") this.emit(part);
  }

  // Counts beside codes and documents may follow a moment later: a coder who codes fast asks for them once.
  /** @param {"documents" | "counts"} what @param {string[]} [touched] documents whose counts moved, where nothing else did */
  #later(what, touched) {
    if (what === "documents") this.stale = touched && this.stale !== "all" ? [...(this.stale ?? []), ...touched] : "all";
    clearTimeout(this.timers[what]);
    this.timers[what] = setTimeout(() => {
      if (what === "counts") this.loadCounts().catch(() => {});
      else this.loadDocuments(this.stale === "all" ? undefined : (this.stale ?? undefined)).catch(() => {});
    }, 400);
  }

  // -- the study -----------------------------------------------------------------------------------------

  /** Read the list of documents, or some rows of it. @param {string[]} [only] */
  async loadDocuments(only) {
    this.stale = null;
    const found = await this.read("documents", only ? { only } : {});
    if (!only) this.documents = found;
    else {
      const fresh = new Map(found.map((each) => [each.document, each]));
      this.documents = this.documents.map((each) => fresh.get(each.document) ?? each);
    }
    this.emit("documents");
  }

  async loadBook() {
    this.#takeBook(await this.read("codebook"));
    this.emit("codebook");
  }

  /** How many codings of one's own stand on each code; the codes themselves stay. */
  async loadCounts() {
    const found = await this.read("counts");
    for (const code of this.codes.values()) code.codings = found[code.code] ?? 0;
    this.emit("counts");
  }

  /** @param {any} book */
  #takeBook(book) {
    this.codebook = book;
    this.codes = new Map(book.codes.map((each) => [each.code, each]));
    /** @type {Code[]} */
    const themes = book.codes.filter((each) => each.parent === null && !each.merged_into);
    /** @type {string[]} */
    this.themes = themes.map((each) => each.code);
    this.hues = huesOf(themes);
  }

  /**
   * Open a document. Of several that are asked for, the one asked for last is meant.
   * @param {string} document @param {boolean} [anew] also where it is open already
   * @returns {Promise<Doc>} the one that is open then: another one, where that was asked for meanwhile
   */
  async open(document, anew = false) {
    if (this.doc?.document === document) {
      if (!anew) {
        this.#opens(null);
        return this.doc;
      }
      // The open one is read anew while another one is on its way, which is meant all the same.
      if (this.opening && this.opening.document !== document) return this.#fetch(document, () => this.doc?.document === document);
    }
    const asked = { document };
    this.#opens(asked);
    try {
      return await this.#fetch(document, () => this.opening === asked || !this.doc);
    } finally {
      if (this.opening === asked) this.#opens(null);
    }
  }

  /** @param {{document: string} | null} asked */
  #opens(asked) {
    if (this.opening === asked) return;
    this.opening = asked;
    this.emit("opening", asked?.document ?? null);
  }

  /** @param {string} document @param {() => boolean} meant whether it still is @returns {Promise<Doc>} */
  async #fetch(document, meant) {
    const raw = await this.read("document", { document, others: this.others });
    if (!meant()) return /** @type {Doc} */ (this.doc);
    const doc = new Doc(raw);
    if (raw.act < this.act) {
      // What was told meanwhile was told for the document that was open then.
      const missed = await this.read("changes", { since: raw.act, document, others: this.others });
      if (missed.codings && missed.version === doc.version) doc.apply(missed.codings, missed.full);
      if (!meant()) return /** @type {Doc} */ (this.doc);
    }
    // What waits to be saved is still to be seen.
    if (this.doc?.version === doc.version) for (const each of this.doc.codings.values()) if (each.unsaved && each.id.startsWith("unsaved-")) doc.put(each);
    this.doc = doc;
    this.emit("doc", doc);
    return doc;
  }

  /** Show others' codings, or hide them. @param {boolean} others */
  async showOthers(others) {
    this.others = others;
    if (this.doc) await this.open(this.doc.document, true);
  }

  /** Say which document a view of its own shows (null: the open one, as ever). @param {string | null} document */
  shows(document) {
    if (this.shown === document) return;
    this.shown = document;
    this.emit("shown", document);
  }

  /** Go to another view. @param {string} id @param {any} [params] */
  go(id, params = {}) {
    this.view = { id, params };
    this.emit("view", this.view);
  }

  /**
   * Open a document and go to a view of it. Who asked for another one, or went to another view, meanwhile is not taken
   * away from that.
   * @param {string} id @param {{document: string, [more: string]: any}} params
   */
  async show(id, params) {
    const from = this.view;
    try {
      const doc = await this.open(params.document);
      if (doc.document === params.document && !this.opening && this.view === from) this.go(id, params);
    } catch (error) {
      if (!this.opening) this.sorry(error);
    }
  }

  /**
   * Open a document in the view of the text, at a stretch where one is given.
   * @param {string} document @param {number} [start] @param {number} [end]
   */
  async jump(document, start, end) {
    await this.show("code", start === undefined ? { document } : { document, start, end: end ?? start });
  }

  /**
   * Put a code on a stretch of the open document: shown at once, unsaved until the study has it.
   * @param {number} start @param {number} end @param {string} code @param {string | null} [memo]
   * @returns {Promise<any>}
   */
  async code(start, end, code, memo = null) {
    const doc = this.doc;
    if (!doc) return null;
    const twin = doc.ordered().find(
      (each) => each.start === start && each.end === end && each.code === code && each.coder === this.session.coder,
    );
    if (twin && !memo) {
      this.say(`${this.nameOf(code)} is on these words already; nothing was coded twice.`);
      return { coding: twin.id, stood: true };
    }
    // Sent first, drawn while it is on its way.
    const params = { document: doc.document, version: doc.version, start, end, code, memo };
    const sent = this.write("add", params, `${this.nameOf(code)} in ${doc.document}`);
    const id = newId("unsaved-");
    doc.put({
      id, start, end, code, coder: this.session.coder, origin: "manual", blind: "unknown", suggestion: null,
      time: new Date().toISOString(), stale: false, memos: 0, key: false, unsaved: true,
    });
    const drawn = () => this.emit("codings", { document: doc.document, touched: [[start, end]], full: false });
    drawn();
    const gone = () => {
      doc.codings.delete(id);
      // The document may have been read anew meanwhile, and took along what was not saved.
      if (this.doc?.version !== doc.version) return;
      this.doc.codings.delete(id);
      drawn();
    };
    try {
      const result = await sent;
      gone();
      return result;
    } catch (error) {
      gone();
      throw error;
    }
  }

  // -- what the browser remembers ------------------------------------------------------------------------

  /** What was chosen in this browser before. @param {string} name @param {any} [otherwise] */
  remembered(name, otherwise = null) {
    try {
      const found = localStorage.getItem(`qualcode-${name}`);
      return found === null ? otherwise : JSON.parse(found);
    } catch {
      return otherwise; // storage is denied, or holds something else
    }
  }

  /** @param {string} name @param {any} value plain data; never words of the study */
  remember(name, value) {
    try {
      localStorage.setItem(`qualcode-${name}`, JSON.stringify(value));
    } catch {
      // Where storage is denied the choice holds for this page.
    }
  }

  // -- words ---------------------------------------------------------------------------------------------

  /** @param {string} code */
  nameOf(code) {
    return this.codes.get(code)?.name ?? code;
  }

  /** Letter of a code's theme, by which it is known where colours are not. @param {string} code */
  letterOf(code) {
    const place = (this.themes ?? []).indexOf(this.codes.get(code)?.theme ?? "");
    if (place < 0) return "?";
    return LETTERS[place % 26] + (place >= 26 ? String(Math.floor(place / 26) + 1) : "");
  }

  /** Number (0 to 7) of the theme's colour in the style sheet. @param {string} code */
  hueOf(code) {
    return this.hues?.get(this.codes.get(code)?.theme ?? "") ?? 7;
  }

  /**
   * Say something in passing; read out by screen readers.
   * @param {string} words @param {"info" | "error"} [kind] information goes by itself, and when another view is gone to;
   *   an error stays until it is closed
   * @param {import("./messages.js").Action} [action] what can be done about it, as a button ("Undo")
   * @param {string} [topic] it takes the place of what was said about the same before
   */
  say(words, kind = "info", action, topic) {
    this.emit("say", { words, kind, action, topic });
  }

  /** Say why something was not done. @param {any} error */
  sorry(error) {
    if (error instanceof Offline || error instanceof Expired) return; // the status line says it
    this.say(error.message ?? String(error), "error");
    if (!(error instanceof Refusal)) console.error(error);
  }

  close() {
    this.stop?.();
    this.outbox?.close();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }
}
