'use strict';
// Step 3: for every mark that Python sets, where it is: a selector per frame or shadow root on the way, and its boxes.

/** @type {any} */ (globalThis).harness.mark = (() => {
  const { dom } = /** @type {any} */ (globalThis).harness;

  /** @param {Element} element @returns {string} its place among the elements of its tree */
  const step = (element) => {
    const name = dom.name(element).toLowerCase();
    let place = 1, twins = false;
    for (let node = dom.first(dom.parent(element)); node; node = dom.next(node)) {
      if (node === element || dom.type(node) !== 1) continue;
      if (dom.name(node) !== dom.name(element)) continue;
      twins = true;
      if (element.compareDocumentPosition(node) & 2) place += 1;
    }
    return `${CSS.escape(name)}${twins ? `:nth-of-type(${place})` : ''}`;
  };

  /** @param {Element} element @returns {string[]} one CSS selector for each frame or shadow root on the way */
  const selector = (element) => {
    const path = [];
    let steps = [];
    for (let node = element; node;) {
      steps.unshift(step(node));
      const up = dom.parent(node);
      if (up && dom.type(up) === 1) { node = up; continue; }
      path.unshift(steps.join(' > '));
      steps = [];
      if (up && dom.type(up) === 11 && up.host) node = up.host;
      else if (up && dom.type(up) === 9 && up !== document && up.defaultView) node = up.defaultView.frameElement;
      else break;
    }
    return path;
  };

  /**
   * Where in a text node the n-th character of its collapsed text stands.
   * @param {string} data @param {number} length of the piece in the block's text @param {number} at
   */
  const raw = (data, length, at) => {
    if (length === data.length) return at;
    const full = data.replace(/[ \t\n\r\f]+/g, ' ').length;
    let seen = length < full ? -1 : 0;
    let i = 0;
    for (; i < data.length && seen < at; i++) {
      if (/[ \t\n\r\f]/.test(data[i])) while (i + 1 < data.length && /[ \t\n\r\f]/.test(data[i + 1])) i++;
      seen++;
    }
    if (seen < 0) i = 0;
    return i;
  };
  /** @type {any} */ (globalThis).harness.raw = raw;

  /** @param {Node} node @returns {[number, number]} offset of the node's document on the page */
  const offset = (node) => {
    let x = scrollX, y = scrollY;
    for (let view = node.ownerDocument && node.ownerDocument.defaultView; view && view !== window; view = /** @type {any} */ (view.parent)) {
      const frame = view.frameElement;
      if (!frame) break;
      const box = dom.box(frame);
      x += box.left;
      y += box.top;
    }
    return [x, y];
  };

  /** @param {{element: number, ranges: number[][]}[]} marks */
  return (marks) => {
    const { nodes, elements } = /** @type {any} */ (globalThis).harness;
    return marks.map((mark) => {
      const boxes = [];
      for (const [index, length, start, end] of mark.ranges) {
        const node = nodes[index];
        const range = dom.range(node.ownerDocument);
        range.setStart(node, raw(dom.data(node), length, start));
        range.setEnd(node, raw(dom.data(node), length, end));
        const [x, y] = offset(node);
        for (const box of range.getClientRects()) if (boxes.length < 20) boxes.push([box.left + x, box.top + y, box.width, box.height].map((v) => Math.round(v * 10) / 10));
      }
      return { selector: elements[mark.element] ? selector(elements[mark.element]) : [], boxes };
    });
  };
})();
