import { h } from "../dom.js";

export const view = {
  id: "codebook",
  label: "Codebook",
  key: "g b",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Codebook"));
    return { destroy() {} };
  },
};
