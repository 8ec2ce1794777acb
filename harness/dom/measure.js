'use strict';
// Step 3: where on the page the ranges of text are that Python marks.

harness.measure = (() => {
  const { dom } = harness;
  const MAX_BOXES = 20; // of one mark
  const MAX_MEASURED = 2000; // ranges in all: a page can be cut in more places than anybody looks at

  /** @param {number} v */
  const tenths = (v) => Math.round(v * 10) / 10;

  /** The boxes of one range; none where the page has changed it since. @param {TextRangeRecord} wanted @returns {BoxRecord[]} */
  const boxesOf = (wanted) => {
    const found = harness.nodes[wanted.node];
    const owner = found && dom.owner(found.node);
    if (!found || !owner) return [];
    const [start, end] = harness.raw(dom.data(found.node), wanted.length, [wanted.start, wanted.end]);
    const range = dom.range(owner);
    dom.setRange(range, found.node, start, end);
    return dom.rangeBoxes(range).slice(0, MAX_BOXES).map((box) => (
      { x: tenths(box.left + found.x), y: tenths(box.top + found.y), width: tenths(box.width), height: tenths(box.height) }));
  };

  return (places) => {
    let measured = 0;
    return places.map((place) => {
      /** @type {BoxRecord[]} */ const boxes = [];
      for (const range of place.ranges) {
        if (boxes.length < MAX_BOXES && measured++ < MAX_MEASURED) boxes.push(...boxesOf(range));
      }
      return { boxes: boxes.slice(0, MAX_BOXES) };
    });
  };
})();
