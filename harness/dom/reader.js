'use strict';
// While the page settles: what a reader's presence changes. Python says when; nothing is clicked.

harness.reader = (() => {
  const { dom } = harness;
  const MAX_LOOKED_AT = 20000; // elements; a larger document is given its time without a look
  const RUNS = new Set(['SCRIPT', 'IFRAME', 'FRAME', 'OBJECT', 'EMBED', 'PORTAL', 'FENCEDFRAME', 'VIDEO', 'AUDIO', 'MARQUEE', 'CANVAS', 'SET', 'ANIMATE']);
  /** @param {Element} element it has a handler of its own, or sends the reader elsewhere */
  const moves = (element) => dom.attributeNames(element).some((name) => name.startsWith('on') || name === 'http-equiv');
  /** @returns {number} the height of the whole page in CSS px */
  const height = () => {
    const root = dom.root(document);
    return root ? dom.scrollHeight(root) : 0;
  };
  return {
    scroll: (share) => { scrollTo(0, height() * share); },
    /** A change of visibility is told by an event alone, as the page was never hidden. */
    appear: () => { dom.dispatch(document, new Event('visibilitychange', { bubbles: true })); },
    /** True where nothing can change the document any more: it is all there, and holds nothing that runs or moves. */
    still: () => {
      if (dom.ready(document) !== 'complete' || dom.animated(document)) return false;
      const every = dom.all(document);
      return every.length < MAX_LOOKED_AT && every.every((element) => !RUNS.has(dom.name(element).toUpperCase()) && !dom.shadow(element) && !moves(element));
    },
    size: () => ({ width: innerWidth, height: Math.max(innerHeight, height()) }),
  };
})();
