// qualcode, the coding page (Apache-2.0). Built from frontend/src; edit there.

// src/doc.js
var FIELDS = ["id", "start", "end", "code", "coder", "origin", "blind", "suggestion", "time", "stale", "memos", "key"];
var SHOWN_GAPS = /* @__PURE__ */ new Set(["header", "heading", "stage", "unassigned"]);
var LONG = 1200;
function codingOf(row) {
  return (
    /** @type {any} */
    Object.fromEntries(FIELDS.map((name, place) => [name, row[place]]))
  );
}
var Doc = class {
  /** @param {any} raw the answer to `document` */
  constructor(raw) {
    this.document = raw.document;
    this.version = raw.version;
    this.title = raw.title;
    this.kind = raw.kind;
    this.text = raw.text;
    this.hidden = raw.hidden;
    this.mustHide = raw.must_hide;
    this.looked = raw.looked;
    this.done = raw.done;
    this.#count();
    this.length = this.units ? this.units.length - 1 : this.text.length;
    this.turns = raw.turns.map(([number, speaker, role, person, asks, time, part, edges], place) => {
      const ranges = [];
      for (let at = 0; at < edges.length; at += 2) ranges.push([edges[at], edges[at + 1]]);
      return { number, speaker, role, person, asks, time, part, ranges, start: edges[0], end: edges[edges.length - 1], place };
    });
    this.blocks = [];
    this.#cut(raw.gaps);
    this.codings = /* @__PURE__ */ new Map();
    for (const row of raw.codings) this.put(codingOf(row));
  }
  // -- two ways of counting ------------------------------------------------------------------------------
  #count() {
    this.units = null;
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(this.text)) return;
    const places = new Int32Array(this.text.length + 1);
    let number = 0;
    for (let at = 0; at < this.text.length; number++) {
      places[number] = at;
      at += /** @type {number} */
      this.text.codePointAt(at) > 65535 ? 2 : 1;
    }
    places[number] = this.text.length;
    this.units = places.slice(0, number + 1);
  }
  /** Place in the JavaScript string of a code point. @param {number} point */
  unit(point) {
    return this.units ? this.units[Math.max(0, Math.min(point, this.length))] : point;
  }
  /** Code point at a place in the JavaScript string; within a pair, the character it belongs to. @param {number} unit */
  point(unit) {
    if (!this.units) return unit;
    let low = 0;
    let high = this.units.length - 1;
    while (low < high) {
      const middle = low + high + 1 >> 1;
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
    const stretches = [];
    for (const turn of this.turns) for (const [start, end] of turn.ranges) stretches.push({ start, end, turn, gap: null });
    for (const [start, end, gap] of gaps) if (SHOWN_GAPS.has(gap)) stretches.push({ start, end, turn: null, gap });
    stretches.sort((a, b) => a.start - b.start || a.end - b.end);
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
    const found = [];
    let from = this.unit(start);
    const last = this.unit(end);
    while (last - from > LONG) {
      const window2 = this.text.slice(from, from + LONG);
      let cut = window2.lastIndexOf("\n") + 1;
      if (cut < LONG / 4) {
        const sentence = [...window2.matchAll(/[.!?…]["'”’)]*\s+/gu)].pop();
        cut = sentence ? sentence.index + sentence[0].length : 0;
      }
      if (cut < LONG / 4) cut = window2.lastIndexOf(" ") + 1;
      if (cut < LONG / 4) {
        cut = LONG;
        const next = this.text.charCodeAt(from + cut);
        if (next >= 56320 && next <= 57343) cut += 1;
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
      const middle = low + high >> 1;
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
   * A stretch as it may be coded: blanks at its edges, and whatever nobody said there, left out; null where
   * nothing is left.
   * @param {number} start @param {number} end @returns {{start: number, end: number} | null}
   */
  trimmed(start, end) {
    let a = this.unit(Math.max(0, start));
    let b = this.unit(Math.min(this.length, end));
    while (a < b && /\s/u.test(this.text[a])) a += 1;
    while (b > a && /\s/u.test(this.text[b - 1])) b -= 1;
    return a < b ? { start: this.point(a), end: this.point(b) } : null;
  }
  // -- codings -------------------------------------------------------------------------------------------
  /** @param {Coding} coding */
  put(coding) {
    this.codings.set(coding.id, coding);
  }
  /** Codings in the order of the text, longer ones first. @returns {Coding[]} */
  ordered() {
    return [...this.codings.values()].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  }
  /** @param {number} start @param {number} end @returns {Coding[]} */
  codingsIn(start, end) {
    return this.ordered().filter((each) => each.start < end && each.end > start);
  }
  /**
   * Take in what has changed; returns the stretches that are to be drawn anew.
   * @param {{added: any[][], gone: string[]}} changed @param {boolean} full
   * @returns {[number, number][]}
   */
  apply(changed, full) {
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
};

// src/dom.js
var SVG = "http://www.w3.org/2000/svg";
function h(tag, props, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === void 0 || value === false) continue;
    if (name === "on") {
      for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
    } else if (name === "style") {
      for (const [key, is] of Object.entries(value)) made.style.setProperty(key, String(is));
    } else if (name === "data") {
      for (const [key, is] of Object.entries(value)) made.dataset[key] = String(is);
    } else if (name === "class") {
      made.className = value;
    } else if (name === "value" && "value" in made) {
      made.value = value;
    } else if (/^on|^style$|^srcdoc$/i.test(name)) {
      throw new Error(`attribute ${name} is not set this way`);
    } else {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  add(made, children);
  return made;
}
function add(host, child) {
  if (child === null || child === void 0 || child === false || child === true) return;
  if (Array.isArray(child)) for (const each of child) add(host, each);
  else host.append(child instanceof Node ? child : document.createTextNode(String(child)));
}
function fill(host, ...children) {
  host.replaceChildren();
  add(host, children);
}
var ICONS = {
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  help: "M9.1 9a3 3 0 0 1 5.8 1c0 2-3 2.5-3 4M12 18h.01M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0",
  sun: "M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10M12 1v2M12 21v2M4.2 4.2l1.4 1.4M18.4 18.4l1.4 1.4M1 12h2M21 12h2M4.2 19.8l1.4-1.4M18.4 5.6l1.4-1.4",
  moon: "M21 12.8A9 9 0 1 1 11.2 3a7 7 0 0 0 9.8 9.8",
  close: "M6 6l12 12M18 6 6 18",
  memo: "M4 4h16v12l-5 5H4zM15 21v-5h5",
  check: "m4 12 6 6L20 6",
  list: "M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01",
  search: "M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16M21 21l-4.3-4.3",
  plus: "M12 5v14M5 12h14",
  left: "m15 18-6-6 6-6",
  right: "m9 18 6-6-6-6",
  up: "m18 15-6-6-6 6",
  down: "m6 9 6 6 6-6",
  trash: "M3 6h18M8 6V4h8v2M6 6l1 15h10l1-15",
  edit: "M12 20h9M16.5 3.5a2.1 2.1 0 0 1 3 3L7 19l-4 1 1-4z",
  eye: "M1 12s4-8 11-8 11 8 11 8-4 8-11 8S1 12 1 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  hidden: "M3 3l18 18M10.6 5.1A11 11 0 0 1 12 5c7 0 11 7 11 7a18 18 0 0 1-3.2 4M6.6 6.6A18 18 0 0 0 1 12s4 7 11 7a11 11 0 0 0 5.4-1.4"
};
function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("class", "qc-icon");
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  made.append(path);
  return made;
}
function button(label, run, more = {}) {
  const { icon: drawn2, bare, class: kind, keys, ...rest } = more;
  return h(
    "button",
    {
      type: "button",
      class: `qc-button ${bare ? "qc-bare" : ""} ${kind ?? ""}`.trim(),
      "aria-label": bare ? label : null,
      title: bare ? keys ? `${label} (${keys})` : label : null,
      "aria-keyshortcuts": keys ? keys.replaceAll(" ", "") : null,
      on: { click: run },
      ...rest
    },
    drawn2 ? icon(drawn2) : null,
    bare ? null : label
  );
}
function counted(number, noun, plural) {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural ?? noun + "s"}`;
}
var drawn = 0;
function freshId(head = "qc") {
  drawn += 1;
  return `${head}-${drawn}`;
}
function newId(letter) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return letter + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// src/transport.js
var Refusal = class extends Error {
  /** @param {{where?: string, found?: string, allowed?: string, next?: string}} said */
  constructor(said) {
    const { where = "", found = "", allowed = "", next = "" } = said;
    super([where && `${where}: ${found}`, !where && found, allowed && `(${allowed})`].filter(Boolean).join(" ") + (next ? `. ${next}` : ""));
    this.where = where;
    this.found = found;
    this.allowed = allowed;
    this.next = next;
  }
};
var Offline = class extends Error {
};
var Expired = class extends Error {
};
var PATIENCE = 3e4;
var HttpTransport = class {
  home = "page";
  /** @param {string} base address of the page, without the slash at its end */
  constructor(base = "") {
    this.base = base;
  }
  /** @param {Record<string, any>} body {method, params, key, since, document} */
  async call(body) {
    let answer;
    try {
      answer = await fetch(`${this.base}/api/call`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Qualcode": "1" },
        body: JSON.stringify(body),
        credentials: "same-origin",
        signal: AbortSignal.timeout(body.patience ?? PATIENCE)
      });
    } catch (error) {
      throw new Offline(String(error));
    }
    if (answer.status === 401 || answer.status === 403) throw new Expired("This page is not signed in any more.");
    let said;
    try {
      said = await answer.json();
    } catch {
      throw new Offline("the answer was cut off");
    }
    if (answer.ok) return said;
    if (answer.status >= 500 && !said.error) throw new Offline(`status ${answer.status}`);
    throw new Refusal(said.error ?? { found: `status ${answer.status}` });
  }
  /**
   * @param {(told: {act?: number, lost?: boolean, back?: boolean, [key: string]: any}) => void} tell
   * @returns {() => void} stops listening
   */
  listen(tell) {
    const source = new EventSource(`${this.base}/api/events`);
    source.onopen = () => tell({ back: true });
    source.onmessage = (message) => {
      try {
        tell(JSON.parse(message.data));
      } catch {
      }
    };
    source.onerror = () => tell({ lost: true });
    return () => source.close();
  }
};
var WidgetTransport = class {
  home = "notebook";
  /** @param {any} model of anywidget */
  constructor(model) {
    this.model = model;
    this.waiting = /* @__PURE__ */ new Map();
    this.next = 1;
    this.tell = null;
    model.on("msg:custom", (message) => {
      if (message && message.answer !== void 0) {
        const asked = this.waiting.get(message.answer);
        this.waiting.delete(message.answer);
        if (!asked) return;
        clearTimeout(asked.timer);
        if (message.error) asked.refuse(new Refusal(message.error));
        else asked.give(message);
      } else if (message && message.told) {
        this.tell?.(message.told);
      }
    });
  }
  /** @param {Record<string, any>} body */
  call(body) {
    const number = this.next++;
    return new Promise((give, refuse) => {
      const timer = setTimeout(() => {
        this.waiting.delete(number);
        refuse(new Offline("the kernel did not answer"));
      }, body.patience ?? PATIENCE);
      this.waiting.set(number, { give, refuse, timer });
      try {
        this.model.send({ ask: number, ...body });
      } catch (error) {
        clearTimeout(timer);
        this.waiting.delete(number);
        refuse(new Offline(String(error)));
      }
    });
  }
  /** Cells of the notebook write, too, so the page asks now and then. @param {(told: any) => void} tell */
  listen(tell) {
    this.tell = tell;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && !this.waiting.size) tell({ ask: true });
    }, 2e3);
    return () => clearInterval(timer);
  }
};

// src/outbox.js
var PAUSES = [300, 700, 1500, 3e3, 5e3];
var Outbox = class {
  /**
   * @param {import("./app.js").App} app
   * @param {string} name under which it outlives a reload of the page
   */
  constructor(app, name) {
    this.app = app;
    this.name = `qualcode-outbox-${name}`;
    this.items = [];
    this.busy = false;
    this.tries = 0;
    this.offline = false;
    this.expired = false;
    this.timer = null;
    for (const kept of this.#kept()) this.items.push({ ...kept, give: () => {
    }, refuse: () => {
    } });
  }
  get size() {
    return this.items.length;
  }
  /**
   * Have something written. The promise is kept when the study has it, and broken by a Refusal.
   * @param {string} method
   * @param {Record<string, any>} params
   * @param {{document?: string | null, words?: string}} [more] words: what it is, for the list of what waits
   * @returns {Promise<any>} the result
   */
  send(method, params, more = {}) {
    return new Promise((give, refuse) => {
      this.items.push({ key: newId("a"), method, params, words: more.words ?? method, give, refuse });
      this.#keep();
      this.app.emit("status");
      this.flush();
    });
  }
  /** Try now what waits. */
  async flush() {
    if (this.busy || !this.items.length || this.expired) return;
    clearTimeout(this.timer);
    this.busy = true;
    try {
      while (this.items.length) {
        const item = this.items[0];
        let answer;
        try {
          answer = await this.app.transport.call({
            method: item.method,
            params: item.params,
            key: item.key,
            since: this.app.act,
            document: this.app.doc?.document ?? null
          });
        } catch (error) {
          if (error instanceof Refusal) {
            this.items.shift();
            this.#keep();
            item.refuse(error);
            this.app.emit("refused", { item, error });
            continue;
          }
          if (error instanceof Expired) {
            this.expired = true;
            this.app.emit("status");
            return;
          }
          if (!(error instanceof Offline)) console.error(error);
          this.offline = true;
          this.app.emit("status");
          this.timer = setTimeout(() => this.flush(), PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
          return;
        }
        this.tries = 0;
        this.offline = false;
        this.items.shift();
        this.#keep();
        this.app.took(answer);
        item.give(answer.result);
        this.app.emit("status");
      }
    } finally {
      this.busy = false;
    }
  }
  #kept() {
    try {
      const found = JSON.parse(sessionStorage.getItem(this.name) ?? "[]");
      return Array.isArray(found) ? found.filter((each) => each && each.key && each.method) : [];
    } catch {
      return [];
    }
  }
  // Outlives a reload; gone with the tab. Where storage is denied the page alone keeps it.
  #keep() {
    try {
      const kept = this.items.map(({ key, method, params, words }) => ({ key, method, params, words }));
      if (kept.length) sessionStorage.setItem(this.name, JSON.stringify(kept));
      else sessionStorage.removeItem(this.name);
    } catch {
    }
  }
};

// src/app.js
var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
var App = class {
  /** @param {any} transport @param {HTMLElement} root */
  constructor(transport, root) {
    this.transport = transport;
    this.root = root;
    this.session = null;
    this.codes = /* @__PURE__ */ new Map();
    this.codebook = null;
    this.documents = [];
    this.doc = null;
    this.act = 0;
    this.connected = true;
    this.others = false;
    this.view = { id: "code", params: {} };
    this.listeners = /* @__PURE__ */ new Map();
    this.outbox = /** @type {any} */
    null;
    this.following = false;
    this.timers = {};
  }
  // -- events: "codings" {document, touched, full}, "codebook", "documents", "memos", "queue", "settings",
  //    "counts", "doc" (another document is open), "view", "status", "refused" {item, error}, "told" --------
  /** @param {string} event @param {(told: any) => void} run @returns {() => void} takes it back */
  on(event, run) {
    if (!this.listeners.has(event)) this.listeners.set(event, /* @__PURE__ */ new Set());
    this.listeners.get(event)?.add(run);
    return () => this.listeners.get(event)?.delete(run);
  }
  /** @param {string} event @param {any} [told] */
  emit(event, told) {
    for (const run of [...this.listeners.get(event) ?? []]) {
      try {
        run(told);
      } catch (error) {
        console.error(error);
      }
    }
  }
  // -- asking and writing --------------------------------------------------------------------------------
  async start() {
    const answer = await this.transport.call({ method: "hello" });
    this.session = answer.result;
    this.act = answer.act;
    this.documents = answer.result.documents;
    this.#takeBook(answer.result.codebook);
    this.outbox = new Outbox(this, `${answer.result.project}-${answer.result.coder}`);
    this.stop = this.transport.listen((told) => this.#heard(told));
    this.outbox.flush();
  }
  /**
   * Ask for something. Breaks with Refusal (say it), Offline or Expired (the status line says it).
   * @param {string} method @param {Record<string, any>} [params] @param {{patience?: number}} [more]
   * @returns {Promise<any>}
   */
  async read(method, params = {}, more = {}) {
    try {
      const answer = await this.transport.call({ method, params, ...more });
      this.#reached(true);
      return answer.result;
    } catch (error) {
      if (error instanceof Offline) this.#reached(false);
      if (error instanceof Expired) {
        this.outbox.expired = true;
        this.emit("status");
      }
      throw error;
    }
  }
  /**
   * Write something: kept until it is saved, sent again where the line is lost, done once.
   * @param {string} method @param {Record<string, any>} params @param {string} [words] what it is, for people
   * @returns {Promise<any>}
   */
  write(method, params, words) {
    return this.outbox.send(method, params, { words });
  }
  /** Whether everything that was done here is saved. */
  get saved() {
    return this.outbox.size === 0;
  }
  /** @param {boolean} reached */
  #reached(reached) {
    if (this.connected === reached) return;
    this.connected = reached;
    this.emit("status");
    if (reached) {
      this.outbox.flush();
      this.follow();
    }
  }
  /** @param {any} told */
  #heard(told) {
    if (told.lost) this.#reached(false);
    else if (told.back) {
      this.#reached(true);
      this.follow();
    } else if (told.ask || (told.act ?? 0) > this.act) this.follow();
    if (told.kind) this.emit("told", told);
  }
  /** Take in what others (or this coder elsewhere) have done meanwhile. */
  async follow() {
    if (this.following) return;
    this.following = true;
    try {
      const params = { since: this.act, document: this.doc?.document ?? null, others: this.others };
      const answer = await this.transport.call({ method: "changes", params });
      this.#reached(true);
      this.took({ changes: answer.result, act: answer.result.act });
    } catch (error) {
      if (error instanceof Offline) this.#reached(false);
      else if (!(error instanceof Refusal) && !(error instanceof Expired)) console.error(error);
    } finally {
      this.following = false;
    }
  }
  /** Take in an answer. @param {{changes?: Changes, act: number}} answer */
  took(answer) {
    this.#reached(true);
    const changes = answer.changes;
    if (!changes || changes.act <= this.act) return;
    if (changes.since > this.act) {
      this.follow();
      return;
    }
    this.act = changes.act;
    const doc = this.doc;
    if (doc && changes.version !== void 0 && changes.version !== doc.version) {
      this.open(doc.document, true).catch(() => {
      });
    } else if (doc && changes.codings) {
      const touched = doc.apply(changes.codings, changes.full);
      if (touched.length) this.emit("codings", { document: doc.document, touched, full: changes.full });
    }
    if (changes.parts.includes("codebook")) this.loadBook().catch(() => {
    });
    if (changes.parts.includes("documents") || changes.parts.includes("counts")) this.#later("documents");
    if (changes.parts.includes("counts")) this.#later("counts");
    for (const part of changes.parts) if (part !== "documents" && part !== "counts") this.emit(part);
  }
  // Counts beside codes and documents may follow a moment later: a coder who codes fast asks for them once.
  /** @param {string} what */
  #later(what) {
    clearTimeout(this.timers[what]);
    this.timers[what] = setTimeout(() => {
      if (what === "documents") this.loadDocuments().catch(() => {
      });
      else this.loadBook().catch(() => {
      });
    }, 400);
  }
  // -- the study -----------------------------------------------------------------------------------------
  async loadDocuments() {
    this.documents = await this.read("documents");
    this.emit("documents");
  }
  async loadBook() {
    this.#takeBook(await this.read("codebook"));
    this.emit("codebook");
  }
  /** @param {any} book */
  #takeBook(book) {
    this.codebook = book;
    this.codes = new Map(book.codes.map((each) => [each.code, each]));
    this.themes = book.codes.filter((each) => each.parent === null && !each.merged_into).map((each) => each.code);
  }
  /**
   * Open a document. @param {string} document @param {boolean} [anew] also where it is open already
   * @returns {Promise<Doc>}
   */
  async open(document2, anew = false) {
    if (this.doc?.document === document2 && !anew) return this.doc;
    const raw = await this.read("document", { document: document2, others: this.others });
    this.doc = new Doc(raw);
    this.emit("doc", this.doc);
    return this.doc;
  }
  /** Show others' codings, or hide them. @param {boolean} others */
  async showOthers(others) {
    this.others = others;
    if (this.doc) await this.open(this.doc.document, true);
  }
  /** Go to another view. @param {string} id @param {any} [params] */
  go(id, params = {}) {
    this.view = { id, params };
    this.emit("view", this.view);
  }
  /**
   * Put a code on a stretch of the open document: shown at once, unsaved until the study has it.
   * @param {number} start @param {number} end @param {string} code @param {string | null} [memo]
   * @returns {Promise<any>}
   */
  async code(start, end, code, memo = null) {
    const doc = this.doc;
    if (!doc) return null;
    const twin = doc.ordered().find(
      (each) => each.start === start && each.end === end && each.code === code && each.coder === this.session.coder
    );
    if (twin && !memo) {
      this.say(`${this.nameOf(code)} is on these words already; nothing was coded twice.`);
      return { coding: twin.id, stood: true };
    }
    const id = `unsaved-${crypto.randomUUID()}`;
    doc.put({
      id,
      start,
      end,
      code,
      coder: this.session.coder,
      origin: "manual",
      blind: "unknown",
      suggestion: null,
      time: (/* @__PURE__ */ new Date()).toISOString(),
      stale: false,
      memos: 0,
      key: false,
      unsaved: true
    });
    const drawn2 = () => this.emit("codings", { document: doc.document, touched: [[start, end]], full: false });
    drawn2();
    const gone = () => {
      doc.codings.delete(id);
      if (this.doc === doc) drawn2();
    };
    const params = { document: doc.document, version: doc.version, start, end, code, memo };
    try {
      const result = await this.write("add", params, `${this.nameOf(code)} in ${doc.document}`);
      gone();
      return result;
    } catch (error) {
      gone();
      throw error;
    }
  }
  // -- words ---------------------------------------------------------------------------------------------
  /** @param {string} code */
  nameOf(code) {
    return this.codes.get(code)?.name ?? code;
  }
  /** Letter of a code's theme, by which it is known where colours are not. @param {string} code */
  letterOf(code) {
    const place = (this.themes ?? []).indexOf(this.codes.get(code)?.theme ?? "");
    if (place < 0) return "?";
    return LETTERS[place % 26] + (place >= 26 ? String(Math.floor(place / 26) + 1) : "");
  }
  /** Number (0 to 7) of the theme's colour in the style sheet. @param {string} code */
  hueOf(code) {
    const place = (this.themes ?? []).indexOf(this.codes.get(code)?.theme ?? "");
    return place < 0 ? 7 : place % 8;
  }
  /** Say something in passing; read out by screen readers. @param {string} words @param {"info" | "error"} [kind] */
  say(words, kind = "info") {
    this.emit("say", { words, kind });
  }
  /** Say why something was not done. @param {any} error */
  sorry(error) {
    if (error instanceof Offline || error instanceof Expired) return;
    this.say(error.message ?? String(error), "error");
    if (!(error instanceof Refusal)) console.error(error);
  }
  close() {
    this.stop?.();
    clearTimeout(this.outbox?.timer);
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }
};

// src/documents.js
var DocumentList = class {
  /** @param {HTMLElement} host @param {import("./app.js").App} app */
  constructor(host, app) {
    this.host = host;
    this.app = app;
    app.on("documents", () => this.draw());
    app.on("doc", () => this.draw());
    this.draw();
  }
  draw() {
    const { app } = this;
    fill(
      this.host,
      h("h2", null, "Documents"),
      h(
        "ul",
        null,
        app.documents.map(
          (each) => h("li", null, h(
            "button",
            { type: "button", class: "qc-document", "aria-current": app.doc?.document === each.document ? "true" : null, on: { click: () => app.open(each.document).then(() => app.go("code")).catch((error) => app.sorry(error)) } },
            each.document,
            h("small", null, [each.kind, each.case, each.title].filter(Boolean).join(" · "))
          ))
        )
      )
    );
  }
};

// src/dialog.js
function dialog(app, asked) {
  const before = (
    /** @type {HTMLElement | null} */
    document.activeElement
  );
  const title = freshId("title");
  const fault = h("p", { class: "qc-fault", role: "alert" });
  const close = () => element.close();
  const act = async (run) => {
    wrong("");
    try {
      if (await run() !== false) close();
    } catch (error) {
      wrong(error.message ?? String(error));
    }
  };
  const wrong = (words) => fill(fault, words);
  const element = h(
    "dialog",
    { class: `qc-dialog ${asked.wide ? "qc-wide" : ""}`, "aria-labelledby": title },
    h(
      "form",
      {
        method: "dialog",
        on: {
          submit: (event) => {
            event.preventDefault();
            if (asked.actions.length) act(asked.actions[0].run);
          }
        }
      },
      h("h2", { id: title }, asked.title),
      asked.body,
      fault,
      h(
        "div",
        { class: "qc-actions" },
        asked.actions.map(
          (action, place) => place === 0 ? h("button", { type: "submit", class: `qc-button qc-main ${action.kind ?? ""}` }, action.label) : button(action.label, () => act(action.run), { class: action.kind })
        ),
        button(asked.actions.length ? "Cancel" : "Close", close)
      )
    )
  );
  element.addEventListener("close", () => {
    element.remove();
    if (before?.isConnected) before.focus();
  });
  app.root.append(element);
  element.showModal();
  return { close, element, wrong };
}

// src/keys.js
var MAC = /Mac|iPhone|iPad/.test(navigator.platform);
var Keys = class {
  /** @param {HTMLElement} root keys count while the focus is in it, or nowhere */
  constructor(root) {
    this.root = root;
    this.layers = [];
    this.before = "";
    this.listener = (event) => this.#pressed(event);
    document.addEventListener("keydown", this.listener);
  }
  /** Add keys, which come before those that are there. @param {Binding[]} bindings @returns {() => void} takes them back */
  add(bindings) {
    this.layers.unshift(bindings);
    return () => {
      const at = this.layers.indexOf(bindings);
      if (at >= 0) this.layers.splice(at, 1);
    };
  }
  /** All keys that work now. @returns {Binding[]} */
  list() {
    return this.layers.flat().filter((each) => !each.when || each.when());
  }
  close() {
    document.removeEventListener("keydown", this.listener);
  }
  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.defaultPrevented || event.isComposing) return;
    const at = (
      /** @type {HTMLElement | null} */
      event.target
    );
    const here = !at || at === document.body || this.root.contains(at);
    if (!here) return;
    const typing = !!at?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]");
    const dialog2 = this.root.querySelector("dialog[open]");
    if (dialog2 && !dialog2.contains(at)) return;
    const pressed = named(event);
    const both = this.before ? `${this.before} ${pressed}` : "";
    this.before = "";
    for (const layer of this.layers) {
      for (const binding of layer) {
        if ((typing || dialog2) && !binding.typing) continue;
        const wanted = binding.keys.split(" or ");
        if (both && wanted.includes(both) && (!binding.when || binding.when())) {
          if (binding.run(event) !== false) event.preventDefault();
          return;
        }
      }
    }
    for (const layer of this.layers) {
      for (const binding of layer) {
        if ((typing || dialog2) && !binding.typing) continue;
        const wanted = binding.keys.split(" or ");
        if (wanted.includes(pressed) && (!binding.when || binding.when())) {
          if (binding.run(event) !== false) {
            event.preventDefault();
            return;
          }
        }
        if (wanted.some((each) => each.startsWith(`${pressed} `)) && !typing) {
          this.before = pressed;
          setTimeout(() => this.before = "", 1200);
        }
      }
    }
  }
};
function named(event) {
  const parts = [];
  if (MAC ? event.metaKey : event.ctrlKey) parts.push("Mod");
  if (event.altKey) parts.push("Alt");
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key : event.key;
  if (event.shiftKey && (key.length > 1 || parts.length)) parts.push("Shift");
  parts.push(parts.length && key.length === 1 ? key.toLowerCase() : key);
  return parts.join("+");
}
function spoken(keys) {
  return keys.replaceAll("Mod", MAC ? "⌘" : "Ctrl").replaceAll("ArrowLeft", "←").replaceAll("ArrowRight", "→").replaceAll("ArrowUp", "↑").replaceAll("ArrowDown", "↓").replaceAll("Escape", "Esc").replaceAll(" or ", ", ");
}

// src/textview.js
var TextView = class {
  /**
   * @param {HTMLElement} host
   * @param {import("./app.js").App} app
   * @param {Doc} doc
   * @param {{label?: string, codings?: () => Coding[], onSelect?: (range: {start: number, end: number} | null) => void,
   *   onCoding?: (coding: Coding | null) => void, from?: number, to?: number}} [more]
   *   codings: which are drawn (all of the document unless given); onSelect: told when words are selected;
   *   onCoding: told when a coding is focused or clicked; from, to: only the blocks of this stretch
   */
  constructor(host, app, doc, more = {}) {
    this.app = app;
    this.doc = doc;
    this.more = more;
    this.drawn = /* @__PURE__ */ new Map();
    this.evidenced = [];
    this.selection = null;
    this.element = h("div", { class: "qc-text", tabindex: "0", role: "document", "aria-label": more.label ?? `Text of ${doc.document}` });
    host.append(this.element);
    this.#draw();
    this.listener = () => this.#selected();
    document.addEventListener("selectionchange", this.listener);
  }
  destroy() {
    document.removeEventListener("selectionchange", this.listener);
    this.element.remove();
  }
  /** Draw anew what these stretches touch, or everything. @param {[number, number][]} [touched] */
  refresh(touched) {
    if (!touched) {
      for (const block of this.drawn.keys()) this.#drawBlock(block);
      return;
    }
    const blocks = new Set(touched.flatMap(([start, end]) => this.doc.blocksIn(start, end)));
    for (const block of blocks) if (this.drawn.has(block)) this.#drawBlock(block);
  }
  /** Mark stretches of evidence, or the words in question. @param {{start: number, end: number, label: string, kind: string}[]} stretches */
  evidence(stretches) {
    const before = this.evidenced;
    this.evidenced = stretches;
    this.refresh([...before, ...stretches].map((each) => [each.start, each.end]));
  }
  /** Scroll to a stretch. @param {number} start @param {number} end @param {{flash?: boolean}} [more] */
  reveal(start, end, more = {}) {
    const block = this.doc.blocksIn(start, end)[0];
    const element = block && this.drawn.get(block);
    if (!element) return;
    const piece = [...element.querySelectorAll("[data-s]")].find((each) => Number(
      /** @type {HTMLElement} */
      each.dataset.e
    ) > start);
    (piece ?? element).scrollIntoView({ block: "center" });
    if (more.flash) {
      element.classList.add("qc-flash");
      setTimeout(() => element.classList.remove("qc-flash"), 1500);
    }
  }
  /** Select a stretch, as if by mouse. @param {number} start @param {number} end */
  select(start, end) {
    const a = this.#place(start, false);
    const b = this.#place(end, true);
    if (!a || !b) return;
    getSelection()?.setBaseAndExtent(a.node, a.offset, b.node, b.offset);
  }
  #draw() {
    const { from = 0, to = this.doc.length } = this.more;
    const parts = [];
    for (const block of this.doc.blocks) {
      if (block.end <= from || block.start >= to) continue;
      const turn = block.turn;
      if (block.first && turn) {
        parts.push(
          h(
            "h3",
            { class: `qc-who ${turn.asks ? "qc-asks" : ""}` },
            turn.speaker ?? turn.person ?? (turn.part === "speech" ? "" : turn.part),
            turn.role ? h("span", { class: "qc-role" }, turn.role) : null,
            turn.time ? h("span", { class: "qc-time" }, turn.time) : null
          )
        );
      }
      const element = h("p", { class: `qc-block ${block.kind === "gap" ? "qc-gap" : ""} ${turn?.asks ? "qc-asks" : ""}` });
      this.drawn.set(block, element);
      this.#drawBlock(block);
      parts.push(element);
    }
    fill(this.element, parts);
  }
  /** @param {import("./doc.js").Block} block */
  #drawBlock(block) {
    const element = this.drawn.get(block);
    if (!element) return;
    const codings = (this.more.codings?.() ?? this.doc.ordered()).filter((each) => each.start < block.end && each.end > block.start);
    const marked = this.evidenced.filter((each) => each.start < block.end && each.end > block.start);
    const edges = /* @__PURE__ */ new Set([block.start, block.end]);
    for (const each of [...codings, ...marked]) {
      edges.add(Math.max(block.start, each.start));
      edges.add(Math.min(block.end, each.end));
    }
    const sorted = [...edges].sort((a, b) => a - b);
    const pieces = [];
    for (let at = 0; at + 1 < sorted.length; at++) {
      const [start, end] = [sorted[at], sorted[at + 1]];
      const here = codings.filter((each) => each.start < end && each.end > start);
      const evidence = marked.filter((each) => each.start < end && each.end > start);
      const piece = h(
        "span",
        {
          class: [here.length ? "qc-coded" : "", here.some((each) => each.unsaved) ? "qc-unsaved" : "", ...evidence.map((each) => `qc-${each.kind}`)].filter(Boolean).join(" ") || null,
          data: { s: start, e: end, ...here.length ? { codes: here.map((each) => each.id).join(" ") } : {} }
        },
        this.doc.slice(start, end)
      );
      if (here.length) piece.addEventListener("click", () => this.more.onCoding?.(here[here.length - 1]));
      pieces.push(piece);
    }
    fill(element, pieces);
  }
  /** Where a character stands on the screen. @param {number} point @param {boolean} end */
  #place(point, end) {
    for (const block of this.doc.blocksIn(end ? point - 1 : point, end ? point : point + 1)) {
      const element = this.drawn.get(block);
      for (const piece of element?.querySelectorAll("[data-s]") ?? []) {
        const { s, e } = (
          /** @type {HTMLElement} */
          piece.dataset
        );
        if (end ? Number(s) < point && point <= Number(e) : Number(s) <= point && point < Number(e)) {
          return { node: (
            /** @type {Node} */
            piece.firstChild
          ), offset: this.doc.unit(point) - this.doc.unit(Number(s)) };
        }
      }
    }
    return null;
  }
  /** @param {Node} node @param {number} offset @returns {number | null} */
  #point(node, offset) {
    const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement?.closest("[data-s]") : null;
    if (piece && this.element.contains(piece)) {
      return this.doc.point(this.doc.unit(Number(
        /** @type {HTMLElement} */
        piece.dataset.s
      )) + offset);
    }
    if (!this.element.contains(node)) return null;
    const next = node.childNodes[offset] ?? node;
    for (const each of this.element.querySelectorAll("[data-s]")) {
      const where = next.compareDocumentPosition(each);
      if (next === each || next.contains(each) || where & Node.DOCUMENT_POSITION_FOLLOWING) return Number(
        /** @type {HTMLElement} */
        each.dataset.s
      );
    }
    return this.doc.length;
  }
  #selected() {
    const chosen = getSelection();
    let range = null;
    if (chosen && chosen.rangeCount && !chosen.isCollapsed) {
      const { startContainer, startOffset, endContainer, endOffset } = chosen.getRangeAt(0);
      const a = this.#point(startContainer, startOffset);
      const b = this.#point(endContainer, endOffset);
      if (a !== null && b !== null && a < b) range = this.doc.trimmed(a, b);
    }
    if (range === null && this.selection === null) return;
    this.selection = range;
    this.more.onSelect?.(range);
  }
};

// src/views/code.js
var view = {
  id: "code",
  label: "Code",
  key: "g d",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    let text = null;
    const side = h("aside", { class: "qc-side", "aria-label": "Codes" });
    const middle = h("section", { class: "qc-middle" });
    host.append(middle, side);
    const show = (doc) => {
      text?.destroy();
      if (doc) text = new TextView(middle, app, doc);
    };
    const codes = () => fill(
      side,
      [...app.codes.values()].filter((each) => each.applicable).map(
        (each) => h("button", { type: "button", class: "qc-code", data: { code: each.code }, on: {
          mousedown: (event) => event.preventDefault(),
          click: () => text?.selection && app.code(text.selection.start, text.selection.end, each.code).catch((error) => app.sorry(error))
        } }, `${app.letterOf(each.code)} ${each.name}`)
      )
    );
    codes();
    show(app.doc);
    const offs = [
      app.on("doc", show),
      app.on("codings", (told) => text?.refresh(told.touched)),
      app.on("codebook", codes)
    ];
    return {
      destroy() {
        for (const off of offs) off();
        text?.destroy();
      }
    };
  }
};

// src/views/codebook.js
var view2 = {
  id: "codebook",
  label: "Codebook",
  key: "g b",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Codebook"));
    return { destroy() {
    } };
  }
};

// src/views/compare.js
var view3 = {
  id: "compare",
  label: "Compare",
  key: "g c",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Compare"));
    return { destroy() {
    } };
  }
};

// src/views/memos.js
var view4 = {
  id: "memos",
  label: "Memos",
  key: "g m",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Memos"));
    return { destroy() {
    } };
  }
};

// src/views/review.js
var view5 = {
  id: "review",
  label: "Review",
  key: "g r",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Review"));
    return { destroy() {
    } };
  }
};

// src/views/search.js
var view6 = {
  id: "search",
  label: "Search",
  key: "g s",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Search"));
    return { destroy() {
    } };
  }
};

// src/views/tables.js
var view7 = {
  id: "tables",
  label: "Tables",
  key: "g t",
  /** @param {HTMLElement} host @param {import("../app.js").App} app @param {any} params */
  mount(host, app, params) {
    host.append(h("p", null, "Tables"));
    return { destroy() {
    } };
  }
};

// src/views/index.js
var VIEWS = [view, view5, view3, view7, view6, view2, view4];

// src/shell.js
var THEMES = ["auto", "light", "dark"];
var Shell = class {
  /** @param {HTMLElement} host @param {import("./app.js").App} app */
  constructor(host, app) {
    this.app = app;
    this.host = host;
    host.classList.add("qc");
    this.keys = new Keys(host);
    app.keys = this.keys;
    this.view = null;
    this.offs = [];
    this.leaving = (event) => {
      if (app.outbox && !app.saved) event.preventDefault();
    };
    this.status = h("p", { class: "qc-status", role: "status" });
    this.live = h("div", { class: "qc-live", "aria-live": "polite", role: "log" });
    this.tabs = h("nav", { class: "qc-tabs", "aria-label": "Views" });
    this.main = h("main", { class: "qc-main-view", tabindex: "-1" });
    this.list = h("aside", { class: "qc-documents", "aria-label": "Documents" });
    fill(host, h("p", { class: "qc-loading", role: "status" }, "Opening the study …"));
  }
  /** @param {{view?: string, document?: string}} first */
  async start(first) {
    const { app, host } = this;
    try {
      await app.start();
    } catch (error) {
      fill(host, h("p", { class: "qc-fault", role: "alert" }, `The study could not be opened: ${error.message}`), button("Try again", () => this.start(first)));
      return;
    }
    const session = app.session;
    this.setTheme(this.#remembered("theme") ?? "auto");
    fill(
      host,
      h(
        "header",
        { class: "qc-header" },
        h("h1", null, session.title),
        this.tabs,
        this.status,
        h("span", { class: "qc-coder" }, session.coder),
        button("Light or dark", () => this.#nextTheme(), { icon: "sun", bare: true }),
        button("Keys", () => this.help(), { icon: "help", bare: true, keys: "?" })
      ),
      h("div", { class: "qc-body" }, this.list, this.main),
      this.live
    );
    new DocumentList(this.list, app);
    this.offs.push(
      app.on("view", () => this.#show()),
      app.on("status", () => this.#status()),
      app.on("say", (told) => this.#say(told)),
      app.on("refused", ({ item, error }) => app.say(`Not done (${item.words}): ${error.message}`, "error")),
      this.keys.add([
        { keys: "?", words: "show these keys", run: () => this.help(), group: "Everywhere" },
        ...VIEWS.map((each) => ({ keys: each.key, words: `go to ${each.label}`, run: () => app.go(each.id), group: "Everywhere" }))
      ])
    );
    window.addEventListener("beforeunload", this.leaving);
    if (app.transport.home === "page") {
      this.hash = () => this.#fromAddress();
      window.addEventListener("hashchange", this.hash);
    }
    const place = app.transport.home === "page" ? parseAddress(location.hash) : null;
    const document_ = place?.params.document ?? first.document ?? app.documents[0]?.document;
    if (document_) await app.open(document_).catch((error) => app.sorry(error));
    app.go(place?.id ?? first.view ?? "code", place?.params ?? {});
    this.#status();
  }
  destroy() {
    for (const off of this.offs) off();
    this.view?.shown.destroy();
    this.keys.close();
    window.removeEventListener("beforeunload", this.leaving);
    if (this.hash) window.removeEventListener("hashchange", this.hash);
    this.host.replaceChildren();
  }
  #show() {
    const { id, params } = this.app.view;
    const wanted = VIEWS.find((each) => each.id === id) ?? VIEWS[0];
    fill(
      this.tabs,
      VIEWS.map(
        (each) => h(
          "button",
          { type: "button", class: "qc-tab", "aria-current": each === wanted ? "page" : null, title: spoken(each.key), on: { click: () => this.app.go(each.id) } },
          each.label
        )
      )
    );
    if (this.app.transport.home === "page") {
      const address = addressOf(wanted.id, params, this.app.doc?.document);
      if (location.hash !== address) history.pushState(null, "", address);
    }
    if (this.view?.of === wanted && this.view.shown.params) {
      this.view.shown.params(params);
      return;
    }
    this.view?.shown.destroy();
    this.main.replaceChildren();
    this.main.dataset.view = wanted.id;
    this.view = { of: wanted, shown: wanted.mount(this.main, this.app, params) };
  }
  async #fromAddress() {
    const place = parseAddress(location.hash);
    if (!place) return;
    if (place.params.document && place.params.document !== this.app.doc?.document) {
      await this.app.open(place.params.document).catch((error) => this.app.sorry(error));
    }
    this.app.go(place.id, place.params);
  }
  #status() {
    const { app } = this;
    const waiting = app.outbox.size;
    let words = "Saved";
    let kind = "saved";
    if (app.outbox.expired) {
      words = `Not signed in any more${waiting ? `; ${counted(waiting, "change")} kept in this page` : ""}. Open the link of the server again`;
      kind = "lost";
    } else if (!app.connected || app.outbox.offline) {
      words = `No connection to the study${waiting ? `; ${counted(waiting, "change")} kept here, sent when it is back` : "; trying again"}`;
      kind = "lost";
    } else if (waiting) {
      words = "Saving …";
      kind = "saving";
    }
    this.status.dataset.kind = kind;
    if (this.status.textContent !== words) this.status.textContent = words;
  }
  /** @param {{words: string, kind: string}} told */
  #say({ words, kind }) {
    const message = h("div", { class: `qc-message qc-${kind}` }, h("span", null, words), button("Close message", () => message.remove(), { icon: "close", bare: true }));
    this.live.append(message);
    while (this.live.children.length > 4) this.live.firstElementChild?.remove();
    setTimeout(() => message.remove(), kind === "error" ? 2e4 : 6e3);
  }
  help() {
    const groups = /* @__PURE__ */ new Map();
    for (const each of this.keys.list()) {
      const name = each.group ?? "Here";
      groups.set(name, [...groups.get(name) ?? [], each]);
    }
    dialog(this.app, {
      title: "Keys",
      body: [...groups].map(([name, list]) => [
        h("h3", null, name),
        h("dl", { class: "qc-keys" }, list.map((each) => [h("dt", null, h("kbd", null, spoken(each.keys))), h("dd", null, each.words)]))
      ]),
      actions: [],
      wide: true
    });
  }
  /** @param {string} theme */
  setTheme(theme) {
    this.host.dataset.theme = theme;
    this.theme = theme;
  }
  #nextTheme() {
    const next = THEMES[(THEMES.indexOf(this.theme ?? "auto") + 1) % THEMES.length];
    this.setTheme(next);
    this.#remember("theme", next);
    this.app.say(`Colours: ${next === "auto" ? "as the computer" : next}`);
  }
  /** @param {string} name */
  #remembered(name) {
    try {
      return localStorage.getItem(`qualcode-${name}`);
    } catch {
      return null;
    }
  }
  /** @param {string} name @param {string} value */
  #remember(name, value) {
    try {
      localStorage.setItem(`qualcode-${name}`, value);
    } catch {
    }
  }
};
function addressOf(id, params, open) {
  const { document: asked, ...rest } = params;
  const of = asked ?? open ?? "";
  const more = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== null && value !== void 0 && typeof value !== "object").map(([key, value]) => [key, String(value)]));
  return `#${id}${of ? `/${encodeURIComponent(of)}` : ""}${[...more].length ? `?${more}` : ""}`;
}
function parseAddress(hash) {
  const found = /^#([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(hash);
  if (!found) return null;
  const params = (
    /** @type {any} */
    Object.fromEntries(new URLSearchParams(found[3] ?? ""))
  );
  if (found[2]) {
    try {
      params.document = decodeURIComponent(found[2]);
    } catch {
      return null;
    }
  }
  return { id: found[1], params };
}

// src/main.js
async function mount(host, transport, first = {}) {
  const app = new App(transport, host);
  const shell = new Shell(host, app);
  await shell.start(first);
  return () => {
    shell.destroy();
    app.close();
  };
}
function mountPage() {
  const host = document.getElementById("qualcode");
  if (host) mount(host, new HttpTransport());
}
var main_default = {
  /** @param {{model: any, el: HTMLElement}} given */
  async render({ model, el }) {
    el.classList.add("qc-notebook");
    const first = { view: model.get("view") || void 0, document: model.get("document") || void 0 };
    return await mount(el, new WidgetTransport(model), first);
  }
};
export {
  main_default as default,
  mount,
  mountPage
};
