'use strict';
// Step 0, at document start: take hold of the DOM's own functions before the page runs.
// A page can clobber properties by naming elements after them (<form name=body>, <input name=compareDocumentPosition>);
// functions taken here are not fooled. No other file of ours touches the DOM in any other way: `make lint` looks.

globalThis.harness = /** @type {Harness} */ ({});
harness.dom = (() => {
  /** @param {object} proto @param {string} name @returns {(self: any) => any} */
  const getter = (proto, name) => {
    const get = Object.getOwnPropertyDescriptor(proto, name)?.get;
    if (!get) throw new Error(`no accessor ${name}`);
    return (self) => Reflect.apply(get, self, []);
  };
  /** @param {object} proto @param {string} name @returns {(self: any, value: any) => void} */
  const setter = (proto, name) => {
    const set = Object.getOwnPropertyDescriptor(proto, name)?.set;
    if (!set) throw new Error(`no accessor ${name}`);
    return (self, value) => { Reflect.apply(set, self, [value]); };
  };
  /** @param {object} proto @param {string} name @returns {(self: any, ...args: any[]) => any} */
  const method = (proto, name) => {
    const fn = /** @type {any} */ (proto)[name];
    return (self, ...args) => Reflect.apply(fn, self, args);
  };
  const type = getter(Node.prototype, 'nodeType');
  const base = getter(Node.prototype, 'baseURI');
  const openRoot = getter(Element.prototype, 'shadowRoot');
  const host = getter(ShadowRoot.prototype, 'host');
  /** Closed shadow roots, which no script can ask for: the browser hands them over (harness.browser.closed). @type {WeakMap<Element, ShadowRoot>} */
  const closedRoots = new WeakMap();
  const attribute = method(Element.prototype, 'getAttribute');
  const href = getter(HTMLAnchorElement.prototype, 'href');
  const all = method(Document.prototype, 'querySelectorAll');
  const allInRoot = method(DocumentFragment.prototype, 'querySelectorAll');
  const allBelow = method(Element.prototype, 'querySelectorAll');
  const tagged = method(Document.prototype, 'getElementsByTagName');
  const animations = method(Document.prototype, 'getAnimations');
  const start = method(Range.prototype, 'setStart');
  const end = method(Range.prototype, 'setEnd');
  const rects = method(Range.prototype, 'getClientRects');
  /** @type {HarnessDom['resolve']} */
  const resolve = (element, written) => {
    try { return new URL(written, base(element)).href; } catch { return ''; }
  };
  return {
    parent: getter(Node.prototype, 'parentNode'),
    first: getter(Node.prototype, 'firstChild'),
    next: getter(Node.prototype, 'nextSibling'),
    type,
    name: getter(Node.prototype, 'nodeName'),
    content: getter(Node.prototype, 'textContent'),
    markup: getter(Element.prototype, 'outerHTML'),
    inner: getter(Element.prototype, 'innerHTML'),
    resolve,
    owner: getter(Node.prototype, 'ownerDocument'),
    remove: method(Node.prototype, 'removeChild'),
    data: getter(CharacterData.prototype, 'data'),
    setData: setter(CharacterData.prototype, 'data'),
    attribute,
    attributeNames: method(Element.prototype, 'getAttributeNames'),
    box: method(Element.prototype, 'getBoundingClientRect'),
    style: (element) => getComputedStyle(element),
    pseudoStyle: (element, pseudo) => getComputedStyle(element, pseudo),
    sheets: (() => {
      const sheets = getter(Document.prototype, 'styleSheets'), adopted = getter(Document.prototype, 'adoptedStyleSheets');
      return (document) => [...Array.from(sheets(document)), ...Array.from(adopted(document))];
    })(),
    removeAttribute: method(Element.prototype, 'removeAttribute'),
    shadow: (element) => openRoot(element) || closedRoots.get(element) || null,
    keepRoot: (root) => { closedRoots.set(host(root), root); },
    host,
    assigned: method(HTMLSlotElement.prototype, 'assignedNodes'),
    /** A link's address, resolved against its own document's base; as written where it is none. */
    address: (element) => {
      try { return href(element); } catch { /* a link of another namespace */ }
      const written = attribute(element, 'href') || '';
      return resolve(element, written) || written;
    },
    find: method(Document.prototype, 'querySelector'),
    findAll: (document, selector) => Array.from(all(document, selector)),
    /** What a selector selects below a document, a shadow root or an element; throws where it is no selector. */
    within: (node, selector) => Array.from((type(node) === 9 ? all : type(node) === 11 ? allInRoot : allBelow)(node, selector)),
    everything: (document) => {
      const every = tagged(document, '*');
      return () => every.length;
    },
    all: (document) => Array.from(tagged(document, '*')),
    animated: (document) => animations(document).length > 0,
    at: method(Document.prototype, 'elementFromPoint'),
    body: getter(Document.prototype, 'body'),
    root: getter(Document.prototype, 'documentElement'),
    scrollHeight: getter(Element.prototype, 'scrollHeight'),
    ready: getter(Document.prototype, 'readyState'),
    title: getter(Document.prototype, 'title'),
    setTitle: setter(Document.prototype, 'title'),
    listen: (() => {
      const listen = method(EventTarget.prototype, 'addEventListener');
      return (target, event, heard) => { listen(target, event, heard, true); };
    })(),
    dispatch: method(EventTarget.prototype, 'dispatchEvent'),
    observe: method(MutationObserver.prototype, 'observe'),
    frameDocument: getter(HTMLIFrameElement.prototype, 'contentDocument'),
    frameWindow: getter(HTMLIFrameElement.prototype, 'contentWindow'),
    range: method(Document.prototype, 'createRange'),
    select: method(Range.prototype, 'selectNodeContents'),
    setRange: (range, node, from, to) => { start(range, node, from); end(range, node, to); },
    rangeBox: method(Range.prototype, 'getBoundingClientRect'),
    rangeBoxes: (range) => Array.from(rects(range)),
    // A window's own properties stand before all that a page can name; so these are safe to read as they are.
    windowAbove: (view) => view.parent,
    windowInside: (view, place) => view[place],
    canRead: (view) => { try { return Boolean(view.document); } catch { return false; } },
  };
})();
