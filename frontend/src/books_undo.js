// Taking back what was done outside of the text, from a message or by key.

import { confirm } from "./dialog.js";

/** @typedef {import("./app.js").App} App */

/**
 * Say what was done, with a button that takes it back. @param {App} app @param {string} words
 * @param {number | null | undefined} act number of the act; without one there is nothing to take back
 * @param {() => any} [then] after it was taken back
 */
export function done(app, words, act, then) {
  app.say(words, "info", act ? { label: "Undo", run: () => takeBack(app, act, then) } : undefined);
}

/** @param {App} app @param {number} act @param {() => any} [then] */
async function takeBack(app, act, then) {
  if (!app.saved) {
    app.say("Something is not saved yet; undo it when it is.");
    return;
  }
  try {
    const undone = await app.write("undo", { act }, "undo");
    app.say(`Undone: ${undone?.what || undone?.verb || "your latest act"}.`);
    then?.();
  } catch {
    // Why it was refused has been said.
  }
}

/** Take back the latest act, whatever it was; what is more than a step of coding is asked about. @param {App} app @param {() => any} [then] */
export async function undoLatest(app, then) {
  if (!app.saved) {
    app.say("Something is not saved yet; undo it when it is.");
    return;
  }
  let wanted;
  try {
    wanted = await app.read("undoable");
  } catch (error) {
    app.sorry(error);
    return;
  }
  if (!wanted) {
    app.say("You have nothing to undo.");
    return;
  }
  const what = `${wanted.verb}${wanted.what ? ` (${wanted.what})` : ""}`;
  if (wanted.large && !(await confirm(app, "Undo this?", `Your latest act was: ${what}.`, "Undo it"))) return;
  await takeBack(app, wanted.act, then);
}

/** Do again what was undone last. @param {App} app @param {() => any} [then] */
export async function redoLatest(app, then) {
  if (!app.saved) {
    app.say("Something is not saved yet; wait until it is.");
    return;
  }
  try {
    const again = await app.write("redo", {}, "redo");
    app.say(`Done again: ${again?.what || again?.verb || "your latest act"}.`);
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
