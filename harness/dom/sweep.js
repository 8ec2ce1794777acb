'use strict';
// Step 4: what is marked goes. The only file that changes the page. html and body never go.

/** @type {any} */ (globalThis).harness.sweep = (() => {
  const { dom } = /** @type {any} */ (globalThis).harness;

  /** @param {{elements: number[], ranges: number[][], title: string|null}} plan */
  return (plan) => {
    const { nodes, elements, raw } = /** @type {any} */ (globalThis).harness;
    let removed = 0;
    const cuts = plan.ranges.map(([index, length, start, end]) => {
      const data = dom.data(nodes[index]);
      return { node: nodes[index], from: raw(data, length, start), to: raw(data, length, end) };
    });
    cuts.sort((a, b) => b.from - a.from); // from the back, so that earlier offsets hold
    for (const { node, from, to } of cuts) {
      if (to > from) { dom.cut(node, from, to - from); removed++; }
    }
    for (const id of plan.elements) {
      const element = elements[id];
      const name = element && dom.name(element).toUpperCase();
      if (!element || name === 'HTML' || name === 'BODY') continue;
      const parent = dom.parent(element);
      if (parent) { dom.remove(parent, element); removed++; }
    }
    if (plan.title !== null) document.title = plan.title;
    return removed;
  };
})();
