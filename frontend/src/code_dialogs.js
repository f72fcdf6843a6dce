// The questions of the coding view: a new code, a document that is done, words that carry the code already,
// the numbers of codes, memos.

import { button, fill, h } from "./dom.js";
import { confirm, dialog, field } from "./dialog.js";
import { when } from "./code_tip.js";
import { isOfTurn, turnHead } from "./code_turns.js";

/** @typedef {import("./app.js").App} App */

/**
 * Ask for a new code and have it written. @param {App} app @param {string} name what was typed
 * @param {(code: string) => void} then @param {string} words what happens next ("It is put on the selected words.")
 */
export function newCode(app, name, then, words) {
  const called = field("Name", { value: name, required: true });
  const meaning = field("Definition", {
    kind: "area", rows: 4,
    hint: "When is it put on, and when not? Two sentences now spare long talks later, and without them nobody else can code as you do.",
  });
  const themes = (app.themes ?? []).map((each) => /** @type {[string, string]} */ ([each, app.nameOf(each)]));
  const theme = field("Theme", { kind: "select", options: [["", "(a theme of its own)"], ...themes], value: "" });
  let warned = false;
  const shown = dialog(app, {
    title: "New code",
    body: [called.element, meaning.element, theme.element, h("p", { class: "qc-hint" }, words)],
    actions: [
      {
        label: "Add the code",
        run: async () => {
          const wanted = called.input.value.trim().replace(/\s+/g, " ");
          const definition = meaning.input.value.trim();
          if (!wanted) {
            shown.wrong("A code needs a name.");
            called.input.focus();
            return false;
          }
          const same = [...app.codes.values()].find((each) => each.name.toLocaleLowerCase() === wanted.toLocaleLowerCase() && !each.merged_into);
          if (same) {
            shown.wrong(`There is a code ${same.name} already${same.definition ? `: ${same.definition.replace(/\.$/, "")}` : ""}. Use it, or choose another name.`);
            called.input.focus();
            return false;
          }
          if (!definition && !warned) {
            warned = true;
            shown.wrong("It has no definition yet. Say in a sentence when it is put on; or press “Add the code” once more to leave it open.");
            meaning.input.focus();
            return false;
          }
          const made = await app.write("book_add", { name: wanted, parent: theme.input.value || null, definition }, `new code ${wanted}`, { quiet: true });
          await app.loadBook();
          // Sent twice, the answer is about the first time and empty.
          const code = made?.code ?? [...app.codes.values()].find((each) => each.name === wanted)?.code;
          if (!code) throw new Error("The code was added, but is not in the codebook as it is now. Look there.");
          for (const hint of made?.hints ?? []) app.say(hint);
          then(code);
        },
      },
    ],
  });
  // Enter in the definition begins a line; the name leads on to it.
  (name ? meaning.input : called.input).focus();
}

/**
 * Words that carry the code already, in part. @param {App} app
 * @param {{code: string, there: import("./doc.js").Coding[], words: (start: number, end: number) => string}} about
 * @returns {Promise<"join" | "anyway" | null>}
 */
export function askTwice(app, about) {
  return new Promise((give) => {
    /** @type {"join" | "anyway" | null} */
    let said = null;
    const one = about.there.length === 1;
    const shown = dialog(app, {
      title: `${app.nameOf(about.code)} is here already`,
      body: [
        h("p", null, one ? "Part of these words carries this code:" : `Parts of these words carry this code ${about.there.length} times:`),
        about.there.slice(0, 3).map((each) => h("blockquote", { class: "qc-said" }, shortened(about.words(each.start, each.end)))),
        h("p", { class: "qc-hint" }, "Coded twice, the words would count as two codings."),
      ],
      actions: [
        ...(one ? [{ label: "Make it one coding over all of it", run: () => void (said = "join") }] : []),
        { label: "Code it as well", run: () => void (said = "anyway") },
      ],
    });
    shown.element.addEventListener("close", () => give(said));
  });
}

/** At most some words of a quotation. @param {string} words @param {number} [most] */
export function shortened(words, most = 160) {
  const signs = [...words];
  return signs.length > most ? `${signs.slice(0, most - 20).join("")} … ${signs.slice(-15).join("")}` : words;
}

/** @param {App} app @param {import("./doc.js").Doc} doc @param {() => void} then */
export function askDone(app, doc, then) {
  const seen = doc.looked === "seen";
  const blind = field("Did you code it without sight of other coders’ codings and of suggestions?", {
    kind: "select",
    options: seen
      ? [["no", "No: I have seen them here"]]
      : [["yes", "Yes, blind"], ["no", "No"], ["unknown", "I cannot say"]],
    value: seen ? "no" : doc.looked === "hidden" ? "yes" : "unknown",
    hint: seen
      ? "They were shown on this page while you worked on this document."
      : doc.looked === "hidden"
        ? "This page has not shown you any on this document. Say no if you have seen them elsewhere."
        : "",
  });
  const own = [...doc.codings.values()].filter((each) => each.coder === app.session.coder).length;
  dialog(app, {
    title: `Done with ${doc.document}`,
    body: [
      h("p", null, "You have read it to the end for every code of the codebook. From now on, where you have put no coding, it means “no” rather than “not read yet”, and the document counts in tables and in agreement."),
      own ? null : h("p", { class: "qc-note" }, "You have put no coding on it. That is a finding, too, if it is so."),
      blind.element,
      h("p", { class: "qc-hint" }, "You can go on coding it afterwards, and Undo takes this back."),
    ],
    actions: [
      {
        label: "Record it as done",
        run: async () => {
          const said = blind.input.value;
          const params = { document: doc.document, version: doc.version, blind: said === "unknown" ? said : said === "yes" };
          await app.write("done", params, `${doc.document} done`, { quiet: true });
          then();
        },
      },
    ],
  });
}

/** Choose the codes of the nine numbers. @param {App} app @param {import("./code_codes.js").Hotkeys} hotkeys @param {() => void} then */
export function askNumbers(app, hotkeys, then) {
  const options = /** @type {[string, string][]} */ ([["", "(none)"], ...[...app.codes.values()].filter((each) => each.applicable).map((each) => [each.code, `${app.letterOf(each.code)}  ${each.name}`])]);
  const fields = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => ({ digit, made: field(digit, { kind: "select", options, value: hotkeys.codeOf(digit) ?? "" }) }));
  dialog(app, {
    title: "Numbers of codes",
    body: [
      h("p", { class: "qc-hint" }, "Select words and press the number. Kept for you in this browser."),
      h("div", { class: "qc-numbers" }, fields.map(({ made }) => made.element)),
    ],
    actions: [
      {
        label: "Use these",
        run: () => {
          for (const { digit, made } of fields) if ((hotkeys.codeOf(digit) ?? "") !== made.input.value) hotkeys.assign(digit, made.input.value);
          then();
        },
      },
    ],
  });
}

/**
 * Memos on a coding, a document …: read, write, change, take back.
 * @param {App} app @param {{on: string, heading: string, title?: string, quoted?: string, then?: () => void,
 *   turn?: import("./doc.js").Turn}} about title: of a new one, filled in; turn: of the memos on a document those on this turn
 */
export function memos(app, about) {
  const list = h("div", { class: "qc-memo-list" }, h("p", { class: "qc-quiet" }, "Looking for memos …"));
  const words = field("New memo", { kind: "area", rows: 4 });
  const title = field("Title (may be empty)", {
    value: about.title ?? "",
    hint: about.turn ? `As long as it begins with “${turnHead(about.turn)}” the memo is marked at this turn.` : "",
  });
  /** @type {string | null} */
  let editing = null;
  const load = async () => {
    try {
      const all = await app.read("memos", { on: about.on, others: app.others });
      const { turn } = about;
      const found = turn ? all.filter((each) => isOfTurn(turn, each.title ?? "")) : all;
      fill(
        list,
        found.map((each) =>
          h(
            "article",
            { class: "qc-memo" },
            h("p", { class: "qc-quiet" }, [each.coder, when(each.time)].join(" · ")),
            each.title ? h("h3", null, each.title) : null,
            h("p", { class: "qc-memo-words" }, each.text),
            each.mine
              ? h(
                  "p",
                  { class: "qc-toolbar" },
                  button("Change", () => {
                    editing = each.id;
                    words.input.value = each.text;
                    title.input.value = each.title ?? "";
                    /** @type {HTMLElement} */ (words.element.querySelector("label")).textContent = "The memo, changed";
                    words.input.focus();
                  }, { class: "qc-small" }),
                  button("Take back", async () => {
                    if (!(await confirm(app, "Take this memo back?", "It stays in the history of the study.", "Take it back"))) return;
                    try {
                      await app.write("memo_retract", { memo: each.id }, "memo taken back", { quiet: true });
                    } catch (error) {
                      shown.wrong(error.message);
                    }
                    await load();
                    words.input.focus();
                    about.then?.();
                  }, { class: "qc-small" }),
                )
              : null,
          ),
        ),
      );
    } catch (error) {
      fill(list, h("p", { class: "qc-fault" }, error.message));
    }
  };
  const shown = dialog(app, {
    title: about.heading,
    body: [about.quoted ? h("blockquote", { class: "qc-said" }, shortened(about.quoted)) : null, list, words.element, title.element],
    actions: [
      {
        label: "Save the memo",
        run: async () => {
          const text = words.input.value.trim();
          if (!text) throw new Error("A memo needs words.");
          if (editing) await app.write("memo_edit", { memo: editing, text, title: title.input.value.trim() }, "memo changed", { quiet: true });
          else await app.write("memo_add", { on: about.on, text, title: title.input.value.trim() }, "memo", { quiet: true });
          app.say(editing ? "The memo is changed." : "The memo is kept.");
          about.then?.();
        },
      },
    ],
  });
  words.input.focus();
  load();
}
