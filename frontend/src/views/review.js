import { h } from "../dom.js";

export const view = {
  id: "review",
  label: "Review",
  key: "g r",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Review"));
    return { destroy() {} };
  },
};
