'use strict';
// Step 4: what is marked goes, and what only wrapped it: a bought link stands in no document as an empty anchor. The only
// file that changes the page. html and body never go.

harness.sweep = (() => {
  const { dom } = harness;
  const WRAPS = new Set(['A', 'ABBR', 'B', 'EM', 'FONT', 'I', 'INS', 'MARK', 'S', 'SMALL', 'SPAN', 'STRONG', 'SUB', 'SUP', 'U']);

  /** True for an element of text that holds nothing any more, neither text nor a picture. @param {Node} node */
  const isEmptied = (node) => {
    if (dom.type(node) !== 1 || !WRAPS.has(dom.name(node).toUpperCase()) || (dom.content(node) || '').trim()) return false;
    for (let child = dom.first(node); child; child = dom.next(child)) if (dom.type(child) === 1 && dom.name(child).toUpperCase() !== 'BR') return false;
    return true;
  };

  /** Takes out what was left empty around a place from which something went. @param {Node|null} around */
  const tidy = (around) => {
    while (around && isEmptied(around)) {
      const parent = dom.parent(around);
      if (!parent) return;
      dom.remove(parent, around);
      around = parent;
    }
  };

  /** Cuts the ranges of one text node in one go. @param {TextRangeRecord[]} ranges */
  const cut = (ranges) => {
    const { node } = harness.nodes[ranges[0].node];
    const data = dom.data(node);
    const sorted = ranges.slice().sort((a, b) => a.start - b.start);
    const offsets = harness.raw(data, sorted[0].length, sorted.flatMap((range) => [range.start, range.end]));
    let kept = '', at = 0;
    for (let i = 0; i < offsets.length; i += 2) {
      kept += data.slice(at, Math.max(at, offsets[i]));
      at = Math.max(at, offsets[i + 1]);
    }
    dom.setData(node, kept + data.slice(at));
    tidy(dom.parent(node));
  };

  /** @param {number} id */
  const remove = (id) => {
    const element = harness.elements[id];
    const name = dom.name(element).toUpperCase();
    const parent = dom.parent(element);
    if (!parent || name === 'HTML' || name === 'BODY') return;
    dom.remove(parent, element);
    tidy(parent);
  };

  return (plan) => {
    let removed = 0, failed = 0;
    /** @param {() => void} act one piece that cannot be taken out does not keep the others in */
    const attempt = (act) => { try { act(); removed++; } catch { failed++; } };
    /** @type {Map<number, TextRangeRecord[]>} */ const byNode = new Map();
    for (const range of plan.ranges) {
      const known = byNode.get(range.node);
      if (known) known.push(range); else byNode.set(range.node, [range]);
    }
    for (const number of plan.extras) attempt(() => harness.extras.empty(number));
    for (const ranges of byNode.values()) attempt(() => cut(ranges));
    for (const id of plan.elements) attempt(() => remove(id));
    const { title } = plan;
    if (title !== null) attempt(() => dom.setTitle(document, title));
    return { removed, failed };
  };
})();
