'use strict';
// How an element's style keeps what is in it from readers. All of it is read off computed styles and boxes, never off names.

harness.hiding = (() => {
  const { dom } = harness;
  const SEEN = 0.02; // of opacity
  const MIN_FONT = 2, MIN_BOX = 1.5; // CSS px
  const AWAY = 50; // px beyond an edge that cannot be scrolled over: shadows and focus rings reach a little over it
  const FAR = 5000; // px to the right, where nobody scrolls
  const FLAT = 0.001; // of a transform's area
  const BLURRED = 1.5; // of the font's size

  /** @param {string} value @returns {number[]|null} red, green, blue, alpha */
  const colour = (value) => {
    const found = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)/.exec(value);
    return found ? [Number(found[1]), Number(found[2]), Number(found[3]), found[4] === undefined ? 1 : Number(found[4])] : null;
  };

  /** @param {string} clip */
  const clipArea = (clip) => {
    const n = (clip.match(/-?[\d.]+/g) || []).map(Number);
    return n.length === 4 ? Math.max(0, n[1] - n[3]) * Math.max(0, n[2] - n[0]) : Infinity;
  };

  /** True for a polygon without an area: all its points on one line across or down. @param {string} path */
  const isFlat = (path) => {
    const found = /^polygon\((?:\w+, )?(.*)\)$/.exec(path);
    if (!found) return false;
    const points = found[1].split(', ').map((point) => point.split(' ').map(parseFloat));
    return [0, 1].some((axis) => points.every((point) => point[axis] === points[0][axis]));
  };

  /** @param {CSSStyleDeclaration} s */
  const clipped = (s) => {
    const path = s.clipPath;
    if (path !== 'none' && (/^inset\((?:5\d|[6-9]\d|1\d\d)/.test(path) || /^circle\(0/.test(path) || /^ellipse\(0/.test(path) || isFlat(path))) return true;
    return (s.position === 'absolute' || s.position === 'fixed') && /^rect\(/.test(s.clip) && clipArea(s.clip) <= 1;
  };

  /** @param {CSSStyleDeclaration} s */
  const filtered = (s) => {
    const filter = s.filter;
    if (filter === 'none') return false;
    const opacity = /opacity\(([\d.]+)\)/.exec(filter), blur = /^blur\(([\d.]+)px\)/.exec(filter);
    return (!!opacity && Number(opacity[1]) < SEEN) || (!!blur && Number(blur[1]) > BLURRED * (parseFloat(s.fontSize) || 16));
  };

  /** True for a mask that lets nothing through: a gradient of colours that are all transparent. @param {CSSStyleDeclaration} s */
  const masked = (s) => {
    const image = s.maskImage || '';
    if (!/^(?:repeating-)?(?:linear|radial|conic)-gradient\(/.test(image)) return false;
    const colours = image.match(/rgba?\([^)]*\)/g) || [];
    return colours.length > 0 && colours.every((each) => { const found = colour(each); return !!found && found[3] < SEEN; });
  };

  /** Turned edge-on, to its back, or down to nothing. @param {CSSStyleDeclaration} s */
  const turned = (s) => {
    if (s.scale !== 'none' && s.scale !== undefined && s.scale.split(' ').slice(0, 2).some((part) => Math.abs(parseFloat(part)) < FLAT)) return true;
    if (s.transform === 'none') return false;
    let matrix;
    try { matrix = new DOMMatrixReadOnly(s.transform); } catch { return false; /* a transform that this browser cannot say */ }
    const area = matrix.m11 * matrix.m22 - matrix.m12 * matrix.m21;
    return Math.abs(area) < FLAT || (s.backfaceVisibility === 'hidden' && area < 0);
  };

  /** @param {CSSStyleDeclaration} s @param {DOMRect} box @param {boolean} clips */
  const indented = (s, box, clips) => {
    const indent = parseFloat(s.textIndent);
    if (indent < -900) return true;
    return indent > 0 && clips && (s.textIndent.endsWith('%') ? indent >= 100 : indent >= box.width && indent > 300);
  };

  /**
   * Beyond an edge that the page cannot be scrolled over.
   * @param {CSSStyleDeclaration} s @param {DOMRect} box @param {number} sx @param {number} sy @param {boolean} within in a box that clips or scrolls
   */
  const offScreen = (s, box, sx, sy, within) => {
    if (s.display === 'contents' || box.width <= 0 || box.height <= 0) return false;
    if (box.right + sx < -AWAY || box.bottom + sy < -AWAY) return true;
    if (s.position === 'fixed') return box.left > innerWidth + AWAY || box.top > innerHeight + AWAY;
    return !within && box.left + sx > FAR;
  };

  /** What this element's children are laid out in clips what does not fit. @param {CSSStyleDeclaration} s */
  const clips = (s) => s.overflowX !== 'visible' || s.overflowY !== 'visible';

  return {
    colour,
    clips,
    /** How this element's own style hides its text, or ''; `around` is what it has of those around it. */
    own: (element, s, box, sx, sy, around) => {
      if (s.display === 'none') return 'display';
      if (s.contentVisibility === 'hidden') return dom.attribute(element, 'hidden') === 'until-found' ? 'closed' : 'content-visibility';
      if (s.visibility !== 'visible') return 'visibility';
      if (around.opacity < SEEN) return 'opacity';
      if (filtered(s)) return 'filter';
      if (masked(s)) return 'mask';
      if (clipped(s)) return 'clip';
      if (turned(s)) return 'transform';
      const cut = clips(s);
      if (cut && s.display !== 'inline' && s.display !== 'contents' && (box.width <= MIN_BOX || box.height <= MIN_BOX)) return 'size';
      if (parseFloat(s.fontSize) * around.zoom < MIN_FONT) return 'font-size';
      if (indented(s, box, cut)) return 'indent';
      return offScreen(s, box, sx, sy, around.within) ? 'off-screen' : '';
    },
    /** Text in the colour of its background. */
    unseen: (s, ground) => {
      const ink = colour(s.webkitTextFillColor || s.color) || colour(s.color);
      if (!ink) return false;
      if (ink[3] < 0.05) return s.backgroundClip !== 'text';
      return !!ground && Math.abs(ink[0] - ground[0]) + Math.abs(ink[1] - ground[1]) + Math.abs(ink[2] - ground[2]) < 18;
    },
    /** The opaque colour that this element lays under its text, or what lies under it. */
    ground: (s, below) => {
      if (s.backgroundImage !== 'none') return null;
      const own = colour(s.backgroundColor);
      return own && own[3] > 0.9 ? own : below;
    },
  };
})();
