import { h } from "../dom.js";

export const view = {
  id: "tables",
  label: "Tables",
  key: "g t",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Tables"));
    return { destroy() {} };
  },
};
