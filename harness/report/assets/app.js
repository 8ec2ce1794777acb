'use strict';
// The report in the browser. All text of pages is set as text, never as HTML; nothing is loaded but what lies beside this file.

(() => {
  /**
   * @typedef {{n: number, source: string, title: string, site: string, status: string, polluted: string, probability: number|null,
   *   removed: number, suspect: number, unexplained: number, failed: string, rules: string[], scripts: string[]}} Row
   * @typedef {{title: string, run: string, pages: Row[], review: boolean}} Data
   */
  const report = /** @type {any} */ (globalThis).REPORT;
  /** @type {Data} */ const data = report.data;
  const main = /** @type {HTMLElement} */ (document.getElementById('main'));
  const search = /** @type {HTMLInputElement} */ (document.getElementById('search'));
  const keys = /** @type {HTMLDialogElement} */ (document.getElementById('keys'));
  const ROW = 64, AROUND = 8, MAX_BARS = 10;
  const MODES = [['slider', 'Slider'], ['side', 'Side by side'], ['overlay', 'Difference'], ['blink', 'Blink']];
  const STATES = /** @type {[string, string, (row: Row) => boolean][]} */ ([
    ['all', 'pages', () => true],
    ['polluted', 'polluted', (row) => row.polluted === 'yes'],
    ['suspect', 'suspect', (row) => row.suspect > 0],
    ['changed', 'changed without a mark', (row) => row.unexplained > 0],
    ['failed', 'failed', (row) => row.failed !== ''],
  ]);
  const filter = { state: 'all', text: '', rule: '', script: '', site: '' };
  let mode = 'slider', overviewTop = 0;
  /** @type {Record<number, any>} */ const details = {};
  /** @type {Record<number, (detail: any) => void>} */ const waiting = {};
  report.page = (/** @type {number} */ n, /** @type {any} */ detail) => { details[n] = detail; waiting[n]?.(detail); };

  /**
   * An element with attributes and children; text stays text.
   * @param {string} name @param {Record<string, any>} [attributes] @param {...(Node|string|number|null|undefined|false)} children
   */
  const h = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === undefined || value === null || value === false) continue;
      if (key === 'on') for (const [event, heard] of Object.entries(value)) element.addEventListener(event, /** @type {EventListener} */ (heard));
      else if (key === 'style') for (const [property, set] of Object.entries(value)) element.style.setProperty(property, String(set));
      else element.setAttribute(key, value === true ? '' : String(value));
    }
    for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(typeof child === 'number' ? String(child) : child);
    return element;
  };
  const oneLine = (/** @type {string} */ text) => text.replace(/\s+/g, ' ').trim();
  const plural = (/** @type {number} */ n, /** @type {string} */ noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;

  const shown = () => {
    const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
    const state = STATES.find(([name]) => name === filter.state);
    return data.pages.filter((row) => state?.[2](row) &&
      (!filter.rule || row.rules.includes(filter.rule)) && (!filter.script || row.scripts.includes(filter.script)) && (!filter.site || row.site === filter.site) &&
      words.every((word) => `${row.source} ${row.title} ${row.failed}`.toLowerCase().includes(word)));
  };

  /** @param {Row} row */
  const verdict = (row) => row.failed ? h('span', { class: 'tag failed' }, row.status)
    : h('span', { class: `tag ${row.polluted}` }, { yes: 'polluted', no: 'clean', unsure: 'unsure' }[row.polluted] || row.status);

  /** A list of which only the rows in sight are drawn. @param {Row[]} rows */
  const list = (rows) => {
    const room = h('div', { class: 'room', style: { height: `${rows.length * ROW}px` } });
    const box = h('div', { class: 'list', tabindex: '0', role: 'region', 'aria-label': `${plural(rows.length, 'page')}` }, room);
    /** @type {Map<number, HTMLElement>} */ const drawn = new Map();
    const draw = () => {
      const first = Math.max(0, Math.floor(box.scrollTop / ROW) - AROUND);
      const last = Math.min(rows.length, Math.ceil((box.scrollTop + (box.clientHeight || 800)) / ROW) + AROUND);
      for (const [at, element] of drawn) if (at < first || at >= last) { element.remove(); drawn.delete(at); }
      for (let at = first; at < last; at++) {
        if (drawn.has(at)) continue;
        const row = rows[at];
        const counts = row.failed ? row.failed : [row.removed ? `${row.removed} removed` : '', row.suspect ? `${row.suspect} suspect` : ''].filter(Boolean).join(', ');
        const element = h('a', { class: 'row', href: `#/p/${row.n}`, style: { top: `${at * ROW}px` } },
          h('div', {}, verdict(row)), h('div', {}, h('b', { dir: 'auto' }, row.title || row.source), h('small', {}, row.source)), h('div', {}, counts));
        drawn.set(at, element);
        room.append(element);
      }
    };
    box.addEventListener('scroll', () => { overviewTop = box.scrollTop; draw(); }, { passive: true });
    requestAnimationFrame(() => { box.scrollTop = overviewTop; draw(); });
    if (!rows.length) box.append(h('p', { class: 'none' }, 'No page fits these filters.'));
    return box;
  };

  /** @param {string} title @param {'rule'|'script'|'site'} key @param {(row: Row) => string[]} of @param {string} none */
  const plot = (title, key, of, none) => {
    /** @type {Map<string, number>} */ const counts = new Map();
    for (const row of data.pages) for (const name of new Set(of(row))) counts.set(name, (counts.get(name) || 0) + 1);
    const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MAX_BARS);
    const top = most.length ? most[0][1] : 1;
    return h('section', { class: 'plot' }, h('h2', {}, title), most.length ? h('ul', { class: 'bars' }, ...most.map(([name, count]) => h('li', {},
      h('button', { class: 'bar', type: 'button', 'aria-pressed': String(filter[key] === name), title: name, on: { click: () => { filter[key] = filter[key] === name ? '' : name; overviewTop = 0; overview(); } } },
        h('span', {}, name), h('i', { style: { width: `${count / top * 100}%` } }), h('b', {}, count))))) : h('p', { class: 'none' }, none));
  };

  const overview = () => {
    document.title = data.title;
    const rows = shown();
    const cards = h('ul', { class: 'cards' }, ...STATES.map(([name, label, holds]) => h('li', {},
      h('button', { type: 'button', 'aria-pressed': String(filter.state === name), on: { click: () => { filter.state = name; overviewTop = 0; overview(); } } },
        h('b', {}, data.pages.filter(holds).length), label))));
    const set = /** @type {('rule'|'script'|'site')[]} */ (['rule', 'script', 'site']).filter((key) => filter[key]);
    main.replaceChildren(
      h('h1', {}, data.title), cards,
      h('div', { class: 'plots' }, plot('Found by rule', 'rule', (row) => row.rules, 'No rule found anything.'),
        plot('Put in by', 'script', (row) => row.scripts, 'No mark says who put it there.'), plot('Pages by site', 'site', (row) => [row.site], 'No site is known.')),
      h('div', { class: 'filters', 'aria-live': 'polite' }, `${plural(rows.length, 'page')} shown`,
        ...set.map((key) => h('button', { type: 'button', on: { click: () => { filter[key] = ''; overview(); } } }, `${key}: ${filter[key]} ×`))),
      list(rows));
  };

  /** @param {number} n @returns {Promise<any>} */
  const loaded = (n) => details[n] ? Promise.resolve(details[n]) : new Promise((done) => {
    waiting[n] = done;
    document.body.append(h('script', { src: `pages/${n}.js` }));
  });

  /** @param {any} mark @param {boolean} lit */
  const light = (mark, lit) => {
    for (const element of document.querySelectorAll(`[data-mark="${CSS.escape(mark.id)}"]`)) element.classList.toggle('lit', lit);
  };

  /** @param {any} detail @param {any} mark @param {(mark: any) => void} go */
  const boxesOf = (detail, mark, go) => mark.boxes.map((/** @type {number[]} */ box) => h('button', {
    class: `box ${mark.action}`, type: 'button', 'data-mark': mark.id, 'aria-label': `Mark ${mark.id}`,
    style: { left: `${box[0] / detail.size[0] * 100}%`, top: `${box[1] / detail.size[1] * 100}%`, width: `${box[2] / detail.size[0] * 100}%`, height: `${box[3] / detail.size[1] * 100}%` },
    on: { mouseenter: () => light(mark, true), mouseleave: () => light(mark, false), focus: () => light(mark, true), blur: () => light(mark, false), click: () => go(mark) },
  }));

  /** The pictures, in the way that is chosen. @param {any} detail @param {(mark: any) => void} go */
  const stage = (detail, go) => {
    const shots = h('div', { class: `shots ${mode}`, tabindex: '0', role: 'region', 'aria-label': 'Pictures' });
    const buttons = h('div', { class: 'modes', role: 'group', 'aria-label': 'How to compare' });
    const box = h('section', { class: 'stage' }, buttons);
    const range = h('input', { class: 'range', type: 'range', min: 0, max: 100, value: 50, 'aria-label': 'Slider between before and after', on: { input: (/** @type {any} */ event) => shots.style.setProperty('--at', `${event.target.value}%`) } });
    /** @param {string} source @param {string} alt */
    const picture = (source, alt) => h('img', { src: source, alt, loading: 'lazy', decoding: 'async', width: detail.size[0], height: detail.size[1] });
    const draw = () => {
      shots.className = `shots ${mode}`;
      range.hidden = mode !== 'slider' || !detail.shots.after;
      buttons.replaceChildren(...MODES.map(([name, label], at) => h('button', { type: 'button', 'aria-pressed': String(mode === name), title: `key ${at + 1}`, on: { click: () => { mode = name; draw(); } } }, label)));
      const before = h('div', { class: 'pic' }, picture(detail.shots.before, 'The page as it was found'), ...detail.marks.flatMap((/** @type {any} */ mark) => boxesOf(detail, mark, go)));
      const after = detail.shots.after ? h('div', { class: 'pic top-shot' }, picture(detail.shots.after, 'The page after the cleaning')) : null;
      if (mode === 'side' && after) after.classList.remove('top-shot');
      shots.replaceChildren(before, ...(after ? [after] : []));
    };
    if (!detail.shots.before) return h('section', { class: 'stage' }, h('p', { class: 'none' }, 'No pictures were taken.'));
    draw();
    box.append(range, shots);
    stage.redraw = draw;
    return box;
  };
  stage.redraw = () => {};

  /** The evidence as the sum it is. @param {any} mark */
  const sum = (mark) => {
    const most = Math.max(1, ...mark.evidence.map((/** @type {any} */ e) => Math.abs(e.weight)));
    return h('ul', { class: 'sum' }, ...mark.evidence.map((/** @type {any} */ e) => h('li', { title: e.detail },
      h('span', { class: 'weight' }, (e.weight > 0 ? '+' : '') + e.weight.toFixed(1)),
      h('span', { class: 'meter' }, h('i', { class: e.weight < 0 ? 'against' : '', style: e.weight < 0 ? { right: '50%', width: `${-e.weight / most * 50}%` } : { left: '50%', width: `${e.weight / most * 50}%` } })),
      h('span', {}, oneLine(e.detail) || e.rule))),
      h('li', { class: 'total' }, h('span', { class: 'weight' }, (mark.score > 0 ? '+' : '') + mark.score.toFixed(1)), h('span'), h('span', {}, mark.removed ? 'taken out' : 'left in')));
  };

  /** @param {any} mark */
  const facts = (mark) => h('dl', {}, ...mark.facts.flatMap((/** @type {[string, string]} */ [name, value]) => [h('dt', {}, name), h('dd', {}, value || 'not known')]));

  /** Send a decision, and say what became of it. @param {object} decision @param {HTMLElement} said */
  const keep = async (decision, said) => {
    const answer = await fetch('/decide', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(decision) });
    const told = await answer.json();
    said.textContent = answer.ok ? told.said : `Not kept: ${told.error}`;
  };

  /** @param {Row} row @param {any} mark */
  const decide = (row, mark) => {
    if (!data.review) return null;
    const reason = /** @type {HTMLInputElement} */ (h('input', { type: 'text', placeholder: 'Why (kept with the decision)', 'aria-label': `Reason for ${mark.id}`, maxlength: 500 }));
    const said = h('output');
    /** @param {string} decision */
    const send = (decision) => keep({ page: row.n, mark: mark.id, decision, reason: reason.value }, said);
    return h('div', { class: 'decide' }, reason, h('button', { type: 'button', on: { click: () => send('accept') } }, 'It is spam'), h('button', { type: 'button', on: { click: () => send('reject') } }, 'It is honest'), said);
  };

  /** @param {Row} row */
  const approve = (row) => {
    if (!data.review) return null;
    const said = h('output');
    const click = () => keep({ page: row.n, decision: 'baseline', reason: '' }, said);
    return h('div', { class: 'decide' }, h('button', { type: 'button', on: { click } }, 'Take this page as expected'), said);
  };

  /** @param {[string, string][]} lines */
  const reading = (lines) => h('div', { class: 'reading', tabindex: '0', role: 'region', 'aria-label': 'Text' }, ...lines.map(([kind, text]) => h('p', { dir: 'auto' },
    kind === 'cut' ? h('del', {}, text) : kind === 'part' ? h('span', {}, ...pieces(text)) : text)));
  /** What stands between the two signs was cut. @param {string} text @returns {(Node|string)[]} */
  const pieces = (text) => text.split('\u0002').flatMap((part, at) => at === 0 ? [part] : [h('del', {}, part.split('\u0003')[0]), part.split('\u0003')[1] || '']);

  /** @param {Row} row @param {any} detail */
  const page = (row, detail) => {
    document.title = `${row.title || row.source} · ${data.title}`;
    const rows = shown(), at = rows.findIndex((each) => each.n === row.n);
    /** @param {number} step @param {string} label */
    const next = (step, label) => rows[at + step] ? h('a', { href: `#/p/${rows[at + step].n}`, rel: step > 0 ? 'next' : 'prev' }, label) : null;
    /** @param {any} mark */
    const go = (mark) => { const item = document.querySelector(`.mark[data-mark="${CSS.escape(mark.id)}"]`); item?.scrollIntoView({ block: 'nearest' }); light(mark, true); };
    const marks = h('ul', { class: 'marks' }, ...detail.marks.map((/** @type {any} */ mark) => h('li', { class: 'mark', 'data-mark': mark.id, on: { mouseenter: () => light(mark, true), mouseleave: () => light(mark, false) } },
      h('header', {}, h('b', {}, mark.id), h('span', { class: `tag ${mark.removed ? 'yes' : 'unsure'}` }, mark.action), mark.kind ? h('span', { class: 'tag' }, mark.kind) : null, h('span', {}, mark.said)),
      mark.text ? h('blockquote', { dir: 'auto', tabindex: '0' }, ...pieces(mark.text)) : null, mark.evidence.length ? sum(mark) : null, facts(mark), decide(row, mark))));
    main.replaceChildren(...[
      h('nav', { class: 'crumbs', 'aria-label': 'Pages' }, h('a', { href: '#/' }, 'All pages'), h('span', { class: 'end' }, next(-1, '← Previous'), next(1, 'Next →'))),
      h('h1', { dir: 'auto' }, row.title || row.source),
      h('p', { class: 'facts' }, verdict(row), ' ', detail.reason, ' · ', row.source),
      approve(row),
      h('div', { class: 'view' }, stage(detail, go), h('section', { 'aria-label': detail.noun }, h('h2', {}, plural(detail.marks.length, detail.noun)), detail.marks.length ? marks : h('p', { class: 'none' }, detail.none))),
      detail.original.length ? h('div', { class: 'columns' },
        h('section', { class: 'panel' }, h('h2', {}, 'The page, with what was cut'), reading(detail.original)),
        h('section', { class: 'panel' }, h('h2', {}, 'The article'), reading(detail.article))) : null,
      h('section', { class: 'panel' }, h('h2', {}, 'What happened, and when'), detail.events.length ? h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Events' }, h('table', {}, h('tbody', {}, ...detail.events.map((/** @type {[number, string, string]} */ [ms, kind, told]) => h('tr', {}, h('td', {}, `${Math.round(ms)} ms`), h('td', {}, kind), h('td', {}, told)))))) : h('p', { class: 'none' }, 'Nothing out of the ordinary.'),
        h('dl', { class: 'facts-list' }, ...detail.facts.flatMap((/** @type {[string, string]} */ [name, value]) => [h('dt', {}, name), h('dd', {}, value)]))),
    ].filter((part) => part !== null));
  };

  const route = async () => {
    const found = /^#\/p\/(\d+)$/.exec(location.hash);
    const row = found && data.pages.find((each) => each.n === Number(found[1]));
    if (!row) { overview(); return; }
    const detail = await loaded(row.n);
    if (location.hash === `#/p/${row.n}`) { page(row, detail); main.focus({ preventScroll: true }); scrollTo(0, 0); }
  };

  addEventListener('hashchange', route);
  search.addEventListener('input', () => { filter.text = search.value; overviewTop = 0; if (location.hash.startsWith('#/p/')) location.hash = '#/'; else overview(); });
  document.getElementById('help')?.addEventListener('click', () => keys.showModal());
  addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && /** @type {HTMLInputElement} */ (event.target).type !== 'range';
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open || (typing && event.key !== 'Escape')) return;
    const found = /^#\/p\/(\d+)$/.exec(location.hash);
    if (event.key === 'j' || event.key === 'k') {
      const rows = shown(), at = found ? rows.findIndex((row) => row.n === Number(found[1])) : -1;
      const next = rows[event.key === 'j' ? at + 1 : at - 1];
      if (next) location.hash = `#/p/${next.n}`;
    } else if (/^[1-4]$/.test(event.key) && found) { mode = MODES[Number(event.key) - 1][0]; stage.redraw(); }
    else if (event.key === '/') { event.preventDefault(); search.focus(); }
    else if (event.key === '?') keys.showModal();
    else if (event.key === 'Escape') { search.blur(); location.hash = '#/'; }
  });
  const told = document.getElementById('run');
  if (told) told.textContent = data.run;
  route();
})();
