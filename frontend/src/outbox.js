// What was done in the page and is not known to be saved. Sent one after the other in the order in which it
// was done, each with an id of its own, so that what is sent twice is done once.
//
// It is kept in the browser, too, until it is saved: it outlives a reload, a crash, and a page that was closed
// in spite of the warning. The next page of the same coder on the same study takes it over and sends it; a page
// of anybody else does not see it.

import { newId } from "./dom.js";
import { Busy, Expired, Offline, Refusal } from "./transport.js";

const PAUSES = [300, 700, 1500, 3000, 5000]; // ms between tries
const LOOKS = 5_000; // ms between looks whether somebody has signed in again, or left work behind
const MOST_FAULTS = 3; // of the program itself, before an item is given up

export class Outbox {
  /**
   * @param {import("./app.js").App} app
   * @param {string} name whose work on which study: nobody else's page takes it over
   */
  constructor(app, name) {
    this.app = app;
    this.head = `qualcode-outbox:${name}:`;
    /** @type {any[]} */
    this.items = [];
    this.busy = false;
    this.tries = 0;
    this.offline = false;
    /** Why the study cannot be written just now, in words; "" = nothing is known to hinder it. */
    this.trouble = "";
    this.expired = false;
    /** Why this page may not write any more, in words. */
    this.why = "";
    this.closed = false;
    /** @type {any} */
    this.timer = null;
    // Who holds the lock of a name has a page that is open; what lies under any other was left behind.
    this.locks = globalThis.navigator?.locks;
    this.key = this.head + (this.locks ? newId("o") : "tab");
    /** @type {() => void} */
    this.release = () => {};
    this.locks?.request(this.key, () => new Promise((give) => (this.release = () => give(null)))).catch(() => {});
    if (!this.locks) this.items.push(...this.#kept(this.key));
    this.look = () => {
      if (document.visibilityState === "hidden") return;
      this.#takeOver();
      if (this.expired) this.#again();
      else if (this.items.length) this.flush();
    };
    window.addEventListener("focus", this.look);
    window.addEventListener("online", this.look);
    document.addEventListener("visibilitychange", this.look);
    this.looking = setInterval(this.look, LOOKS);
    try {
      this.channel = new BroadcastChannel("qualcode");
      this.channel.onmessage = this.look;
    } catch {
      this.channel = null;
    }
    this.#takeOver();
  }

  get size() {
    return this.items.length;
  }

  /** The page goes: what is unsent stays in the browser for the next one. */
  close() {
    this.closed = true;
    clearTimeout(this.timer);
    clearInterval(this.looking);
    window.removeEventListener("focus", this.look);
    window.removeEventListener("online", this.look);
    document.removeEventListener("visibilitychange", this.look);
    this.channel?.close();
    this.release();
  }

  /**
   * Have something written. The promise is kept when the study has it, and broken by a Refusal.
   * @param {string} method
   * @param {Record<string, any>} params
   * @param {{words?: string, quiet?: boolean}} [more] words: what it is, for people; quiet: who sends it shows a refusal
   *   (a page that takes it over does not know who that was, and says it)
   * @returns {Promise<any>} the result
   */
  send(method, params, more = {}) {
    return new Promise((give, refuse) => {
      this.items.push({ key: newId("a"), method, params, words: more.words ?? method, quiet: more.quiet ?? false, give, refuse });
      this.#keep();
      this.app.emit("status");
      this.flush();
    });
  }

  /** The server does not know this page any more. @param {string} [why] */
  expire(why = "Not signed in any more") {
    const before = this.expired && this.why === why;
    this.expired = true;
    this.why = why;
    if (!before) this.app.emit("status");
  }

  /** It knows it again. */
  signedIn() {
    if (!this.expired) return;
    this.expired = false;
    this.why = "";
    this.app.emit("status");
    this.flush();
  }

  /** Try now what waits. @param {{signedOut?: boolean}} [more] signedOut: also while it is not known who asks */
  async flush(more = {}) {
    if (this.busy || this.closed || !this.items.length || (this.expired && !more.signedOut)) return;
    clearTimeout(this.timer);
    this.busy = true;
    try {
      while (this.items.length && !this.closed) {
        const item = this.items[0];
        let answer;
        try {
          answer = await this.app.transport.call({
            method: item.method,
            params: item.params,
            key: item.key,
            since: this.app.act,
            document: this.app.doc?.document ?? null,
            others: this.app.others,
          });
        } catch (error) {
          if (error instanceof Refusal && (!error.unexpected || (item.faults = (item.faults ?? 0) + 1) >= MOST_FAULTS)) {
            this.#done();
            item.refuse(error);
            this.app.emit("refused", { item, error });
            this.app.emit("status");
            continue;
          }
          if (error instanceof Expired) {
            this.expire(error.message);
            return;
          }
          if (!(error instanceof Offline) && !(error instanceof Refusal)) console.error(error);
          this.offline = true;
          this.trouble = error instanceof Busy || error instanceof Refusal ? error.message : "";
          this.app.emit("status");
          this.timer = setTimeout(() => this.flush(), PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
          return;
        }
        this.#done();
        if (this.expired) this.signedIn();
        this.app.took(answer);
        item.give(answer.result);
        this.app.emit("status");
      }
    } finally {
      this.busy = false;
    }
  }

  // The first item was answered.
  #done() {
    this.tries = 0;
    this.offline = false;
    this.trouble = "";
    this.items.shift();
    this.#keep();
  }

  // Somebody may have signed in again, here or in another page of this browser.
  #again() {
    if (this.items.length) this.flush({ signedOut: true });
    else this.app.follow();
  }

  // -- what outlives the page ----------------------------------------------------------------------------

  // Take over what a page of the same coder left behind that is no longer there.
  async #takeOver() {
    if (!this.locks || this.closed) return;
    for (const key of this.#left()) {
      try {
        await this.locks.request(key, { ifAvailable: true }, (lock) => {
          if (!lock || this.closed) return;
          const known = new Set(this.items.map((each) => each.key));
          this.items.push(...this.#kept(key).filter((each) => !known.has(each.key)));
          this.#keep();
          localStorage.removeItem(key);
        });
      } catch {
        // It stays there for another time.
      }
    }
    if (this.items.length && !this.busy) {
      this.app.emit("status");
      this.flush();
    }
  }

  #left() {
    try {
      return Object.keys(localStorage).filter((each) => each.startsWith(this.head) && each !== this.key);
    } catch {
      return [];
    }
  }

  // With locks what is kept is found again by any page; without, only this tab knows what is its own.
  get #store() {
    return this.locks ? localStorage : sessionStorage;
  }

  /** @param {string} key @returns {any[]} */
  #kept(key) {
    try {
      const found = JSON.parse(this.#store.getItem(key) ?? "[]");
      if (!Array.isArray(found)) return [];
      return found
        .filter((each) => each && each.key && each.method)
        .map((each) => ({ ...each, give: () => {}, refuse: () => {} }));
    } catch {
      return [];
    }
  }

  // Where storage is denied the page alone keeps it.
  #keep() {
    try {
      const kept = this.items.map(({ key, method, params, words }) => ({ key, method, params, words }));
      if (kept.length) this.#store.setItem(this.key, JSON.stringify(kept));
      else this.#store.removeItem(this.key);
    } catch {
      // Nothing to do: the items are still here.
    }
  }
}
