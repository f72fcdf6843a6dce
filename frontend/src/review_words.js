// What the review says of suggestions, in words.

import { counted } from "./dom.js";

/**
 * @typedef {{id: string, document: string, version: string, start: number, end: number, code: string, score: number | null,
 *   engine: string, evidence: [number, number, string][], why: string, first: boolean}} Row as the study sends it
 * @typedef {Row & {state: "open" | "accept" | "reject" | "revise", reason: string, made: {start: number, end: number, code: string} | null,
 *   refused: string, kept: boolean, skipped: boolean, turn: object | null}} Item a suggestion in the hands of a coder; kept: it stays at the front
 */

export const ORDERS = /** @type {[string, string][]} */ ([
  ["certain", "Most likely first"],
  ["uncertain", "Least certain first"],
  ["novel", "Most unlike what you decided first"],
]);
export const GROUPS = /** @type {[string, string][]} */ ([["", "Mixed"], ["code", "Code by code"], ["document", "Document by document"]]);

export const DECIDED = { accept: "You accepted this", reject: "You rejected this", revise: "You revised this" };

const ENGINES = {
  patterns: "the codebook’s patterns",
  learned: "what was learned from documents coded here",
  definitions: "the words of the codebook’s definitions",
  combined: "patterns, coded documents and definitions taken together",
};

/** @param {string} engine */
export function engineWords(engine) {
  return ENGINES[engine] ?? engine;
}

/** `8 of 10` @param {number} share 0 to 1 */
export function outOf(share) {
  if (share >= 0.995) return "more than 99 of 100";
  if (share < 0.005) return "fewer than 1 of 100";
  if (share > 0.9 || share < 0.1) return `${Math.round(share * 100)} of 100`;
  return `${Math.round(share * 10)} of 10`;
}

/**
 * What the score says. meaning: "rates" where it is the share in which the patterns were right, "fitted" where
 * the project's own engines computed it from what was coded and decided here.
 * @param {number | null} score @param {string} meaning
 */
export function scoreWords(score, meaning) {
  if (score === null) return "No probability yet.";
  const exact = `probability ${score.toFixed(2)}`;
  if (meaning === "rates") return `About ${outOf(score)} such suggestions were right here (${exact}).`;
  if (meaning === "fitted") return `About ${outOf(score)} such suggestions are right, judged by what was coded and decided here (${exact}).`;
  return `The program that suggests it gives it the ${exact}.`;
}

/** `value (pos: NOUN, language: en)`: what to look for, and what is said of it. */
const WITH_OPTIONS = /^(.*) \(((?:pos|language|negation|negation window|negation words): .*)\)$/s;

/**
 * A pattern in words, as the codebook has it.
 * @param {string} written as evidence and codebook print it
 * @returns {[string, string]} what is said of it; the sign language it is written in, "" where it needs none
 */
export function patternWords(written) {
  const found = WITH_OPTIONS.exec(written);
  const options = found ? found[2] : "";
  const main = found ? found[1] : written;
  const more = [
    /\bpos: /.test(options) ? "as the part of speech that is asked for" : "",
    /\bnegation: exclude/.test(options) ? "where it is not negated" : "",
    /\bnegation: only/.test(options) ? "where it is negated" : "",
  ].filter(Boolean);
  const said = (words, signs = "") => /** @type {[string, string]} */ ([[words, ...more].join(", "), signs]);
  const [, kind, value] = /^(regex|lemma|near|tokens): (.*)$/s.exec(main) ?? [];
  if (kind === "regex") return said("fits a regular expression", value);
  if (kind === "lemma") return said(value.includes(" ") ? `is a form of “${value}”` : `is a form of the word “${value}”`);
  if (kind === "tokens") return said("fits a pattern of word forms and kinds of words");
  if (kind === "near") {
    const [, words, within] = /^(.*) within (\d+)$/s.exec(value) ?? [];
    if (words) return said(`${words.split(" … ").map((each) => `“${each}”`).join(" and ")} within ${counted(Number(within), "word")}`);
  }
  if (main.startsWith("=")) return said(`fits the pattern “${main.slice(1)}”, with these capitals`);
  return said(`fits the pattern “${main}”`);
}

/**
 * A reason as evidence holds it, in words for people: patterns as the codebook has them, codes by their names.
 * @param {string} reason @param {string} code the code that is suggested @param {boolean} pattern whether it is a pattern
 * @param {import("./app.js").App} app
 * @returns {[string, string]} the words, and a regular expression to be shown as it is written
 */
export function reasonWords(reason, code, pattern, app) {
  const name = `“${app.nameOf(code)}”`;
  if (pattern) {
    const [, written, right, decided] = /^(.*): right in ([\d,]+) of ([\d,]+) so far$/s.exec(reason) ?? [, reason];
    const [words, signs] = patternWords(/** @type {string} */ (written));
    return [`${words}${right ? `; right in ${right} of ${decided} so far` : ""}`, signs];
  }
  // The identifier that stands there may be an earlier one of the code.
  const said = reason
    .replace(/^(said in [\d,]+ of [\d,]+ segments?) coded \S+, in ([\d,]+ of [\d,]+) others$/, (_, first, others) => `${first} coded with ${name}, and in ${others} others`)
    .replace(/^spelled like words in segments coded \S+$/, () => `spelled like words in segments coded with ${name}`)
    .replace(/^(stands|is like .*) in the codebook's entry of \S+$/s, (_, how) => `${how} in what the codebook says of ${name}`);
  return [said, ""];
}

/**
 * What speaks for a suggestion; the same words for the same reason are named once. whole: it is no single word.
 * @param {Item} item @param {import("./doc.js").Doc} doc @param {import("./app.js").App} app
 * @returns {{words: string, reason: string, signs: string, whole: boolean, places: [number, number][]}[]} signs: a
 *   regular expression, as it is written
 */
export function evidenceOf(item, doc, app) {
  const entry = app.codes.get(item.code);
  const found = new Map();
  for (const [start, end, reason] of item.evidence) {
    const whole = start <= item.start && end >= item.end;
    const words = doc.printed(start, end);
    const pattern = item.engine === "patterns" || !!entry?.patterns.some((each) => reason === each || reason.startsWith(`${each}: `));
    const [said, signs] = reasonWords(reason, item.code, pattern, app);
    const key = `${words.toLocaleLowerCase()}\n${said}\n${signs}`;
    const there = found.get(key);
    if (there) there.places.push([start, end]);
    else found.set(key, { words, reason: whole ? said.charAt(0).toLocaleUpperCase() + said.slice(1) : said, signs, whole: whole && !pattern, places: [[start, end]] });
  }
  return [...found.values()];
}

/** Why some are not shown, a sentence each. @param {any} told the answer to `review` */
export function heldWords(told) {
  const found = [];
  const of = (why) => told.hidden.filter((each) => each.why === why);
  const list = (some) => {
    const named = some.slice(0, 5).map((each) => `${each.document} (${each.open.toLocaleString("en")})`);
    return named.join(", ") + (some.length > 5 ? ` and ${counted(some.length - 5, "other document")}` : "");
  };
  const sum = (some) => some.reduce((all, each) => all + each.open, 0);
  const assigned = of("assigned");
  const wanted = of("wanted");
  if (assigned.length) found.push(`${counted(sum(assigned), "suggestion")} held back until you are done with the document, which you are to read without them: ${list(assigned)}.`);
  if (wanted.length) found.push(`${counted(sum(wanted), "suggestion")} hidden, as you asked, until you are done with the document: ${list(wanted)}.`);
  if (told.audit) found.push(`${counted(told.audit, "suggestion")} held back: you are to code these turns blind for an audit.`);
  if (told.left_out) found.push(`${counted(told.left_out, "suggestion")} left out: the code was retired, is a category only, or is not in the codebook any more.`);
  return found;
}

/** What the scores rest on, in sentences. @param {any} told */
export function scoresWords(told) {
  const found = [];
  if (!told.refreshed) found.push("The scores are those with which the suggestions were made.");
  else if (told.since) found.push(`The scores were last computed ${counted(told.since, "decision")} ago.`);
  else found.push("The scores take in every decision made so far.");
  if (told.threshold !== null) found.push(`At and above ${told.threshold.toFixed(2)} suggestions are right often enough.`);
  else if (told.reason) found.push(`From which score on suggestions are right often enough cannot be said: ${told.reason}.`);
  if (told.checks) found.push("Hidden checks are on: some proposals are known to be wrong. Nobody is told which, and none of them becomes a coding.");
  return found;
}

/** What a new run brought, in sentences. @param {any} report */
export function runWords(report) {
  const found = [`${counted(report.new, "new suggestion")}.`];
  const known = report.proposed - report.new;
  if (known > 0) found.push(`${counted(known, "proposal")} ${known === 1 ? "was" : "were"} known already, coded by you, or rejected by you before.`);
  const held = /** @type {number} */ (Object.values(report.held).reduce((all, each) => /** @type {number} */ (all) + /** @type {number} */ (each), 0));
  if (held) found.push(`${counted(held, "proposal")} held back: ${report.held_why}.`);
  const sentence = (words) => (/[.!?]$/.test(words) ? words : `${words}.`);
  found.push(...report.notes.map(sentence));
  found.push(...report.skipped.map((each) => `Not searched: ${sentence(each)}`));
  found.push(...report.negated.map((each) => `Left out as negated: ${sentence(each)}`));
  return found;
}

/** What a refit did, in sentences. @param {any} report */
export function refitWords(report) {
  const found = [report.moved ? `${counted(report.moved, "open suggestion")} ${report.moved === 1 ? "shows" : "show"} another score now.` : "No score has changed."];
  if (report.threshold !== null) found.push(`At and above ${report.threshold.toFixed(2)} suggestions are right often enough.`);
  else if (report.reason) found.push(`From which score on they are right often enough cannot be said: ${report.reason}.`);
  found.push(...report.notes.map((each) => (/[.!?]$/.test(each) ? each : `${each}.`)));
  return found;
}

/** @param {number | null} share */
export function percent(share) {
  return share === null ? "–" : `${(share * 100).toFixed((share > 0.995 && share < 1) || (share < 0.005 && share > 0) ? 1 : 0)}%`;
}
