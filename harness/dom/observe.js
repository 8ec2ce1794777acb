'use strict';
// Step 1, at document start: note what came when, and what a text was before a script changed it.

harness.observed = (() => {
  const { dom } = harness;
  const MAX_NODES = 200000; // nodes that are remembered
  const MOST = globalThis.harnessMaxNodes || MAX_NODES; // elements a page may have before it is given up
  const LOOK_EVERY = 500; // added nodes between two looks at how many elements there are
  const MAX_TRACED = 20000; // added nodes of which the browser remembers who made them: each costs it a walk up the stack
  const MAX_TITLES = 20;
  const MAX_TITLE = 2000; // characters of a title: no reader sees more, and a page can write a megabyte
  /** @type {HarnessObserved} */
  const observed = { at: new WeakMap(), was: new WeakMap(), titles: [], counted: 0 };
  const watchTitle = () => {
    const now = dom.title(document).slice(0, MAX_TITLE);
    if (now && observed.titles[observed.titles.length - 1] !== now && observed.titles.length < MAX_TITLES) observed.titles.push(now);
  };
  let added = 0, every = 0;
  const countAll = dom.everything(document);
  const look = () => {
    added = 0;
    const count = countAll();
    if (count > MOST && globalThis.harnessLimit) globalThis.harnessLimit(String(count));
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
      for (const node of Array.from(record.addedNodes)) {
        if (late && observed.counted++ < MAX_NODES) observed.at.set(node, now);
        if (++added > LOOK_EVERY) look();
        if (++every === MAX_TRACED && globalThis.harnessLimit) globalThis.harnessLimit('traces');
      }
    }
    watchTitle();
  };
  const observer = new MutationObserver(note);
  dom.observe(observer, document, { childList: true, subtree: true, characterData: true, characterDataOldValue: true });
  // A small page is parsed in one go, and its records come only after the parser is done: they are taken when it is.
  dom.listen(document, 'readystatechange', () => {
    if (late || dom.ready(document) === 'loading') return;
    note(observer.takeRecords());
    late = true;
  });
  return observed;
})();
