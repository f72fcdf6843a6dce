// What all views share: the study as this page knows it, and the one way in which it changes.

import { Doc } from "./doc.js";
import { Outbox } from "./outbox.js";
import { Expired, Offline, Refusal } from "./transport.js";

/**
 * @typedef {{code: string, name: string, parent: string | null, theme: string, definition: string,
 *   include: string[], exclude: string[], examples: string[], color: string, patterns: string[],
 *   applicable: boolean, category: boolean, retired: boolean, merged_into: string | null, defined: boolean,
 *   codings: number}} Code
 * @typedef {{document: string, title: string, kind: string, phase: string, case: string, date: string,
 *   words: number, turns: number, codings: number, passes: [string, boolean, string][], hidden: boolean}} Listed
 * @typedef {{act: number, since: number, parts: string[], touched: string[], full: boolean,
 *   version?: string | null, codings: {added: any[][], gone: string[]} | null}} Changes
 */

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
    this.act = 0;
    this.connected = true;
    /** Whether other coders' codings are wanted in the text. */
    this.others = false;
    /** @type {{id: string, params: any}} */
    this.view = { id: "code", params: {} };
    /** @type {Map<string, Set<(told: any) => void>>} */
    this.listeners = new Map();
    /** @type {Outbox} */
    this.outbox = /** @type {any} */ (null);
    this.following = false;
    /** @type {Record<string, any>} */
    this.timers = {};
  }

  // -- events: "codings" {document, touched, full}, "codebook", "documents", "memos", "queue", "settings",
  //    "counts", "doc" (another document is open), "view", "status", "refused" {item, error}, "told" --------

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
      if (error instanceof Expired) {
        this.outbox.expired = true;
        this.emit("status");
      }
      throw error;
    }
  }

  /**
   * Write something: kept until it is saved, sent again where the line is lost, done once.
   * @param {string} method @param {Record<string, any>} params @param {string} [words] what it is, for people
   * @returns {Promise<any>}
   */
  write(method, params, words) {
    return this.outbox.send(method, params, { words });
  }

  /** Whether everything that was done here is saved. */
  get saved() {
    return this.outbox.size === 0;
  }

  /** @param {boolean} reached */
  #reached(reached) {
    if (this.connected === reached) return;
    this.connected = reached;
    this.emit("status");
    if (reached) {
      this.outbox.flush();
      this.follow();
    }
  }

  /** @param {any} told */
  #heard(told) {
    if (told.lost) this.#reached(false);
    else if (told.back) {
      this.#reached(true);
      this.follow();
    } else if (told.ask || (told.act ?? 0) > this.act) this.follow();
    if (told.kind) this.emit("told", told);
  }

  /** Take in what others (or this coder elsewhere) have done meanwhile. */
  async follow() {
    if (this.following) return;
    this.following = true;
    try {
      const params = { since: this.act, document: this.doc?.document ?? null, others: this.others };
      const answer = await this.transport.call({ method: "changes", params });
      this.#reached(true);
      this.took({ changes: answer.result, act: answer.result.act });
    } catch (error) {
      if (error instanceof Offline) this.#reached(false);
      else if (!(error instanceof Refusal) && !(error instanceof Expired)) console.error(error);
    } finally {
      this.following = false;
    }
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
    const doc = this.doc;
    if (doc && changes.version !== undefined && changes.version !== doc.version) {
      this.open(doc.document, true).catch(() => {});
    } else if (doc && changes.codings) {
      const touched = doc.apply(changes.codings, changes.full);
      if (touched.length) this.emit("codings", { document: doc.document, touched, full: changes.full });
    }
    if (changes.parts.includes("codebook")) this.loadBook().catch(() => {});
    if (changes.parts.includes("documents") || changes.parts.includes("counts")) this.#later("documents");
    if (changes.parts.includes("counts")) this.#later("counts");
    for (const part of changes.parts) if (part !== "documents" && part !== "counts") this.emit(part);
  }

  // Counts beside codes and documents may follow a moment later: a coder who codes fast asks for them once.
  /** @param {string} what */
  #later(what) {
    clearTimeout(this.timers[what]);
    this.timers[what] = setTimeout(() => {
      if (what === "documents") this.loadDocuments().catch(() => {});
      else this.loadBook().catch(() => {});
    }, 400);
  }

  // -- the study -----------------------------------------------------------------------------------------

  async loadDocuments() {
    this.documents = await this.read("documents");
    this.emit("documents");
  }

  async loadBook() {
    this.#takeBook(await this.read("codebook"));
    this.emit("codebook");
  }

  /** @param {any} book */
  #takeBook(book) {
    this.codebook = book;
    this.codes = new Map(book.codes.map((each) => [each.code, each]));
    /** @type {string[]} */
    this.themes = book.codes.filter((each) => each.parent === null && !each.merged_into).map((each) => each.code);
  }

  /**
   * Open a document. @param {string} document @param {boolean} [anew] also where it is open already
   * @returns {Promise<Doc>}
   */
  async open(document, anew = false) {
    if (this.doc?.document === document && !anew) return this.doc;
    const raw = await this.read("document", { document, others: this.others });
    this.doc = new Doc(raw);
    // Acts between what was read before and this text are told for this document again, which does no harm.
    this.emit("doc", this.doc);
    return this.doc;
  }

  /** Show others' codings, or hide them. @param {boolean} others */
  async showOthers(others) {
    this.others = others;
    if (this.doc) await this.open(this.doc.document, true);
  }

  /** Go to another view. @param {string} id @param {any} [params] */
  go(id, params = {}) {
    this.view = { id, params };
    this.emit("view", this.view);
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
    const id = `unsaved-${crypto.randomUUID()}`;
    doc.put({
      id, start, end, code, coder: this.session.coder, origin: "manual", blind: "unknown", suggestion: null,
      time: new Date().toISOString(), stale: false, memos: 0, key: false, unsaved: true,
    });
    const drawn = () => this.emit("codings", { document: doc.document, touched: [[start, end]], full: false });
    drawn();
    const gone = () => {
      doc.codings.delete(id);
      if (this.doc === doc) drawn();
    };
    const params = { document: doc.document, version: doc.version, start, end, code, memo };
    try {
      const result = await this.write("add", params, `${this.nameOf(code)} in ${doc.document}`);
      gone();
      return result;
    } catch (error) {
      gone();
      throw error;
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
    const place = (this.themes ?? []).indexOf(this.codes.get(code)?.theme ?? "");
    return place < 0 ? 7 : place % 8;
  }

  /** Say something in passing; read out by screen readers. @param {string} words @param {"info" | "error"} [kind] */
  say(words, kind = "info") {
    this.emit("say", { words, kind });
  }

  /** Say why something was not done. @param {any} error */
  sorry(error) {
    if (error instanceof Offline || error instanceof Expired) return; // the status line says it
    this.say(error.message ?? String(error), "error");
    if (!(error instanceof Refusal)) console.error(error);
  }

  close() {
    this.stop?.();
    clearTimeout(this.outbox?.timer);
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }
}
