// The list of documents, with what kind they are, where they belong and who has finished them.

import { fill, h } from "./dom.js";

export class DocumentList {
  /** @param {HTMLElement} host @param {import("./app.js").App} app */
  constructor(host, app) {
    this.host = host;
    this.app = app;
    app.on("documents", () => this.draw());
    app.on("doc", () => this.draw());
    this.draw();
  }

  draw() {
    const { app } = this;
    fill(
      this.host,
      h("h2", null, "Documents"),
      h(
        "ul",
        null,
        app.documents.map((each) =>
          h("li", null, h(
            "button",
            { type: "button", class: "qc-document", "aria-current": app.doc?.document === each.document ? "true" : null, on: { click: () => app.open(each.document).then(() => app.go("code")).catch((error) => app.sorry(error)) } },
            each.document,
            h("small", null, [each.kind, each.case, each.title].filter(Boolean).join(" · ")),
          )),
        ),
      ),
    );
  }
}
