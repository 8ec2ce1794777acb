'use strict';
// What a page says where no walk over its text comes: values of meta elements and attributes, text that styles generate,
// what is served and never shown, pictures that are links and frames that show another site, with their words. Python judges it; what goes is emptied here.

harness.extras = (() => {
  const { dom } = harness;
  const METAS = /(?:^|[:._-])(?:description|keywords|title|site_name|abstract|subject|topic|headline|alt)$/;
  const ATTRIBUTES = ['alt', 'title', 'placeholder', 'aria-label', 'aria-description', 'summary', 'label'];
  const RELATIONS = /^(?:canonical|alternate|amphtml|prev|next|shortlink|author|me|publisher|bookmark|start|home|index|search|help|license)$/;
  const SAID = new Set(['headline', 'alternativeHeadline', 'name', 'alternateName', 'description', 'abstract', 'keywords', 'about', 'slogan']);
  const PSEUDO = /::?(before|after|marker)/;
  const MIN_VALUE = 6, MAX_VALUE = 1000; // characters
  const MAX_MARKUP = 200000, MAX_PIECES = 300; // characters, text nodes
  const MAX_EXTRAS = 300, MAX_RULES = 20000, MAX_DEPTH = 8;
  const MAX_IMAGES = 100, MAX_ADDRESS = 2000, MIN_SIDE = 3; // the last in px: what is smaller counts readers
  const LETTERS = /\p{L}/gu;

  /** @typedef {{record: ExtraRecord, empty: () => void}} Extra */

  /** @param {string} value */
  const says = (value) => value.trim().length >= MIN_VALUE && (value.match(LETTERS) || []).length * 2 > value.trim().length;

  /** The strings of a computed `content` or `list-style-type`, as they are shown. @param {string} value */
  const strings = (value) => (value.match(/"(?:[^"\\]|\\.)*"/g) || []).map((each) => {
    try { return String(JSON.parse(each)); } catch { return each.slice(1, -1); }
  }).join('');

  /** @param {Extra[]} found @param {ExtraRecord} record @param {() => void} empty */
  const add = (found, record, empty) => {
    if (found.length < MAX_EXTRAS && says(record.value)) found.push({ record: { ...record, value: record.value.trim().slice(0, MAX_VALUE) }, empty });
  };

  /** @param {Extra[]} found */
  const metas = (found) => {
    for (const meta of dom.findAll(document, 'meta[content]')) {
      const name = (dom.attribute(meta, 'property') || dom.attribute(meta, 'name') || '').toLowerCase().slice(0, 60);
      if (METAS.test(name)) add(found, { kind: 'meta', name, value: dom.attribute(meta, 'content') || '', element: -1 }, () => dom.removeAttribute(meta, 'content'));
    }
  };

  /** What a page says of itself for machines, in JSON-LD: its names and descriptions, wherever they stand. @param {Extra[]} found */
  const structured = (found) => {
    for (const script of dom.findAll(document, 'script[type="application/ld+json" i]')) {
      const written = dom.content(script) || '';
      /** @type {unknown} */ let root = null;
      try { if (written.length <= MAX_MARKUP) root = JSON.parse(written); } catch { continue; }
      const text = dom.first(script);
      /** @param {unknown} value @param {number} depth */
      const walk = (value, depth) => {
        if (!value || typeof value !== 'object' || depth > MAX_DEPTH) return;
        const holder = /** @type {Record<string, unknown>} */ (value);
        for (const key of Object.keys(holder)) {
          const said = holder[key];
          if (typeof said !== 'string') walk(said, depth + 1);
          else if (SAID.has(key)) {
            add(found, { kind: 'meta', name: `ld+json ${key}`, value: said, element: -1 },
              () => { holder[key] = ''; if (text) dom.setData(/** @type {Text} */ (text), JSON.stringify(root)); });
          }
        }
      };
      walk(root, 0);
    }
  };

  /** The text of drawings. @param {Extra[]} found @param {Element[]} elements */
  const drawings = (found, elements) => {
    /** @type {Map<Node, number>|null} */ let numbers = null;
    for (const drawing of dom.findAll(document, 'svg').slice(0, MAX_IMAGES)) {
      const parent = dom.parent(drawing);
      const texts = dom.within(drawing, 'text');
      if (!parent || !texts.length) continue;
      numbers = numbers || new Map(elements.map((each, number) => [each, number]));
      const value = texts.slice(0, MAX_PIECES).map((each) => dom.content(each) || '').join(' ');
      add(found, { kind: 'image', name: 'svg', value, element: numbers.get(parent) ?? -1 },
        () => { for (const each of texts) { const holder = dom.parent(each); if (holder) dom.remove(holder, each); } });
    }
  };

  /** The host of an address of the web that is another than the page's own; empty for all else: not everything that begins as an
   * address is one. @param {string} address */
  const elsewhere = (address) => {
    if (!/^https?:/.test(address)) return '';
    try { const { hostname } = new URL(address); return hostname === location.hostname ? '' : hostname; } catch { return ''; }
  };

  /** Addresses that the head names: of the page itself elsewhere, of its neighbours, of where it is to lead. @param {Extra[]} found */
  const links = (found) => {
    for (const element of dom.findAll(document, 'link[rel][href], meta[http-equiv="refresh" i][content]')) {
      const refresh = dom.name(element).toUpperCase() === 'META';
      const name = refresh ? 'refresh' : (dom.attribute(element, 'rel') || '').trim().toLowerCase().slice(0, 60);
      if (!refresh && !RELATIONS.test(name)) continue;
      const written = refresh ? (/url\s*=\s*['"]?([^'"]+)/i.exec(dom.attribute(element, 'content') || '') || [])[1] : dom.attribute(element, 'href');
      const address = written ? dom.resolve(element, written).slice(0, MAX_ADDRESS) : '';
      const parent = dom.parent(element);
      if (elsewhere(address) && found.length < MAX_EXTRAS) {
        found.push({ record: { kind: 'link', name, value: address, element: -1, written: (written || '').slice(0, MAX_ADDRESS) }, empty: () => { if (parent) dom.remove(parent, element); } });
      }
    }
  };

  /** @param {Extra[]} found @param {Element[]} elements */
  const attributes = (found, elements) => {
    elements.forEach((element, number) => {
      for (const name of ATTRIBUTES) {
        const value = dom.attribute(element, name);
        if (value) add(found, { kind: 'attribute', name, value, element: number }, () => dom.removeAttribute(element, name));
      }
    });
  };

  /** The link around an element. @param {Element} element @returns {Element|null} */
  const linkAround = (element) => {
    for (let at = dom.parent(element), depth = 0; at && dom.type(at) === 1 && depth < MAX_DEPTH; at = dom.parent(at), depth++) {
      const around = /** @type {Element} */ (at);
      if (dom.name(around) === 'A') return dom.attribute(around, 'href') ? around : null;
    }
    return null;
  };

  /** Pictures that lead somewhere else: by what they say, or their link says, or else where they lead. A link without text goes
   * with its picture. @param {Extra[]} found @param {Element[]} elements */
  const images = (found, elements) => {
    let seen = 0;
    elements.forEach((element, number) => {
      if (dom.name(element) !== 'IMG' || seen >= MAX_IMAGES) return;
      const link = linkAround(element);
      const address = link ? dom.address(link).slice(0, MAX_ADDRESS) : '';
      const hostname = elsewhere(address);
      if (!link || !hostname) return;
      const box = dom.box(element);
      if (Math.min(box.width, box.height) < MIN_SIDE) return;
      seen++;
      const told = (dom.content(link) || '').trim();
      const words = [dom.attribute(element, 'alt'), dom.attribute(element, 'title'), dom.attribute(link, 'title'), told].find((each) => each && each.trim());
      const gone = told ? element : link, parent = dom.parent(gone);
      found.push({ record: { kind: 'image', name: address, value: (words || hostname).trim().slice(0, MAX_VALUE), element: number },
        empty: () => { if (parent) dom.remove(parent, gone); } });
    });
  };

  /** Frames that show another site: by their own words, or else by where that is. @param {Extra[]} found @param {Element[]} elements */
  const frames = (found, elements) => {
    let seen = 0;
    elements.forEach((element, number) => {
      const name = dom.name(element).toUpperCase();
      const written = name === 'IFRAME' || name === 'FRAME' ? dom.attribute(element, 'src') : '';
      const address = written ? dom.resolve(element, written).slice(0, MAX_ADDRESS) : '';
      const hostname = elsewhere(address);
      if (!hostname || seen >= MAX_IMAGES) return;
      seen++;
      const words = dom.attribute(element, 'title') || '', parent = dom.parent(element);
      found.push({ record: { kind: 'frame', name: address, value: (words.trim() || hostname).slice(0, MAX_VALUE), element: number },
        empty: () => { if (parent) dom.remove(parent, element); } });
    });
  };

  /** The text of what is served and never shown: where scripts run a noscript element is, and a template ever. @param {Extra[]} found */
  const unrendered = (found) => {
    for (const element of dom.findAll(document, 'noscript, template')) {
      const name = dom.name(element).toLowerCase();
      const written = name === 'noscript' ? dom.content(element) || '' : dom.inner(element);
      if (written.length > MAX_MARKUP) continue;
      const inert = new DOMParser().parseFromString(written, 'text/html');
      /** @type {string[]} */ const said = [];
      const walker = inert.createTreeWalker(inert.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node && said.length < MAX_PIECES; node = walker.nextNode()) {
        const around = node.parentElement && node.parentElement.tagName;
        if (around !== 'SCRIPT' && around !== 'STYLE') said.push((node.nodeValue || '').trim());
      }
      const parent = dom.parent(element);
      add(found, { kind: 'unrendered', name, value: said.filter(Boolean).join(' '), element: -1 }, () => { if (parent) dom.remove(parent, element); });
    }
  };

  /** Every style rule that may generate text, of the sheets that this document may read. @returns {CSSStyleRule[]} */
  const generators = () => {
    /** @type {CSSStyleRule[]} */ const found = [];
    let looked = 0;
    /** @param {CSSRuleList} rules @param {number} depth */
    const walk = (rules, depth) => {
      for (const rule of Array.from(rules)) {
        if (++looked > MAX_RULES) return;
        if (rule instanceof CSSStyleRule) {
          const { content, listStyleType } = rule.style;
          if ((PSEUDO.test(rule.selectorText) && /["']|attr\(/.test(content)) || /^["']/.test(listStyleType)) found.push(rule);
        }
        const inner = /** @type {{cssRules?: CSSRuleList}} */ (rule).cssRules;
        if (inner && depth < MAX_DEPTH) walk(inner, depth + 1);
      }
    };
    for (const sheet of dom.sheets(document)) {
      try { walk(sheet.cssRules, 0); } catch { /* of another site: its rules are not ours to read */ }
    }
    return found;
  };

  /** @param {Extra[]} found @param {Element[]} elements */
  const generated = (found, elements) => {
    /** @type {Map<Element, number>|null} */ let numbers = null;
    for (const rule of generators()) {
      for (const selector of rule.selectorText.split(',')) {
        const pseudo = PSEUDO.exec(selector);
        const host = selector.replace(/::?(?:before|after|marker)/, '').trim() || '*';
        /** @type {Element|null} */ let element = null;
        try { element = dom.find(document, host); } catch { continue; /* a selector of a nested rule is none by itself */ }
        if (!element) continue;
        const style = pseudo ? dom.pseudoStyle(element, `::${pseudo[1]}`) : dom.style(element);
        const value = strings(pseudo && pseudo[1] !== 'marker' ? style.content : style.listStyleType);
        numbers = numbers || new Map(elements.map((each, number) => [each, number]));
        add(found, { kind: 'generated', name: selector.trim().slice(0, 200), value, element: numbers.get(element) ?? -1 },
          () => { rule.style.setProperty('content', 'none', 'important'); rule.style.setProperty('list-style-type', 'none', 'important'); });
      }
    }
  };

  /** @type {Extra[]} */ let last = [];
  return {
    /** What is said beside the text of the elements of the last survey. */
    seen: (elements) => {
      last = [];
      metas(last);
      structured(last);
      links(last);
      generated(last, elements);
      unrendered(last);
      images(last, elements);
      frames(last, elements);
      drawings(last, elements);
      attributes(last, elements);
      return last.map((each) => each.record);
    },
    /** Take out what stands at this place of the last list. */
    empty: (number) => { last[number].empty(); },
  };
})();
