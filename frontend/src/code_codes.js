// The codes beside the text: in the order of the codebook, or those that fit what is typed; the numbers that
// put nine of them on with one key; those used last.

import { fill, freshId, h, icon } from "./dom.js";
import { lineOf } from "./code_margin.js";

/** @typedef {import("./app.js").App} App @typedef {import("./app.js").Code} Code */

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const RECENT = 5;

/** What this coder chose, kept in this browser: ids of codes. @param {App} app @param {string} name */
function store(app, name) {
  const key = `${name}-${app.session.project}-${app.session.coder}`;
  return {
    read: () => app.remembered(key),
    write: (/** @type {any} */ value) => app.remember(key, value),
  };
}

/** Which code each number puts on. A number keeps its code, whatever else is added to the codebook. */
export class Hotkeys {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.store = store(app, "hotkeys");
    /** digit -> code; "" = kept free. @type {Record<string, string>} */
    this.chosen = {};
    const found = this.store.read();
    if (found && typeof found === "object") {
      for (const digit of DIGITS) if (typeof found[digit] === "string") this.chosen[digit] = found[digit];
    }
    /** Numbers whose code went while this page was open: hands that know them must not put on another one. @type {Set<string>} */
    this.freed = new Set();
    this.fill(true);
  }

  /** Numbers without a code get the first codes that have none. @param {boolean} [anew] the page was just opened */
  fill(anew = false) {
    const before = JSON.stringify(this.chosen);
    for (const digit of DIGITS) {
      const code = this.chosen[digit];
      if (!code || this.app.codes.get(code)?.applicable) continue;
      const now = this.#became(code);
      if (now && !this.keyOf(now)) this.chosen[digit] = now;
      else {
        delete this.chosen[digit];
        if (!anew) this.freed.add(digit);
      }
    }
    const taken = new Set(Object.values(this.chosen));
    const rest = [...this.app.codes.values()].filter((each) => each.applicable && !taken.has(each.code));
    for (const digit of DIGITS) {
      if (this.chosen[digit] !== undefined || this.freed.has(digit)) continue;
      const next = rest.shift();
      if (next) this.chosen[digit] = next.code;
    }
    if (JSON.stringify(this.chosen) !== before) this.store.write(this.chosen);
  }

  /** What a code was renamed to, or merged into. @param {string} code @returns {string | null} */
  #became(code) {
    for (let steps = 0; steps < 50; steps++) {
      const entry = this.app.codes.get(code);
      if (entry?.applicable) return code;
      const next = entry?.merged_into ?? [...this.app.codes.values()].find((each) => each.formerly.includes(code))?.code;
      if (!next) return null;
      code = next;
    }
    return null;
  }

  /** @param {string} digit @returns {string | null} */
  codeOf(digit) {
    return this.chosen[digit] || null;
  }

  /** @param {string} code @returns {string | null} */
  keyOf(code) {
    return DIGITS.find((digit) => this.chosen[digit] === code) ?? null;
  }

  /** Give a code a number; the number's code before and the code's number before are free then. @param {string} digit @param {string} code "" = none */
  assign(digit, code) {
    const before = code && this.keyOf(code);
    if (before) this.chosen[before] = "";
    this.chosen[digit] = code;
    this.freed.delete(digit);
    this.store.write(this.chosen);
  }
}

/** As words are compared: without accents and capitals. @param {string} words */
export function plain(words) {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/**
 * How well a code fits what was typed: 0 best, null not at all. All words must be found somewhere.
 * @param {App} app @param {Code} code @param {string} typed
 */
export function fit(app, code, typed) {
  const wanted = plain(typed).trim().split(/\s+/).filter(Boolean);
  const name = plain(code.name);
  const id = plain(code.code);
  const theme = plain(app.nameOf(code.theme));
  const more = plain([code.definition, ...code.include, ...code.examples].join(" "));
  let worst = 0;
  for (const word of wanted) {
    const own =
      name.startsWith(word) || id === word ? 0
      : name.split(/[\s/_-]+/).some((each) => each.startsWith(word)) ? 1
      : name.includes(word) || id.includes(word) ? 2
      : theme.includes(word) ? 3
      : more.includes(word) ? 4
      : null;
    if (own === null) return null;
    worst = Math.max(worst, own);
  }
  return worst;
}

export class CodeList {
  /**
   * @param {HTMLElement} host @param {App} app
   * @param {{take: (code: string) => void, make: (name: string) => void, leave: () => void, numbers: () => void}} given
   *   take: a code was chosen; make: a new one is wanted; leave: back to the text; numbers: change the numbers
   */
  constructor(host, app, given) {
    this.app = app;
    this.given = given;
    this.hotkeys = new Hotkeys(app);
    this.recents = store(app, "recent");
    /** What a code is chosen for, where it is not the selection. @type {string | null} */
    this.purpose = null;
    /** Place of the code that Enter takes. */
    this.picked = 0;
    /** The code that was put into the box, by its id: its name may fit others as well. @type {string | null} */
    this.offered = null;
    /** @type {HTMLElement[]} */
    this.options = [];
    const listId = freshId("codes");
    this.input = h("input", {
      type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": listId, "aria-autocomplete": "list",
      "aria-label": "Find a code", placeholder: "Find a code", autocomplete: "off", spellcheck: "false",
      on: { input: () => this.#typed(), focus: () => this.draw(), blur: () => this.draw() },
    });
    // Reached by the arrows of the box; a stop of its own for Tab would do nothing.
    this.list = h("div", { class: "qc-codes", role: "listbox", id: listId, "aria-label": "Codes", tabindex: "-1" });
    this.told = h("p", { class: "qc-unseen", role: "status" });
    this.banner = h("p", { class: "qc-purpose", hidden: true });
    this.keys = h(
      "p",
      { class: "qc-hint" },
      h("kbd", null, "/"), " to type, ", h("kbd", null, "1"), "–", h("kbd", null, "9"), " put a code on. ",
      h("button", { type: "button", class: "qc-link", on: { click: () => given.numbers() } }, "Change numbers"),
    );
    host.append(this.banner, h("div", { class: "qc-filter" }, icon("search"), this.input), this.keys, this.list, this.told);
    // The selection in the text outlives a click here.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      // The second half of a double click: the code was put on by the first, and whatever lies here now is not meant.
      if (event.detail > 1) return;
      const option = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
      if (option) this.#take(/** @type {HTMLElement} */ (option));
    });
    this.draw();
  }

  /** The keys of the box. @returns {import("./keys.js").Binding[]} */
  bindings() {
    const here = (run) => (event) => (document.activeElement === this.input ? run(event) : false);
    const group = "Finding a code";
    return [
      { keys: "ArrowDown", words: "next code of the list", run: here(() => this.#pick(this.picked + 1)), typing: true, group },
      { keys: "ArrowUp", words: "code before", run: here(() => this.#pick(this.picked - 1)), typing: true, group },
      { keys: "Enter", words: "put it on", run: here(() => this.options[this.picked] && this.#take(this.options[this.picked])), typing: true, group },
      ...DIGITS.map((digit) => ({
        keys: `Alt+${digit}`, words: "give it the number 1 (with 2 to 9 the others)", run: here(() => this.#number(digit)), typing: true, quiet: digit !== "1", group,
      })),
      {
        keys: "Escape", words: "back to the text", typing: true, group,
        run: here(() => {
          this.input.value = "";
          this.given.leave();
          this.draw();
        }),
      },
    ];
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  /** Have a code at hand, as if its name had been typed. @param {string} code */
  offer(code) {
    this.input.value = this.app.nameOf(code);
    this.offered = code;
    this.#typed();
  }

  /** Empty the box. */
  clear() {
    this.input.value = "";
    this.picked = 0;
    this.draw();
  }

  /** A code was put on. @param {string} code */
  used(code) {
    const before = this.#recent().filter((each) => each !== code);
    this.recents.write([code, ...before].slice(0, 12));
  }

  /** Choose for something else than the selection. @param {string | null} words null = for the selection again */
  setPurpose(words) {
    this.purpose = words;
    this.banner.hidden = !words;
    fill(this.banner, words, " ", h("button", { type: "button", class: "qc-link", on: { click: () => this.given.leave() } }, "Cancel"));
  }

  #recent() {
    const found = this.recents.read();
    return Array.isArray(found) ? found.filter((each) => this.app.codes.get(each)?.applicable) : [];
  }

  #typed() {
    this.picked = 0;
    this.draw();
    const number = this.options.length - 1;
    this.told.textContent = this.input.value.trim() ? (number ? `${number} ${number === 1 ? "code" : "codes"}` : "No code fits") : "";
  }

  /** @param {string} digit */
  #number(digit) {
    const code = this.options[this.picked]?.dataset.code;
    if (!code) return;
    this.hotkeys.assign(digit, code);
    this.app.say(`${digit} puts ${this.app.nameOf(code)} on from now on.`);
    this.draw();
  }

  /** @param {number} place */
  #pick(place) {
    if (!this.options.length) return;
    this.options[this.picked]?.setAttribute("aria-selected", "false");
    this.picked = (place + this.options.length) % this.options.length;
    this.#mark();
    this.options[this.picked].scrollIntoView({ block: "nearest" });
  }

  #mark() {
    const option = this.options[this.picked];
    const typing = document.activeElement === this.input;
    if (option && typing) {
      option.setAttribute("aria-selected", "true");
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      option?.setAttribute("aria-selected", "false");
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  /** @param {HTMLElement} option */
  #take(option) {
    if (option.dataset.code) this.given.take(option.dataset.code);
    else this.given.make(this.input.value.trim());
  }

  /** Numbers of codings have moved. The codes stay the elements they are: one may be about to be clicked. */
  counts() {
    for (const option of this.options) {
      const number = this.app.codes.get(option.dataset.code ?? "")?.codings;
      const shown = option.querySelector(".qc-count");
      if (shown) shown.textContent = number ? number.toLocaleString("en") : "";
    }
  }

  draw() {
    const { app } = this;
    this.hotkeys.fill();
    const typed = this.input.value.trim();
    const focused = document.activeElement === this.input;
    const shown = [...app.codes.values()].filter((each) => each.applicable);
    const groups = [];
    this.options = [];
    const option = (/** @type {Code} */ each, /** @type {number} */ depth) => {
      const key = this.hotkeys.keyOf(each.code);
      const made = h(
        "div",
        {
          class: "qc-code", role: "option", id: freshId("code"), "aria-selected": "false",
          data: { code: each.code, hue: app.hueOf(each.code), line: lineOf(app, each.code) },
          title: [each.name.length > 60 ? each.name : "", each.definition].filter(Boolean).join(": ") || null,
          style: depth ? { "--qc-depth": String(depth) } : {},
        },
        h("span", { class: "qc-letter" }, app.letterOf(each.code)),
        h("span", { class: "qc-code-name" }, each.name),
        h("span", { class: "qc-count", title: "your codings" }, each.codings ? each.codings.toLocaleString("en") : ""),
        key ? [h("span", { class: "qc-unseen" }, " key "), h("kbd", { title: `press ${key}` }, key)] : null,
      );
      this.options.push(made);
      return made;
    };
    if (typed) {
      const recent = this.#recent();
      const age = (/** @type {Code} */ each) => (recent.includes(each.code) ? recent.indexOf(each.code) : recent.length);
      const fits = shown
        .map((each, place) => ({ each, place, score: fit(app, each, typed) }))
        .filter(({ score }) => score !== null)
        .sort((a, b) => /** @type {number} */ (a.score) - /** @type {number} */ (b.score) || age(a.each) - age(b.each) || a.place - b.place);
      // What was offered comes first, whatever else its name fits.
      if (this.offered && typed === app.nameOf(this.offered).trim()) fits.sort((a, b) => Number(b.each.code === this.offered) - Number(a.each.code === this.offered));
      else this.offered = null;
      groups.push(fits.map(({ each }) => option(each, 0)));
    } else {
      const recent = focused ? this.#recent().slice(0, RECENT) : [];
      if (recent.length) groups.push(group("Used last", recent.map((code) => option(/** @type {Code} */ (app.codes.get(code)), 0))));
      for (const theme of app.themes ?? []) {
        const own = shown.filter((each) => each.theme === theme);
        if (own.length) groups.push(group(app.nameOf(theme), own.map((each) => option(each, this.#depth(each))), app.hueOf(theme), own[0].code === theme));
      }
    }
    const fresh = h("div", { class: "qc-code qc-new-code", role: "option", id: freshId("code"), "aria-selected": "false" }, icon("plus"), h("span", { class: "qc-code-name" }, typed ? `New code “${typed}” …` : "New code …"));
    this.options.push(fresh);
    const top = this.list.scrollTop;
    fill(this.list, groups, fresh);
    this.list.scrollTop = typed || focused ? 0 : top;
    this.picked = Math.min(this.picked, this.options.length - 1);
    this.#mark();
  }

  /** @param {Code} code */
  #depth(code) {
    let depth = 0;
    for (let at = code; at.parent && depth < 6; depth++) {
      const above = this.app.codes.get(at.parent);
      if (!above) break;
      at = above;
    }
    return depth;
  }
}

/** @param {string} name @param {HTMLElement[]} options @param {number} [hue] @param {boolean} [named] whether the first code says the name already */
function group(name, options, hue, named = false) {
  const id = freshId("group");
  return h(
    "div",
    { role: "group", class: "qc-code-group", "aria-labelledby": id, data: hue === undefined ? {} : { hue } },
    h("div", { class: named ? "qc-unseen" : "qc-code-theme", id, role: "presentation" }, name),
    options,
  );
}
