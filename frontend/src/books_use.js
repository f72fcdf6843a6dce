// From the codebook to coding with a code.

import { Hotkeys } from "./code_codes.js";

/** Open the text with a code at hand, and say how it is put on. @param {import("./app.js").App} app @param {string} code */
export function codeWith(app, code) {
  const name = app.nameOf(code);
  app.go("code");
  // Its name stands in the box, as if it had been typed there.
  const box = /** @type {HTMLInputElement | null} */ (app.root.querySelector(".qc-code-list input[role=combobox]"));
  if (box) {
    box.value = name;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const key = new Hotkeys(app).keyOf(code);
  app.say(key ? `Select words and press ${key} to put ${name} on them.` : `Select words, then press / and Enter to put ${name} on them.`);
}
