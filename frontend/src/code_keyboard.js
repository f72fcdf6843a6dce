// Reading and selecting by keys: from turn to turn, from word to word.

/** @typedef {import("./textview.js").TextView} TextView */

/** The keys of a text, for app.keys. They count while the text has the focus. @param {TextView} text @returns {import("./keys.js").Binding[]} */
export function textKeys(text) {
  const { doc } = text;
  // Nothing else has the focus: the text itself, or only what lies around it, as when a page has just come.
  const here = () => document.activeElement?.contains(text.element) ?? false;
  /** @param {(event: KeyboardEvent) => void | boolean} run */
  const within = (run) => (/** @type {KeyboardEvent} */ event) => {
    if (!here()) return false;
    const done = run(event);
    if (document.activeElement !== text.element) text.focus();
    text.spoken?.moved();
    return done;
  };

  /** @param {-1 | 1} side */
  const turn = (side) => {
    const [first, last] = text.span();
    if (last < first) return;
    // Where the text was scrolled away from the cursor, it goes on from what is seen.
    const lost = text.cursor === null || !text.sees(text.cursor);
    const at = lost ? doc.blockAt(text.top()) : /** @type {number} */ (text.cursor) + side;
    text.caret = null;
    text.highlights.show("word", []);
    text.goTo(Math.max(first, Math.min(last, at)));
  };

  /** Where the word cursor is, or would begin. */
  const caret = () => {
    if (text.caret) return text.caret;
    const block = doc.blocks[text.cursor ?? doc.blockAt(text.top())];
    const at = block ? (doc.word(block.start, 1)?.[0] ?? block.start) : 0;
    return { anchor: at, head: at };
  };

  // In a paragraph that is written from right to left, the left arrow goes on.
  /** @param {KeyboardEvent} event */
  const onward = (event) => {
    const part = text.drawn.get(doc.blocks[doc.blockAt(caret().head)]);
    const leftwards = part ? getComputedStyle(part.words).direction === "rtl" : false;
    return (event.key === "ArrowRight") !== leftwards;
  };

  /** @param {KeyboardEvent} event */
  const word = (event) => {
    const on = onward(event);
    if (!text.caret) {
      // The first press shows the cursor, on the first word of the turn.
      text.setCaret(caret().head);
      return;
    }
    const { anchor, head } = text.caret;
    const from = anchor === head ? head : on ? Math.max(anchor, head) - 1 : Math.min(anchor, head);
    const next = on ? doc.word(from + 1, 1) : doc.word(from, -1);
    if (next && inView(next[0])) text.setCaret(next[0]);
  };

  /** @param {KeyboardEvent} event */
  const extend = (event) => {
    const { anchor, head } = caret();
    const on = onward(event);
    let to = head;
    if (on) {
      // To the end of the word in which the head is or which comes next.
      const found = endOfWord(head);
      if (found !== null) to = found;
    } else {
      const found = doc.word(head, -1);
      if (found) to = found[0];
    }
    if (inView(to - (on ? 1 : 0))) text.setCaret(anchor, to);
  };

  /** @param {number} head */
  const endOfWord = (head) => {
    for (let at = Math.max(0, doc.blockAt(head)); at < doc.blocks.length; at++) {
      const found = doc.words(doc.blocks[at]).find((each) => each[1] > head);
      if (found) return found[1];
    }
    return null;
  };

  /** @param {number} point */
  const inView = (point) => text.drawn.has(doc.blocks[doc.blockAt(point)]);

  /** @param {KeyboardEvent} event */
  const letter = (event) => {
    const { anchor, head } = caret();
    const to = doc.step(head, onward(event) ? 1 : -1);
    if (inView(to > head ? to - 1 : to)) text.setCaret(anchor, to);
  };

  /** By paragraphs. @param {-1 | 1} side */
  const paragraph = (side) => {
    const { anchor, head } = caret();
    const at = doc.blockAt(side > 0 ? head : head - 1);
    const block = doc.blocks[at];
    if (!block) return;
    const whole = doc.trimmed(block.start, block.end) ?? block;
    const over = side > 0 ? head >= whole.end : head <= whole.start;
    const next = over ? doc.blocks[at + side] : block;
    if (!next || !text.drawn.has(next)) return;
    const edges = doc.trimmed(next.start, next.end) ?? next;
    text.setCaret(anchor, side > 0 ? edges.end : edges.start);
  };

  /** @param {boolean} end @param {boolean} selecting */
  const edge = (end, selecting) => {
    const { anchor, head } = caret();
    const block = doc.blocks[doc.blockAt(head > anchor ? head - 1 : head)];
    if (!block) return;
    const whole = doc.trimmed(block.start, block.end) ?? block;
    if (selecting) text.setCaret(anchor, end ? whole.end : whole.start);
    else text.setCaret(end ? (doc.word(whole.end, -1)?.[0] ?? whole.start) : whole.start);
  };

  const take = () => {
    if (text.cursor === null) text.goTo(doc.blockAt(text.top()));
    const block = doc.blocks[text.cursor ?? 0];
    if (!block) return;
    const own = doc.trimmed(block.start, block.end);
    if (!own) return;
    const { selection } = text;
    const turn = block.turn;
    const whole = turn ? doc.trimmed(turn.start, turn.end) : own;
    // A long turn is shown as several paragraphs: the one at the cursor first, pressed again all of it.
    const again = selection && selection.start === own.start && selection.end === own.end;
    const wanted = again && whole ? whole : own;
    text.select(wanted.start, wanted.end);
    text.caret = { anchor: wanted.start, head: wanted.end };
  };

  const all = () => {
    const [first, last] = text.span();
    const whole = first <= last ? doc.trimmed(doc.blocks[first].start, doc.blocks[last].end) : null;
    if (!whole) return;
    text.select(whole.start, whole.end);
    text.caret = { anchor: whole.start, head: whole.end };
  };

  return [
    { keys: "ArrowDown", words: "next turn", run: within(() => turn(1)), group: "Reading" },
    { keys: "ArrowUp", words: "turn before", run: within(() => turn(-1)), group: "Reading" },
    { keys: "Enter or Space", words: "select the turn (of a long one the paragraph; once more: all of it)", run: within(take), group: "Selecting" },
    { keys: "ArrowRight or ArrowLeft", words: "from word to word", run: within(word), group: "Selecting" },
    { keys: "Shift+ArrowRight or Shift+ArrowLeft", words: "select by words", run: within(extend), group: "Selecting" },
    { keys: "Alt+Shift+ArrowRight or Alt+Shift+ArrowLeft", words: "select by characters", run: within(letter), group: "Selecting" },
    { keys: "Shift+ArrowDown", words: "select to the end of the paragraph, and on", run: within(() => paragraph(1)), group: "Selecting" },
    { keys: "Shift+ArrowUp", words: "select to its beginning, and back", run: within(() => paragraph(-1)), group: "Selecting" },
    { keys: "Mod+a", words: "select the whole text", run: within(all), group: "Selecting" },
    { keys: "Home", words: "first word of the paragraph", run: within(() => edge(false, false)), group: "Selecting" },
    { keys: "End", words: "last word", run: within(() => edge(true, false)), group: "Selecting" },
    { keys: "Shift+Home", words: "select to the beginning of the paragraph", run: within(() => edge(false, true)), group: "Selecting" },
    { keys: "Shift+End", words: "select to its end", run: within(() => edge(true, true)), group: "Selecting" },
  ];
}
