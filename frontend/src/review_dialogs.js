// Questions of the review: a reason, a memo, a definition, new scores, new suggestions, many at once, progress.

import { confirm, dialog, field } from "./dialog.js";
import { button, counted, fill, h, newId } from "./dom.js";
import { engineWords, heldWords, percent, refitWords, runWords, scoresWords } from "./review_words.js";

/** @typedef {import("./app.js").App} App @typedef {import("./review_queue.js").Queue} Queue @typedef {import("./review_words.js").Item} Item */

const LONG = 20 * 60_000; // ms that a run over a large study may take
const USUAL = 80; // per cent of a sample

/** Ask for something that takes its time and writes, once. @param {App} app @param {string} method @param {any} params */
function slow(app, method, params) {
  return app.read(method, params, /** @type {any} */ ({ patience: LONG, key: newId("a") }));
}

/** When everything done here is saved. @param {App} app @returns {Promise<void>} */
function saved(app) {
  if (app.saved) return Promise.resolve();
  return new Promise((give) => {
    const off = app.on("status", () => {
      if (!app.saved) return;
      off();
      give();
    });
  });
}

/** @param {string[]} sentences */
const paragraphs = (sentences) => sentences.map((each) => h("p", null, each));

/** @param {App} app @param {Item} item @param {string[]} before reasons given so far @param {(reason: string) => void} give */
export function askReason(app, item, before, give) {
  const reason = field("Reason", { value: item.reason, list: before, hint: "Kept with the decision. Leave it empty to reject without one." });
  dialog(app, {
    title: `Reject ${app.nameOf(item.code)}`,
    body: [reason.element],
    actions: [{ label: "Reject", run: () => give(reason.input.value.trim()) }],
  });
}

/** @param {App} app @param {Item} item @param {string} words the words it is about @param {Queue} queue */
export function askMemo(app, item, words, queue) {
  const memo = field("Memo", { kind: "area", rows: 5 });
  memo.input.autofocus = true;
  dialog(app, {
    title: `Memo on the suggestion of ${app.nameOf(item.code)}`,
    body: [h("blockquote", { class: "qc-said qc-review-words", dir: "auto", tabindex: "0" }, words), memo.element],
    actions: [
      {
        label: "Save the memo",
        run: async () => {
          const text = memo.input.value;
          if (!text.trim()) throw new Error("Write something, or cancel.");
          const made = await app.write("review_memo", { suggestion: item.id, text }, "a memo on a suggestion", { quiet: true });
          if (made?.memo) queue.done.push({ kind: "memo", item, before: null, memo: made.memo });
          app.say("The memo is saved.");
        },
      },
    ],
  });
}

/** @param {App} app @param {string} code */
export function showDefinition(app, code) {
  const entry = app.codes.get(code);
  if (!entry) return;
  const list = (title, words) => (words.length ? [h("h3", null, title), h("ul", { class: "qc-review-list" }, words.map((each) => h("li", { dir: "auto" }, each)))] : null);
  dialog(app, {
    title: entry.name,
    class: "qc-review-definition",
    body: [
      entry.theme !== code ? h("p", { class: "qc-quiet" }, `Theme: ${app.nameOf(entry.theme)}`) : null,
      h("p", { dir: "auto" }, entry.definition || "This code has no definition yet. You can write one in the codebook."),
      list("Include", entry.include),
      list("Exclude", entry.exclude),
      list("Examples", entry.examples),
      list("Patterns", entry.patterns),
    ],
    actions: entry.definition ? [] : [{ label: "Open the codebook", run: () => app.go("codebook", { code }) }],
  });
}

/** @param {App} app @param {Queue} queue @param {(() => void) | null} anew computes the scores anew, where there is something to learn */
export function showProgress(app, queue, anew) {
  const { told, session } = queue;
  const held = heldWords(told);
  const rows = Object.entries(told.codes);
  dialog(app, {
    title: "Progress",
    class: "qc-review-progress-table",
    body: [
      h("p", null, `${counted(told.decided, "suggestion")} decided, ${told.open.toLocaleString("en")} open. In this session: ${session.accept} accepted, ${session.reject} rejected, ${session.revise} revised.`),
      ...paragraphs(scoresWords(told)),
      held.length ? h("h3", null, "Not shown") : null,
      ...paragraphs(held),
      h(
        "div",
        { class: "qc-scroll" },
        h(
          "table",
          { class: "qc-table" },
          h("thead", null, h("tr", null, h("th", { scope: "col" }, "Code"), h("th", { scope: "col", class: "qc-number" }, "Decided"), h("th", { scope: "col", class: "qc-number" }, "Open"))),
          h(
            "tbody",
            null,
            rows.map(([code, [open, decided]]) =>
              h(
                "tr",
                { data: { hue: app.hueOf(code) } },
                h("th", { scope: "row" }, h("span", { class: "qc-letter", "aria-hidden": "true" }, app.letterOf(code)), " ", app.nameOf(code)),
                h("td", { class: "qc-number" }, decided.toLocaleString("en")),
                h("td", { class: "qc-number" }, open.toLocaleString("en")),
              ),
            ),
          ),
        ),
      ),
    ],
    actions: anew ? [{ label: "Compute new scores", run: anew }] : [],
    cancel: "Close",
  });
}

/** Compute the scores anew; the place in the queue stays. @param {App} app @param {Queue} queue @param {(busy: boolean) => void} busy */
export async function refit(app, queue, busy) {
  busy(true);
  try {
    await saved(app);
    const report = await slow(app, "review_refit", {});
    await queue.load();
    app.say(refitWords(report).join(" "));
  } catch (error) {
    app.sorry(error);
  } finally {
    busy(false);
  }
}

/**
 * What a run needs, and the run. Put into a page that has no suggestions, or into a dialog.
 * @param {App} app @param {Queue} queue
 * @returns {{element: HTMLElement, run: () => Promise<any>, ready: Promise<void>}}
 */
export function suggestForm(app, queue) {
  const element = h("div", { class: "qc-review-run" }, h("p", { class: "qc-quiet" }, "Looking which engines there are …"));
  /** @type {{engine: string, input: any}[]} */
  const chosen = [];
  /** @type {any} */
  let precision = null;
  const needs = {
    patterns: (n) => (n ? `${counted(n, "code")} ${n === 1 ? "has" : "have"} patterns.` : "No code has patterns yet; they are written in the codebook."),
    learned: (n) => (n ? `${counted(n, "document")} ${n === 1 ? "is" : "are"} finished and can be learned from.` : "Nothing to learn from yet: it needs documents that were coded and finished."),
    definitions: (n) => (n ? `${counted(n, "code")} ${n === 1 ? "has" : "have"} a definition.` : "No code has a definition yet; they are written in the codebook."),
  };
  const titles = { patterns: "Patterns", learned: "Learned from finished documents", definitions: "Definitions" };
  const ready = app.read("review_engines").then((told) => {
    const fields = told.engines.map(({ engine, ready: can, number }) => {
      const made = field(titles[engine] ?? engine, { kind: "check", value: can && !!needs[engine], hint: needs[engine]?.(number) ?? "Brought by a package that is installed here." });
      made.input.disabled = !can;
      chosen.push({ engine, input: made.input });
      return made.element;
    });
    precision = field("Share of suggestions that should be right, in per cent", {
      type: "number", value: String(Math.round(told.precision * 100)), hint: "What is less likely is held back, as soon as enough is coded to tell. 0 holds nothing back.",
    });
    Object.assign(precision.input, { min: "0", max: "99", step: "5" });
    fill(
      element,
      h("fieldset", null, h("legend", { class: "qc-label" }, "What looks for places"), fields),
      precision.element,
      h("p", { class: "qc-hint" }, `Everything is computed on this machine and may take a minute or two. ${told.vectors === null ? "Sentence vectors are used as well." : `Sentence vectors are not used: ${told.vectors}`}`),
    );
  });
  ready.catch((error) => fill(element, h("p", { class: "qc-fault" }, error.message)));
  const run = async () => {
    const engines = chosen.filter((each) => each.input.checked && !each.input.disabled).map((each) => each.engine);
    if (!engines.length) throw new Error("Choose at least one.");
    const share = Number(precision.input.value) / 100;
    if (!(share >= 0 && share < 1)) throw new Error("The share is a number from 0 to 99.");
    await saved(app);
    const report = await slow(app, "review_suggest", { engines, precision: share });
    queue.run = report;
    await queue.load();
    return report;
  };
  return { element, run, ready };
}

/** @param {App} app @param {Queue} queue */
export function askSuggest(app, queue) {
  const form = suggestForm(app, queue);
  const wait = h("p", { class: "qc-quiet", role: "status" });
  dialog(app, {
    title: "Look for new suggestions",
    body: [form.element, wait],
    actions: [
      {
        label: "Start",
        run: async () => {
          fill(wait, "Looking through all documents …");
          try {
            const report = await form.run();
            app.say(runWords(report).join(" "));
          } finally {
            fill(wait);
          }
        },
      },
    ],
  });
}

// -- many at once ------------------------------------------------------------------------------------------

/** @param {App} app @param {Queue} queue */
export function askSample(app, queue) {
  const { told } = queue;
  const size = field("Suggestions to look at", { type: "number", value: "20", hint: "At least 5. The more you look at, the narrower is what can be said of the rest." });
  Object.assign(size.input, { min: "5", max: "200" });
  const engine = told.engines.length > 1 ? field("Suggested by", { kind: "select", value: "", options: [["", "any"], ...told.engines.map((each) => [each, engineWords(each)])] }) : null;
  const score = told.threshold !== null || told.refreshed ? field("Only with a probability of at least, in per cent", { type: "number", value: "", hint: "Empty: with any, and with none." }) : null;
  if (score) Object.assign(score.input, { min: "0", max: "100" });
  const which = [queue.code ? app.nameOf(queue.code) : "all codes", queue.document || "all documents"].join(", ");
  dialog(app, {
    title: "Accept many together",
    body: [
      h("p", null, `Of what is chosen (${which}; ${counted(told.matching, "open suggestion")}) a sample is drawn by chance. You decide on it one by one, as on any others.`),
      h("p", null, "Only when all of it is decided are you told which share of it was right, with its 95% interval. You then say which share is enough; if the lower end of the interval reaches it, the others can be accepted together. These codings count as accepted, not blind, by you. One undo takes all of them back."),
      h("p", null, "The sample is kept: drawing again gives the same one. Choose a code or a document first (f) if the rest is to be of that only."),
      size.element,
      engine?.element ?? null,
      score?.element ?? null,
    ],
    actions: [
      {
        label: "Draw the sample",
        run: async () => {
          const least = score?.input.value.trim();
          await saved(app);
          const sample = await slow(app, "review_sample", {
            codes: queue.code ? [queue.code] : null, documents: queue.document ? [queue.document] : null, engine: engine?.input.value || null,
            min_score: least ? Number(least) / 100 : null, blind: queue.blind === true, n: Math.round(Number(size.input.value)) || 0,
          });
          queue.startSample(sample);
        },
      },
    ],
  });
}

/**
 * What the sample says, and the acceptance of the rest.
 * @param {App} app @param {Queue} queue @param {HTMLElement} host
 */
export async function showSampled(app, queue, host) {
  fill(host, h("p", { class: "qc-loading", role: "status" }, "Counting …"));
  /** @type {any} */
  let told;
  const end = () => queue.endSample();
  try {
    await saved(app);
    told = await app.read("review_sampled", { selection: queue.sample.selection });
  } catch (error) {
    fill(
      host,
      h(
        "div",
        { class: "qc-empty qc-review-empty" },
        h("h2", null, "The sample cannot be counted"),
        h("p", { class: "qc-fault", role: "alert" }, error.message),
        h("p", null, "What you decided is kept."),
        h("div", { class: "qc-toolbar" }, button("Count again", () => showSampled(app, queue, host), { class: "qc-main" }), button("Back to all suggestions", end)),
      ),
    );
    return;
  }
  const counts = told.sample === null ? "" : ` (${told.right} of ${told.sample})`;
  const least = field("Share that is enough, in per cent", { type: "number", value: String(USUAL), hint: "Held against the lower end of the interval." });
  Object.assign(least.input, { min: "1", max: "100" });
  const fault = h("p", { class: "qc-fault", role: "alert" });
  const accept = async () => {
    fill(fault);
    const minimum = Number(least.input.value) / 100;
    if (!(minimum > 0 && minimum <= 1)) {
      fill(fault, "The share is a number from 1 to 100.");
      return;
    }
    const words = `${counted(told.open, "suggestion")} that you have not looked at will be accepted as your codings. Undo takes all of them back at once.`;
    if (!(await confirm(app, "Accept the others", words, `Accept ${told.open.toLocaleString("en")}`))) return;
    try {
      const report = await slow(app, "review_accept_many", { selection: queue.sample.selection, minimum });
      queue.done.push({ kind: "many", item: null, before: null });
      await end();
      const latest = await app.read("undoable").catch(() => null);
      app.say(`${counted(report.accepted, "suggestion")} accepted together.${report.later ? ` ${counted(report.later, "suggestion")} that came after the sample was drawn ${report.later === 1 ? "stays" : "stay"} open.` : ""}`, "info", { label: "Undo", run: () => undoMany(app, queue), act: latest?.act });
    } catch (error) {
      fill(fault, error.message);
    }
  };
  fill(
    host,
    h(
      "div",
      { class: "qc-review-sampled" },
      h("h2", null, "The sample is decided"),
      h("p", null, `${percent(told.share)}${counts} of the sample of ${told.asked} ${told.right === 1 ? "was" : "were"} accepted as they were; revised ones do not count as accepted. 95% interval: ${percent(told.low)} to ${percent(told.high)}.`),
      h("p", { class: "qc-quiet" }, told.method ? `Method: ${told.method}.` : null, told.grown ? " The sample was made larger; an interval that is looked at until it suffices is too narrow." : null),
      told.open
        ? [
            h("p", null, `${counted(told.open, "other suggestion")} of the same selection ${told.open === 1 ? "is" : "are"} open.`),
            told.later ? h("p", null, `${counted(told.later, "suggestion")} came after the sample was drawn and will stay open.`) : null,
            least.element,
            fault,
            h("div", { class: "qc-toolbar" }, button(`Accept the other ${told.open.toLocaleString("en")} …`, accept, { class: "qc-main" }), button("Go on one by one", end)),
          ]
        : [h("p", null, "Nothing else that the sample stands for is open."), button("Back to all suggestions", end, { class: "qc-main" })],
    ),
  );
}

/** @param {App} app @param {Queue} queue */
export async function undoMany(app, queue) {
  const last = queue.done.at(-1);
  if (last?.kind !== "many") {
    app.say("Something was done since; undo that first.");
    return;
  }
  if (await confirm(app, "Undo", "Everything that was accepted together is taken back at once.", "Take it back")) queue.undo();
}
