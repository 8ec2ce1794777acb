'use strict';
// For the page's own world: idle callbacks as short timers. Virtual time leaves no idle period between two steps, or now and then one on
// busy cores, so that spam which waits for one came by chance.
(() => {
  const later = setTimeout, drop = clearTimeout, clock = performance;
  const IDLE_MS = 50;
  globalThis.requestIdleCallback = (callback) => Number(later(() => {
    const until = clock.now() + IDLE_MS;
    callback({ didTimeout: false, timeRemaining: () => Math.max(0, until - clock.now()) });
  }, 1));
  globalThis.cancelIdleCallback = (id) => { drop(id); };
})();
