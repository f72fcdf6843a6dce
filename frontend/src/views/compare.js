import { h } from "../dom.js";

export const view = {
  id: "compare",
  label: "Compare",
  key: "g c",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Compare"));
    return { destroy() {} };
  },
};
