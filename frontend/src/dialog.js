// Dialogs: a question with a form, and a plain yes or no.

import { button, fill, freshId, h } from "./dom.js";

/**
 * Show a dialog. body: nodes; actions: buttons, the first is the main one, run on Enter; `run` may return
 * false (or a promise of it) to keep the dialog open.
 * @param {import("./app.js").App} app
 * @param {{title: string, body: any[], actions: {label: string, run: () => any, kind?: string}[], wide?: boolean}} asked
 * @returns {{close: () => void, element: HTMLDialogElement, wrong: (words: string) => void}}
 */
export function dialog(app, asked) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const title = freshId("title");
  const fault = h("p", { class: "qc-fault", role: "alert" });
  const close = () => element.close();
  const act = async (run) => {
    wrong("");
    try {
      if ((await run()) !== false) close();
    } catch (error) {
      wrong(error.message ?? String(error));
    }
  };
  /** @param {string} words */
  const wrong = (words) => fill(fault, words);
  const element = h(
    "dialog",
    { class: `qc-dialog ${asked.wide ? "qc-wide" : ""}`, "aria-labelledby": title },
    h(
      "form",
      {
        method: "dialog",
        on: {
          submit: (event) => {
            event.preventDefault();
            if (asked.actions.length) act(asked.actions[0].run);
          },
        },
      },
      h("h2", { id: title }, asked.title),
      asked.body,
      fault,
      h(
        "div",
        { class: "qc-actions" },
        asked.actions.map((action, place) =>
          place === 0
            ? h("button", { type: "submit", class: `qc-button qc-main ${action.kind ?? ""}` }, action.label)
            : button(action.label, () => act(action.run), { class: action.kind }),
        ),
        button(asked.actions.length ? "Cancel" : "Close", close),
      ),
    ),
  );
  element.addEventListener("close", () => {
    element.remove();
    if (before?.isConnected) before.focus();
  });
  app.root.append(element);
  element.showModal();
  return { close, element, wrong };
}

/** Ask yes or no. @param {import("./app.js").App} app @param {string} title @param {string} words @param {string} yes @returns {Promise<boolean>} */
export function confirm(app, title, words, yes) {
  return new Promise((give) => {
    let said = false;
    const shown = dialog(app, {
      title,
      body: [h("p", null, words)],
      actions: [{ label: yes, run: () => void (said = true) }],
    });
    shown.element.addEventListener("close", () => give(said));
  });
}

/**
 * A labelled field. kind: "text", "area", "select" (with options [value, label]) or "check".
 * @param {string} label @param {{kind?: string, value?: any, options?: [string, string][], hint?: string,
 *   required?: boolean, rows?: number, list?: string[], placeholder?: string, type?: string}} [more]
 * @returns {{element: HTMLElement, input: any}}
 */
export function field(label, more = {}) {
  const id = freshId("field");
  const hint = more.hint ? freshId("hint") : null;
  const shared = { id, "aria-describedby": hint, required: more.required ?? false, placeholder: more.placeholder };
  let input;
  if (more.kind === "area") {
    input = h("textarea", { ...shared, rows: more.rows ?? 3 });
    input.value = more.value ?? "";
  } else if (more.kind === "select") {
    input = h("select", shared, (more.options ?? []).map(([value, words]) => h("option", { value }, words)));
    if (more.value !== undefined) input.value = more.value;
  } else if (more.kind === "check") {
    input = h("input", { ...shared, type: "checkbox" });
    input.checked = !!more.value;
  } else {
    input = h("input", { ...shared, type: more.type ?? "text", autocomplete: "off", spellcheck: "false" });
    input.value = more.value ?? "";
  }
  const element = h(
    "div",
    { class: `qc-field ${more.kind === "check" ? "qc-check" : ""}` },
    h("label", { for: id }, label),
    input,
    more.hint ? h("p", { class: "qc-hint", id: hint }, more.hint) : null,
  );
  return { element, input };
}
