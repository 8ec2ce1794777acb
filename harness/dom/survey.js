'use strict';
// Step 2: one walk over the composed tree (open shadow roots, frames of the same origin). It yields elements and blocks:
// a block is a run of text as a reader sees it, with its nodes, links, place, and how it is hidden if it is.

/** @type {any} */ (globalThis).harness.survey = (() => {
  const { dom, observed } = /** @type {any} */ (globalThis).harness;
  const SKIP = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'META', 'LINK', 'TITLE', 'OPTION', 'DATALIST', 'OBJECT', 'SVG', 'CANVAS', 'TEXTAREA']);
  const QUOTES = new Set(['CODE', 'KBD', 'SAMP', 'Q', 'CITE', 'PRE', 'BLOCKQUOTE']);
  const MAX_NODES = 300000;
  /** @type {Node[]} */ let nodes = [];
  /** @type {Element[]} */ let elements = [];

  /** @param {string} value @returns {number[]|null} red, green, blue, alpha */
  const colour = (value) => {
    const found = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)/.exec(value);
    return found ? [Number(found[1]), Number(found[2]), Number(found[3]), found[4] === undefined ? 1 : Number(found[4])] : null;
  };

  /** How this element's own style hides its text, or ''. @param {CSSStyleDeclaration} s @param {DOMRect} box @param {number} sx @param {number} sy */
  const hiddenBy = (s, box, sx, sy) => {
    if (s.display === 'none') return 'display';
    if (s.visibility !== 'visible') return 'visibility';
    if (Number(s.opacity) < 0.02) return 'opacity';
    const clips = s.overflowX !== 'visible' || s.overflowY !== 'visible';
    const gone = s.position === 'absolute' || s.position === 'fixed';
    if (gone && /^rect\(/.test(s.clip) && clipArea(s.clip) <= 1) return 'clip';
    if (/^inset\((?:5\d|[6-9]\d|1\d\d)/.test(s.clipPath) || /^circle\(0/.test(s.clipPath)) return 'clip';
    if (clips && s.display !== 'inline' && s.display !== 'contents' && (box.width <= 1.5 || box.height <= 1.5)) return 'size';
    if (/^matrix\(0, 0, 0, 0|^matrix\(0(?:\.0\d*)?, 0, 0, 0(?:\.0\d*)?,/.test(s.transform)) return 'transform';
    if (parseFloat(s.fontSize) < 2) return 'font-size';
    if (parseFloat(s.textIndent) < -900) return 'indent';
    if (s.display !== 'contents' && box.width > 0 && box.height > 0 && (box.right + sx < -50 || box.bottom + sy < -50)) return 'off-screen';
    return '';
  };

  /** @param {string} clip */
  const clipArea = (clip) => {
    const n = (clip.match(/-?[\d.]+/g) || []).map(Number);
    return n.length === 4 ? Math.max(0, n[1] - n[3]) * Math.max(0, n[2] - n[0]) : Infinity;
  };

  /** Text in the colour of its background. @param {CSSStyleDeclaration} s @param {number[]|null} ground */
  const unseen = (s, ground) => {
    const ink = colour(s.webkitTextFillColor || s.color) || colour(s.color);
    if (!ink) return false;
    if (ink[3] < 0.05) return s.backgroundClip !== 'text';
    return !!ground && Math.abs(ink[0] - ground[0]) + Math.abs(ink[1] - ground[1]) + Math.abs(ink[2] - ground[2]) < 18;
  };

  /** @param {string} s */
  const collapsed = (s) => s.replace(/[ \t\n\r\f]+/g, ' ');

  /**
   * Collapses white space as CSS does, so that offsets in a block's text lead back to its nodes.
   * @param {string} data @param {boolean} pre @param {boolean} spaceBefore
   */
  const shown = (data, pre, spaceBefore) => {
    if (pre) return data;
    const text = collapsed(data);
    return spaceBefore && text.startsWith(' ') ? text.slice(1) : text;
  };

  /** Which frame of which frame of the page a window is; what lies below another site can still be counted. @param {any} view */
  const pathOf = (view) => {
    const path = [];
    for (let at = view; at && at !== at.parent; at = at.parent) {
      let place = 0;
      while (place < at.parent.length && at.parent[place] !== at) place++;
      path.unshift(place);
    }
    return path;
  };
  /** @type {any} */ (globalThis).harness.pathOf = pathOf;

  /** True in a frame that no other world of ours walks into: its parent belongs to another site. */
  /** @type {any} */ (globalThis).harness.apart = () => {
    if (window === window.parent) return false;
    try { return !window.parent.document; } catch { return true; }
  };

  class Walk {
    constructor() {
      /** @type {any[]} */ this.elements = [];
      /** @type {any[]} */ this.blocks = [];
      /** @type {[number, number[], number][]} */ this.frames = []; // element, path, after how many blocks
      /** @type {any} */ this.open = null;
      this.count = 0;
      this.cut = false;
    }

    flush() {
      const block = this.open;
      this.open = null;
      if (!block || !block.text.trim()) return;
      const box = block.box;
      this.blocks.push({ element: block.element, text: block.text, pieces: block.pieces, links: block.links, hidden_by: block.hidden_by,
        box: box ? [box[0], box[1], box[2] - box[0], box[3] - box[1]].map((v) => Math.round(v * 10) / 10) : [0, 0, 0, 0],
        font_px: block.font_px, at_ms: Math.round(block.at_ms / 10) * 10, pre: block.pre, quotes: block.quotes, was: block.changed ? block.was : null });
    }

    /** @param {Text} node @param {any} state */
    text(node, state) {
      const data = dom.data(node);
      if (!data) return;
      if (this.open && (this.open.hidden_by !== state.hidden || this.open.element !== state.block)) this.flush();
      if (!this.open && !data.trim()) return;
      let box = null;
      if (!state.hidden) {
        const r = state.measure(node);
        if (r.width || r.height) box = r;
      }
      const hidden = state.hidden || (!box && data.trim() ? 'unpainted' : '');
      if (this.open && this.open.hidden_by !== hidden && data.trim()) this.flush();
      if (!this.open) this.open = { element: state.block, text: '', pieces: [], links: [], hidden_by: hidden, box: null, font_px: state.font, at_ms: 0, pre: state.pre, quotes: [], was: '', changed: false };
      const block = this.open;
      const text = shown(data, state.pre, !block.text || /\s$/.test(block.text));
      if (!text) return;
      nodes.push(node);
      block.pieces.push([nodes.length - 1, block.text.length, text.length]);
      if (state.quoted) block.quotes.push([block.text.length, block.text.length + text.length]);
      if (state.link) {
        const last = block.links[block.links.length - 1];
        if (last && last[4] === state.link[2]) last[1] = block.text.length + text.length;
        else block.links.push([block.text.length, block.text.length + text.length, state.link[0], state.link[1], state.link[2]]);
      }
      const made = observed.at.get(node) || state.at;
      const before = made ? '' : observed.was.get(node);
      block.was += before === undefined ? text : shown(before, state.pre, !block.was || /\s$/.test(block.was));
      if (before !== undefined) block.changed = true;
      block.text += text;
      block.at_ms = Math.max(block.at_ms, observed.at.get(node) || 0, state.at);
      if (box) {
        const x = box.left + state.x, y = box.top + state.y;
        block.box = block.box ? [Math.min(block.box[0], x), Math.min(block.box[1], y), Math.max(block.box[2], x + box.width), Math.max(block.box[3], y + box.height)] : [x, y, x + box.width, y + box.height];
      }
    }

    /** @param {Element} element @param {any} state */
    element(element, state) {
      if (++this.count > MAX_NODES) { this.cut = true; return; }
      const tag = dom.name(element).toUpperCase();
      if (SKIP.has(tag)) return;
      if (tag === 'BR') { this.flush(); return; }
      const s = dom.style(element);
      const box = dom.box(element);
      const inline = s.display.startsWith('inline') && s.display === 'inline' || s.display === 'contents';
      const at = Math.max(observed.at.get(element) || 0, state.at);
      let hidden = state.hidden === 'visibility' && s.visibility === 'visible' ? '' : state.hidden;
      if (!hidden) hidden = hiddenBy(s, box, state.x, state.y);
      const ground = s.backgroundImage !== 'none' ? null : (() => { const c = colour(s.backgroundColor); return c && c[3] > 0.9 ? [...c] : state.ground; })();
      const id = this.elements.length;
      elements.push(element);
      this.elements.push({ id, parent: state.id, tag: tag.toLowerCase(), box: [box.left + state.x, box.top + state.y, box.width, box.height].map((v) => Math.round(v)),
        hidden_by: hidden, position: s.position, at_ms: Math.round(at / 10) * 10, role: dom.attribute(element, 'role') || '',
        name: `${dom.attribute(element, 'id') || ''} ${dom.attribute(element, 'class') || ''}`.trim().slice(0, 80), layer: 0, document: state.number });
      const inner = { ...state, id, at, hidden, ground, font: Math.round(parseFloat(s.fontSize) * 10) / 10, pre: /^(pre|break-spaces)/.test(s.whiteSpace) };
      if (!hidden && unseen(s, ground)) inner.hidden = 'colour';
      if (state.hidden === 'colour' && !unseen(s, ground)) inner.hidden = '';
      if (QUOTES.has(tag)) inner.quoted = true;
      if (tag === 'A') {
        const raw = dom.attribute(element, 'href');
        if (raw !== null) inner.link = [/** @type {any} */ (element).href?.baseVal ?? String(/** @type {any} */ (element).href), raw.slice(0, 300), id];
      }
      if (!inline) { this.flush(); inner.block = id; }
      if (tag === 'IFRAME' || tag === 'FRAME') this.frame(element, inner, box);
      else this.children(element, inner);
      if (!inline) this.flush();
    }

    /** @param {Element} element @param {any} state @param {DOMRect} box */
    frame(element, state, box) {
      let inside = null;
      try { inside = dom.frameDocument(element); } catch { inside = null; }
      const root = inside && dom.rootElement(inside);
      if (!root) {
        this.frames.push([this.elements.length - 1, pathOf(dom.frameWindow(element)), this.blocks.length]);
        return;
      }
      const range = dom.range(inside);
      this.children({ only: root }, { ...state, x: state.x + box.left, y: state.y + box.top, number: state.number + 1, document: inside, ground: [255, 255, 255, 1],
        measure: (/** @type {Node} */ n) => { range.selectNodeContents(n); return range.getBoundingClientRect(); } });
    }

    /** @param {any} node @param {any} state */
    children(node, state) {
      if (node.only) { this.element(node.only, state); return; }
      const shadow = dom.type(node) === 1 ? dom.shadow(node) : null;
      if (shadow) { this.children(shadow, state); return; }
      if (dom.type(node) === 1 && dom.name(node) === 'SLOT') {
        const assigned = dom.assigned(node);
        if (assigned.length) { for (const child of assigned) this.node(child, state); return; }
      }
      for (let child = dom.first(node); child; child = dom.next(child)) this.node(child, state);
    }

    /** @param {Node} child @param {any} state */
    node(child, state) {
      const type = dom.type(child);
      if (type === 3) this.text(/** @type {Text} */ (child), state);
      else if (type === 1) this.element(/** @type {Element} */ (child), state);
    }
  }

  /** What share of the view's points each positioned element holds on top. @param {any[]} records */
  const layers = (records) => {
    const byElement = new Map(elements.map((e, i) => [e, i]));
    const counts = new Map();
    const n = 7;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let at = dom.hit(document, innerWidth * (i + 0.5) / n, innerHeight * (j + 0.5) / n);
        for (; at && dom.type(at) === 1; at = dom.parent(at)) {
          const id = byElement.get(at);
          if (id !== undefined && /fixed|absolute|sticky/.test(records[id].position)) { counts.set(id, (counts.get(id) || 0) + 1); break; }
        }
      }
    }
    for (const [id, count] of counts) records[id].layer = Math.round(count / (n * n) * 100) / 100;
  };

  const head = () => {
    const metas = [];
    for (const meta of dom.findAll(document, 'meta[content]')) {
      const name = dom.attribute(meta, 'property') || dom.attribute(meta, 'name') || '';
      if (name && metas.length < 100) metas.push([name.slice(0, 60).toLowerCase(), dom.attribute(meta, 'content').slice(0, 1000)]);
    }
    const canonical = dom.find(document, 'link[rel="canonical"]');
    const headlines = [];
    for (const script of dom.findAll(document, 'script[type="application/ld+json"]')) {
      for (const found of dom.text(script).matchAll(/"headline"\s*:\s*("(?:[^"\\]|\\.){1,400}")/g)) {
        try { headlines.push(JSON.parse(found[1])); } catch { /* not JSON: no witness */ }
      }
    }
    return { title: dom.title(document), titles: observed.titles, metas, canonical: canonical ? String(canonical.href) : '', headlines: headlines.slice(0, 5) };
  };

  return () => {
    nodes = [];
    elements = [];
    const walk = new Walk();
    const root = dom.rootElement(document);
    const range = dom.range(document);
    if (root) walk.children({ only: root }, { id: -1, block: 0, at: 0, hidden: '', ground: [255, 255, 255, 1], font: 16, pre: false, link: null, x: scrollX, y: scrollY, number: 0, document,
      measure: (/** @type {Node} */ n) => { range.selectNodeContents(n); return range.getBoundingClientRect(); } });
    walk.flush();
    layers(walk.elements);
    const harness = /** @type {any} */ (globalThis).harness;
    harness.nodes = nodes;
    harness.elements = elements;
    return { version: 1, url: location.href, language: root ? dom.attribute(root, 'lang') || '' : '', view: [innerWidth, innerHeight], head: head(), elements: walk.elements, blocks: walk.blocks, cut: walk.cut,
      frames: walk.frames, path: pathOf(window), nodes: nodes.length };
  };
})();
