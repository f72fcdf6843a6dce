// What the page says in passing, below the work: what was done, what could not be done, with what can be done
// about it. Information goes by itself, errors stay until they are closed.

import { button, counted, fill, h, plain } from "./dom.js";

/**
 * @typedef {{label: string, run: () => any, act?: number}} Action act: number of the act that it takes back; without it
 *   the action holds as long as the message does
 */

const MOST = 3; // that stand at once, of information and of errors
// How long information stays: time to notice it and to hear what was being read out before, then time to read it
// slowly. Twice of it where something can be done about it. Nothing is lost with it: Ctrl+Z undoes the same.
const AT_LEAST = 8_000; // ms
const PER_SIGN = 80; // ms
const AGAIN = 3_000; // ms, after which one that was due and is being read is looked at again

export class Messages {
  /**
   * @param {import("./app.js").App} app
   * @param {() => void} leave the keyboard goes back to the view
   */
  constructor(app, leave) {
    this.app = app;
    this.leave = leave;
    this.polite = h("div", { class: "qc-said-list", role: "log", "aria-label": "Messages", "aria-live": "polite" });
    this.assertive = h("div", { class: "qc-said-list", role: "alert" });
    this.earlier = h("p", { class: "qc-earlier", hidden: true });
    this.element = h("div", { class: "qc-foot" }, this.earlier, this.assertive, this.polite);
    /** Those that stand, the latest last. @type {Message[]} */
    this.all = [];
    this.asking = false;
    this.again = false;
    this.offs = [
      app.on("say", (told) => this.say(told)),
      app.on("view", ({ id }) => this.#left(id)),
      app.on("act", () => void this.#check()),
    ];
  }

  destroy() {
    for (const off of this.offs) off();
    this.hush();
  }

  /** @param {{words: string, kind: string, action?: Action, topic?: string}} told */
  say({ words: said, kind, action, topic }) {
    const words = plain(said);
    // The same again is said again, but stands there once.
    const same = (one) => one.kind === kind && (one.words === words || (topic !== undefined && one.topic === topic));
    for (const each of this.all.filter(same)) this.#drop(each);
    const message = new Message(this, words, kind, this.app.view.id, action);
    message.topic = topic;
    this.all.push(message);
    (kind === "error" ? this.assertive : this.polite).append(message.element);
    const passing = this.all.filter((each) => each.kind !== "error");
    if (passing.length > MOST) this.#drop(passing.find((each) => !each.held()) ?? passing[0]);
    this.#fold();
    // Something may have been done between that act and its message.
    if (action?.act !== undefined && this.app.act > action.act) void this.#check();
  }

  /** Close all. */
  hush() {
    for (const each of [...this.all]) this.close(each);
  }

  /** @param {Message} message */
  close(message) {
    const had = message.element.contains(document.activeElement);
    this.#drop(message);
    this.#fold();
    if (had) this.leave();
  }

  /** @param {Message} message */
  #drop(message) {
    clearTimeout(message.timer);
    message.element.remove();
    this.all = this.all.filter((each) => each !== message);
  }

  // Errors stay, but not all of them are in the way: the earlier ones come when the later ones are closed.
  #fold() {
    const errors = this.all.filter((each) => each.kind === "error");
    errors.forEach((each, place) => (each.element.hidden = place < errors.length - MOST));
    const left = Math.max(0, errors.length - MOST);
    this.earlier.hidden = !left;
    fill(this.earlier, left ? `${counted(left, "earlier message")} of what was not done ${left === 1 ? "waits" : "wait"} behind these.` : "");
  }

  // What was said in passing in one view means nothing in another.
  /** @param {string} view */
  #left(view) {
    for (const each of this.all.filter((one) => one.kind !== "error" && one.view !== view)) this.close(each);
  }

  // Something was done, here or elsewhere: an Undo that would not undo what its message says goes.
  async #check() {
    const due = () => this.all.filter((each) => each.act !== undefined);
    this.again = this.asking;
    if (this.asking || !due().length) return;
    this.asking = true;
    try {
      const latest = await this.app.read("undoable");
      for (const each of due()) if (each.act !== latest?.act) each.disarm();
    } catch {
      // Without a line it stays; pressed, it says what is in the way.
    }
    this.asking = false;
    if (this.again) await this.#check();
  }
}

class Message {
  /** @param {Messages} among @param {string} words @param {string} kind @param {string} view @param {Action} [action] */
  constructor(among, words, kind, view, action) {
    this.words = words;
    this.kind = kind;
    this.view = view;
    this.act = action?.act;
    /** @type {string | undefined} */
    this.topic = undefined;
    this.does = action
      ? button(action.label, () => {
          among.close(this);
          action.run();
        }, { class: "qc-small" })
      : null;
    this.shut = button("Close message", () => among.close(this), { icon: "close", bare: true, class: "qc-small" });
    this.element = h("div", { class: `qc-message ${kind === "error" ? "qc-error" : "qc-info"}` }, h("p", { dir: "auto" }, words), this.does, this.shut);
    /** @type {any} */
    this.timer = null;
    if (kind === "error") return;
    const wait = (time) => {
      this.timer = setTimeout(() => (this.held() ? wait(AGAIN) : among.close(this)), time);
    };
    wait((AT_LEAST + words.length * PER_SIGN) * (action ? 2 : 1));
  }

  /** Whether somebody may be reading it, has the keyboard on it, or cannot come to it just now. */
  held() {
    return this.element.matches(":hover") || this.element.contains(document.activeElement) || document.hidden || !!document.querySelector(".qc dialog[open]");
  }

  /** It can no longer do what it says. */
  disarm() {
    this.act = undefined;
    if (this.does === document.activeElement) this.shut.focus();
    this.does?.remove();
    this.does = null;
  }
}
