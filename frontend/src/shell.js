// The frame around the views: title, tabs, documents, status, messages, help.

import { button, counted, fill, freshId, h, icon, plain } from "./dom.js";
import { DocumentList } from "./documents.js";
import { dialog, field } from "./dialog.js";
import { Keys, shortcuts, spoken, ways } from "./keys.js";
import { Messages } from "./messages.js";
import { VIEWS } from "./views/index.js";

const THEMES = /** @type {const} */ (["auto", "light", "dark"]);
const THEME_WORDS = { auto: "as the computer", light: "light", dark: "dark" };
const THEME_ICONS = /** @type {const} */ ({ auto: "screen", light: "sun", dark: "moon" });
const NARROW = 720; // px of the frame at letters of 16 px, below which the documents are a drawer
const MIDDLE = 1_100;

export class Shell {
  /** @param {HTMLElement} host @param {import("./app.js").App} app */
  constructor(host, app) {
    this.app = app;
    this.host = host;
    /** Whether the page is nothing else than this. */
    this.alone = app.transport.home === "page";
    host.classList.add("qc");
    // The shortcuts of JupyterLab stay away from what is pressed in here. It looks at the element that has the
    // focus first, so that the mark has to be there, too.
    const marked = (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true");
    host.dataset.lmSuppressShortcuts = "true";
    if (!this.alone) host.addEventListener("focusin", marked);
    if (!this.alone) host.tabIndex = -1;
    this.keys = new Keys(host, { alone: this.alone });
    this.keys.signs = app.remembered("signs", true);
    app.keys = this.keys;
    /** @type {any} */
    this.view = null;
    this.offs = [];
    // Closing a page that holds unsaved work asks first.
    this.leaving = (event) => {
      if (app.outbox && !app.saved) event.preventDefault();
    };
    this.setTheme(app.remembered("theme", "auto"));
    this.status = h("p", { class: "qc-status", role: "status" });
    this.messages = new Messages(app, () => this.main.focus({ preventScroll: true }));
    this.tabs = h("nav", { class: "qc-tabs", "aria-label": "Views" });
    // In a notebook the landmarks are the notebook's.
    this.main = this.alone ? h("main", { class: "qc-main-view", tabindex: "-1" }) : h("div", { class: "qc-main-view", tabindex: "-1" });
    this.list = h("aside", { class: "qc-documents", id: freshId("documents"), "aria-label": "Documents" });
    this.drawer = false;
    this.listed = false;
    this.signIn = h("a");
    this.veil = h("div", { class: "qc-veil", hidden: true, on: { click: () => this.showList(false) } });
    this.measure = new ResizeObserver(() => this.#measured());
    this.measure.observe(host);
    this.#measured();
    fill(host, h("p", { class: "qc-loading", role: "status" }, "Opening the study …"));
  }

  /** @param {{view?: string, document?: string}} first */
  async start(first) {
    const { app, host } = this;
    try {
      await app.start();
    } catch (error) {
      fill(
        host,
        h(
          "div",
          { class: "qc-empty" },
          h("p", { class: "qc-fault", role: "alert" }, `The study could not be opened: ${error.message}`),
          button("Try again", () => this.start(first), { class: "qc-main" }),
        ),
      );
      return;
    }
    const session = app.session;
    this.coder = h("span", { class: "qc-coder", title: "Who codes here" }, icon("person"), h("span", { class: "qc-unseen" }, "Coding as "), h("span", { class: "qc-coder-name" }, session.coder));
    this.listButton = button("Documents", () => this.showList(!this.listed, true), { icon: "list", bare: true, keys: "g o", "aria-controls": this.list.id });
    this.themeButton = button("Colours", () => this.#nextTheme(), { icon: "screen", bare: true });
    this.setTheme(this.theme);
    this.tab = new Map(
      VIEWS.map((each) => [
        each.id,
        h("button", { type: "button", class: "qc-tab", title: spoken(each.key), "aria-keyshortcuts": shortcuts(each.key), on: { click: () => app.go(each.id) } }, each.label),
      ]),
    );
    fill(this.tabs, [...this.tab.values()]);
    this.hint = h("div", { class: "qc-first" });
    // In a tab of its own: what is unsaved stays here, and is sent once this browser is signed in again.
    this.signIn = h("a", { class: "qc-sign-in", href: `${app.transport.base ?? ""}/`, target: "_blank", rel: "noopener", hidden: true }, "Sign in");
    fill(
      host,
      h(
        this.alone ? "header" : "div",
        { class: "qc-header" },
        this.listButton,
        h(this.alone ? "h1" : "h2", { class: "qc-title", title: session.title }, session.title),
        this.tabs,
        this.status,
        this.signIn,
        this.coder,
        this.themeButton,
        button("Keys and help", () => this.help(), { icon: "help", bare: true, keys: "?" }),
        session.role !== "alone" && this.alone ? button("Sign out", () => this.#signOut(), { icon: "out", bare: true }) : null,
      ),
      this.hint,
      h("div", { class: "qc-body" }, this.list, this.veil, this.main),
      this.messages.element,
    );
    if (!this.alone) {
      host.setAttribute("role", "region");
      host.setAttribute("aria-label", `Coding page: ${session.title}`);
    }
    this.documents = new DocumentList(this.list, app, (byKeys) => {
      if (this.drawer) this.showList(false);
      if (byKeys) /** @type {HTMLElement} */ (this.main.querySelector(".qc-text") ?? this.main).focus({ preventScroll: true });
    });
    this.showList(this.#listAtFirst());
    this.offs.push(
      app.on("view", () => this.#show()),
      // A moment later: who opened the document may go on to a view of it, which is one step together.
      app.on("doc", () => setTimeout(() => this.#address(true))),
      app.on("status", () => this.#status()),
      app.on("refused", ({ item, error }) => {
        // Who sent it says so where it was asked for.
        if (!item.quiet) app.say(`Not done (${item.words}): ${error.message}`, "error");
      }),
      this.keys.add([
        ...VIEWS.map((each) => ({ keys: each.key, words: `go to ${each.label}`, run: () => app.go(each.id), group: "Everywhere" })),
        { keys: "g o", words: "find a document in the list", run: () => this.showList(true, true), group: "Everywhere" },
        { keys: "g n", words: "open the next document", run: () => this.#step(1), group: "Everywhere" },
        { keys: "g p", words: "open the document before", run: () => this.#step(-1), group: "Everywhere" },
        { keys: "g x", words: "close messages", run: () => this.messages.hush(), group: "Everywhere" },
        { keys: "Escape", words: "close the list of documents", when: () => this.drawer && this.listed, run: () => this.showList(false), typing: true, group: "Everywhere" },
        { keys: "Escape", words: "leave the field, back to the view", run: () => this.#leaveField(), typing: true, quiet: true, group: "Everywhere" },
        { keys: "Mod+s", words: "nothing: all is saved as you do it", run: () => this.#savedAlready(), typing: true, group: "Everywhere" },
        { keys: "?", words: "show these keys", run: () => this.help(), group: "Everywhere" },
      ]),
    );
    window.addEventListener("beforeunload", this.leaving);
    if (this.alone) {
      this.hash = () => this.#fromAddress();
      window.addEventListener("popstate", this.hash);
    }
    this.#firstHint();
    const place = this.alone ? parseAddress(location.hash) : null;
    const known = new Set(app.documents.map((each) => each.document));
    const wanted = [place?.params.document, first.document, app.remembered(`last-${session.project}`), app.documents[0]?.document].find((each) => known.has(each));
    if (wanted) await app.open(wanted).catch((error) => app.sorry(error));
    // Who has gone somewhere by key while the document was fetched stays there.
    if (!this.view) app.go(place?.id ?? first.view ?? "code", place?.params ?? {});
    this.#status();
  }

  destroy() {
    for (const off of this.offs) off();
    this.view?.shown.destroy();
    this.documents?.destroy();
    this.messages.destroy();
    this.measure.disconnect();
    this.keys.close();
    window.removeEventListener("beforeunload", this.leaving);
    if (this.hash) window.removeEventListener("popstate", this.hash);
    this.host.replaceChildren();
  }

  // -- views and addresses -------------------------------------------------------------------------------

  #show() {
    const { id, params } = this.app.view;
    const wanted = VIEWS.find((each) => each.id === id) ?? VIEWS[0];
    for (const [of, tab] of this.tab ?? []) {
      if (of === wanted.id) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    // The first steps are those of coding.
    if (this.hint) this.hint.hidden = wanted.id !== VIEWS[0].id;
    this.tab?.get(wanted.id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#address(true);
    if (this.view?.of === wanted && this.view.shown.params) {
      this.view.shown.params(params);
      return;
    }
    const inside = this.main.contains(document.activeElement);
    this.view?.shown.destroy();
    this.view = null;
    this.main.replaceChildren();
    this.main.dataset.view = wanted.id;
    this.main.setAttribute("aria-label", wanted.label);
    try {
      this.view = { of: wanted, shown: wanted.mount(this.main, this.app, params) };
    } catch (error) {
      console.error(error);
      fill(this.main, h("p", { class: "qc-empty qc-fault", role: "alert" }, `This view could not be shown: ${error.message}`));
    }
    // The keyboard follows into the view, unless the view has taken it or it stands on a tab.
    if ((inside || document.activeElement === document.body) && !this.main.contains(document.activeElement)) this.main.focus({ preventScroll: true });
  }

  /** The address names what is shown, so that it can be kept and gone back to. @param {boolean} step */
  #address(step) {
    if (!this.alone || !this.host.isConnected) return;
    const { app } = this;
    const { id, params } = app.view;
    const view = VIEWS.find((each) => each.id === id) ?? VIEWS[0];
    document.title = plain([view.label, app.doc?.document, app.session.title].filter(Boolean).join(" · "));
    if (app.doc) app.remember(`last-${app.session.project}`, app.doc.document);
    const address = addressOf(view.id, params, app.doc?.document);
    if (location.hash === address) return;
    if (step && location.hash) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  async #fromAddress() {
    // A question about what was on the screen before is no question any more.
    for (const each of this.host.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (each).close();
    const place = parseAddress(location.hash);
    if (!place) return;
    const { app } = this;
    if (place.params.document && place.params.document !== app.doc?.document) {
      try {
        const doc = await app.open(place.params.document);
        if (doc.document !== place.params.document) return; // another one was asked for meanwhile
      } catch (error) {
        app.sorry(error);
        this.#address(false);
        return;
      }
    }
    app.go(place.id, place.params);
  }

  /** @param {number} by */
  #step(by) {
    const { app } = this;
    const shown = this.documents?.order ? JSON.parse(this.documents.order).flatMap(([, list]) => list) : [];
    // Pressed twice, it goes two on, however long the first one takes.
    const at = shown.indexOf(app.opening?.document || app.shown || app.doc?.document);
    const next = shown[at + by];
    if (!next || at < 0) app.say(by > 0 ? "This is the last document of the list." : "This is the first document of the list.");
    else void app.show(app.view.id, { document: next });
  }

  // -- the list of documents -----------------------------------------------------------------------------

  #measured() {
    // In larger letters there is room for fewer of them.
    const letters = 16 / (parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
    const width = (this.host.clientWidth || window.innerWidth) * letters;
    const kind = width < NARROW ? "narrow" : width < MIDDLE ? "middle" : "wide";
    if (this.host.dataset.width === kind) return;
    const before = this.drawer;
    this.host.dataset.width = kind;
    this.drawer = kind === "narrow";
    if (this.documents && before !== this.drawer) this.showList(this.#listAtFirst());
  }

  // In a notebook there is seldom room for the list and a line of readable length.
  #listAtFirst() {
    return !this.drawer && this.app.remembered("documents-shown", this.alone || this.host.dataset.width === "wide");
  }

  /** @param {boolean} shown @param {boolean} [asked] by a person: remembered, and the keyboard goes there */
  showList(shown, asked = false) {
    const had = this.list.contains(document.activeElement);
    this.listed = shown;
    this.list.hidden = !shown;
    this.veil.hidden = !(shown && this.drawer);
    // Behind an open drawer nothing can be reached.
    this.main.inert = shown && !!this.drawer;
    this.listButton?.setAttribute("aria-expanded", String(shown));
    if (asked && !this.drawer) this.app.remember("documents-shown", shown);
    if (shown && asked) this.documents?.focus();
    else if (!shown && had) this.listButton?.focus();
    this.app.emit("resized");
  }

  // -- status and messages -------------------------------------------------------------------------------

  #status() {
    const { app } = this;
    const waiting = app.outbox.size;
    const kept = waiting ? `${counted(waiting, "change")} kept in this page` : "";
    let words = "Saved";
    let kind = "saved";
    if (app.outbox.expired) {
      words = [app.outbox.why || "Not signed in any more", kept].filter(Boolean).join("; ");
      kind = "lost";
    } else if (app.outbox.trouble) {
      words = [`Cannot be saved just now: ${app.outbox.trouble}`, kept].filter(Boolean).join("; ");
      kind = "lost";
    } else if (!app.connected || app.outbox.offline) {
      words = this.alone
        ? `No connection to the study; ${kept ? `${kept}, sent when it is back` : "trying again"}`
        : `${["The kernel does not answer", kept].filter(Boolean).join("; ")}. If it was restarted, run this cell again`;
      kind = "lost";
    } else if (waiting) {
      words = "Saving …";
      kind = "saving";
    } else if (app.session.read_only) {
      words = "Read only";
      kind = "quiet";
    }
    this.signIn.hidden = !app.outbox.expired || !this.alone;
    // "Saving" and "saved" after every act would talk into what is read out; that it cannot be saved, and that it can again, is said.
    this.status.setAttribute("aria-live", kind === "lost" || this.status.dataset.kind === "lost" ? "polite" : "off");
    this.status.dataset.kind = kind;
    this.status.title = kind === "quiet" ? `This study cannot be written: ${app.session.read_only}` : words;
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  // What the hint below the keys promises: from a field back to where keys work. A browser empties a field of search first.
  #leaveField() {
    const at = /** @type {any} */ (document.activeElement);
    if (!at?.matches("input:not([type=checkbox], [type=radio]), textarea, select") || (at.type === "search" && at.value)) return false;
    this.main.focus({ preventScroll: true });
    return undefined;
  }

  #savedAlready() {
    this.app.say(this.app.saved ? "Everything is saved. It is saved as you do it." : "Not everything is saved yet; the line above says why.");
  }

  // -- help ----------------------------------------------------------------------------------------------

  help() {
    if (this.host.querySelector(".qc-help")) return;
    const groups = new Map();
    const here = VIEWS.find((each) => each.id === this.app.view.id)?.label ?? "Here";
    for (const each of this.keys.list()) {
      const name = each.group ?? here;
      groups.set(name, [...(groups.get(name) ?? []), each]);
    }
    const everywhere = groups.get("Everywhere");
    groups.delete("Everywhere");
    if (everywhere) groups.set("Everywhere", everywhere);
    const signs = field("Keys that are one letter, number or sign work", {
      kind: "check", value: this.keys.signs, hint: "Turn this off where you speak to the computer, or press keys without meaning to. All that they do has a button, too.",
    });
    signs.input.addEventListener("change", () => {
      this.keys.signs = signs.input.checked;
      this.app.remember("signs", this.keys.signs);
    });
    const { element } = dialog(this.app, {
      title: "Keys and help",
      class: "qc-help",
      body: [
        h("p", null, FIRST_STEPS),
        h(
          "div",
          { class: "qc-keys-columns" },
          [...groups].map(([name, list]) =>
            h(
              "section",
              null,
              h("h3", null, name),
              h(
                "dl",
                { class: "qc-keys" },
                list.map((each) =>
                  h("div", null, h("dt", null, ways(each.keys).map((way, place) => [place ? " or " : null, way.map((key, n) => [n ? " " : null, h("kbd", null, key)])])), h("dd", null, each.words)),
                ),
              ),
            ),
          ),
        ),
        h("p", { class: "qc-hint" }, "Keys do nothing while you type in a field; Esc leaves it. Two keys beside each other are pressed one after the other. Nothing on this page leaves this machine."),
        signs.element,
      ],
      actions: [],
      wide: true,
    });
    // What is read begins at the top.
    /** @type {HTMLElement | null} */ (element.querySelector(".qc-actions button"))?.focus({ preventScroll: true });
    element.scrollTop = 0;
  }

  #firstHint() {
    if (this.app.remembered("first-steps")) return;
    const close = () => {
      this.app.remember("first-steps", "seen");
      this.hint?.replaceChildren();
      this.main.focus({ preventScroll: true });
    };
    if (this.hint) {
      fill(
        this.hint,
        h("section", { class: "qc-first-steps", "aria-label": "First steps" }, h("p", null, FIRST_STEPS), button("All keys", () => this.help(), { class: "qc-small" }), button("Got it", close, { class: "qc-small qc-main" })),
      );
    }
  }

  // -- colours, signing out ------------------------------------------------------------------------------

  /** @param {any} theme */
  setTheme(theme) {
    const known = THEMES.includes(theme) ? theme : "auto";
    this.host.dataset.theme = known;
    this.theme = known;
    if (!this.themeButton) return;
    const label = `Colours: ${THEME_WORDS[known]}`;
    this.themeButton.setAttribute("aria-label", label);
    this.themeButton.title = label;
    fill(this.themeButton, icon(THEME_ICONS[known]));
  }

  #nextTheme() {
    const next = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length];
    this.setTheme(next);
    this.app.remember("theme", next);
    this.app.say(`Colours: ${THEME_WORDS[next]}.`);
  }

  async #signOut() {
    const { app } = this;
    if (!app.saved) {
      app.say("Not everything is saved yet; signing out now would lose it.", "error");
      return;
    }
    try {
      await app.transport.signOut();
    } catch (error) {
      app.sorry(error);
    }
  }
}

const FIRST_STEPS =
  "Select words in the text with the mouse, or with the arrow keys and Shift. Then put a code on them: click it, press its number, or press / and type its name. Everything is saved as you do it, and Ctrl+Z takes it back. Press ? for all keys.";

/** `#code/IP01?start=120&end=188` @param {string} id @param {any} params @param {string} [open] */
function addressOf(id, params, open) {
  const { document: asked, ...rest } = params;
  const of = open ?? asked ?? "";
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
