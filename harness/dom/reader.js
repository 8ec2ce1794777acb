'use strict';
// While the page settles: what a reader's presence changes. Python says when; nothing is clicked.

harness.reader = (() => {
  const { dom } = harness;
  /** @returns {number} the height of the whole page in CSS px */
  const height = () => {
    const root = dom.root(document);
    return root ? dom.scrollHeight(root) : 0;
  };
  return {
    scroll: (share) => { scrollTo(0, height() * share); },
    /** A change of visibility is told by an event alone, as the page was never hidden. */
    appear: () => { dom.dispatch(document, new Event('visibilitychange', { bubbles: true })); },
    size: () => ({ width: innerWidth, height: Math.max(innerHeight, height()) }),
  };
})();
