// How a page asks: over HTTP from the local server, or through the kernel of a notebook. Both have `call`
// (a promise of the answer) and `listen` (told when the study has new acts, and when the line is lost).

import { newId } from "./dom.js";

/** The study was reached and said no, in the four facts of an error. */
export class Refusal extends Error {
  /** @param {{where?: string, found?: string, allowed?: string, next?: string}} said */
  constructor(said) {
    const { where = "", found = "", allowed = "", next = "" } = said;
    super([where && `${where}: ${found}`, !where && found, allowed && `(${allowed})`].filter(Boolean).join(" ") + (next ? `. ${next}` : ""));
    this.where = where;
    this.found = found;
    this.allowed = allowed;
    this.next = next;
    /** Whether the program itself failed, so that trying again is worth it. */
    this.unexpected = false;
  }
}

/** Nobody answered; what was asked may or may not have been done. */
export class Offline extends Error {}

/** The study was reached and cannot be written just now (a full disk, another program): it will pass. */
export class Busy extends Offline {}

/** The server does not know this page any more, or knows this browser as somebody else. */
export class Expired extends Error {}

export const PATIENCE = 30_000;
// Answers that say what is wrong with the call; it would be refused again.
const REFUSED = new Set([400, 413, 422, 500]);
const NOT_SIGNED_IN = new Set([401, 403, 409]);
const PAUSES = [500, 1_000, 2_000, 5_000]; // ms between tries to listen

/** The local server. */
export class HttpTransport {
  home = "page";

  /** @param {string} base address of the page, without the slash at its end */
  constructor(base = "") {
    this.base = base;
    /** This page among the pages of one coder. */
    this.page = newId("p");
    /** Whose page this is, and of which study: said with every call, so that nothing that was done here is
     * ever written for somebody who has signed in since, or into a study that is served here since.
     * @type {{project: string, coder: string} | null} */
    this.as = null;
  }

  /** @param {Record<string, any>} body {method, params, key, since, document, others} */
  async call(body) {
    const { patience = PATIENCE, ...asked } = body;
    const open = asked.document ?? (asked.method === "changes" || asked.method === "document" ? asked.params?.document : undefined);
    let answer;
    let said;
    try {
      answer = await fetch(`${this.base}/api/call`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Qualcode": "1" },
        body: JSON.stringify({ ...asked, page: this.page, ...(open ? { open } : {}), ...(this.as ? { as: this.as } : {}) }),
        credentials: "same-origin",
        signal: AbortSignal.timeout(patience),
      });
      said = await answer.json();
    } catch (error) {
      if (answer && NOT_SIGNED_IN.has(answer.status)) throw new Expired("Not signed in any more");
      throw new Offline(String(error));
    }
    if (answer.ok) {
      if (asked.method === "hello") this.as = { project: said.result.project, coder: said.result.coder };
      return said;
    }
    if (NOT_SIGNED_IN.has(answer.status)) throw new Expired(answer.status === 409 ? sentence(said.error?.found) : "Not signed in any more");
    if (said.again) throw new Busy(new Refusal(said.error ?? {}).message);
    if (said.error && REFUSED.has(answer.status)) {
      const refusal = new Refusal(said.error);
      refusal.unexpected = answer.status === 500;
      throw refusal;
    }
    // A server that is going down, or another one in its place, answers, but not for the study.
    throw new Offline(`status ${answer.status}`);
  }

  /**
   * @param {(told: {act?: number, lost?: boolean, back?: boolean, expired?: boolean, ask?: boolean, [key: string]: any}) => void} tell
   * @returns {() => void} stops listening
   */
  listen(tell) {
    /** @type {EventSource | null} */
    let source = null;
    /** @type {any} */
    let timer = null;
    let tries = 0;
    let closed = false;
    const open = () => {
      clearTimeout(timer);
      source?.close();
      source = null;
      // A browser keeps few lines to one server; a page that nobody sees needs none.
      if (closed || document.visibilityState === "hidden") return;
      source = new EventSource(`${this.base}/api/events?page=${this.page}`);
      source.onopen = () => {
        tries = 0;
        tell({ back: true });
      };
      source.onmessage = (message) => {
        try {
          const told = JSON.parse(message.data);
          if (told.kind === "changed_seat") ask(true);
          else tell(told);
        } catch {
          // A message that is cut off is followed by the next one.
        }
      };
      source.onerror = () => {
        source?.close();
        source = null;
        ask(false);
      };
    };
    // Why the line was cut: a server that is gone, or one that does not know this page.
    const ask = async (/** @type {boolean} */ changed) => {
      clearTimeout(timer);
      timer = setTimeout(open, PAUSES[Math.min(tries++, PAUSES.length - 1)]);
      try {
        const who = await this.who();
        if (closed) return;
        if (!who.signed_in) tell({ expired: true });
        else tell(changed ? { kind: "changed_seat" } : { ask: true });
      } catch {
        if (!closed) tell({ lost: true });
      }
    };
    document.addEventListener("visibilitychange", open);
    open();
    return () => {
      closed = true;
      document.removeEventListener("visibilitychange", open);
      open();
    };
  }

  /** @returns {Promise<{team: boolean, signed_in: boolean}>} */
  async who() {
    const answer = await fetch(`${this.base}/api/who`, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    return answer.json();
  }

  /** End the session of this browser and show where to sign in. */
  async signOut() {
    try {
      await fetch(`${this.base}/api/leave`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Qualcode": "1" },
        body: "{}",
        credentials: "same-origin",
      });
    } catch (error) {
      throw new Refusal({ found: "The server does not answer; you are still signed in", next: String(error) });
    }
    location.replace(`${this.base}/?signed-out`);
  }
}

/** @param {string | undefined} words */
function sentence(words) {
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : "Not signed in any more";
}

const HEARTBEAT = 10_000; // ms between questions whether the kernel is still there

/** The kernel of a notebook, through the messages of a widget. */
export class WidgetTransport {
  home = "notebook";

  /** @param {any} model of anywidget */
  constructor(model) {
    this.model = model;
    this.waiting = new Map();
    // Another view of the same widget hears the answers, too, and has numbers of its own.
    this.next = Math.floor(Math.random() * 2 ** 31) * 2 ** 20;
    /** @type {((told: any) => void) | null} */
    this.tell = null;
    this.heard = (message) => {
      if (message && message.answer !== undefined) {
        const asked = this.waiting.get(message.answer);
        this.waiting.delete(message.answer);
        if (!asked) return;
        clearTimeout(asked.timer);
        if (message.error) asked.refuse(refusalOf(message));
        else asked.give(message);
      } else if (message && message.told) {
        // Of a project that was closed the answer says more.
        this.tell?.(message.told.over ? { ask: true } : message.told);
      }
    };
    model.on("msg:custom", this.heard);
  }

  /** @param {Record<string, any>} body */
  call(body) {
    const { patience = PATIENCE, ...asked } = body;
    const number = this.next++;
    return new Promise((give, refuse) => {
      const timer = setTimeout(() => {
        this.waiting.delete(number);
        refuse(new Offline("the kernel does not answer"));
      }, patience);
      this.waiting.set(number, { give, refuse, timer });
      try {
        this.model.send({ ask: number, ...asked });
      } catch (error) {
        clearTimeout(timer);
        this.waiting.delete(number);
        refuse(new Offline(`the kernel cannot be reached: ${error.message ?? error}`));
      }
    });
  }

  /** The kernel tells of what cells and other pages write; the page asks whether the kernel is there. @param {(told: any) => void} tell */
  listen(tell) {
    this.tell = tell;
    const ask = () => {
      if (document.visibilityState === "visible" && !this.waiting.size) tell({ ask: true });
    };
    const timer = setInterval(ask, HEARTBEAT);
    // Sent by notebooks when the kernel is restarted or gone: nobody will answer what is on its way.
    const cut = () => {
      this.#refuse("the kernel is gone");
      tell({ lost: true });
    };
    this.model.on("comm_live_update", cut);
    return () => {
      clearInterval(timer);
      this.tell = null;
      this.model.off("comm_live_update", cut);
      this.model.off("msg:custom", this.heard);
      this.#refuse("the page is gone");
    };
  }

  /** @param {string} why */
  #refuse(why) {
    for (const { timer, refuse } of this.waiting.values()) {
      clearTimeout(timer);
      refuse(new Offline(why));
    }
    this.waiting.clear();
  }
}

/** @param {any} message of the kernel, with an error @returns {Error} */
function refusalOf(message) {
  const refusal = new Refusal(message.error);
  if (message.over) return new Expired(refusal.message);
  if (message.again) return new Busy(refusal.message);
  refusal.unexpected = !!message.unexpected;
  return refusal;
}
