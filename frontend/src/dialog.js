// Dialogs: a question with a form, and a plain yes or no.

import { button, fill, freshId, h, plain } from "./dom.js";

/**
 * Show a dialog. body: nodes; actions: buttons, the first is the main one, run on Enter; `run` may return
 * false (or a promise of it) to keep the dialog open, and what it breaks with is said in the dialog.
 * @param {import("./app.js").App} app
 * @param {{title: string, body: any[], actions: {label: string, run: () => any, kind?: string}[], wide?: boolean,
 *   class?: string, cancel?: string}} asked cancel: what the button that only closes says
 * @returns {{close: () => void, element: HTMLDialogElement, wrong: (words: string) => void}}
 */
export function dialog(app, asked) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const title = freshId("title");
  const fault = h("p", { class: "qc-fault", role: "alert" });
  const close = () => element.close();
  let busy = false;
  let warned = false;
  const act = async (run) => {
    if (busy) return; // pressed twice
    busy = true;
    wrong("");
    try {
      if ((await run()) !== false) close();
    } catch (error) {
      // Closed while it was on its way: there is no dialog any more to say it in.
      if (element.isConnected) wrong(error.message ?? String(error));
      else app.sorry(error);
    } finally {
      busy = false;
    }
  };
  /** @param {string} words */
  const wrong = (words) => {
    fill(fault, plain(words));
    if (words) fault.scrollIntoView({ block: "nearest" });
  };
  const element = h(
    "dialog",
    { class: `qc-dialog ${asked.wide ? "qc-wide" : ""} ${asked.class ?? ""}`.trim(), "aria-labelledby": title },
    h(
      "form",
      {
        method: "dialog",
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            if (asked.actions.length) act(asked.actions[0].run);
            else close();
          },
        },
      },
      h("h2", { id: title }, plain(asked.title)),
      asked.body,
      fault,
      h(
        "div",
        { class: "qc-actions" },
        asked.actions.map((action, place) =>
          place === 0
            ? h("button", { type: "submit", class: `qc-button qc-main ${action.kind ?? ""}`.trim() }, action.label)
            : button(action.label, () => act(action.run), { class: action.kind }),
        ),
        button(asked.cancel ?? (asked.actions.length ? "Cancel" : "Close"), close),
      ),
    ),
  );
  // A key pressed by accident must not throw written words away.
  const written = () => [...element.querySelectorAll("textarea")].some((each) => each.value.trim() && each.value !== each.dataset.was);
  element.addEventListener("cancel", (event) => {
    if (event.target !== element || warned || !written()) return;
    event.preventDefault();
    warned = true;
    wrong("Press Esc again to close without keeping what you wrote.");
  });
  // Ctrl and Enter in a field of several lines does what Enter does in the others.
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && asked.actions.length) {
      event.preventDefault();
      event.stopPropagation();
      act(asked.actions[0].run);
    }
  });
  element.addEventListener("close", () => {
    element.remove();
    if (before?.isConnected && before !== document.body) before.focus();
    else /** @type {HTMLElement | null} */ (app.root.querySelector(".qc-main-view"))?.focus({ preventScroll: true });
  });
  app.root.append(element);
  for (const each of element.querySelectorAll("textarea")) each.dataset.was = each.value;
  element.showModal();
  return { close, element, wrong };
}

/**
 * Ask yes or no.
 * @param {import("./app.js").App} app @param {string} title @param {string} words @param {string} yes
 * @param {{kind?: string}} [more] kind: "qc-danger" where something is taken away
 * @returns {Promise<boolean>}
 */
export function confirm(app, title, words, yes, more = {}) {
  return new Promise((give) => {
    let said = false;
    const shown = dialog(app, {
      title,
      body: [h("p", null, plain(words))],
      actions: [{ label: yes, kind: more.kind, run: () => void (said = true) }],
    });
    shown.element.addEventListener("close", () => give(said));
  });
}

/**
 * A labelled field. kind: "text", "area", "select" (with options [value, label]) or "check"; list: values that are
 * offered while typing; type: of an input ("password", "number", "date").
 * @param {string} label @param {{kind?: string, value?: any, options?: [string, string][], hint?: string,
 *   required?: boolean, rows?: number, list?: string[], placeholder?: string, type?: string, autocomplete?: string,
 *   name?: string}} [more]
 * @returns {{element: HTMLElement, input: any}}
 */
export function field(label, more = {}) {
  const id = freshId("field");
  const hint = more.hint ? freshId("hint") : null;
  const offered = more.list?.length ? freshId("list") : null;
  const shared = { id, name: more.name, "aria-describedby": hint, required: more.required ?? false, placeholder: more.placeholder };
  let input;
  if (more.kind === "area") {
    input = h("textarea", { ...shared, rows: more.rows ?? 3, dir: "auto" });
    input.value = more.value ?? "";
  } else if (more.kind === "select") {
    input = h("select", shared, (more.options ?? []).map(([value, words]) => h("option", { value }, words)));
    if (more.value !== undefined) input.value = more.value;
  } else if (more.kind === "check") {
    input = h("input", { ...shared, type: "checkbox" });
    input.checked = !!more.value;
  } else {
    input = h("input", {
      ...shared, type: more.type ?? "text", list: offered, autocomplete: more.autocomplete ?? "off", spellcheck: "false",
      dir: more.type ? null : "auto",
    });
    input.value = more.value ?? "";
  }
  const element = h(
    "div",
    { class: `qc-field ${more.kind === "check" ? "qc-check" : ""}`.trim() },
    h("label", { for: id }, label),
    input,
    offered ? h("datalist", { id: offered }, more.list?.map((value) => h("option", { value }))) : null,
    more.hint ? h("p", { class: "qc-hint", id: hint }, more.hint) : null,
  );
  return { element, input };
}
