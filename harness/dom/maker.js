'use strict';
// For provenance: the nodes of a place, of which the browser can say who made them.

harness.maker = (() => {
  const { dom } = harness;
  const MAX_DEEP = 3;
  return (element, nodes, at) => {
    if (element < 0) {
      const title = dom.find(document, 'title');
      return title && at === 0 ? dom.first(title) : at === 1 ? title : null;
    }
    /** @type {Node[]} */ const found = nodes.map((node) => harness.nodes[node]?.node).filter(Boolean).slice(0, 1);
    const own = harness.elements[element];
    if (own) found.push(own);
    for (let deep = 0, node = own ? dom.first(own) : null; node && deep < MAX_DEEP && !nodes.length; deep++, node = dom.first(node)) found.push(node);
    return found[at] || null;
  };
})();
