'use strict';
// Step 1, at document start: take hold of the DOM's own functions before the page runs, and note what came when.
// A page can clobber properties by naming elements after them (<form name=body>); accessors taken here are not fooled.

/**
 * `was` holds the data that a text node had before a script first changed it.
 * @typedef {{at: WeakMap<Node, number>, was: WeakMap<Node, string>, started: number, parsed: number, titles: [string, number][], counted: number}} Observed
 */

/** @type {any} */ (globalThis).harness = {};
/** @type {any} */ (globalThis).harness.dom = (() => {
  /** @param {object} proto @param {string} name @returns {(self: any) => any} */
  const getter = (proto, name) => {
    const found = Object.getOwnPropertyDescriptor(proto, name);
    const get = found && found.get;
    if (!get) throw new Error(`no accessor ${name}`);
    return (self) => Reflect.apply(get, self, []);
  };
  /** @param {object} proto @param {string} name @returns {(self: any, ...args: any[]) => any} */
  const method = (proto, name) => {
    const fn = /** @type {any} */ (proto)[name];
    return (self, ...args) => Reflect.apply(fn, self, args);
  };
  return {
    parent: getter(Node.prototype, 'parentNode'),
    first: getter(Node.prototype, 'firstChild'),
    next: getter(Node.prototype, 'nextSibling'),
    type: getter(Node.prototype, 'nodeType'),
    name: getter(Node.prototype, 'nodeName'),
    text: getter(Node.prototype, 'textContent'),
    root: method(Node.prototype, 'getRootNode'),
    remove: method(Node.prototype, 'removeChild'),
    data: getter(CharacterData.prototype, 'data'),
    cut: method(CharacterData.prototype, 'deleteData'),
    attribute: method(Element.prototype, 'getAttribute'),
    attributeNames: method(Element.prototype, 'getAttributeNames'),
    box: method(Element.prototype, 'getBoundingClientRect'),
    rects: method(Element.prototype, 'getClientRects'),
    shadow: getter(Element.prototype, 'shadowRoot'),
    assigned: method(HTMLSlotElement.prototype, 'assignedNodes'),
    find: method(Document.prototype, 'querySelector'),
    findAll: method(Document.prototype, 'querySelectorAll'),
    hit: method(Document.prototype, 'elementFromPoint'),
    body: getter(Document.prototype, 'body'),
    head: getter(Document.prototype, 'head'),
    rootElement: getter(Document.prototype, 'documentElement'),
    ready: getter(Document.prototype, 'readyState'),
    title: getter(Document.prototype, 'title'),
    frameDocument: getter(HTMLIFrameElement.prototype, 'contentDocument'),
    frameWindow: getter(HTMLIFrameElement.prototype, 'contentWindow'),
    everything: method(Document.prototype, 'getElementsByTagName'),
    range: method(Document.prototype, 'createRange'),
    style: /** @param {Element} e */ (e) => getComputedStyle(e),
  };
})();

/** @type {any} */ (globalThis).harness.observed = (() => {
  const dom = /** @type {any} */ (globalThis).harness.dom;
  const LIMIT = 200000; // nodes that are remembered, and elements a page may have before it is given up
  const LOOK_EVERY = 500; // added nodes between two looks at how many elements there are
  /** @type {Observed} */
  const observed = { at: new WeakMap(), was: new WeakMap(), started: performance.now(), parsed: -1, titles: [], counted: 0 };
  const watchTitle = () => {
    const now = dom.title(document);
    const last = observed.titles[observed.titles.length - 1];
    if (now && (!last || last[0] !== now) && observed.titles.length < 20) observed.titles.push([now, performance.now()]);
  };
  let added = 0;
  const all = dom.everything(document, '*');
  const look = () => {
    added = 0;
    const tell = /** @type {any} */ (globalThis).harnessLimit;
    if (all.length > LIMIT && tell) tell(String(all.length));
  };
  let late = false; // true once the parser is done: what comes now is a script's
  /** @param {MutationRecord[]} records */
  const note = (records) => {
    const now = performance.now();
    for (const record of records) {
      if (record.type === 'characterData') {
        if (late && record.oldValue !== null && !observed.was.has(record.target)) observed.was.set(record.target, record.oldValue);
        continue;
      }
      for (const node of record.addedNodes) {
        if (late && observed.counted++ < LIMIT) observed.at.set(node, now);
        if (++added > LOOK_EVERY) look();
      }
    }
    watchTitle();
  };
  const observer = new MutationObserver(note);
  observer.observe(document, { childList: true, subtree: true, characterData: true, characterDataOldValue: true });
  // A small page is parsed in one go, and its records come only after the parser is done: they are taken when it is.
  document.addEventListener('readystatechange', () => {
    if (late || dom.ready(document) === 'loading') return;
    note(observer.takeRecords());
    late = true;
  }, true);
  return observed;
})();
