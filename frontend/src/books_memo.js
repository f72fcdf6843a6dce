// A memo to write or to change, and how it is shown.

import { dialog, field } from "./dialog.js";
import { button, h } from "./dom.js";

/** @typedef {import("./app.js").App} App
 * @typedef {{id: string, on: string | null, kind: string, subject: string, named: string, document: string | null,
 *   version: string | null, start: number | null, end: number | null, quotation: string, codes: string[],
 *   participant: string | null, coder: string, time: string, edited: string | null, title: string, text: string,
 *   purged: boolean, mine: boolean, replies: number}} Memo */

/** `14 Mar 2026, 10:05`, or the day alone where no more is known. @param {string} time */
export function day(time) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  const whole = time.length > 10 ? /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" }) : {};
  return at.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", ...whole });
}

/**
 * Write a memo, or change one. @param {App} app
 * @param {{on?: string | null, kind?: string, heading: string, memo?: Memo, hint?: string, then?: (id: string) => any}} about
 *   on: what it is on, null = the diary; memo: the one to change
 */
export function writeMemo(app, about) {
  const { memo } = about;
  const words = field("Memo", { kind: "area", rows: 7, value: memo?.text ?? "", hint: about.hint });
  const title = field("Title (may be empty)", { value: memo?.title ?? "" });
  const shown = dialog(app, {
    title: about.heading,
    body: [words.element, title.element],
    actions: [
      {
        label: memo ? "Save the change" : "Save the memo",
        run: async () => {
          const text = words.input.value;
          if (!text.trim()) {
            shown.wrong("A memo needs words.");
            words.input.focus();
            return false;
          }
          const said = { text, title: title.input.value.trim() };
          const result = memo
            ? await app.write("memo_edit", { memo: memo.id, ...said }, "memo changed", { quiet: true })
            : await app.write("memo_add", { on: about.on ?? null, ...(about.kind ? { kind: about.kind } : {}), ...said }, "memo", { quiet: true });
          shown.element.addEventListener("close", () => about.then?.(result?.memo), { once: true });
          return true;
        },
      },
    ],
  });
  words.input.focus();
}

/** The words of a memo, with the buttons of who may change it. @param {App} app @param {Memo} memo
 * @param {{change: () => void, back: () => void, reply?: () => void}} does */
export function memoWords(app, memo, does) {
  return [
    memo.title ? h("h3", { class: "qc-memo-title", dir: "auto" }, memo.title) : null,
    memo.purged ? h("p", { class: "qc-quiet" }, "Its words were removed from the study.") : h("p", { class: "qc-memo-text", dir: "auto" }, memo.text),
    h(
      "p",
      { class: "qc-toolbar qc-memo-does" },
      memo.mine && !app.session.read_only ? button("Change", does.change, { icon: "edit", class: "qc-small", data: { does: "change" } }) : null,
      memo.mine && !app.session.read_only ? button("Take back", does.back, { icon: "trash", class: "qc-small", data: { does: "back" } }) : null,
      does.reply && !app.session.read_only ? button(memo.mine ? "Add to it" : "Answer", does.reply, { icon: "memo", class: "qc-small", data: { does: "reply" } }) : null,
    ),
  ];
}
