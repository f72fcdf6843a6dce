// What a table is asked for: kept in the address, so that a table can be linked and gone back to, and
// sent to the study as the words of `qc.crosstab`.

/**
 * @typedef {{rows: string, columns: string[], unit: string, measure: string, where: Record<string, string[]>,
 *   coders: string, interviewers: boolean, reflective: boolean, test: boolean, intervals: boolean,
 *   protect: string}} Asked
 */

export const UNITS = [
  ["participants", "Participants"], ["documents", "Documents"], ["turns", "Turns"], ["codings", "Codings"], ["words", "Words coded"],
];
export const MEASURES = [["n", "Numbers"], ["share", "Shares in %"], ["per_1000_words", "Per 1,000 words"]];
export const RULES = [
  ["", "Print every number"], ["threshold", "Hide counts under 5, round to 5"], ["ofqual", "Ofqual: hide under 5, round to 5"], ["hesa", "HESA: round to 5"],
];
// A rate of people per word says nothing.
export const RATED = new Set(["codings", "words"]);
const FLAGS = /** @type {const} */ (["interviewers", "reflective", "test", "intervals"]);

/** @param {any} params of an address @param {string[]} attributes that the study has @returns {Asked} */
export function askedOf(params, attributes) {
  const known = new Set(attributes);
  let columns = params.columns === undefined ? [attributes.includes("role") ? "role" : ""] : listed(params.columns);
  columns = [...new Set(columns.filter((each) => known.has(each)))].slice(0, 2);
  const unit = UNITS.some(([value]) => value === params.unit) ? params.unit : "participants";
  let measure = MEASURES.some(([value]) => value === params.measure) ? params.measure : "n";
  if (measure === "per_1000_words" && !RATED.has(unit)) measure = "n";
  /** @type {Record<string, string[]>} */
  const where = {};
  for (const [name, values] of Object.entries(parsed(params.where) ?? {})) {
    if (known.has(name) && Array.isArray(values)) where[name] = values.map(String);
  }
  return {
    rows: params.rows === "code" ? "code" : "theme",
    columns,
    unit,
    measure,
    where,
    coders: params.coders || "record",
    protect: RULES.some(([value]) => value === params.protect) ? (params.protect ?? "") : "",
    ...of(FLAGS.map((name) => [name, String(params[name]) === "true"])),
  };
}

/** What the address says of a table: only what is not so anyway. @param {Asked} asked @returns {Record<string, string>} */
export function paramsOf(asked) {
  /** @type {Record<string, string>} */
  const found = { columns: JSON.stringify(asked.columns) };
  if (asked.rows !== "theme") found.rows = asked.rows;
  if (asked.unit !== "participants") found.unit = asked.unit;
  if (asked.measure !== "n") found.measure = asked.measure;
  if (Object.keys(asked.where).length) found.where = JSON.stringify(asked.where);
  if (asked.coders !== "record") found.coders = asked.coders;
  if (asked.protect) found.protect = asked.protect;
  for (const name of FLAGS) if (asked[name]) found[name] = "true";
  return found;
}

/** @param {any} pairs @returns {any} */
function of(pairs) {
  return Object.fromEntries(pairs);
}

/** @param {any} text */
export function parsed(text) {
  if (typeof text !== "string") return text ?? null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {any} text @returns {string[]} */
export function listed(text) {
  const found = parsed(text);
  return Array.isArray(found) ? found.map(String) : [];
}

/** @param {Asked} a @param {Asked} b */
export function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
