// Taking back what was done, from a message or by key, and saying what it was.

import { confirm } from "./dialog.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {{act: number, verb: string, what: string, documents: string[], large: boolean}} Done as the study tells it
 * @typedef {(write: () => Promise<any>) => Promise<any>} Around what a view does around the writing
 */

/**
 * Say what was done, with a button that takes it back. @param {App} app @param {string} words
 * @param {number | null | undefined} act number of the act; without one there is nothing to take back
 * @param {() => any} [then] after it was taken back
 */
export function done(app, words, act, then) {
  app.say(words, "info", act ? { label: "Undo", run: () => takeBack(app, act, then), act } : undefined);
}

/** What an act did and where: `Trust on “We trust …” in IP01`. @param {Done | null | undefined} told */
export function acted(told) {
  if (!told) return "your latest act";
  const { what, verb, documents } = told;
  const place = documents.length === 1 ? ` in ${documents[0]}` : documents.length ? ` in ${documents.length} documents` : "";
  return `${what || verb}${place}`;
}

const UNDO = "undo"; // step by step one message is enough

/** Say it, and lead there where it is not in sight. @param {App} app @param {string} head @param {Done | null} told */
function sayDone(app, head, told) {
  const away = app.view.id === "code" && told?.documents.length === 1 && told.documents[0] !== app.doc?.document ? told.documents[0] : null;
  app.say(`${head}: ${acted(told)}.`, "info", away ? { label: `Open ${away}`, run: () => app.jump(away) } : undefined, UNDO);
}

/** @param {App} app @param {number} act @param {() => any} [then] @param {Around} [around] */
async function takeBack(app, act, then, around = (write) => write()) {
  if (!app.saved) {
    app.say("Something is not saved yet; undo it when it is.");
    return;
  }
  try {
    sayDone(app, "Undone", await around(() => app.write("undo", { act }, "undo")));
    then?.();
  } catch {
    // Why it was refused has been said.
  }
}

/**
 * Take back the latest act, whatever it was; what is more than a step of coding is asked about.
 * @param {App} app @param {() => any} [then] @param {Around} [around]
 */
export async function undoLatest(app, then, around) {
  if (!app.saved) {
    app.say("Something is not saved yet; undo it when it is.");
    return;
  }
  /** @type {Done | null} */
  let wanted;
  try {
    wanted = await app.read("undoable");
  } catch (error) {
    app.sorry(error);
    return;
  }
  if (!wanted) {
    app.say("You have nothing to undo.", "info", undefined, UNDO);
    return;
  }
  if (wanted.large && !(await confirm(app, "Undo this?", `Your latest act was: ${acted(wanted)}. It is more than one step of coding.`, "Undo it"))) return;
  await takeBack(app, wanted.act, then, around);
}

/** Do again what was undone last. @param {App} app @param {() => any} [then] @param {Around} [around] */
export async function redoLatest(app, then, around = (write) => write()) {
  if (!app.saved) {
    app.say("Something is not saved yet; wait until it is.");
    return;
  }
  try {
    sayDone(app, "Done again", await around(() => app.write("redo", {}, "redo")));
    then?.();
  } catch {
    // Why it was refused has been said.
  }
}

/** The keys of both. @param {App} app @param {string} group @param {() => any} [then] @returns {import("./keys.js").Binding[]} */
export function undoKeys(app, group, then) {
  return [
    { keys: "Mod+z", words: "undo", run: () => void undoLatest(app, then), repeat: false, group },
    { keys: "Mod+Shift+z or Mod+y", words: "redo", run: () => void redoLatest(app, then), repeat: false, group },
  ];
}
