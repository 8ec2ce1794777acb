'use strict';
// For a comparison of two pages: how each element of the last survey is painted, and which pictures stand in it.

harness.looks = (() => {
  const { dom } = harness;
  const PROPERTIES = ['color', 'background-color', 'background-image', 'font-family', 'font-size', 'font-weight', 'font-style', 'line-height',
    'letter-spacing', 'text-decoration-line', 'text-transform', 'text-align', 'opacity', 'border', 'border-radius', 'box-shadow', 'transform', 'filter'];
  const SIDES = ['top', 'right', 'bottom', 'left'];
  const DRAWINGS = new Set(['SVG', 'CANVAS', 'OBJECT']);
  const PICTURES = new Set(['IMG', 'VIDEO', 'IFRAME', 'FRAME', 'EMBED', 'INPUT', 'TEXTAREA', 'SELECT']);
  const MAX_WRITTEN = 200, MAX_VALUE = 300, MAX_PICTURES = 5000, MAX_STYLES = 5000;

  /** A long text by its beginning and a digest. @param {string} text */
  const short = (text) => {
    if (text.length <= MAX_WRITTEN) return text;
    let digest = 7;
    for (let i = 0; i < text.length; i++) digest = (Math.imul(digest, 31) + text.charCodeAt(i)) | 0;
    return `${text.slice(0, 60)}… (${text.length} characters, ${(digest >>> 0).toString(16)})`;
  };

  /** @param {CSSStyleDeclaration} s */
  const border = (s) => {
    const sides = SIDES.map((side) => {
      const width = s.getPropertyValue(`border-${side}-width`);
      return parseFloat(width) ? `${width} ${s.getPropertyValue(`border-${side}-style`)} ${s.getPropertyValue(`border-${side}-color`)}` : 'none';
    });
    return sides.every((side) => side === sides[0]) ? sides[0] : sides.join(', ');
  };

  /** What a picture shows, as far as the document says it. @param {Element} element */
  const source = (element) => {
    if (dom.name(element).toUpperCase() === 'SVG') return short(dom.markup(element));
    return short(['src', 'srcset', 'poster', 'data', 'value', 'type'].map((name) => dom.attribute(element, name) || '').join(' ').trim());
  };

  return () => {
    /** @type {Map<string, number>} */ const known = new Map();
    /** @type {string[][]} */ const styles = [];
    /** @type {PictureRecord[]} */ const pictures = [];
    /** @param {Element} element @param {number} number @param {string} step */
    const picture = (element, number, step) => {
      const box = dom.box(element), around = dom.box(harness.elements[number]);
      if (pictures.length >= MAX_PICTURES || !(box.width * box.height)) return;
      pictures.push({ element: number, tag: dom.name(element).toLowerCase(), step, source: source(element),
        box: { x: Math.round(box.left - around.left), y: Math.round(box.top - around.top), width: Math.round(box.width), height: Math.round(box.height) } });
    };
    const of = harness.elements.map((element, number) => {
      const s = dom.style(element);
      const values = PROPERTIES.map((name) => (name === 'border' ? border(s) : s.getPropertyValue(name)).slice(0, MAX_VALUE));
      const key = values.join('\n');
      let at = known.get(key);
      if (at === undefined && styles.length < MAX_STYLES) { at = styles.length; known.set(key, at); styles.push(values); }
      if (PICTURES.has(dom.name(element).toUpperCase())) picture(element, number, '');
      let nth = 0;
      for (let child = dom.first(element); child; child = dom.next(child)) {
        if (dom.type(child) === 1 && DRAWINGS.has(dom.name(child).toUpperCase())) picture(/** @type {Element} */ (child), number, `${dom.name(child).toLowerCase()}:nth-of-type(${++nth})`);
      }
      return at === undefined ? -1 : at;
    });
    return { properties: PROPERTIES, styles, of, pictures };
  };
})();
