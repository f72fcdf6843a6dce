// One text as the page holds it: turns, blocks to draw, codings, and the two ways of counting characters.
// The study counts Unicode characters (code points), a browser counts UTF-16 units: an emoji is one there and
// two here. Everything outside this file speaks of code points.

/**
 * @typedef {{id: string, start: number, end: number, code: string, coder: string, origin: string, blind: string,
 *   suggestion: string | null, time: string, stale: boolean, memos: number, key: boolean, unsaved?: boolean}} Coding
 * @typedef {{number: string, speaker: string | null, role: string | null, person: string | null, asks: boolean,
 *   time: string | null, part: string, ranges: [number, number][], start: number, end: number, place: number}} Turn
 * @typedef {{start: number, end: number, kind: "speech" | "gap", turn: Turn | null, gap: string | null,
 *   first: boolean}} Block a stretch drawn as one paragraph; first: the turn's name stands above it
 */

const FIELDS = ["id", "start", "end", "code", "coder", "origin", "blind", "suggestion", "time", "stale", "memos", "key"];
// Gaps that are words of the document although nobody said them; the others only mark speech.
const SHOWN_GAPS = new Set(["header", "heading", "stage", "unassigned"]);
const LONG = 1_200; // characters: a longer stretch is drawn as several paragraphs, so that a change redraws little

const LETTERS = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const WORDS = new Intl.Segmenter(undefined, { granularity: "word" });
const SOMETHING = /[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u;

/** In the order of the text, longer ones first. @param {Coding} a @param {Coding} b */
export function inOrder(a, b) {
  return a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * The codings of a text by their ids. Which of them touch a block is known at once, whatever number there is.
 * @extends {Map<string, Coding>}
 */
class Codings extends Map {
  /** @param {Doc} doc */
  constructor(doc) {
    super();
    this.doc = doc;
    /** @type {Map<Block, Set<Coding>>} */
    this.within = new Map();
    /** Those in stretches that are not drawn. @type {Set<Coding>} */
    this.unseen = new Set();
    /** @type {Coding[] | null} */
    this.sorted = null;
  }

  /** @param {string} id @param {Coding} coding */
  set(id, coding) {
    this.delete(id);
    super.set(id, coding);
    this.sorted = null;
    const blocks = this.doc.blocksIn(coding.start, coding.end);
    for (const block of blocks) {
      const there = this.within.get(block);
      if (there) there.add(coding);
      else this.within.set(block, new Set([coding]));
    }
    if (!blocks.length) this.unseen.add(coding);
    return this;
  }

  /** @param {string} id */
  delete(id) {
    const coding = this.get(id);
    if (!coding) return false;
    super.delete(id);
    this.sorted = null;
    this.unseen.delete(coding);
    for (const block of this.doc.blocksIn(coding.start, coding.end)) this.within.get(block)?.delete(coding);
    return true;
  }

  clear() {
    super.clear();
    this.within.clear();
    this.unseen.clear();
    this.sorted = null;
  }
}

/** @param {any[]} row @returns {Coding} */
export function codingOf(row) {
  return /** @type {any} */ (Object.fromEntries(FIELDS.map((name, place) => [name, row[place]])));
}

export class Doc {
  /** @param {any} raw the answer to `document` */
  constructor(raw) {
    /** @type {string} */
    this.document = raw.document;
    /** @type {string} */
    this.version = raw.version;
    /** @type {string} */
    this.title = raw.title;
    /** @type {string} */
    this.kind = raw.kind;
    /** @type {string} */
    this.text = raw.text;
    /** @type {boolean} */
    this.hidden = raw.hidden;
    /** @type {boolean} */
    this.mustHide = raw.must_hide;
    /** @type {string | null} */
    this.looked = raw.looked;
    /** @type {any[]} */
    this.done = raw.done;
    /** Number of a turn -> how many memos stand at it. @type {Record<string, number>} */
    this.turnMemos = raw.turn_memos ?? {};
    this.#count();
    /** @type {number} */
    this.length = this.units ? this.units.length - 1 : this.text.length;
    /** @type {Turn[]} */
    this.turns = raw.turns.map(([number, speaker, role, person, asks, time, part, edges], place) => {
      /** @type {[number, number][]} */
      const ranges = [];
      for (let at = 0; at < edges.length; at += 2) ranges.push([edges[at], edges[at + 1]]);
      return { number, speaker, role, person, asks, time, part, ranges, start: edges[0], end: edges[edges.length - 1], place };
    });
    /** @type {Block[]} */
    this.blocks = [];
    /** @type {WeakMap<Block, [number, number][]>} */
    this.worded = new WeakMap();
    this.#cut(raw.gaps);
    /** @type {Codings} */
    this.codings = new Codings(this);
    for (const row of raw.codings) this.put(codingOf(row));
  }

  // -- two ways of counting ------------------------------------------------------------------------------

  #count() {
    /** code point -> place in the string; null where both count alike. @type {Int32Array | null} */
    this.units = null;
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(this.text)) return;
    const places = new Int32Array(this.text.length + 1);
    let number = 0;
    for (let at = 0; at < this.text.length; number++) {
      places[number] = at;
      at += /** @type {number} */ (this.text.codePointAt(at)) > 0xffff ? 2 : 1;
    }
    places[number] = this.text.length;
    this.units = places.slice(0, number + 1);
  }

  /** Place in the JavaScript string of a code point. @param {number} point */
  unit(point) {
    return this.units ? this.units[Math.max(0, Math.min(point, this.length))] : point;
  }

  /**
   * Code point at a place in the JavaScript string; within a pair, the character it belongs to.
   * @param {number} unit @param {boolean} [end] within a pair, the place behind that character
   */
  point(unit, end = false) {
    const found = this.#floor(unit);
    return end && this.unit(found) < unit ? Math.min(found + 1, this.length) : found;
  }

  /** @param {number} unit */
  #floor(unit) {
    if (!this.units) return unit;
    let low = 0;
    let high = this.units.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.units[middle] <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** @param {number} start @param {number} end */
  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  /** The words of a stretch as print shows them: what nobody said is one space. @param {number} start @param {number} end */
  printed(start, end) {
    const parts = [];
    for (const block of this.blocksIn(start, end)) {
      if (block.kind === "speech") parts.push(this.slice(Math.max(start, block.start), Math.min(end, block.end)));
    }
    return (parts.length ? parts.join(" ") : this.slice(start, end)).replace(/\s+/g, " ").trim();
  }

  // -- what is drawn -------------------------------------------------------------------------------------

  /** @param {[number, number, string][]} gaps */
  #cut(gaps) {
    /** @type {{start: number, end: number, turn: Turn | null, gap: string | null}[]} */
    const stretches = [];
    for (const turn of this.turns) for (const [start, end] of turn.ranges) stretches.push({ start, end, turn, gap: null });
    for (const [start, end, gap] of gaps) if (SHOWN_GAPS.has(gap)) stretches.push({ start, end, turn: null, gap });
    stretches.sort((a, b) => a.start - b.start || a.end - b.end);
    /** @type {Turn | null} */
    let before = null;
    for (const { start, end, turn, gap } of stretches) {
      if (gap && !this.slice(start, end).trim()) continue;
      let first = turn !== null && turn !== before;
      for (const [from, to] of this.#pieces(start, end)) {
        this.blocks.push({ start: from, end: to, kind: turn ? "speech" : "gap", turn, gap, first });
        first = false;
      }
      before = turn;
    }
  }

  // Cut a long stretch at line ends, where there are none at sentence ends, else at blanks.
  /** @param {number} start @param {number} end @returns {[number, number][]} */
  #pieces(start, end) {
    if (end - start <= LONG) return [[start, end]];
    /** @type {[number, number][]} */
    const found = [];
    let from = this.unit(start);
    const last = this.unit(end);
    while (last - from > LONG) {
      const window = this.text.slice(from, from + LONG);
      let cut = window.lastIndexOf("\n") + 1;
      if (cut < LONG / 4) {
        const sentence = [...window.matchAll(/[.!?…]["'”’)]*\s+/gu)].pop();
        cut = sentence ? sentence.index + sentence[0].length : 0;
      }
      if (cut < LONG / 4) cut = window.lastIndexOf(" ") + 1;
      if (cut < LONG / 4) {
        // Nowhere to cut; at least between characters as people see them.
        cut = LETTERS.segment(this.text.slice(from, from + 2 * LONG)).containing(LONG)?.index || LONG;
      }
      found.push([this.point(from), this.point(from + cut)]);
      from += cut;
    }
    if (from < last) found.push([this.point(from), end]);
    return found;
  }

  /** The blocks that a stretch touches. @param {number} start @param {number} end */
  blocksIn(start, end) {
    let low = 0;
    let high = this.blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.blocks[middle].end <= start) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let at = low; at < this.blocks.length && this.blocks[at].start < end; at++) found.push(this.blocks[at]);
    return found;
  }

  /** @param {number} point @returns {Turn | null} the turn at a place, or the next one */
  turnAt(point) {
    const block = this.blocksIn(point, point + 1)[0] ?? this.blocks.find((each) => each.start >= point);
    return block?.turn ?? null;
  }

  /**
   * A stretch as it may be coded: blanks, labels and time marks at its edges left out; null where nothing is
   * left.
   * @param {number} start @param {number} end @returns {{start: number, end: number} | null}
   */
  trimmed(start, end) {
    const blocks = this.blocksIn(start, end);
    for (const first of blocks) {
      const from = this.unit(Math.max(start, first.start));
      const lead = this.text.slice(from, this.unit(Math.min(end, first.end))).search(/\S/u);
      if (lead < 0) continue;
      for (let at = blocks.length - 1; at >= 0; at--) {
        const last = this.unit(Math.max(start, blocks[at].start));
        const words = this.text.slice(last, this.unit(Math.min(end, blocks[at].end))).trimEnd();
        if (words) return { start: this.point(from + lead), end: this.point(last + words.length) };
      }
    }
    return null;
  }

  /**
   * A stretch widened to whole characters as people see them: a letter with its accents, an emoji with all its
   * parts.
   * @param {number} start @param {number} end @returns {{start: number, end: number}}
   */
  snapped(start, end) {
    return { start: this.edge(start, -1), end: this.edge(end, 1) };
  }

  /** An edge between characters as people see them. @param {number} point @param {-1 | 1} side to which one within moves @returns {number} */
  edge(point, side) {
    const block = this.blocksIn(point, point + 1)[0];
    if (!block || point <= block.start) return point;
    const from = this.unit(block.start);
    const found = LETTERS.segment(this.text.slice(from, this.unit(block.end))).containing(this.unit(point) - from);
    if (!found || found.index === this.unit(point) - from) return point;
    return this.point(from + found.index + (side > 0 ? found.segment.length : 0));
  }

  /** The next such edge in a direction, blocks that are not next to each other counting as neighbours. @param {number} point @param {-1 | 1} side @returns {number} */
  step(point, side) {
    const blocks = this.blocks;
    if (!blocks.length) return point;
    let at = this.blockAt(side > 0 ? point : point - 1);
    if (at < 0) return point;
    // Before the first and behind the last character of a block the neighbour's begins.
    if (side > 0 && point >= blocks[at].end) at += 1;
    if (side < 0 && point <= blocks[at].start) at -= 1;
    const block = blocks[at];
    if (!block) return point;
    if (side > 0 && point < block.start) point = block.start;
    if (side < 0 && point > block.end) point = block.end;
    return this.edge(Math.max(block.start, Math.min(block.end, point + side)), side);
  }

  /** Place of the block at a character, or of the nearest before it (the first, where there is none). @param {number} point @returns {number} -1 = no blocks at all */
  blockAt(point) {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.blocks[middle].start <= point) low = middle;
      else high = middle - 1;
    }
    return high < 0 ? -1 : low;
  }

  /** The words of a block (signs and emoji that stand alone are words here, too), as stretches. @param {Block} block @returns {[number, number][]} */
  words(block) {
    let found = this.worded.get(block);
    if (!found) {
      const from = this.unit(block.start);
      found = [];
      for (const { index, segment } of WORDS.segment(this.text.slice(from, this.unit(block.end)))) {
        if (SOMETHING.test(segment)) found.push([this.point(from + index), this.point(from + index + segment.length)]);
      }
      this.worded.set(block, found);
    }
    return found;
  }

  /** The first word that begins at or after a character (side 1), or the last that begins before it (-1). @param {number} point @param {-1 | 1} side @returns {[number, number] | null} */
  word(point, side) {
    for (let at = Math.max(0, this.blockAt(point)); at >= 0 && at < this.blocks.length; at += side) {
      const words = this.words(this.blocks[at]);
      const found = side > 0 ? words.find((each) => each[0] >= point) : words.filter((each) => each[0] < point).at(-1);
      if (found) return found;
    }
    return null;
  }

  // -- codings -------------------------------------------------------------------------------------------

  /** @param {Coding} coding */
  put(coding) {
    this.codings.set(coding.id, coding);
  }

  /** Codings in the order of the text, longer ones first. @returns {Coding[]} */
  ordered() {
    this.codings.sorted ??= [...this.codings.values()].sort(inOrder);
    return this.codings.sorted;
  }

  /** Those that touch a block, in order. @param {Block} block @returns {Coding[]} */
  codingsOf(block) {
    const there = this.codings.within.get(block);
    return there?.size ? [...there].sort(inOrder) : [];
  }

  /** @param {number} start @param {number} end @returns {Coding[]} */
  codingsIn(start, end) {
    const found = new Set(this.codings.unseen);
    for (const block of this.blocksIn(start, end)) for (const each of this.codings.within.get(block) ?? []) found.add(each);
    return [...found].filter((each) => each.start < end && each.end > start).sort(inOrder);
  }

  /**
   * Take in what has changed; returns the stretches that are to be drawn anew.
   * @param {{added: any[][], gone: string[]}} changed @param {boolean} full
   * @returns {[number, number][]}
   */
  apply(changed, full) {
    /** @type {[number, number][]} */
    const touched = [];
    const added = changed.added.map(codingOf);
    const gone = new Set(changed.gone);
    if (full) {
      const stands = new Set(added.map((each) => each.id));
      for (const id of this.codings.keys()) if (!stands.has(id) && !this.codings.get(id)?.unsaved) gone.add(id);
    }
    for (const id of gone) {
      const before = this.codings.get(id);
      if (!before) continue;
      this.codings.delete(id);
      touched.push([before.start, before.end]);
    }
    for (const each of added) {
      const before = this.codings.get(each.id);
      if (before && JSON.stringify(before) === JSON.stringify(each)) continue;
      this.put(each);
      touched.push([each.start, each.end]);
    }
    return touched;
  }
}
