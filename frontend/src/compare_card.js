// The place that is looked at: what each coder did there, what they say of it, and what it is settled as.

import { button, counted, fill, h } from "./dom.js";
import { choiceWords, ends, kindHint, kindWords, shortened, standOf } from "./compare_words.js";
import { when } from "./code_tip.js";

/** @typedef {import("./compare_words.js").Place} Place */

const MOST = 170; // characters of a quotation; the text beside shows all of it

export class Card {
  /**
   * @param {import("./app.js").App} app
   * @param {{choose: (choice: string) => void, edit: () => void, memo: () => void, reason: (words: string) => void,
   *   step: (by: number) => void}} does
   */
  constructor(app, does) {
    this.app = app;
    this.does = does;
    this.element = h("section", { class: "qc-compare-card", "aria-label": "This place" });
    this.body = h("div", { class: "qc-compare-card-body" });
    this.memos = h("div", { class: "qc-compare-memos" });
    this.reason = h("textarea", { rows: "1", dir: "auto", class: "qc-compare-reason", "aria-label": "Reason, kept as a memo", placeholder: "Reason, kept as a memo (r)" });
    this.keep = button("Keep this reason", () => does.reason(this.words), { class: "qc-small", hidden: true });
    this.reason.addEventListener("input", () => this.#typed());
    this.reason.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && !(event.key === "Enter" && !event.shiftKey)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter" && !this.keep.hidden) does.reason(this.words);
      /** @type {HTMLElement | null} */ (this.body.querySelector("[data-choice]") ?? app.root.querySelector(".qc-main-view"))?.focus();
    });
    fill(this.element, this.body);
    this.asking = 0;
    this.of = "";
  }

  /** The reason as it is typed. */
  get words() {
    return this.reason.value.trim();
  }

  /**
   * @param {Place | null} place @param {{coders: string[], settle: boolean, why: string, doc: any, at: number, of: number}} more
   */
  draw(place, { coders, settle, why, doc, at, of }) {
    const { app, does } = this;
    const held = /** @type {HTMLElement | null} */ (this.body.contains(document.activeElement) ? document.activeElement : null);
    const focus = held?.dataset.choice ?? held?.dataset.does;
    const wrote = held === this.reason;
    this.place = place;
    this.settle = settle && !!place?.settleable;
    if (!place) {
      fill(this.body, h("p", { class: "qc-quiet" }, of ? "Choose a place in the list, or press n." : "No place fits what is shown."));
      this.of = "";
      return;
    }
    if (this.of !== place.id) this.reason.value = place.reason;
    const names = coders.filter((each) => place.own[each]);
    fill(
      this.body,
      h(
        "header",
        { class: "qc-compare-card-head" },
        h("h3", null, kindWords(place), h("span", { class: "qc-quiet" }, ` · ${[place.turn ? `turn ${place.turn}` : "", place.who].filter(Boolean).join(" · ") || doc.document}`)),
        h(
          "div",
          { class: "qc-compare-steps" },
          h("span", { class: "qc-count" }, at >= 0 ? `${at + 1} of ${of}` : counted(of, "place")),
          button("Place before", () => does.step(-1), { icon: "up", bare: true, class: "qc-small", keys: "p", "data-does": "back" }),
          button("Next place", () => does.step(1), { icon: "down", bare: true, class: "qc-small", keys: "n", "data-does": "on" }),
        ),
      ),
      h("p", { class: "qc-hint" }, kindHint(place, coders)),
      h("ul", { class: "qc-compare-own" }, names.map((coder) => this.#own(coder, place.own[coder], doc)), coders.length === 2 && names.length === 1 ? h("li", { class: "qc-quiet" }, h("b", null, coders.find((each) => !place.own[each])), ": not coded so") : null),
      this.#standing(place, doc),
      this.settle ? this.#choices(place, coders, names) : why && place.settleable ? h("p", { class: "qc-note" }, why) : null,
      this.settle ? h("div", { class: "qc-compare-why" }, this.reason, this.keep) : place.reason ? h("p", { class: "qc-note" }, "Reason: ", h("span", { dir: "auto" }, place.reason)) : null,
      this.memos,
    );
    this.#typed();
    if (wrote && this.settle) this.reason.focus();
    else if (focus) /** @type {any} */ (this.body.querySelector(`[data-choice="${focus}"]:not(:disabled), [data-does="${focus}"]`) ?? app.root.querySelector(".qc-main-view"))?.focus({ preventScroll: true });
    if (this.of !== place.id) {
      this.memos.replaceChildren();
      this.element.scrollTop = 0;
    }
    this.of = place.id;
    this.#discussed(place, doc);
  }

  /** @param {string} coder @param {import("./compare_words.js").Own} own @param {any} doc */
  #own(coder, [, start, end, code], doc) {
    const { app } = this;
    return h(
      "li",
      { data: { hue: app.hueOf(code) } },
      h("p", null, h("b", { dir: "auto" }, coder), " ", h("span", { class: "qc-letter", "aria-hidden": "true" }, app.letterOf(code)), " ", h("span", { title: app.codes.get(code)?.definition || null, dir: "auto" }, app.nameOf(code))),
      h("blockquote", { class: "qc-said", dir: "auto" }, ends(doc.printed(start, end), MOST)),
    );
  }

  /** @param {Place} place @param {any} doc */
  #standing(place, doc) {
    const { app } = this;
    if (place.choice === "none") return h("p", { class: "qc-compare-stands" }, "Left out of the consensus.");
    if (!place.standing.length || (place.kind === "agreed" && !place.edit)) return null;
    return h(
      "div",
      { class: "qc-compare-stands" },
      h("p", { class: "qc-label" }, "In the consensus"),
      place.standing.map(([, start, end, code]) => h("p", { data: { hue: app.hueOf(code) } }, h("span", { class: "qc-letter", "aria-hidden": "true" }, app.letterOf(code)), " ", app.nameOf(code), ": ", h("span", { class: "qc-quiet", dir: "auto" }, ends(doc.printed(start, end), 120)))),
    );
  }

  /** @param {Place} place @param {string[]} coders @param {string[]} names */
  #choices(place, coders, names) {
    const { does } = this;
    const stands = standOf(place) === "settled";
    const one = (choice, key, words, off) =>
      h(
        "button",
        {
          type: "button", class: "qc-button qc-small", data: { choice }, disabled: off, "aria-keyshortcuts": key,
          "aria-pressed": stands && !place.edit && place.choice === choice ? "true" : "false", on: { click: () => does.choose(choice) },
        },
        h("kbd", { "aria-hidden": "true" }, key), words,
      );
    return h(
      "div",
      { class: "qc-compare-choices", role: "group", "aria-label": "Settle as" },
      coders.map((coder, at) => one(coder, String(at + 1), `As ${coder}`, !place.own[coder])),
      one("both", String(coders.length + 1), coders.length > 2 ? "All of them" : "Both", names.length < 2 || place.kind === "agreed"),
      one("none", "0", "Leave out", false),
      h("button", { type: "button", class: "qc-button qc-small", data: { choice: "edit" }, "aria-keyshortcuts": "e", "aria-pressed": place.edit && place.kind !== "consensus" ? "true" : "false", on: { click: () => does.edit() } }, h("kbd", { "aria-hidden": "true" }, "e"), "Other edges or code"),
    );
  }

  #typed() {
    const { place } = this;
    this.keep.hidden = !place || place.open || !this.words || this.words === place.reason;
  }

  /** The memos on the codings of a place. @param {Place} place @param {any} doc */
  async #discussed(place, doc) {
    const { app, does } = this;
    const mine = ++this.asking;
    const ids = [...Object.values(place.own), ...place.standing].map((each) => each[0]);
    const noted = ids.filter((each) => doc.codings.get(each)?.memos);
    const write = () => button(noted.length ? "Answer, or write a memo" : "Write a memo", () => does.memo(), { icon: "memo", class: "qc-small", keys: "m", "data-does": "memo" });
    const before = this.memos.querySelector("[data-does=memo]");
    const had = before === document.activeElement && !!before;
    if (!this.memos.childNodes.length || !noted.length) fill(this.memos, write());
    if (noted.length) {
      /** @type {any[]} */
      let found = [];
      try {
        for (const on of noted) found = [...found, ...(await app.read("memos", { on, others: true }))];
      } catch (error) {
        if (mine === this.asking) app.sorry(error);
        return;
      }
      if (mine !== this.asking) return;
      found = [...new Map(found.map((each) => [each.id, each])).values()].sort((a, b) => (a.time < b.time ? -1 : 1));
      fill(
        this.memos,
        h("h4", null, counted(found.length, "memo")),
        h("ul", null, found.map((each) => h("li", null, h("p", { class: "qc-quiet" }, [each.coder, when(each.time), each.subject].filter(Boolean).join(" · ")), h("p", { class: "qc-compare-memo", dir: "auto" }, each.title ? h("b", null, `${each.title}: `) : null, each.text)))),
        write(),
      );
    }
    if (had) /** @type {any} */ (this.memos.querySelector("[data-does=memo]"))?.focus();
  }
}

/** One place in the list. @param {import("./app.js").App} app @param {Place} place @param {any} doc @param {string[]} coders */
export function listed(app, place, doc, coders) {
  const own = coders.filter((each) => place.own[each]).map((each) => place.own[each]);
  const shown = own.length ? own : place.standing;
  const codes = [...new Map(shown.map((each) => [each[3], each])).values()];
  return [
    h("span", { class: "qc-place-codes" }, codes.map(([, , , code]) => h("span", { class: "qc-letter", data: { hue: app.hueOf(code) }, "aria-hidden": "true" }, app.letterOf(code))), h("span", { class: "qc-place-names", dir: "auto" }, codes.map(([, , , code]) => app.nameOf(code)).join(" / "))),
    h("span", { class: "qc-place-words", dir: "auto" }, shortened(doc.printed(place.start, place.end), 90)),
    h("span", { class: "qc-place-facts" }, h("span", null, kindWords(place)), " · ", h("span", { class: "qc-place-stand" }, choiceWords(place, (code) => app.nameOf(code)))),
  ];
}
