'use strict';
// In the page's own world, of a recording alone: WebSockets that answer with what was recorded, since no proxy of ours can.
// SOCKETS is put in by Python: for each address the conversations it had, in order; each a list of messages sent and received.

(() => {
  /** @type {Record<string, {sent: boolean, data: string, binary: boolean}[][]>} */
  const recorded = /** @type {any} */ (globalThis).SOCKETS;
  delete /** @type {any} */ (globalThis).SOCKETS;
  /** @param {string} url the address as it was kept: without its query where none is known with it */
  const conversation = (url) => {
    const bare = url.split('?')[0];
    const known = recorded[url] || recorded[Object.keys(recorded).find((each) => each.split('?')[0] === bare) || ''];
    return known && known.length ? (known.length > 1 ? known.shift() : known[0]) : null;
  };
  /** @param {string} text in base64 */
  const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;

  class Replayed extends EventTarget {
    /** @param {string|URL} url @param {string|string[]} [protocols] */
    constructor(url, protocols) {
      super();
      this.url = new URL(url, document.baseURI).href.replace(/^http/, 'ws');
      this.protocol = [protocols || ''].flat()[0];
      this.extensions = '';
      this.readyState = 0;
      this.bufferedAmount = 0;
      this.binaryType = 'blob';
      /** @type {any} */ this.onopen = null;
      /** @type {any} */ this.onmessage = null;
      /** @type {any} */ this.onerror = null;
      /** @type {any} */ this.onclose = null;
      const found = conversation(this.url);
      this.messages = found ? found.slice() : [];
      setTimeout(() => {
        if (!found) { this.readyState = 3; this.tell(new Event('error')); this.tell(new CloseEvent('close', { code: 1006 })); return; }
        this.readyState = 1;
        this.tell(new Event('open'));
        this.receive();
      }, 0);
    }

    /** @param {Event} event */
    tell(event) {
      const handler = /** @type {any} */ (this)[`on${event.type}`];
      if (typeof handler === 'function') handler.call(this, event);
      this.dispatchEvent(event);
    }

    /** What came until the page said something again. */
    receive() {
      while (this.messages.length && !this.messages[0].sent) {
        const message = /** @type {{data: string, binary: boolean}} */ (this.messages.shift());
        const data = !message.binary ? message.data : this.binaryType === 'arraybuffer' ? bytes(message.data) : new Blob([bytes(message.data)]);
        setTimeout(() => { if (this.readyState === 1) this.tell(new MessageEvent('message', { data, origin: new URL(this.url).origin })); }, 0);
      }
    }

    send() {
      if (this.readyState === 0) throw new DOMException('still connecting', 'InvalidStateError');
      if (this.messages.length && this.messages[0].sent) this.messages.shift();
      this.receive();
    }

    /** @param {number} [code] @param {string} [reason] */
    close(code = 1005, reason = '') {
      if (this.readyState >= 2) return;
      this.readyState = 3;
      setTimeout(() => this.tell(new CloseEvent('close', { code, reason, wasClean: true })), 0);
    }
  }
  const names = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
  Object.assign(Replayed, names);
  Object.assign(Replayed.prototype, names);
  Object.defineProperty(Replayed, 'name', { value: 'WebSocket' });
  /** @type {any} */ (globalThis).WebSocket = Replayed;
})();
