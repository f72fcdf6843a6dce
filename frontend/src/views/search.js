import { h } from "../dom.js";

export const view = {
  id: "search",
  label: "Search",
  key: "g s",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Search"));
    return { destroy() {} };
  },
};
