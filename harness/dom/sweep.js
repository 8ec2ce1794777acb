'use strict';
// Step 4: what is marked goes. The only file that changes the page. html and body never go.

harness.sweep = (() => {
  const { dom } = harness;

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
  };

  /** @param {number} id */
  const remove = (id) => {
    const element = harness.elements[id];
    const name = dom.name(element).toUpperCase();
    const parent = dom.parent(element);
    if (parent && name !== 'HTML' && name !== 'BODY') dom.remove(parent, element);
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
    for (const ranges of byNode.values()) attempt(() => cut(ranges));
    for (const id of plan.elements) attempt(() => remove(id));
    const { title } = plan;
    if (title !== null) attempt(() => dom.setTitle(document, title));
    return { removed, failed };
  };
})();
