'use strict';
// Step 3: where on the page the ranges of text are that Python marks.

harness.measure = (() => {
  const { dom, hiding } = harness;
  const MAX_BOXES = 20; // of one mark
  const MAX_MEASURED = 2000; // ranges in all: a page can be cut in more places than anybody looks at
  const MAX_LOOKED = 300; // places of which it is found out what is painted over them

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

  /**
   * Why a point of the page is not what a reader sees there: what is around the text clips it, or something that lets nothing
   * through is painted over it. The view is moved there and back in one go: the page hears of it when it stands where it stood.
   * @param {Element} element what holds the text @param {number} x @param {number} y of the page
   */
  const hiddenAt = (element, x, y) => {
    let from = /** @type {Node|null} */ (null);
    for (let up = /** @type {Node|null} */ (element); up && dom.type(up) === 1; from = up, up = dom.parent(up)) {
      const around = /** @type {Element} */ (up);
      const name = dom.name(around);
      if (name === 'BODY' || name === 'HTML') break;
      if (name === 'DETAILS' && dom.attribute(around, 'open') === null && !(from && dom.name(from) === 'SUMMARY')) return 'closed';
      const s = dom.style(around);
      if (hiding.clips(s) && s.display !== 'inline' && outside(dom.box(around), x - scrollX, y - scrollY)) return 'clipped';
      if (s.position === 'fixed') break;
    }
    const [left, top] = [scrollX, scrollY];
    scrollTo({ left: x - innerWidth / 2, top: y - innerHeight / 2, behavior: 'instant' });
    const over = dom.at(document, x - scrollX, y - scrollY);
    const covered = !!over && !isWithin(over, element) && !isWithin(element, over) && isOpaque(over, element);
    scrollTo({ left, top, behavior: 'instant' });
    return covered ? 'covered' : '';
  };

  /** @param {DOMRect} box @param {number} x @param {number} y */
  const outside = (box, x, y) => x < box.left || x > box.right || y < box.top || y > box.bottom;

  /** @param {Node} inner @param {Node} outer */
  const isWithin = (inner, outer) => {
    for (let up = /** @type {Node|null} */ (inner); up; up = dom.parent(up)) if (up === outer) return true;
    return false;
  };

  /** True where what is painted there lets nothing through, up to what both stand in. @param {Element} over @param {Element} under */
  const isOpaque = (over, under) => {
    for (let up = /** @type {Node|null} */ (over); up && dom.type(up) === 1 && !isWithin(under, up); up = dom.parent(up)) {
      const s = dom.style(/** @type {Element} */ (up));
      const ground = hiding.colour(s.backgroundColor);
      if ((ground && ground[3] > 0.9) || s.backgroundImage !== 'none' || /^(IMG|VIDEO|CANVAS|IFRAME)$/.test(dom.name(up))) return true;
    }
    return false;
  };

  /** The longest of an element's texts, which speaks for it. @param {Node} node @returns {Node|null} */
  const longestText = (node) => {
    if (dom.type(node) === 3) return dom.data(node).trim() ? node : null;
    let longest = /** @type {Node|null} */ (null);
    for (let child = dom.first(node); child; child = dom.next(child)) {
      const found = longestText(child);
      if (found && (!longest || dom.data(found).length > dom.data(longest).length)) longest = found;
    }
    return longest;
  };

  /** How the text of a place that is painted is kept from readers all the same; '' where it is not. @param {PlaceRecord} place @param {BoxRecord[]} boxes */
  const hiddenBy = (place, boxes) => {
    const found = place.ranges.length ? harness.nodes[place.ranges[0].node] : undefined;
    const whole = harness.elements[place.element];
    const text = found ? found.node : whole && longestText(whole);
    const holder = text && dom.parent(text);
    if (!text || !holder || dom.type(holder) !== 1 || dom.owner(text) !== document) return '';
    let box = boxes[0];
    if (!box) {
      const range = dom.range(document);
      dom.select(range, text);
      const own = dom.rangeBox(range);
      box = { x: own.left + scrollX, y: own.top + scrollY, width: own.width, height: own.height };
    }
    return box.width && box.height ? hiddenAt(/** @type {Element} */ (holder), box.x + box.width / 2, box.y + box.height / 2) : '';
  };

  return (places) => {
    let measured = 0, looked = 0;
    return places.map((place) => {
      /** @type {BoxRecord[]} */ const boxes = [];
      for (const range of place.ranges) {
        if (boxes.length < MAX_BOXES && measured++ < MAX_MEASURED) boxes.push(...boxesOf(range));
      }
      return { boxes: boxes.slice(0, MAX_BOXES), hidden_by: looked++ < MAX_LOOKED ? hiddenBy(place, boxes) : '' };
    });
  };
})();
