'use strict';
// Step 5: read what is left: the blocks again, and the composed document as inert HTML with what is hidden so flagged.

/** @type {any} */ (globalThis).harness.read = (() => {
  const { dom } = /** @type {any} */ (globalThis).harness;
  const DROP = new Set(['STYLE', 'NOSCRIPT', 'TEMPLATE', 'OBJECT', 'EMBED', 'LINK', 'BASE', 'SVG', 'CANVAS']);
  const VOID = new Set(['AREA', 'BR', 'COL', 'HR', 'IMG', 'INPUT', 'META', 'SOURCE', 'TRACK', 'WBR']);
  const KEEP = new Set(['id', 'class', 'role', 'itemprop', 'itemtype', 'lang', 'dir', 'title', 'alt', 'rel', 'datetime', 'colspan', 'rowspan', 'name', 'property', 'content', 'start', 'open']);
  /** @param {string} s */
  const escape = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

  /** @param {Element} element @param {string} tag @param {boolean} hidden */
  const opening = (element, tag, hidden) => {
    let out = `<${tag}`;
    for (const name of dom.attributeNames(element)) {
      const value = dom.attribute(element, name) || '';
      if (KEEP.has(name)) out += ` ${name}="${escape(value)}"`;
      else if ((name === 'href' && tag === 'a') || (name === 'src' && tag === 'img')) {
        let url = '';
        try { url = new URL(value, document.baseURI).href; } catch { url = ''; }
        if (/^https?:|^mailto:/.test(url)) out += ` ${name}="${escape(url)}"`;
      }
    }
    return out + (hidden ? ' data-harness-hidden=""' : '') + '>';
  };

  /** A frame of the page's own site with its text, or the place where another site's is put in. @param {Element} element @param {string} name @param {Map<Element, string>} hidden @param {string[]} out */
  const frame = (element, name, hidden, out) => {
    let inside = null;
    try { inside = dom.frameDocument(element); } catch { inside = null; }
    const start = opening(element, 'div', Boolean(hidden.get(element)));
    if (inside) {
      out.push(start.replace('<div', '<div data-harness-frame=""'));
      const body = dom.body(inside);
      for (let child = body && dom.first(body); child; child = dom.next(child)) write(child, hidden, out);
    } else {
      const path = name === 'IFRAME' ? /** @type {any} */ (globalThis).harness.pathOf(dom.frameWindow(element)).join('.') : '';
      out.push(start.replace('<div', `<div data-harness-frame="${path}"`));
    }
    out.push('</div>');
  };

  /** @param {Node} node @param {Map<Element, string>} hidden @param {string[]} out */
  const write = (node, hidden, out) => {
    const type = dom.type(node);
    if (type === 3) { out.push(escape(dom.data(node))); return; }
    if (type !== 1) return;
    const element = /** @type {Element} */ (node);
    const name = dom.name(element).toUpperCase();
    if (name === 'SCRIPT') {
      if (dom.attribute(element, 'type') === 'application/ld+json') out.push(`<script type="application/ld+json">${dom.text(element).replace(/<\//g, '<\\/')}</script>`);
      return;
    }
    if (DROP.has(name) || !/^[A-Z][A-Z0-9-]*$/.test(name)) return;
    const tag = name === 'IFRAME' || name === 'FRAME' ? 'div' : name.toLowerCase();
    if (tag === 'div' && name !== 'DIV') { frame(element, name, hidden, out); return; }
    out.push(opening(element, tag, Boolean(hidden.get(element))));
    if (VOID.has(name)) return;
    const shadow = dom.shadow(element);
    const assigned = name === 'SLOT' ? dom.assigned(element) : [];
    if (assigned.length) for (const child of assigned) write(child, hidden, out);
    else for (let child = dom.first(shadow || element); child; child = dom.next(child)) write(child, hidden, out);
    out.push(`</${tag}>`);
  };

  return () => {
    const harness = /** @type {any} */ (globalThis).harness;
    const survey = harness.survey();
    const hidden = new Map(survey.elements.map((/** @type {any} */ e) => [harness.elements[e.id], e.hidden_by]));
    /** @type {string[]} */ const out = [];
    const root = dom.rootElement(document);
    if (root) write(root, hidden, out);
    return { survey, html: '<!DOCTYPE html>\n' + out.join('') };
  };
})();
