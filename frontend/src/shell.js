// The frame around the views: title, tabs, documents, status, messages, help.

import { button, counted, fill, h, icon } from "./dom.js";
import { DocumentList } from "./documents.js";
import { dialog } from "./dialog.js";
import { Keys, spoken } from "./keys.js";
import { VIEWS } from "./views/index.js";

const THEMES = ["auto", "light", "dark"];

export class Shell {
  /** @param {HTMLElement} host @param {import("./app.js").App} app */
  constructor(host, app) {
    this.app = app;
    this.host = host;
    host.classList.add("qc");
    this.keys = new Keys(host);
    /** @type {any} */ (app).keys = this.keys;
    /** @type {any} */
    this.view = null;
    this.offs = [];
    // Closing a page that holds unsaved work asks first.
    this.leaving = (event) => {
      if (app.outbox && !app.saved) event.preventDefault();
    };
    this.status = h("p", { class: "qc-status", role: "status" });
    this.live = h("div", { class: "qc-live", "aria-live": "polite", role: "log" });
    this.tabs = h("nav", { class: "qc-tabs", "aria-label": "Views" });
    this.main = h("main", { class: "qc-main-view", tabindex: "-1" });
    this.list = h("aside", { class: "qc-documents", "aria-label": "Documents" });
    fill(host, h("p", { class: "qc-loading", role: "status" }, "Opening the study …"));
  }

  /** @param {{view?: string, document?: string}} first */
  async start(first) {
    const { app, host } = this;
    try {
      await app.start();
    } catch (error) {
      fill(host, h("p", { class: "qc-fault", role: "alert" }, `The study could not be opened: ${error.message}`), button("Try again", () => this.start(first)));
      return;
    }
    const session = app.session;
    this.setTheme(this.#remembered("theme") ?? "auto");
    fill(
      host,
      h(
        "header",
        { class: "qc-header" },
        h("h1", null, session.title),
        this.tabs,
        this.status,
        h("span", { class: "qc-coder" }, session.coder),
        button("Light or dark", () => this.#nextTheme(), { icon: "sun", bare: true }),
        button("Keys", () => this.help(), { icon: "help", bare: true, keys: "?" }),
      ),
      h("div", { class: "qc-body" }, this.list, this.main),
      this.live,
    );
    new DocumentList(this.list, app);
    this.offs.push(
      app.on("view", () => this.#show()),
      app.on("status", () => this.#status()),
      app.on("say", (told) => this.#say(told)),
      app.on("refused", ({ item, error }) => app.say(`Not done (${item.words}): ${error.message}`, "error")),
      this.keys.add([
        { keys: "?", words: "show these keys", run: () => this.help(), group: "Everywhere" },
        ...VIEWS.map((each) => ({ keys: each.key, words: `go to ${each.label}`, run: () => app.go(each.id), group: "Everywhere" })),
      ]),
    );
    window.addEventListener("beforeunload", this.leaving);
    if (app.transport.home === "page") {
      this.hash = () => this.#fromAddress();
      window.addEventListener("hashchange", this.hash);
    }
    const place = app.transport.home === "page" ? parseAddress(location.hash) : null;
    const document_ = place?.params.document ?? first.document ?? app.documents[0]?.document;
    if (document_) await app.open(document_).catch((error) => app.sorry(error));
    app.go(place?.id ?? first.view ?? "code", place?.params ?? {});
    this.#status();
  }

  destroy() {
    for (const off of this.offs) off();
    this.view?.shown.destroy();
    this.keys.close();
    window.removeEventListener("beforeunload", this.leaving);
    if (this.hash) window.removeEventListener("hashchange", this.hash);
    this.host.replaceChildren();
  }

  #show() {
    const { id, params } = this.app.view;
    const wanted = VIEWS.find((each) => each.id === id) ?? VIEWS[0];
    fill(
      this.tabs,
      VIEWS.map((each) =>
        h(
          "button",
          { type: "button", class: "qc-tab", "aria-current": each === wanted ? "page" : null, title: spoken(each.key), on: { click: () => this.app.go(each.id) } },
          each.label,
        ),
      ),
    );
    if (this.app.transport.home === "page") {
      const address = addressOf(wanted.id, params, this.app.doc?.document);
      if (location.hash !== address) history.pushState(null, "", address);
    }
    if (this.view?.of === wanted && this.view.shown.params) {
      this.view.shown.params(params);
      return;
    }
    this.view?.shown.destroy();
    this.main.replaceChildren();
    this.main.dataset.view = wanted.id;
    this.view = { of: wanted, shown: wanted.mount(this.main, this.app, params) };
  }

  async #fromAddress() {
    const place = parseAddress(location.hash);
    if (!place) return;
    if (place.params.document && place.params.document !== this.app.doc?.document) {
      await this.app.open(place.params.document).catch((error) => this.app.sorry(error));
    }
    this.app.go(place.id, place.params);
  }

  #status() {
    const { app } = this;
    const waiting = app.outbox.size;
    let words = "Saved";
    let kind = "saved";
    if (app.outbox.expired) {
      words = `Not signed in any more${waiting ? `; ${counted(waiting, "change")} kept in this page` : ""}. Open the link of the server again`;
      kind = "lost";
    } else if (!app.connected || app.outbox.offline) {
      words = `No connection to the study${waiting ? `; ${counted(waiting, "change")} kept here, sent when it is back` : "; trying again"}`;
      kind = "lost";
    } else if (waiting) {
      words = "Saving …";
      kind = "saving";
    }
    this.status.dataset.kind = kind;
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  /** @param {{words: string, kind: string}} told */
  #say({ words, kind }) {
    const message = h("div", { class: `qc-message qc-${kind}` }, h("span", null, words), button("Close message", () => message.remove(), { icon: "close", bare: true }));
    this.live.append(message);
    while (this.live.children.length > 4) this.live.firstElementChild?.remove();
    setTimeout(() => message.remove(), kind === "error" ? 20_000 : 6_000);
  }

  help() {
    const groups = new Map();
    for (const each of this.keys.list()) {
      const name = each.group ?? "Here";
      groups.set(name, [...(groups.get(name) ?? []), each]);
    }
    dialog(this.app, {
      title: "Keys",
      body: [...groups].map(([name, list]) => [
        h("h3", null, name),
        h("dl", { class: "qc-keys" }, list.map((each) => [h("dt", null, h("kbd", null, spoken(each.keys))), h("dd", null, each.words)])),
      ]),
      actions: [],
      wide: true,
    });
  }

  /** @param {string} theme */
  setTheme(theme) {
    this.host.dataset.theme = theme;
    this.theme = theme;
  }

  #nextTheme() {
    const next = THEMES[(THEMES.indexOf(this.theme ?? "auto") + 1) % THEMES.length];
    this.setTheme(next);
    this.#remember("theme", next);
    this.app.say(`Colours: ${next === "auto" ? "as the computer" : next}`);
  }

  /** @param {string} name */
  #remembered(name) {
    try {
      return localStorage.getItem(`qualcode-${name}`);
    } catch {
      return null;
    }
  }

  /** @param {string} name @param {string} value */
  #remember(name, value) {
    try {
      localStorage.setItem(`qualcode-${name}`, value);
    } catch {
      // Where storage is denied the choice holds for this page.
    }
  }
}

/** `#code/IP01?start=120&end=188` @param {string} id @param {any} params @param {string} [open] */
function addressOf(id, params, open) {
  const { document: asked, ...rest } = params;
  const of = asked ?? open ?? "";
  const more = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== null && value !== undefined && typeof value !== "object").map(([key, value]) => [key, String(value)]));
  return `#${id}${of ? `/${encodeURIComponent(of)}` : ""}${[...more].length ? `?${more}` : ""}`;
}

/** @param {string} hash */
function parseAddress(hash) {
  const found = /^#([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(hash);
  if (!found) return null;
  const params = /** @type {any} */ (Object.fromEntries(new URLSearchParams(found[3] ?? "")));
  if (found[2]) {
    try {
      params.document = decodeURIComponent(found[2]);
    } catch {
      return null;
    }
  }
  return { id: found[1], params };
}
