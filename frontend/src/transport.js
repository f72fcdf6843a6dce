// How a page asks: over HTTP from the local server, or through the kernel of a notebook. Both have `call`
// (a promise of the answer) and `listen` (told when the study has new acts, and when the line is lost).

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
  }
}

/** Nobody answered; what was asked may or may not have been done. */
export class Offline extends Error {}

/** The server does not know this page any more. */
export class Expired extends Error {}

export const PATIENCE = 30_000;

/** The local server. */
export class HttpTransport {
  home = "page";

  /** @param {string} base address of the page, without the slash at its end */
  constructor(base = "") {
    this.base = base;
  }

  /** @param {Record<string, any>} body {method, params, key, since, document} */
  async call(body) {
    let answer;
    try {
      answer = await fetch(`${this.base}/api/call`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Qualcode": "1" },
        body: JSON.stringify(body),
        credentials: "same-origin",
        signal: AbortSignal.timeout(body.patience ?? PATIENCE),
      });
    } catch (error) {
      throw new Offline(String(error));
    }
    if (answer.status === 401 || answer.status === 403) throw new Expired("This page is not signed in any more.");
    let said;
    try {
      said = await answer.json();
    } catch {
      throw new Offline("the answer was cut off");
    }
    if (answer.ok) return said;
    // A server that is going down answers, but not for the study.
    if (answer.status >= 500 && !said.error) throw new Offline(`status ${answer.status}`);
    throw new Refusal(said.error ?? { found: `status ${answer.status}` });
  }

  /**
   * @param {(told: {act?: number, lost?: boolean, back?: boolean, [key: string]: any}) => void} tell
   * @returns {() => void} stops listening
   */
  listen(tell) {
    const source = new EventSource(`${this.base}/api/events`);
    source.onopen = () => tell({ back: true });
    source.onmessage = (message) => {
      try {
        tell(JSON.parse(message.data));
      } catch {
        // A message that is cut off is followed by the next one.
      }
    };
    source.onerror = () => tell({ lost: true });
    return () => source.close();
  }
}

/** The kernel of a notebook, through the messages of a widget. */
export class WidgetTransport {
  home = "notebook";

  /** @param {any} model of anywidget */
  constructor(model) {
    this.model = model;
    this.waiting = new Map();
    this.next = 1;
    /** @type {((told: any) => void) | null} */
    this.tell = null;
    model.on("msg:custom", (message) => {
      if (message && message.answer !== undefined) {
        const asked = this.waiting.get(message.answer);
        this.waiting.delete(message.answer);
        if (!asked) return;
        clearTimeout(asked.timer);
        if (message.error) asked.refuse(new Refusal(message.error));
        else asked.give(message);
      } else if (message && message.told) {
        this.tell?.(message.told);
      }
    });
  }

  /** @param {Record<string, any>} body */
  call(body) {
    const number = this.next++;
    return new Promise((give, refuse) => {
      const timer = setTimeout(() => {
        this.waiting.delete(number);
        refuse(new Offline("the kernel did not answer"));
      }, body.patience ?? PATIENCE);
      this.waiting.set(number, { give, refuse, timer });
      try {
        this.model.send({ ask: number, ...body });
      } catch (error) {
        clearTimeout(timer);
        this.waiting.delete(number);
        refuse(new Offline(String(error)));
      }
    });
  }

  /** Cells of the notebook write, too, so the page asks now and then. @param {(told: any) => void} tell */
  listen(tell) {
    this.tell = tell;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && !this.waiting.size) tell({ ask: true });
    }, 2_000);
    return () => clearInterval(timer);
  }
}
