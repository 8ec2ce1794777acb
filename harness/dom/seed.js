'use strict';
// In the page's own world, of a fixture alone: its random numbers begin with the fixture's seed, so that two replays ask for
// the same addresses. Math.random is seeded by the browser. SEED is put in by Python.

(() => {
  let state = (/** @type {any} */ (globalThis).SEED ^ 0x9e3779b9) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  delete /** @type {any} */ (globalThis).SEED;
  const own = Crypto.prototype.getRandomValues;
  /** @param {any} array @this {Crypto} */
  Crypto.prototype.getRandomValues = function getRandomValues(array) {
    const filled = Reflect.apply(own, this, [array]);
    const bytes = new Uint8Array(filled.buffer, filled.byteOffset, filled.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = next() & 255;
    return filled;
  };
  if (typeof Crypto.prototype.randomUUID === 'function') {
    /** @this {Crypto} @returns {any} */
    Crypto.prototype.randomUUID = function randomUUID() {
      const hex = Array.from(this.getRandomValues(new Uint8Array(16)), (byte, i) => (
        (i === 6 ? (byte & 15) | 64 : i === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, '0'))).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    };
  }
})();
