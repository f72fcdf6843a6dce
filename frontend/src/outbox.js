// What was done in the page and is not known to be saved. Sent one after the other in the order in which it
// was done, each with an id of its own, so that what is sent twice is done once.

import { newId } from "./dom.js";
import { Expired, Offline, Refusal } from "./transport.js";

const PAUSES = [300, 700, 1500, 3000, 5000]; // ms between tries

export class Outbox {
  /**
   * @param {import("./app.js").App} app
   * @param {string} name under which it outlives a reload of the page
   */
  constructor(app, name) {
    this.app = app;
    this.name = `qualcode-outbox-${name}`;
    /** @type {any[]} */
    this.items = [];
    this.busy = false;
    this.tries = 0;
    this.offline = false;
    this.expired = false;
    /** @type {any} */
    this.timer = null;
    for (const kept of this.#kept()) this.items.push({ ...kept, give: () => {}, refuse: () => {} });
  }

  get size() {
    return this.items.length;
  }

  /**
   * Have something written. The promise is kept when the study has it, and broken by a Refusal.
   * @param {string} method
   * @param {Record<string, any>} params
   * @param {{document?: string | null, words?: string}} [more] words: what it is, for the list of what waits
   * @returns {Promise<any>} the result
   */
  send(method, params, more = {}) {
    return new Promise((give, refuse) => {
      this.items.push({ key: newId("a"), method, params, words: more.words ?? method, give, refuse });
      this.#keep();
      this.app.emit("status");
      this.flush();
    });
  }

  /** Try now what waits. */
  async flush() {
    if (this.busy || !this.items.length || this.expired) return;
    clearTimeout(this.timer);
    this.busy = true;
    try {
      while (this.items.length) {
        const item = this.items[0];
        let answer;
        try {
          answer = await this.app.transport.call({
            method: item.method,
            params: item.params,
            key: item.key,
            since: this.app.act,
            document: this.app.doc?.document ?? null,
          });
        } catch (error) {
          if (error instanceof Refusal) {
            this.items.shift();
            this.#keep();
            item.refuse(error);
            this.app.emit("refused", { item, error });
            continue;
          }
          if (error instanceof Expired) {
            this.expired = true;
            this.app.emit("status");
            return;
          }
          if (!(error instanceof Offline)) console.error(error);
          this.offline = true;
          this.app.emit("status");
          this.timer = setTimeout(() => this.flush(), PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
          return;
        }
        this.tries = 0;
        this.offline = false;
        this.items.shift();
        this.#keep();
        this.app.took(answer);
        item.give(answer.result);
        this.app.emit("status");
      }
    } finally {
      this.busy = false;
    }
  }

  #kept() {
    try {
      const found = JSON.parse(sessionStorage.getItem(this.name) ?? "[]");
      return Array.isArray(found) ? found.filter((each) => each && each.key && each.method) : [];
    } catch {
      return [];
    }
  }

  // Outlives a reload; gone with the tab. Where storage is denied the page alone keeps it.
  #keep() {
    try {
      const kept = this.items.map(({ key, method, params, words }) => ({ key, method, params, words }));
      if (kept.length) sessionStorage.setItem(this.name, JSON.stringify(kept));
      else sessionStorage.removeItem(this.name);
    } catch {
      // Nothing to do: the items are still here.
    }
  }
}
