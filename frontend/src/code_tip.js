// What codings say of themselves while the pointer rests on them.

import { fill, freshId, h } from "./dom.js";

/** @typedef {import("./doc.js").Coding} Coding */

const REST = 350; // ms before it shows
const MOST = 4;

/** `14 Mar 2026, 10:05` @param {string} time */
export function when(time) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  return at.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
}

const ORIGINS = {
  manual: "by hand", accepted: "suggestion accepted", revised: "suggestion revised", consensus: "settled together", imported: "imported",
};
const BLIND = { yes: "coded blind", no: "not blind", unknown: "" };

/** Coder, how it was made, when. @param {Coding} each @returns {string[]} */
export function facts(each) {
  return [
    each.coder, ORIGINS[each.origin] ?? each.origin, BLIND[each.blind] ?? "",
    each.unsaved ? "not saved yet" : when(each.time),
    each.stale ? "the definition has changed since" : "",
    each.key ? "key quotation" : "",
    each.memos ? `${each.memos} ${each.memos === 1 ? "memo" : "memos"}` : "",
  ].filter(Boolean);
}

export class Tip {
  /** @param {import("./textview.js").TextView} text */
  constructor(text) {
    this.text = text;
    this.element = h("div", { class: "qc-tip", role: "tooltip", id: freshId("tip"), hidden: true });
    /** @type {any} */
    this.timer = null;
    /** @type {string} */
    this.of = "";
    text.element.after(this.element);
    this.over = (event) => this.#over(event);
    this.away = (event) => {
      const to = /** @type {Node | null} */ (event.relatedTarget);
      if (to && (this.element.contains(to) || text.element.contains(to))) return;
      this.hide();
    };
    this.key = (event) => {
      if (event.key === "Escape" && !this.element.hidden) this.hide();
    };
    text.element.addEventListener("pointerover", this.over);
    text.element.addEventListener("pointerleave", this.away);
    this.element.addEventListener("pointerleave", this.away);
    document.addEventListener("keydown", this.key, true);
    this.scrolled = () => this.hide();
    document.addEventListener("scroll", this.scrolled, { capture: true, passive: true });
  }

  destroy() {
    clearTimeout(this.timer);
    document.removeEventListener("keydown", this.key, true);
    document.removeEventListener("scroll", this.scrolled, { capture: true });
    this.element.remove();
  }

  hide() {
    clearTimeout(this.timer);
    this.of = "";
    this.element.hidden = true;
    this.text.highlights.show("named", []);
  }

  /** @param {PointerEvent} event */
  #over(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    const piece = /** @type {HTMLElement | null} */ (at.closest("[data-codes], .qc-name, .qc-bar"));
    if (!piece || event.buttons) {
      if (!this.element.hidden || this.of) this.hide();
      return;
    }
    const ids = piece.dataset.codes ?? piece.dataset.coding ?? "";
    if (ids === this.of) return;
    this.hide();
    this.of = ids;
    const codings = ids.split(" ").map((id) => this.text.doc.codings.get(id) ?? this.text.shown().find((each) => each.id === id)).filter((each) => !!each);
    // Of a name in the margin, one sees at once which words it is on.
    if (piece.dataset.coding) this.text.highlights.show("named", codings.map((each) => [/** @type {Coding} */ (each).start, /** @type {Coding} */ (each).end]));
    this.timer = setTimeout(() => this.#show(piece, /** @type {Coding[]} */ (codings), event.clientY), REST);
  }

  /** @param {HTMLElement} beside @param {Coding[]} codings @param {number} y where the pointer rests */
  #show(beside, codings, y) {
    const { app } = this.text;
    if (!codings.length || !beside.isConnected) return;
    fill(
      this.element,
      codings.slice(0, MOST).map((each) =>
        h(
          "div",
          { class: "qc-tip-one", data: { hue: app.hueOf(each.code) } },
          h("b", null, h("span", { class: "qc-letter" }, app.letterOf(each.code)), " ", app.nameOf(each.code)),
          h("span", { class: "qc-quiet" }, facts(each).join(" · ")),
          codings.length === 1 && app.codes.get(each.code)?.definition ? h("p", null, app.codes.get(each.code)?.definition) : null,
        ),
      ),
      codings.length > MOST ? h("p", { class: "qc-quiet" }, `and ${codings.length - MOST} more; click, and click again, to go through them`) : null,
    );
    this.element.hidden = false;
    // Beside the line that is pointed at: the first one may be scrolled away.
    const lines = [...beside.getClientRects()];
    const box = lines.find((each) => each.top <= y && y <= each.bottom) ?? lines[0] ?? beside.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - own.width - 8));
    const below = box.bottom + 6;
    this.element.style.setProperty("left", `${left}px`);
    this.element.style.setProperty("top", `${below + own.height > innerHeight - 8 ? Math.max(8, box.top - own.height - 6) : below}px`);
  }
}
