'use strict';
// Step 2: one walk over the composed tree (shadow roots, closed ones once the browser handed them over, frames of the same origin). It yields elements and blocks:
// a block is a run of text as a reader sees it, with its nodes, links, place, and how it is hidden if it is.

/** Which frame of which frame of the page a window is; what lies below another site can still be counted. */
harness.pathOf = (view) => {
  const { dom } = harness;
  const path = [];
  for (let at = view; at && at !== dom.windowAbove(at); at = dom.windowAbove(at)) {
    let place = 0;
    while (dom.windowInside(dom.windowAbove(at), place) && dom.windowInside(dom.windowAbove(at), place) !== at) place++;
    path.unshift(place);
  }
  return path;
};

harness.inForeignFrame = () => {
  const above = harness.dom.windowAbove(window);
  return above !== window && !harness.dom.canRead(above);
};

/**
 * Where in a text node the characters of its collapsed text stand. `length` is that of the node's piece in its block: it
 * tells whether white space at the node's beginning is part of it. One pass, whatever the number of offsets.
 */
harness.raw = (data, length, ats) => {
  if (length === data.length) return ats.map((at) => Math.min(at, data.length));
  const full = data.replace(/[ \t\n\r\f]+/g, ' ').length;
  let seen = length < full ? -1 : 0;
  let i = 0;
  return ats.map((at) => {
    for (; i < data.length && seen < at; i++) {
      if (/[ \t\n\r\f]/.test(data[i])) while (i + 1 < data.length && /[ \t\n\r\f]/.test(data[i + 1])) i++;
      seen++;
    }
    return seen < 0 ? 0 : i;
  });
};

harness.survey = (() => {
  const { dom, observed, hiding } = harness;
  const SKIP = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'META', 'LINK', 'TITLE', 'OPTION', 'DATALIST', 'OBJECT', 'SVG', 'TEXTAREA']);
  const QUOTES = new Set(['CODE', 'KBD', 'SAMP', 'Q', 'CITE', 'PRE', 'BLOCKQUOTE']);
  const MAX_NODES = 100000; // elements of a survey: some four seconds of a slow machine
  const MAX_TEXT = 4000000; // characters of a page's text; a book has a million
  const MAX_TITLE = 2000, MAX_META = 1000, MAX_METAS = 100, MAX_HEADLINES = 5, MAX_WRITTEN = 300;
  const MIN_LINE = 1.5; // CSS px: a line of text that is less high is no text for anybody
  const VERSION = 3;

  /**
   * What an element hands down to what is in it. `x` and `y` lead from its document's view to the page.
   * @typedef {{id: number, block: number, at: number, hidden: string, ground: number[]|null, pre: boolean, quoted: boolean,
   *   link: {url: string, written: string, id: number}|null, x: number, y: number, opacity: number, zoom: number, within: boolean, measure: (node: Node) => DOMRect}} State
   */
  /**
   * A block that still grows.
   * @typedef {{element: number, text: string, pieces: PieceRecord[], links: (LinkRecord & {id: number})[], hidden_by: string,
   *   box: number[]|null, at_ms: number, pre: boolean, quotes: RangeRecord[], was: string, changed: boolean, gap: boolean}} Open
   */

  // What sets boxes of its own by nature: an entry of a list, a cell, a control. Any other box on a line is a part of its text.
  const BOXES = new Set(['LI', 'TD', 'TH', 'DD', 'DT', 'BUTTON', 'SUMMARY', 'IFRAME', 'FRAME', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6']);
  const MAX_LINES = 2.6; // of the font's size: a box that is higher holds more than a line of text
  const UNSPACED = /[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

  /** True for a box that stands in a line of text like a word. @param {string} tag @param {CSSStyleDeclaration} s @param {DOMRect} box */
  const isWord = (tag, s, box) => /^inline-(block|flex|grid)$/.test(s.display) && !BOXES.has(tag) &&
    box.height <= MAX_LINES * (parseFloat(s.fontSize) || 16);

  /**
   * True where a reader sees two boxes on a line as two words: not where each holds a single letter, nor in a script without spaces.
   * @param {string} before the text node before @param {string} after
   */
  const isApart = (before, after) => !/\s$/.test(before) && !/^\s/.test(after) &&
    !(UNSPACED.test(before.slice(-1)) && UNSPACED.test(after[0])) && (before.trim().length > 1 || after.trim().length > 1);

  /**
   * Collapses white space as CSS does, so that offsets in a block's text lead back to its nodes.
   * @param {string} data @param {boolean} pre @param {boolean} spaceBefore
   */
  const shown = (data, pre, spaceBefore) => {
    if (pre) return data;
    const text = data.replace(/[ \t\n\r\f]+/g, ' ');
    return spaceBefore && text.startsWith(' ') ? text.slice(1) : text;
  };

  /** @param {string} text */
  const endsInSpace = (text) => !text || /\s/.test(text[text.length - 1]);

  /** @param {number} v */
  const tenths = (v) => Math.round(v * 10) / 10;
  /** @param {number} v virtual time jitters by some tenths of a millisecond from visit to visit */
  const tens = (v) => Math.round(v / 10) * 10;

  /** An element's place among the children of its parent, as a selector. @param {string} name @param {number} nth @param {boolean} only */
  const step = (name, nth, only) => CSS.escape(name.toLowerCase()) + (only ? '' : `:nth-of-type(${nth})`);

  /** The same, counted for one element alone: what a slot shows lies in another place of the tree. @param {Element} element */
  const countedStep = (element) => {
    const parent = dom.parent(element);
    let nth = 0, same = 0;
    for (let node = parent && dom.first(parent); node; node = dom.next(node)) {
      if (dom.type(node) !== 1 || dom.name(node) !== dom.name(element)) continue;
      same++;
      if (node === element) nth = same;
    }
    return step(dom.name(element), nth, same < 2);
  };

  // What may have a shadow root (DOM Standard, "attach a shadow root"), beside elements with names of their own.
  const HOSTS = new Set(['ARTICLE', 'ASIDE', 'BLOCKQUOTE', 'DIV', 'FOOTER', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'HEADER', 'MAIN', 'NAV', 'P', 'SECTION', 'SPAN']);
  const MAX_HOSTS = 60, MIN_HOST = 8; // CSS px
  /** @type {WeakSet<Element>} */ const asked = new WeakSet();

  /**
   * True where something is painted that no tree we know has: the browser is asked whether a closed shadow root holds it.
   * @param {Element} element @param {string} tag @param {DOMRect} box
   */
  const mayHost = (element, tag, box) => box.width >= MIN_HOST && box.height >= MIN_HOST && !dom.shadow(element) &&
    (tag.includes('-') || (HOSTS.has(tag) && !dom.first(element)));

  class Walk {
    constructor() {
      /** @type {Element[]} */ this.nodesOf = [];
      /** @type {HarnessText[]} */ this.texts = [];
      /** @type {ElementRecord[]} */ this.elements = [];
      /** @type {BlockRecord[]} */ this.blocks = [];
      /** @type {FrameRecord[]} */ this.frames = [];
      /** @type {Element[]} */ this.hosts = [];
      /** @type {Open|null} */ this.open = null;
      this.count = 0;
      this.length = 0;
      this.cut = false;
    }

    flush() {
      const block = this.open;
      this.open = null;
      if (!block || !block.text.trim()) return;
      const [left, top, right, bottom] = block.box || [0, 0, 0, 0];
      this.blocks.push({ element: block.element, text: block.text, pieces: block.pieces,
        links: block.links.map(({ start, end, url, written }) => ({ start, end, url, written })), hidden_by: block.hidden_by,
        box: { x: tenths(left), y: tenths(top), width: tenths(right - left), height: tenths(bottom - top) },
        at_ms: tens(block.at_ms), pre: block.pre, quotes: block.quotes, was: block.changed ? block.was : null });
    }

    /** @param {Node} node @param {State} state */
    text(node, state) {
      const data = dom.data(node);
      if (!data) return;
      if (this.length > MAX_TEXT) { this.cut = true; return; }
      if (this.open && (this.open.hidden_by !== state.hidden || this.open.element !== state.block)) this.flush();
      const blank = !data.trim();
      if (!this.open && blank) return;
      let box = null;
      if (!state.hidden) {
        const r = state.measure(node);
        if (r.width || r.height) box = r;
      }
      let hidden = state.hidden;
      if (!hidden && !blank) hidden = !box ? 'unpainted' : box.height < MIN_LINE ? 'font-size' : '';
      if (this.open && this.open.hidden_by !== hidden && !blank) this.flush();
      if (!this.open) this.open = { element: state.block, text: '', pieces: [], links: [], hidden_by: hidden, box: null, at_ms: 0, pre: state.pre, quotes: [], was: '', changed: false, gap: false };
      this.append(this.open, node, data, state, box);
    }

    /** @param {Open} block @param {Node} node @param {string} data @param {State} state @param {DOMRect|null} box */
    append(block, node, data, state, box) {
      const text = shown(data, state.pre, endsInSpace(block.text));
      if (!text) return;
      const last = block.pieces[block.pieces.length - 1];
      if (block.gap && last && isApart(block.text.slice(last.start), text)) { block.text += ' '; block.was += ' '; }
      block.gap = false;
      this.texts.push({ node, x: state.x, y: state.y });
      this.length += text.length;
      const start = block.text.length, end = start + text.length;
      block.pieces.push({ node: this.texts.length - 1, start, length: text.length });
      if (state.quoted) block.quotes.push({ start, end });
      if (state.link) {
        const last = block.links[block.links.length - 1];
        if (last && last.id === state.link.id) last.end = end;
        else block.links.push({ start, end, ...state.link });
      }
      const came = observed.at.get(node) || 0;
      const before = came || state.at ? '' : observed.was.get(node);
      block.was += before === undefined ? text : shown(before, state.pre, endsInSpace(block.was));
      if (before !== undefined) block.changed = true;
      block.text += text;
      block.at_ms = Math.max(block.at_ms, came, state.at);
      if (box) {
        const x = box.left + state.x, y = box.top + state.y, b = block.box;
        block.box = b ? [Math.min(b[0], x), Math.min(b[1], y), Math.max(b[2], x + box.width), Math.max(b[3], y + box.height)] : [x, y, x + box.width, y + box.height];
      }
    }

    /**
     * @param {Element} element @param {State} state @param {number} domParent the element that holds it in the tree, for its selector
     * @param {boolean} root true where a tree of its own begins with it
     */
    element(element, state, domParent, root) {
      if (++this.count > MAX_NODES) { this.cut = true; return; }
      const tag = dom.name(element).toUpperCase();
      if (SKIP.has(tag)) return;
      if (tag === 'BR') { this.flush(); return; }
      const s = dom.style(element);
      const box = dom.box(element);
      const word = isWord(tag, s, box);
      const inline = word || s.display === 'inline' || s.display === 'contents';
      let hidden = state.hidden === 'visibility' && s.visibility === 'visible' ? '' : state.hidden;
      const opacity = state.opacity * Number(s.opacity), zoom = state.zoom * (Number(s.zoom) || 1);
      if (!hidden) hidden = hiding.own(element, s, box, state.x, state.y, { opacity, zoom, within: state.within });
      const ground = hiding.ground(s, state.ground);
      const id = this.elements.length;
      this.nodesOf.push(element);
      this.elements.push({ parent: state.id, dom_parent: domParent, tag: tag.toLowerCase(), step: '', begins_tree: root,
        box: { x: Math.round(box.left + state.x), y: Math.round(box.top + state.y), width: Math.round(box.width), height: Math.round(box.height) },
        hidden_by: hidden, position: s.position, layer: 0 });
      /** @type {State} */
      const inner = { ...state, id, at: Math.max(observed.at.get(element) || 0, state.at), hidden, ground, opacity, zoom,
        within: state.within || (hiding.clips(s) && tag !== 'HTML' && tag !== 'BODY'), pre: /^(pre|break-spaces)/.test(s.whiteSpace) };
      if (!hidden && hiding.unseen(s, ground)) inner.hidden = 'colour';
      if (state.hidden === 'colour' && !hiding.unseen(s, ground)) inner.hidden = '';
      if (QUOTES.has(tag)) inner.quoted = true;
      if (tag === 'A') {
        const written = dom.attribute(element, 'href');
        if (written !== null) inner.link = { url: dom.address(element), written: written.slice(0, MAX_WRITTEN), id };
      }
      if (word && this.open) this.open.gap = true;
      if (!inline) { this.flush(); inner.block = id; }
      if (tag === 'IFRAME' || tag === 'FRAME') this.frame(element, inner, box);
      else if (tag !== 'CANVAS') this.inside(element, inner); // what stands in it is for browsers that draw nothing
      if (!hidden && !asked.has(element) && mayHost(element, tag, box) && this.hosts.length < MAX_HOSTS) { asked.add(element); this.hosts.push(element); }
      if (word && this.open) this.open.gap = true;
      if (!inline) this.flush();
    }

    /** @param {Element} element @param {State} state @param {DOMRect} box */
    frame(element, state, box) {
      let inside = null;
      try { inside = dom.frameDocument(element); } catch { /* no frame of HTML's: it has no document for us */ }
      const root = inside && dom.root(inside);
      if (!inside || !root) {
        let view = null;
        try { view = dom.frameWindow(element); } catch { /* likewise */ }
        if (view) this.frames.push({ element: state.id, path: harness.pathOf(view), after: this.blocks.length });
        return;
      }
      const range = dom.range(inside);
      this.only(root, { ...state, x: state.x + box.left, y: state.y + box.top, ground: [255, 255, 255, 1],
        measure: (node) => { dom.select(range, node); return dom.rangeBox(range); } }, state.id);
    }

    /** The root of a document. @param {Element} root @param {State} state @param {number} domParent */
    only(root, state, domParent) {
      const id = this.elements.length;
      this.element(root, state, domParent, true);
      if (this.elements.length > id) this.elements[id].step = step(dom.name(root), 1, true);
    }

    /** @param {Element} element @param {State} state */
    inside(element, state) {
      const shadow = dom.shadow(element);
      if (shadow) { this.children(shadow, state, state.id, true); return; }
      if (dom.name(element) === 'SLOT') {
        const assigned = dom.assigned(element);
        if (assigned.length) { for (const child of assigned) this.slotted(child, state); return; }
      }
      this.children(element, state, state.id, false);
    }

    /** @param {Node} parent @param {State} state @param {number} domParent @param {boolean} roots */
    children(parent, state, domParent, roots) {
      /** @type {Map<string, number>} */ const counts = new Map();
      /** @type {[string, number, number][]} */ const made = [];
      for (let child = dom.first(parent); child; child = dom.next(child)) {
        const type = dom.type(child);
        if (type === 3) this.text(child, state);
        if (type !== 1) continue;
        const name = dom.name(child), nth = (counts.get(name) || 0) + 1, id = this.elements.length;
        counts.set(name, nth);
        this.element(/** @type {Element} */ (child), state, domParent, roots);
        if (this.elements.length > id) made.push([name, nth, id]);
      }
      for (const [name, nth, id] of made) this.elements[id].step = step(name, nth, counts.get(name) === 1);
    }

    /** What a slot shows: it lies in the tree around the shadow root. @param {Node} child @param {State} state */
    slotted(child, state) {
      const type = dom.type(child);
      if (type === 3) this.text(child, state);
      if (type !== 1) return;
      const id = this.elements.length;
      let host = state.id;
      while (host >= 0 && !this.elements[host].begins_tree) host = this.elements[host].dom_parent;
      this.element(/** @type {Element} */ (child), state, host >= 0 ? this.elements[host].dom_parent : -1, false);
      if (this.elements.length > id) this.elements[id].step = countedStep(/** @type {Element} */ (child));
    }
  }

  /** What share of the view's points each positioned element holds on top. @param {Walk} walk */
  const layers = (walk) => {
    const byElement = new Map(walk.nodesOf.map((e, i) => [/** @type {Node} */ (e), i]));
    const counts = new Map();
    const n = 7;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        /** @type {Node|null} */
        let at = dom.at(document, innerWidth * (i + 0.5) / n, innerHeight * (j + 0.5) / n);
        for (; at && dom.type(at) === 1; at = dom.parent(at)) {
          const id = byElement.get(at);
          if (id !== undefined && /fixed|absolute|sticky/.test(walk.elements[id].position)) { counts.set(id, (counts.get(id) || 0) + 1); break; }
        }
      }
    }
    for (const [id, count] of counts) walk.elements[id].layer = Math.round(count / (n * n) * 100) / 100;
  };

  /** @returns {HeadRecord} */
  const head = () => {
    const metas = [];
    for (const meta of dom.findAll(document, 'meta[content]')) {
      const name = dom.attribute(meta, 'property') || dom.attribute(meta, 'name') || '';
      if (name && metas.length < MAX_METAS) metas.push({ name: name.slice(0, 60).toLowerCase(), content: (dom.attribute(meta, 'content') || '').slice(0, MAX_META) });
    }
    const canonical = dom.find(document, 'link[rel="canonical"]');
    /** @type {string[]} */ const headlines = [];
    for (const script of dom.findAll(document, 'script[type="application/ld+json"]')) {
      for (const found of (dom.content(script) || '').matchAll(/"headline"\s*:\s*("(?:[^"\\]|\\.){1,400}")/g)) {
        if (headlines.length >= MAX_HEADLINES) break;
        try { headlines.push(String(JSON.parse(found[1]))); } catch { /* not JSON: no witness */ }
      }
    }
    const address = canonical ? dom.resolve(canonical, dom.attribute(canonical, 'href') || '') : '';
    return { title: dom.title(document).slice(0, MAX_TITLE), titles: observed.titles, metas, canonical: address, headlines };
  };

  return (selectors) => {
    const walk = new Walk();
    const root = dom.root(document);
    const range = dom.range(document);
    if (root) {
      walk.only(root, { id: -1, block: 0, at: 0, hidden: '', ground: [255, 255, 255, 1], pre: false, quoted: false, link: null, x: scrollX, y: scrollY, opacity: 1, zoom: 1, within: false,
        measure: (node) => { dom.select(range, node); return dom.rangeBox(range); } }, -1);
    }
    walk.flush();
    layers(walk);
    harness.nodes = walk.texts;
    harness.elements = walk.nodesOf;
    harness.hosts = walk.hosts;
    const survey = { version: VERSION, url: location.href, language: root ? dom.attribute(root, 'lang') || '' : '', head: head(), elements: walk.elements, blocks: walk.blocks, selected: harness.selected(selectors, walk.nodesOf), cut: walk.cut, extras: harness.extras.seen(walk.nodesOf) };
    return { survey, frames: walk.frames, path: harness.pathOf(window), nodes: walk.texts.length, hosts: walk.hosts.length };
  };
})();
