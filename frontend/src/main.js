// The coding page. `mount` puts it into any element; the default export is what a notebook's widget loads.

import { App } from "./app.js";
import { Shell } from "./shell.js";
import { HttpTransport, WidgetTransport } from "./transport.js";

/**
 * @param {HTMLElement} host @param {any} transport @param {{view?: string, document?: string}} [first]
 * @returns {Promise<() => void>} takes the page away
 */
export async function mount(host, transport, first = {}) {
  const app = new App(transport, host);
  const shell = new Shell(host, app);
  await shell.start(first);
  return () => {
    shell.destroy();
    app.close();
  };
}

/** The page of the local server, which has an element for it. */
export function mountPage() {
  const host = document.getElementById("qualcode");
  if (!host) return;
  host.classList.add("qc-page");
  mount(host, new HttpTransport());
}

export default {
  /** @param {{model: any, el: HTMLElement}} given */
  async render({ model, el }) {
    el.classList.add("qc-notebook");
    const height = model.get("height");
    if (height) el.style.setProperty("height", `${height}px`);
    const first = { view: model.get("view") || undefined, document: model.get("document") || undefined };
    return await mount(el, new WidgetTransport(model), first);
  },
};
