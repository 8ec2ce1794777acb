'use strict';
// Step 5: sweep, and read what is left in the same go: the page's own observers, which may put back what went, come too
// late. What is left is the blocks again, and the composed document as inert HTML with what is hidden so flagged.

harness.read = (() => {
  const { dom } = harness;
  const DROP = new Set(['STYLE', 'NOSCRIPT', 'TEMPLATE', 'OBJECT', 'EMBED', 'LINK', 'BASE', 'SVG', 'CANVAS']);
  const VOID = new Set(['AREA', 'BR', 'COL', 'HR', 'IMG', 'INPUT', 'META', 'SOURCE', 'TRACK', 'WBR']);
  const KEEP = new Set(['id', 'class', 'role', 'itemprop', 'itemtype', 'lang', 'dir', 'title', 'alt', 'rel', 'datetime', 'colspan', 'rowspan', 'name', 'property', 'content', 'start', 'open']);
  /** @param {string} s */
  const escape = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

  /** @param {Element} element @param {string} tag @param {string} hidden what hides it, empty where it is seen */
  const opening = (element, tag, hidden) => {
    let out = `<${tag}`;
    for (const name of dom.attributeNames(element)) {
      const value = dom.attribute(element, name) || '';
      const ofPicture = tag === 'img' && (name === 'width' || name === 'height');
      if (KEEP.has(name) || ofPicture) out += ` ${name}="${escape(value)}"`;
      else if ((name === 'href' && tag === 'a') || (name === 'src' && tag === 'img')) {
        const url = dom.resolve(element, value);
        if (/^https?:|^mailto:/.test(url)) out += ` ${name}="${escape(url)}"`;
      }
    }
    return out + (hidden ? ` data-harness-hidden="${hidden}"` : '') + '>';
  };

  /** A frame of the page's own site with its text, or the place where another site's is put in. @param {Element} element @param {Map<Element, string>} hidden @param {string[]} out */
  const frame = (element, hidden, out) => {
    let inside = null, view = null;
    try { inside = dom.frameDocument(element); view = dom.frameWindow(element); } catch { /* no frame of HTML's */ }
    const start = opening(element, 'div', hidden.get(element) || '');
    const path = !inside && view ? harness.pathOf(view).join('.') : '';
    out.push(start.replace('<div', `<div data-harness-frame="${path}"`));
    const body = inside && dom.body(inside);
    for (let child = body && dom.first(body); child; child = dom.next(child)) write(child, hidden, out);
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
      if (dom.attribute(element, 'type') === 'application/ld+json') out.push(`<script type="application/ld+json">${(dom.content(element) || '').replace(/<\//g, '<\\/')}</script>`);
      return;
    }
    if (name === 'LINK' && (dom.attribute(element, 'rel') || '').toLowerCase() === 'canonical') {
      out.push(`<link rel="canonical" href="${escape(dom.resolve(element, dom.attribute(element, 'href') || ''))}">`);
      return;
    }
    if (DROP.has(name) || !/^[A-Z][A-Z0-9-]*$/.test(name)) return;
    if (name === 'IFRAME' || name === 'FRAME') { frame(element, hidden, out); return; }
    const tag = name.toLowerCase();
    out.push(opening(element, tag, hidden.get(element) || ''));
    if (VOID.has(name)) return;
    const shadow = dom.shadow(element);
    const assigned = name === 'SLOT' ? dom.assigned(element) : [];
    if (assigned.length) for (const child of assigned) write(child, hidden, out);
    else for (let child = dom.first(shadow || element); child; child = dom.next(child)) write(child, hidden, out);
    out.push(`</${tag}>`);
  };

  return (plan) => {
    const swept = harness.sweep(plan);
    const part = harness.survey([]);
    const hidden = new Map(part.survey.elements.map((record, id) => [harness.elements[id], record.hidden_by]));
    /** @type {string[]} */ const out = [];
    const root = dom.root(document);
    if (root) write(root, hidden, out);
    return { swept, part, html: '<!DOCTYPE html>\n' + out.join('') };
  };
})();
