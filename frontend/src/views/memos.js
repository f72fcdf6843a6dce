import { h } from "../dom.js";

export const view = {
  id: "memos",
  label: "Memos",
  key: "g m",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Memos"));
    return { destroy() {} };
  },
};
