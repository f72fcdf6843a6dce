// The colour of a theme: of the eight that can be read on light and on dark, the one nearest to what the codebook
// says; without a colour there, the one of its place.

import { freshId, h } from "./dom.js";

/** @typedef {import("./app.js").App} App @typedef {import("./app.js").Code} Code */

/** What the colours are called, and how a codebook writes them: as --qc-hue-0 … 7 of the style sheet, in light. */
export const HUES = /** @type {[string, string][]} */ ([
  ["Blue", "#1f5fa8"], ["Orange", "#9c3a00"], ["Green", "#1b6b3a"], ["Purple", "#7b2d8b"],
  ["Ochre", "#7d5200"], ["Teal", "#00666b"], ["Crimson", "#a3164b"], ["Grey", "#4a4f57"],
]);
const GREY = 7;
const PALE = 0.035; // chroma below which a colour is grey to the eye

/** A colour of a codebook (`#1b9e77` or a name) as red, green and blue, 0 to 1; null = no colour. @param {string} color */
function parts(color) {
  let hex = color;
  if (!color.startsWith("#")) {
    const at = document.createElement("canvas").getContext("2d");
    if (!at) return null;
    // What is no colour leaves there what was there before.
    const tried = ["#000000", "#ffffff"].map((before) => {
      at.fillStyle = before;
      at.fillStyle = color;
      return at.fillStyle;
    });
    if (tried[0] !== tried[1]) return null;
    hex = tried[0];
  }
  return /^#[0-9a-f]{6}$/i.test(hex) ? [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16) / 255) : null;
}

/** Angle (in turns) and strength of a colour as the eye sees it (OKLab). @param {string} color @returns {[number, number] | null} */
function seen(color) {
  const found = parts(color);
  if (!found) return null;
  const [r, g, b] = found.map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const c = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [(Math.atan2(c, a) / (2 * Math.PI) + 1) % 1, Math.hypot(a, c)];
}

/** The eight, the nearest first; [] = no colour. @param {string} color @returns {number[]} */
function near(color) {
  const of = seen(color);
  if (!of) return [];
  const away = HUES.map(([, hex], place) => {
    const [angle] = /** @type {[number, number]} */ (seen(hex));
    const apart = Math.abs(angle - of[0]);
    return place === GREY ? (of[1] < PALE ? -1 : 1) : Math.min(apart, 1 - apart);
  });
  return HUES.map((_, place) => place).sort((one, other) => away[one] - away[other]);
}

/** The one of the eight that is written so; -1 = it is none of them. @param {string} color */
function exact(color) {
  return HUES.findIndex(([, hex]) => hex === color.toLowerCase());
}

/**
 * The colours of themes, told apart as far as eight can be: first those that are one of the eight, then those that
 * are near to one, then those without, by their places.
 * @param {Code[]} themes in codebook order @returns {Map<string, number>} id -> 0 to 7
 */
export function huesOf(themes) {
  const found = new Map();
  const free = (place) => ![...found.values()].includes(place);
  for (const each of themes) if (exact(each.color) >= 0) found.set(each.code, exact(each.color));
  for (const each of themes) {
    if (found.has(each.code) || !each.color) continue;
    const all = near(each.color);
    if (all.length) found.set(each.code, all.find(free) ?? all[0]);
  }
  themes.forEach((each, at) => {
    if (found.has(each.code)) return;
    const places = HUES.map((_, more) => (at + more) % 8);
    found.set(each.code, places.find(free) ?? at % 8);
  });
  return found;
}

/**
 * To choose the colour of a theme. @param {App} app @param {Code} entry
 * @returns {{element: HTMLElement, value: () => string}} value: what the codebook is to say
 */
export function hueField(app, entry) {
  const name = freshId("hue");
  const own = entry.color && exact(entry.color) < 0 ? /** @type {[string, string, number][]} */ ([[`As it is: ${entry.color}`, entry.color, app.hueOf(entry.code)]]) : [];
  const all = /** @type {[string, string, number][]} */ ([...own, ...HUES.map(([words, hex], place) => [words, hex, place]), ["By its place", "", -1]]);
  const now = exact(entry.color) >= 0 ? entry.color.toLowerCase() : entry.color;
  const choices = all.map(([words, value, place]) => {
    const input = h("input", { type: "radio", name, value });
    input.checked = value === now;
    return h("label", { class: "qc-hue-choice", data: place < 0 ? {} : { hue: place } }, input, place < 0 ? null : h("span", { class: "qc-letter", "aria-hidden": "true" }, app.letterOf(entry.code)), words);
  });
  const element = h(
    "fieldset",
    { class: "qc-field qc-hues" },
    h("legend", { class: "qc-label" }, "Colour of the theme and all beneath it"),
    h("div", { class: "qc-hue-choices" }, choices),
  );
  return { element, value: () => /** @type {any} */ (element.querySelector("input:checked"))?.value ?? entry.color };
}
