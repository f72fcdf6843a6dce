// Keys: one list, by which they work and from which `?` prints them.

/**
 * @typedef {{keys: string, words: string, run: (event: KeyboardEvent) => void | boolean, when?: () => boolean,
 *   group?: string, typing?: boolean}} Binding keys: "j", "Shift+ArrowRight", "Mod+z" (Ctrl, on a Mac
 *   Command), "g r" (one after the other); several with " or ". when: only then. typing: also in a field.
 *   run may return false to let the browser have the key.
 */

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export class Keys {
  /** @param {HTMLElement} root keys count while the focus is in it, or nowhere */
  constructor(root) {
    this.root = root;
    /** @type {Binding[][]} the latest layer first */
    this.layers = [];
    /** @type {string} */
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
    const at = /** @type {HTMLElement | null} */ (event.target);
    const here = !at || at === document.body || this.root.contains(at);
    if (!here) return;
    const typing = !!at?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]");
    const dialog = this.root.querySelector("dialog[open]");
    if (dialog && !dialog.contains(at)) return;
    const pressed = named(event);
    const both = this.before ? `${this.before} ${pressed}` : "";
    this.before = "";
    for (const layer of this.layers) {
      for (const binding of layer) {
        if ((typing || dialog) && !binding.typing) continue;
        const wanted = binding.keys.split(" or ");
        if (both && wanted.includes(both) && (!binding.when || binding.when())) {
          if (binding.run(event) !== false) event.preventDefault();
          return;
        }
      }
    }
    for (const layer of this.layers) {
      for (const binding of layer) {
        if ((typing || dialog) && !binding.typing) continue;
        const wanted = binding.keys.split(" or ");
        if (wanted.includes(pressed) && (!binding.when || binding.when())) {
          if (binding.run(event) !== false) {
            event.preventDefault();
            return;
          }
        }
        if (wanted.some((each) => each.startsWith(`${pressed} `)) && !typing) {
          this.before = pressed;
          setTimeout(() => (this.before = ""), 1_200);
        }
      }
    }
  }
}

/** @param {KeyboardEvent} event as bindings write it */
export function named(event) {
  const parts = [];
  if (MAC ? event.metaKey : event.ctrlKey) parts.push("Mod");
  if (event.altKey) parts.push("Alt");
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key : event.key;
  // A capital or a sign that needs Shift says so itself.
  if (event.shiftKey && (key.length > 1 || parts.length)) parts.push("Shift");
  parts.push(parts.length && key.length === 1 ? key.toLowerCase() : key);
  return parts.join("+");
}

/** As people read a key. @param {string} keys */
export function spoken(keys) {
  return keys
    .replaceAll("Mod", MAC ? "⌘" : "Ctrl")
    .replaceAll("ArrowLeft", "←")
    .replaceAll("ArrowRight", "→")
    .replaceAll("ArrowUp", "↑")
    .replaceAll("ArrowDown", "↓")
    .replaceAll("Escape", "Esc")
    .replaceAll(" or ", ", ");
}
