// What is said of places, of how they differ and of what they are settled as.

import { plain } from "./dom.js";

/**
 * @typedef {[string, number, number, string]} Own a coding: id, start, end, code
 * @typedef {{id: string, kind: string, start: number, end: number, turn: string, who: string, own: Record<string, Own>,
 *   standing: Own[], choice: string, edit: [number, number, string] | null, reason: string, open: boolean,
 *   settleable: boolean, waiting?: string}} Place waiting: what is being saved
 */

/** `Only MW`, `Other edges` @param {Place} place */
export function kindWords(place) {
  const { kind } = place;
  if (kind === "agreed") return "Agreed";
  if (kind === "edges") return "Other edges";
  if (kind === "code") return "Other codes";
  if (kind === "consensus") return "Consensus alone";
  if (kind.startsWith("only ")) return `Only ${kind.slice(5)}`;
  if (kind.startsWith("not considered by ")) return `Not looked for by ${kind.slice(18)}`;
  return kind;
}

/** What that means. @param {Place} place @param {string[]} coders */
export function kindHint(place, coders) {
  const { kind } = place;
  const all = coders.length > 2 ? "All" : "Both";
  if (kind === "agreed") return `${all} gave the same code to the same words. It goes into the consensus as it is, unless you say otherwise.`;
  if (kind === "edges") return "The same code on words that overlap, with other edges.";
  if (kind === "code") return "Other codes on the same words, or on words that overlap by half at least.";
  if (kind === "consensus") return "A coding of the consensus that belongs to no place any more: a coder has changed or taken back what it rested on.";
  if (kind.startsWith("only ")) return "Nobody else gave this code to words that overlap. The same code on other words nearby is a place of its own.";
  return "Not everybody looked for this code here, so that it cannot be settled: that it is missing says nothing.";
}

/** "agreed", "open", "settled", "waiting" or "out" @param {Place} place */
export function standOf(place) {
  if (place.waiting) return "waiting";
  if (!place.settleable) return "out";
  if (place.open) return "open";
  return place.choice || place.edit ? "settled" : "agreed";
}

/** What a place is settled as. @param {Place} place @param {(code: string) => string} nameOf */
export function choiceWords(place, nameOf) {
  if (place.waiting) return `${place.waiting} …`;
  if (place.edit) return place.kind === "consensus" ? "in the consensus" : `settled: ${nameOf(place.edit[2])}, edited`;
  if (place.choice === "both") return Object.keys(place.own).length > 2 ? "settled: all" : "settled: both";
  if (place.choice === "none") return "settled: left out";
  if (place.choice) return `settled as ${place.choice}`;
  if (!place.settleable) return "cannot be settled";
  if (place.open) return "open";
  return place.standing.length ? "agreed, in the consensus" : "agreed";
}

/** Names of codes, each once. @param {Place} place @param {(code: string) => string} nameOf */
export function codeWords(place, nameOf) {
  const codes = [...Object.values(place.own), ...(Object.keys(place.own).length ? [] : place.standing)].map((each) => each[3]);
  return [...new Set(codes)].map(nameOf).join(" / ");
}

/**
 * A place for those who listen: how coders differ, whose code stands on which words.
 * @param {Place} place @param {import("./doc.js").Doc} doc @param {(code: string) => string} nameOf
 */
export function spokenPlace(place, doc, nameOf) {
  /** @type {[string, Own][]} */
  const all = [...Object.entries(place.own), ...place.standing.map((each) => /** @type {[string, Own]} */ (["Consensus", each]))];
  const said = all.map(([who, [, start, end, code]]) => `${who}: ${nameOf(code)}, on “${ends(doc.printed(start, end), 160)}”.`);
  return plain([`${kindWords(place)}${place.turn ? `, turn ${place.turn}` : ""}, ${choiceWords(place, nameOf)}.`, ...said].join(" "));
}

/** @param {string} words @param {number} most */
export function shortened(words, most) {
  const letters = [...words];
  return letters.length <= most ? words : `${letters.slice(0, most - 1).join("").trimEnd()}…`;
}

/** The beginning and the end of a long stretch, since both are what coders differ in. @param {string} words @param {number} most */
export function ends(words, most) {
  const letters = [...words];
  if (letters.length <= most) return words;
  const half = Math.floor((most - 3) / 2);
  // Cut between words, where there are any.
  const head = letters.slice(0, half).join("").replace(/\s+\S*$/u, "");
  const tail = letters.slice(-half).join("").replace(/^\S*\s+/u, "");
  return `${head} … ${tail}`;
}
