// From the codebook to coding with a code.

/** Open the text with a code at hand. @param {import("./app.js").App} app @param {string} code */
export function codeWith(app, code) {
  app.go("code", { use: code });
}
