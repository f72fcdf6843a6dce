import { fill, h } from "../dom.js";
import { TextView } from "../textview.js";

export const view = {
  id: "code",
  label: "Code",
  key: "g d",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    /** @type {TextView | null} */
    let text = null;
    const side = h("aside", { class: "qc-side", "aria-label": "Codes" });
    const middle = h("section", { class: "qc-middle" });
    host.append(middle, side);
    const show = (doc) => {
      text?.destroy();
      if (doc) text = new TextView(middle, app, doc);
    };
    const codes = () =>
      fill(
        side,
        [...app.codes.values()]
          .filter((each) => each.applicable)
          .map((each) =>
            h("button", { type: "button", class: "qc-code", data: { code: each.code }, on: {
              mousedown: (event) => event.preventDefault(),
              click: () => text?.selection && app.code(text.selection.start, text.selection.end, each.code).catch((error) => app.sorry(error)),
            } }, `${app.letterOf(each.code)} ${each.name}`),
          ),
      );
    codes();
    show(app.doc);
    const offs = [
      app.on("doc", show),
      app.on("codings", (told) => text?.refresh(told.touched)),
      app.on("codebook", codes),
    ];
    return {
      destroy() {
        for (const off of offs) off();
        text?.destroy();
      },
    };
  },
};
