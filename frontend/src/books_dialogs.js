// The questions of the codebook: each says in plain words what will happen to the codings before it is done.

import { hueField } from "./books_hues.js";
import { CodePicker } from "./books_pick.js";
import { done } from "./books_undo.js";
import { dialog, field } from "./dialog.js";
import { button, counted, fill, h } from "./dom.js";

/** @typedef {import("./app.js").App} App @typedef {import("./app.js").Code} Code */

const TOP = "(a theme of its own)";

/** Codes that can stand above others or be merged into. @param {App} app @param {(code: Code) => boolean} [fits] */
function living(app, fits = () => true) {
  return [...app.codes.values()].filter((each) => !each.merged_into && fits(each));
}

/** A code and all beneath it. @param {App} app @param {string} code @returns {Set<string>} */
export function beneath(app, code) {
  const found = new Set([code]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const each of app.codes.values()) if (each.parent && found.has(each.parent)) found.add(each.code);
  }
  return found;
}

/** One in a line. @param {string} words @returns {string[]} */
function lines(words) {
  return words.split("\n").map((each) => each.trim()).filter(Boolean);
}

/** Once a dialog is closed and has given the keyboard back: where it goes from there is ours to say. @param {{element: HTMLElement}} shown @param {() => any} run */
export function after(shown, run) {
  shown.element.addEventListener("close", () => run(), { once: true });
}

/** What will happen, asked again whenever something is chosen. */
class Effect {
  /** @param {App} app @param {() => Record<string, any> | null} asked what `book_what` is asked; null = not yet */
  constructor(app, asked) {
    this.app = app;
    this.asked = asked;
    this.element = h("div", { class: "qc-note qc-effect", role: "status", hidden: true });
    /** @type {any} */
    this.told = null;
    /** @type {any} */
    this.timer = null;
    this.number = 0;
  }

  later() {
    clearTimeout(this.timer);
    // Done and closed before it was asked: nobody wants to know any more.
    this.timer = setTimeout(() => this.element.isConnected && this.ask(), 350);
  }

  async ask() {
    clearTimeout(this.timer);
    const asked = this.asked();
    const number = ++this.number;
    if (!asked) {
      this.element.hidden = true;
      this.told = null;
      return null;
    }
    try {
      const told = await this.app.read("book_what", asked);
      if (number === this.number) this.#say(told.says, false);
      this.told = told;
    } catch (error) {
      if (number === this.number) this.#say([error.message], true);
      this.told = null;
    }
    return this.told;
  }

  /** @param {string[]} says @param {boolean} wrong */
  #say(says, wrong) {
    this.element.hidden = !says.length;
    this.element.classList.toggle("qc-wrong", wrong);
    fill(this.element, says.map((each) => h("p", null, each)));
  }
}

/**
 * Write one change of the codebook and say it; a dialog shows a refusal itself.
 * @param {App} app @param {string} method @param {any} params @param {string} words @param {string} said @param {{quiet?: boolean}} [how]
 */
async function write(app, method, params, words, said, how = { quiet: true }) {
  const result = await app.write(method, params, words, how);
  await app.loadBook();
  const more = [
    result?.moved ? `${counted(result.moved, "coding")} went along.` : "",
    result?.waiting ? `${counted(result.waiting, "coding waits", "codings wait")} to be looked at again.` : "",
    ...(result?.hints ?? []),
  ].filter(Boolean);
  done(app, [said, ...more].join(" "), result?.act, () => app.loadBook());
  return result;
}

/**
 * The fields of an entry. @param {Code | null} entry @param {{unless?: string[], written?: {patterns: string[], unless: string[]}} | null} more
 */
function entryFields(entry, more) {
  const name = field("Name", { value: entry?.name ?? "", required: true });
  const definition = field("Definition", {
    kind: "area", rows: 4, value: entry?.definition ?? "",
    hint: entry ? undefined : "When is it put on, and when not? Two sentences now spare long talks later.",
  });
  const include = field("Include", { kind: "area", rows: 2, value: entry?.include.join("\n") ?? "", hint: "What belongs to it: one in a line." });
  const exclude = field("Exclude", { kind: "area", rows: 2, value: entry?.exclude.join("\n") ?? "", hint: "What does not, and which code takes it." });
  const examples = field("Examples", { kind: "area", rows: 2, value: entry?.examples.join("\n") ?? "", hint: "Words somebody said: one example in a line." });
  const patterns = field("Patterns", {
    kind: "area", rows: 3, value: (more?.written?.patterns ?? entry?.patterns ?? []).join("\n"),
    hint: "What suggestions look for, one in a line: price*   social value   lemma: measure outcome   regex: \\bKPIs?\\b   near: [price*, quality*], within: 8",
  });
  const unless = field("Unless", { kind: "area", rows: 2, value: (more?.written?.unless ?? more?.unless ?? []).join("\n"), hint: "Patterns whose places are left out." });
  return {
    name, definition, include, exclude, examples, patterns, unless,
    wide: h(
      "div",
      { class: "qc-entry-fields" },
      name.element,
      definition.element,
      h("div", { class: "qc-two" }, include.element, exclude.element),
      examples.element,
      h("details", { open: !!(entry?.patterns.length || more?.unless?.length) }, h("summary", null, "Patterns for suggestions"), patterns.element, unless.element),
    ),
    said() {
      return {
        name: name.input.value.trim().replace(/\s+/g, " "),
        definition: definition.input.value.trim(),
        include: lines(include.input.value),
        exclude: lines(exclude.input.value),
        examples: lines(examples.input.value),
        patterns: lines(patterns.input.value),
        unless: lines(unless.input.value),
      };
    },
  };
}

/** Put a new code into the codebook. @param {App} app @param {string | null} parent @param {(code: string) => void} then @param {string} [name] */
export function addCode(app, parent, then, name = "") {
  const fields = entryFields(null, null);
  fields.name.input.value = name;
  const above = new CodePicker(app, { label: "Under", codes: () => living(app), none: TOP, value: parent, hint: "A theme stands at the top; everything beneath it counts as part of it." });
  const id = field("Identifier", { hint: "Under this name files and tables know it, for good. Made from the name where it is empty." });
  let warned = false;
  const shown = dialog(app, {
    title: "New code",
    wide: true,
    body: [fields.name.element, above.element, fields.wide, h("details", null, h("summary", null, "Identifier"), id.element)],
    actions: [
      {
        label: "Add the code",
        run: async () => {
          const said = fields.said();
          if (!said.name) {
            shown.wrong("A code needs a name.");
            fields.name.input.focus();
            return false;
          }
          if (!said.definition && !warned) {
            warned = true;
            shown.wrong("It has no definition yet. Say in a sentence when it is put on; or press “Add the code” once more to leave it open.");
            fields.definition.input.focus();
            return false;
          }
          const result = await write(app, "book_add", { ...said, parent: above.value ?? null, code: id.input.value.trim() || null }, `new code ${said.name}`, `${said.name} is in the codebook.`);
          if (result?.code) after(shown, () => then(result.code));
          return true;
        },
      },
    ],
  });
  fields.name.input.focus();
}

/** Change what an entry says. @param {App} app @param {Code} entry @param {{unless?: string[], written?: {patterns: string[], unless: string[]}} | null} more */
export function defineCode(app, entry, more) {
  const fields = entryFields(entry, more);
  // Codes beneath a theme have its colour.
  const hue = entry.parent ? null : hueField(app, entry);
  if (hue) fields.wide.append(hue.element);
  const saying = () => ({ ...fields.said(), ...(hue ? { color: hue.value() } : {}) });
  const before = JSON.stringify(saying());
  /** Only what was changed. */
  const changed = () => {
    const said = saying();
    const was = JSON.parse(before);
    return Object.fromEntries(Object.entries(said).filter(([name, is]) => JSON.stringify(is) !== JSON.stringify(was[name])));
  };
  const effect = new Effect(app, () => {
    const fresh = changed();
    return Object.keys(fresh).length ? { change: "define", codes: [entry.code], fields: fresh } : null;
  });
  fields.wide.addEventListener("input", () => effect.later());
  const shown = dialog(app, {
    title: `Change ${entry.name}`,
    wide: true,
    body: [fields.wide, effect.element],
    actions: [
      {
        label: "Save the change",
        run: async () => {
          const fresh = changed();
          if (!Object.keys(fresh).length) return true;
          if (fresh.name === "") {
            shown.wrong("A code needs a name.");
            fields.name.input.focus();
            return false;
          }
          await write(app, "book_define", { code: entry.code, ...fresh }, `${entry.name} defined`, `${fresh.name ?? entry.name} is changed.`);
          return true;
        },
      },
    ],
  });
  fields.definition.input.focus();
}

/** Another identifier. @param {App} app @param {Code} entry @param {(code: string) => void} then */
export function renameCode(app, entry, then) {
  const to = field("New identifier", { value: entry.code, hint: "The name people see is changed with “Change”." });
  const effect = new Effect(app, () => {
    const wanted = to.input.value.trim();
    return wanted && wanted !== entry.code ? { change: "rename", codes: [entry.code], to: wanted } : null;
  });
  to.input.addEventListener("input", () => effect.later());
  const shown = dialog(app, {
    title: `Another identifier for ${entry.name}`,
    body: [to.element, effect.element],
    actions: [
      {
        label: "Change the identifier",
        run: async () => {
          const wanted = to.input.value.trim();
          if (!wanted || wanted === entry.code) {
            shown.wrong("Write another identifier.");
            to.input.focus();
            return false;
          }
          await write(app, "book_rename", { code: entry.code, to: wanted }, `${entry.code} renamed`, `${entry.code} is ${wanted} now.`);
          after(shown, () => then(wanted));
          return true;
        },
      },
    ],
  });
  to.input.select();
}

/** Put a code somewhere else in the tree. @param {App} app @param {Code} entry @param {() => void} then */
export function moveCode(app, entry, then) {
  const own = beneath(app, entry.code);
  const place = field("Place", { kind: "select", options: [["", "as the last"]] });
  const places = () => {
    const parent = above.value ?? null;
    const there = living(app, (each) => (each.parent ?? null) === parent && each.code !== entry.code);
    fill(place.input, h("option", { value: "" }, there.length ? "as the last" : "as the only one"), there.map((each) => h("option", { value: each.code }, `before ${each.name}`)));
  };
  const above = new CodePicker(app, {
    label: "Under", codes: () => living(app, (each) => !own.has(each.code)), none: TOP, value: entry.parent ?? null,
    changed: () => {
      places();
      effect.ask();
    },
  });
  const effect = new Effect(app, () => ({ change: "move", codes: [entry.code] }));
  places();
  const shown = dialog(app, {
    title: `Move ${entry.name}`,
    body: [above.element, place.element, effect.element],
    actions: [
      {
        label: "Move it",
        run: async () => {
          if (above.value === undefined) throw new Error("Choose where it is to stand.");
          await move(app, entry, above.value, place.input.value || null);
          after(shown, then);
        },
      },
    ],
  });
  above.focus();
  effect.ask();
}

/** Move at once. @param {App} app @param {Code} entry @param {string | null} parent @param {string | null} before @param {{quiet?: boolean}} [more] */
export function move(app, entry, parent, before, more) {
  const where = parent ? `stands under ${app.nameOf(parent)} now` : "is a theme";
  return write(app, "book_move", { code: entry.code, parent, before }, `${entry.name} moved`, (entry.parent ?? null) === parent ? `${entry.name} is moved.` : `${entry.name} ${where}.`, more);
}

/** Merge a code, and others that mean the same, into another: one act. @param {App} app @param {Code} entry @param {(code: string) => void} then */
export function mergeCode(app, entry, then) {
  /** What goes into the other one. */
  const merged = [entry.code];
  const list = h("ul", { class: "qc-merged", "aria-label": "Codes to merge" });
  const own = () => new Set(merged.flatMap((each) => [...beneath(app, each)]));
  const changed = () => {
    fill(
      list,
      merged.map((code) =>
        h(
          "li",
          { data: { hue: app.hueOf(code) } },
          h("span", { class: "qc-letter", "aria-hidden": "true" }, app.letterOf(code)),
          h("span", { dir: "auto" }, app.nameOf(code)),
          merged.length > 1 ? button(`Leave out ${app.nameOf(code)}`, () => out(code), { icon: "close", bare: true }) : null,
        ),
      ),
    );
    if (into.value && own().has(into.value)) into.set(undefined);
    effect.ask();
  };
  /** @param {string} code */
  const out = (code) => {
    merged.splice(merged.indexOf(code), 1);
    changed();
    more.focus();
  };
  const more = new CodePicker(app, {
    label: "Others that mean the same", hint: "As many as you like; they all go into one code.",
    codes: () => living(app, (each) => !merged.includes(each.code) && each.code !== into.value), value: undefined,
    changed: (code) => {
      if (!code) return;
      merged.push(code);
      more.set(undefined);
      changed();
    },
  });
  const into = new CodePicker(app, {
    label: "Merge into", codes: () => living(app, (each) => each.applicable && !own().has(each.code)), value: undefined,
    changed: () => effect.ask(),
  });
  const effect = new Effect(app, () => (into.value ? { change: "merge", codes: merged, into: into.value } : null));
  changed();
  const shown = dialog(app, {
    title: "Merge codes",
    body: [
      h("p", null, "Codes mean the same after all: the codings of these become codings of the other one, with coder, time and memos. Undo parts them again."),
      list,
      more.element,
      into.element,
      effect.element,
    ],
    actions: [
      {
        label: "Merge them",
        run: async () => {
          if (!into.value) {
            into.focus();
            throw new Error("Choose the code they go into.");
          }
          const target = into.value;
          const what = merged.length > 1 ? counted(merged.length, "code") : app.nameOf(merged[0]);
          await write(app, "book_merge", { codes: [...merged], into: target }, `${what} merged`, `${what} ${merged.length > 1 ? "are" : "is"} part of ${app.nameOf(target)} now.`);
          after(shown, () => then(target));
        },
      },
    ],
  });
  into.focus();
}

/** Split a code into parts. @param {App} app @param {Code} entry @param {(code: string) => void} then */
export function splitCode(app, entry, then) {
  const host = h("div", { class: "qc-parts" });
  /** @type {{name: any, definition: any, element: HTMLElement}[]} */
  const parts = [];
  const takes = field("Its patterns go to", { kind: "select", options: [["", "none of the parts"]] });
  const named = () => {
    const chosen = takes.input.value;
    fill(takes.input, h("option", { value: "" }, "none of the parts"), parts.map((each, place) => h("option", { value: String(place) }, each.name.input.value.trim() || `Part ${place + 1}`)));
    takes.input.value = chosen;
  };
  const add = () => {
    const number = parts.length + 1;
    const name = field(`Name of part ${number}`, {});
    const definition = field(`Definition of part ${number}`, { kind: "area", rows: 2 });
    name.input.addEventListener("input", named);
    const part = { name, definition, element: h("fieldset", { class: "qc-part" }, h("legend", { class: "qc-unseen" }, `Part ${number}`), name.element, definition.element) };
    parts.push(part);
    host.append(part.element);
    named();
    return part;
  };
  add();
  add();
  const effect = new Effect(app, () => ({ change: "split", codes: [entry.code] }));
  const shown = dialog(app, {
    title: `Split ${entry.name}`,
    wide: true,
    body: [
      effect.element,
      host,
      h("p", { class: "qc-toolbar qc-part-more" }, button("Another part", () => add().name.input.focus(), { icon: "plus", class: "qc-small" })),
      entry.patterns.length ? takes.element : null,
    ],
    actions: [
      {
        label: "Split it",
        run: async () => {
          const wanted = parts
            .map(({ name, definition }, place) => ({
              name: name.input.value.trim().replace(/\s+/g, " "), definition: definition.input.value.trim(),
              patterns: takes.input.value === String(place) ? entry.patterns : [],
            }))
            .filter((each) => each.name || each.definition);
          if (wanted.length < 2 || wanted.some((each) => !each.name)) {
            shown.wrong("Name at least two parts.");
            parts.find((each) => !each.name.input.value.trim())?.name.input.focus();
            return false;
          }
          const result = await write(app, "book_split", { code: entry.code, into: wanted }, `${entry.name} split`, `${entry.name} is split into ${wanted.map((each) => each.name).join(", ")}.`);
          if (result?.codes?.length) after(shown, () => then(result.codes[0]));
          return true;
        },
      },
    ],
  });
  parts[0].name.input.focus();
  effect.ask();
}

/** Take a code out of use, or into use again. @param {App} app @param {Code} entry @param {() => void} then */
export function retireCode(app, entry, then) {
  const back = entry.retired;
  const effect = new Effect(app, () => ({ change: back ? "take up" : "retire", codes: [entry.code] }));
  const shown = dialog(app, {
    title: back ? `Use ${entry.name} again?` : `Retire ${entry.name}?`,
    body: [effect.element],
    actions: [
      {
        label: back ? "Use it again" : "Retire it",
        run: async () => {
          await write(app, "book_retire", { code: entry.code, back }, back ? `${entry.name} used again` : `${entry.name} retired`, back ? `${entry.name} is in use again.` : `${entry.name} is retired. It stands under “Retired and merged”.`);
          after(shown, then);
        },
      },
    ],
  });
  effect.ask();
}
