// Keys: one list, by which they work and from which `?` prints them.

/**
 * @typedef {{keys: string, words: string, run: (event: KeyboardEvent) => void | boolean, when?: () => boolean,
 *   group?: string, typing?: boolean, repeat?: boolean, quiet?: boolean}} Binding keys: "j", "Shift+ArrowRight",
 *   "Mod+z" (Ctrl, on a Mac Command), "g r" (one after the other); several with " or ". when: only then. typing: also
 *   in a field. repeat: false where holding the key must not do it again. quiet: not in the list of keys.
 *   run may return false to let the browser have the key.
 */

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const PATIENCE = 1_500; // ms between the two keys of "g r"
// Native elements that have a use of their own for these keys.
const ACTS = "button, summary, a[href], input[type=checkbox], input[type=radio], [role=button], [role=option], [role=tab]";
const FIELDS =
  "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range]), textarea, select, [contenteditable=true], [contenteditable='']";

export class Keys {
  /**
   * @param {HTMLElement} root keys count while the focus is in it
   * @param {{alone?: boolean}} [more] alone: the page is nothing else, so that they also count while nothing has
   *   the focus; in a notebook keys that were pressed here must not reach it, nor its keys us
   */
  constructor(root, more = {}) {
    this.root = root;
    this.alone = more.alone ?? true;
    /** @type {Binding[][]} the latest layer first */
    this.layers = [];
    /** Whether keys that are one letter, number or sign alone work. Who speaks to the computer turns them off: words would press them. */
    this.signs = true;
    this.before = "";
    this.beforeTime = 0;
    this.listener = (event) => {
      this.#pressed(event);
      if (!this.alone) event.stopPropagation();
    };
    this.kept = (event) => event.stopPropagation();
    /** @type {any} */
    this.from = this.alone ? document : root;
    this.from.addEventListener("keydown", this.listener);
    if (!this.alone) for (const each of ["keyup", "keypress"]) root.addEventListener(each, this.kept);
  }

  /** Add keys, which come before those that are there. @param {Binding[]} bindings @returns {() => void} takes them back */
  add(bindings) {
    this.layers.unshift(bindings);
    return () => {
      const at = this.layers.indexOf(bindings);
      if (at >= 0) this.layers.splice(at, 1);
    };
  }

  /** All keys that work now; one that an earlier layer has taken is left out. @returns {Binding[]} */
  list() {
    const taken = new Set();
    const found = [];
    for (const each of this.layers.flat()) {
      if (each.when && !each.when()) continue;
      if (taken.has(each.keys)) continue;
      taken.add(each.keys);
      if (!each.quiet) found.push(each);
    }
    return found;
  }

  close() {
    this.from.removeEventListener("keydown", this.listener);
    for (const each of ["keyup", "keypress"]) this.root.removeEventListener(each, this.kept);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.defaultPrevented || event.isComposing || event.key === "Process" || event.key === "Dead") return;
    const at = /** @type {HTMLElement | null} */ (event.target);
    const nowhere = !at || at === document.body || at === document.documentElement;
    if (nowhere ? !this.alone : !this.root.contains(at)) return;
    if (["Shift", "Control", "Alt", "Meta", "CapsLock", "AltGraph"].includes(event.key)) return;
    const typing = !!at?.closest?.(FIELDS);
    const dialog = [...this.root.querySelectorAll("dialog[open]")].pop();
    if (dialog && !dialog.contains(at)) return;
    const pressed = named(event);
    if (!this.signs && pressed.length === 1) return;
    if ((pressed === "Enter" || pressed === "Space") && at?.closest?.(ACTS)) return;
    if (pressed.startsWith("Arrow") && at?.closest?.("input[type=radio], input[type=range]")) return;
    const both = this.before && event.timeStamp - this.beforeTime < PATIENCE ? `${this.before} ${pressed}` : "";
    this.before = "";
    // In a dialog Escape is the dialog's: what lies beneath it stays as it is.
    if (dialog && pressed === "Escape") return;
    const works = (binding) => (binding.typing || (!typing && !dialog)) && (!binding.when || binding.when());
    /** @param {string} wanted @returns {boolean} whether it was for somebody */
    const runs = (wanted) => {
      for (const layer of this.layers) {
        for (const binding of layer) {
          if (!binding.keys.split(" or ").includes(wanted) || !works(binding)) continue;
          if (event.repeat && binding.repeat === false) {
            event.preventDefault();
            return true;
          }
          if (binding.run(event) === false) continue;
          event.preventDefault();
          return true;
        }
      }
      return false;
    };
    if (both && runs(both)) return;
    // The second of two keys: what it would do alone is not meant, even where the two mean nothing.
    if (both && pressed.length === 1) {
      event.preventDefault();
      return;
    }
    if (runs(pressed)) return;
    const begins = this.layers.flat().some((binding) => binding.keys.split(" or ").some((each) => each.startsWith(`${pressed} `)) && works(binding));
    if (begins) {
      this.before = pressed;
      this.beforeTime = event.timeStamp;
    }
  }
}

/** @param {KeyboardEvent} event as bindings write it */
export function named(event) {
  const parts = [];
  let key = event.key === " " ? "Space" : event.key;
  // The third level of a keyboard (AltGr) is a way to write a sign, no Ctrl and Alt.
  const third = event.getModifierState?.("AltGraph") && key.length === 1;
  if (!third) {
    if (MAC ? event.metaKey : event.ctrlKey) parts.push("Mod");
    else if (event.ctrlKey) parts.push("Ctrl");
    else if (event.metaKey) parts.push("Meta");
    if (event.altKey) parts.push("Alt");
  }
  const plain = /^Key([A-Z])$/.exec(event.code ?? "")?.[1];
  // Where the keyboard writes other letters than Latin ones, or Alt makes signs of them, the place counts.
  if (plain && key.length === 1 && ((/^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key)) || event.altKey)) {
    key = event.shiftKey ? plain : plain.toLowerCase();
  }
  // Caps Lock writes capitals that nobody meant.
  if (/^[A-Za-z]$/.test(key)) key = event.shiftKey ? key.toUpperCase() : key.toLowerCase();
  // A capital or a sign that needs Shift says so itself.
  if (event.shiftKey && (key.length > 1 || parts.length)) parts.push("Shift");
  parts.push(parts.length && key.length === 1 ? key.toLowerCase() : key);
  return parts.join("+");
}

const SPOKEN = {
  Mod: MAC ? "⌘" : "Ctrl", Alt: MAC ? "⌥" : "Alt", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓",
  Escape: "Esc", PageUp: "Page up", PageDown: "Page down", Delete: "Del",
};

/**
 * A key as people read it: ways to press it, of which each is a list of keys, one after the other.
 * @param {string} keys @returns {string[][]}
 */
export function ways(keys) {
  /** @param {string} each */
  const one = (each) => {
    if (each.endsWith("+")) return each; // the sign itself
    const parts = each.split("+");
    const said = parts.map((part) => SPOKEN[part] ?? part);
    const last = said.length - 1;
    if (/^[A-Za-z]$/.test(said[last])) {
      if (parts.length === 1 && said[0] !== said[0].toLowerCase()) said.unshift("Shift");
      else if (parts.length > 1) said[last] = said[last].toUpperCase();
    }
    return said.join("+");
  };
  return keys.split(" or ").map((way) => way.split(" ").map(one));
}

/** The same in one line. @param {string} keys */
export function spoken(keys) {
  return ways(keys).map((way) => way.join(" then ")).join(", ");
}

/** The same as the attribute aria-keyshortcuts wants it; keys one after the other have no form there. @param {string} keys */
export function shortcuts(keys) {
  const found = keys.split(" or ").filter((way) => !way.includes(" ")).map((way) => way.replace("Mod", MAC ? "Meta" : "Control"));
  return found.length ? found.join(" ") : null;
}
