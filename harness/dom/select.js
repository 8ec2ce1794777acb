'use strict';
// Step 2, beside the walk: which of its elements the selectors of rules and users select. CSS as the browser knows it, with
// `:has-text("...")` and `:has-text(/pattern/)` on top, as users of content blockers write it.

/**
 * For each selector the numbers of the elements it selects, in this document and the open shadow roots and frames of the same
 * origin that the walk went through; null for one that is no selector.
 * @param {string[]} selectors @param {Element[]} elements
 */
harness.selected = (() => {
  const { dom } = harness;
  const HAS_TEXT = ':has-text(';
  const MAX_TEXT = 20000;

  /** Where the argument that begins at `from` ends, quotes and brackets counted; -1 where it never does. @param {string} text @param {number} from */
  const argumentEnd = (text, from) => {
    let depth = 1;
    let quote = '';
    for (let at = from; at < text.length; at++) {
      const sign = text[at];
      if (sign === '\\') at++;
      else if (quote) { if (sign === quote) quote = ''; }
      else if (sign === '"' || sign === "'") quote = sign;
      else if (sign === '(') depth++;
      else if (sign === ')' && --depth === 0) return at;
    }
    return -1;
  };

  /** What a text must be like. @param {string} written @returns {(text: string) => boolean} */
  const matcher = (written) => {
    const pattern = /^\/(.*)\/([iu]*)$/.exec(written);
    if (pattern) {
      const found = new RegExp(pattern[1], pattern[2]);
      return (text) => found.test(text);
    }
    const wanted = written.replace(/^(["'])(.*)\1$/, '$2').toLowerCase();
    return (text) => text.toLowerCase().includes(wanted);
  };

  /** @param {Node} root @param {string} selector @returns {Element[]} */
  const all = (root, selector) => {
    const at = selector.indexOf(HAS_TEXT);
    if (at < 0) return dom.within(root, selector);
    const end = argumentEnd(selector, at + HAS_TEXT.length);
    if (end < 0) throw new SyntaxError('an open bracket');
    const rest = selector.slice(end + 1);
    const own = /^[^\s>+~,]*/.exec(rest)?.[0] || '';
    const after = rest.slice(own.length);
    const has = matcher(selector.slice(at + HAS_TEXT.length, end).trim());
    const head = selector.slice(0, at);
    const before = head === '' || /[\s>+~]$/.test(head) ? `${head}*` : head;
    const found = all(root, before + own).filter((element) => has((dom.content(element) || '').slice(0, MAX_TEXT)));
    if (!after.trim()) return found;
    return found.flatMap((element) => all(element, `:scope${after}`));
  };

  return (selectors, elements) => {
    if (!selectors.length) return [];
    const numbers = new Map(elements.map((element, number) => [element, number]));
    /** @type {Set<Node>} */ const roots = new Set();
    for (const element of elements) {
      const owner = dom.owner(element), shadow = dom.shadow(element);
      if (owner) roots.add(owner);
      if (shadow) roots.add(shadow);
    }
    return selectors.map((selector) => {
      try {
        /** @type {Set<number>} */ const found = new Set();
        for (const root of roots) for (const element of all(root, selector)) found.add(numbers.get(element) ?? -1);
        found.delete(-1);
        return { selector, elements: [...found].sort((a, b) => a - b) };
      } catch { return { selector, elements: null }; }
    });
  };
})();
