// Making elements. Everything a study says (texts, names, codes, memos) goes in as text: there is no way
// in here to insert markup.

import { shortcuts, spoken } from "./keys.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. Properties: `class`, `style` (an object, set through the CSS object model, which a strict
 * policy allows), `on` (listeners), `data` (data-*), anything else an attribute; null, undefined and false
 * leave it out, true sets it empty. Children: nodes, text, lists of these; null and false are left out.
 * @param {string} tag
 * @param {Record<string, any> | null} [props]
 * @param {...any} children
 * @returns {any}
 */
export function h(tag, props, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
    } else if (name === "style") {
      for (const [key, is] of Object.entries(value)) made.style.setProperty(key, String(is));
    } else if (name === "data") {
      for (const [key, is] of Object.entries(value)) made.dataset[key] = String(is);
    } else if (name === "class") {
      made.className = value;
    } else if (name === "value" && "value" in made) {
      /** @type {any} */ (made).value = value;
    } else if (/^on|^style$|^srcdoc$/i.test(name)) {
      throw new Error(`attribute ${name} is not set this way`);
    } else {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  add(made, children);
  return made;
}

/** @param {Element} host @param {any} child */
function add(host, child) {
  if (child === null || child === undefined || child === false || child === true) return;
  if (Array.isArray(child)) for (const each of child) add(host, each);
  else host.append(child instanceof Node ? child : document.createTextNode(String(child)));
}

/** Put these children in place of whatever is there. @param {Element} host @param {...any} children */
export function fill(host, ...children) {
  host.replaceChildren();
  add(host, children);
}

// Paths on a 24 × 24 field, drawn as lines.
const ICONS = {
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  help: "M9.1 9a3 3 0 0 1 5.8 1c0 2-3 2.5-3 4M12 18h.01M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0",
  sun: "M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10M12 1v2M12 21v2M4.2 4.2l1.4 1.4M18.4 18.4l1.4 1.4M1 12h2M21 12h2M4.2 19.8l1.4-1.4M18.4 5.6l1.4-1.4",
  moon: "M21 12.8A9 9 0 1 1 11.2 3a7 7 0 0 0 9.8 9.8",
  close: "M6 6l12 12M18 6 6 18",
  memo: "M4 4h16v12l-5 5H4zM15 21v-5h5",
  check: "m4 12 6 6L20 6",
  circle: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16",
  dot: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12 12h.01",
  half: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12 4v16M12 7h3M12 10h6M12 13h6M12 16h4",
  list: "M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01",
  search: "M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16M21 21l-4.3-4.3",
  plus: "M12 5v14M5 12h14",
  left: "m15 18-6-6 6-6",
  right: "m9 18 6-6-6-6",
  up: "m18 15-6-6-6 6",
  down: "m6 9 6 6 6-6",
  trash: "M3 6h18M8 6V4h8v2M6 6l1 15h10l1-15",
  edit: "M12 20h9M16.5 3.5a2.1 2.1 0 0 1 3 3L7 19l-4 1 1-4z",
  out: "M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4M16 17l5-5-5-5M21 12H9",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 3.6-6 8-6s8 2 8 6",
  warn: "M12 3 2 20h20zM12 10v4M12 17h.01",
  screen: "M3 4h18v12H3zM8 21h8M12 16v5",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  filter: "M3 5h18l-7 8v6l-4 2v-8z",
  key: "M15 9h.01M21 9a6 6 0 1 1-11.2 3L3 18.8V21h3v-2h2v-2h2l1.8-2",
  move: "M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3",
  split: "M4 12h6l6-6h4M10 12l6 6h4M17 3l3 3-3 3M17 15l3 3-3 3",
  merge: "M20 12h-6L8 6H4M14 12l-6 6H4M17 9l3 3-3 3",
  eye: "M1 12s4-8 11-8 11 8 11 8-4 8-11 8S1 12 1 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  hidden: "M3 3l18 18M10.6 5.1A11 11 0 0 1 12 5c7 0 11 7 11 7a18 18 0 0 1-3.2 4M6.6 6.6A18 18 0 0 0 1 12s4 7 11 7a11 11 0 0 0 5.4-1.4",
};

/** @typedef {keyof typeof ICONS} IconName */

/** A drawing beside words; it says nothing itself. @param {IconName} name */
export function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("class", "qc-icon");
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  made.append(path);
  return made;
}

/**
 * A button. label: what it says, or, of a button that shows only an icon, is called.
 * @param {string} label
 * @param {(event: any) => void} run
 * @param {{icon?: keyof typeof ICONS, bare?: boolean, class?: string, keys?: string, [key: string]: any}} [more]
 *   keys: as keys.js writes them; the button only says them, `app.keys.add` makes them work
 */
export function button(label, run, more = {}) {
  const { icon: drawn, bare, class: kind, keys, ...rest } = more;
  const pressed = keys ? spoken(keys) : "";
  return h(
    "button",
    {
      type: "button",
      class: `qc-button ${bare ? "qc-bare" : ""} ${kind ?? ""}`.trim(),
      "aria-label": bare ? label : null,
      title: (bare ? (pressed ? `${label} (${pressed})` : label) : pressed) || null,
      "aria-keyshortcuts": keys ? shortcuts(keys) : null,
      on: { click: run },
      ...rest,
    },
    drawn ? icon(drawn) : null,
    bare ? null : label,
  );
}

/**
 * Words of the study within a sentence of ours: signs that turn the direction of writing are left out, since they would
 * turn the rest of the sentence, too.
 * @param {string} words
 */
export function plain(words) {
  return String(words).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
}

/** `1 coding`, `2 codings`. @param {number} number @param {string} noun @param {string} [plural] */
export function counted(number, noun, plural) {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : (plural ?? noun + "s")}`;
}

/** Ids for labels, never twice in a page. */
let drawn = 0;
export function freshId(head = "qc") {
  drawn += 1;
  return `${head}-${drawn}`;
}

/** A public id as the study draws them: a letter and 128 random bits. @param {string} letter */
export function newId(letter) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return letter + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
