// The preview in the browser: keeps the page as the desk has it, and lays over it what is wrong. Added by the server to what
// it sends; it asks nobody else for anything, and leaves no trace in the page: what it shows stands in a shadow tree.
(() => {
  'use strict';

  const tag = document.currentScript;
  let page = JSON.parse(tag.dataset.page);
  tag.remove();

  const BLOCKS = 'p, li, h1, h2, h3, h4, h5, h6, blockquote, pre, td, th, dt, dd, figcaption, summary, caption, img';
  const here = () => location.pathname + location.search;

  // ---------------------------------------------------------------- what is said

  let state = { problems: [], number: page.number };
  let gone = false;

  function hear({ told, front, lost }) {
    gone = Boolean(lost);
    if (told) {
      if (told.started !== page.started) {
        location.reload(); // another server: its pages, its token
        return;
      }
      const other = told.number !== page.number;
      state = told;
      if (other) forget();
      swap(told.statics);
      if (told.saved && front && page.follow && follow(told.saved)) return;
      if (other) renew();
      else arrive();
    }
    draw();
  }

  function listen() {
    if (window.SharedWorker) {
      const { port } = new SharedWorker('/_desk/worker.js', 'fiche');
      port.onmessage = ({ data }) => hear(data);
      const front = () => document.visibilityState === 'visible' && port.postMessage('front');
      addEventListener('focus', front);
      addEventListener('pagehide', () => port.postMessage('bye'));
      addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
      document.addEventListener('visibilitychange', front);
      front();
    } else {
      const source = new EventSource('/_desk/events');
      source.onmessage = ({ data }) => hear({ told: JSON.parse(data), front: true });
      source.onerror = () => hear({ lost: true });
    }
  }

  function say(path, words) {
    return fetch(`/_desk/${path}`, {
      method: 'POST',
      headers: { 'x-fiche-token': page.token, 'content-type': 'application/json' },
      body: JSON.stringify(words),
      keepalive: true,
    });
  }

  // ---------------------------------------------------------------- the page, anew

  let under = false;
  let again = false;

  async function renew() {
    if (document.hidden) return; // once it is looked at
    if (under) {
      again = true;
      return;
    }
    under = true;
    try {
      do {
        again = false;
        await fetched();
      } while (again);
    } catch {
      gone = true;
    } finally {
      under = false;
      draw();
      arrive();
      consider();
    }
  }

  async function fetched() {
    const answer = await fetch(here(), { headers: { 'if-none-match': page.key, 'x-fiche-page': '1' } });
    const number = Number(answer.headers.get('x-fiche'));
    if (answer.status === 304) {
      page.number = number;
      say('shown', { number, same: true });
      return;
    }
    const type = answer.headers.get('content-type') ?? '';
    const fresh = type.startsWith('text/html') ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
    for (const asleep of fresh?.querySelectorAll('noscript') ?? []) asleep.textContent = asleep.innerHTML; // as it stands here
    const own = fresh?.querySelector('script[src="/_desk/live.js"]');
    if (!own || answer.redirected || answer.ok !== !page.lost) {
      if (answer.redirected) location.replace(answer.url);
      else location.reload();
      return;
    }
    const next = JSON.parse(own.dataset.page);
    own.remove();
    if (scripts(fresh) !== ran || fresh.querySelector('base')?.href !== document.querySelector('base')?.href) {
      location.reload();
      return;
    }
    page = next;
    const changed = new Set();
    patchHead(fresh.head);
    attributes(document.documentElement, fresh.documentElement);
    attributes(document.body, fresh.body);
    patch(document.body, fresh.body, changed);
    mark(changed);
    say('shown', { number });
  }

  const isRun = (script) => !script.type || /^(module|importmap|speculationrules|.*(java|ecma)script)$/i.test(script.type);
  const scripts = (page) =>
    [...page.querySelectorAll('script')].filter(isRun).map((script) => script.outerHTML).join('\n');
  const ran = scripts(document);

  // A head's titles, descriptions and data change in place; a style sheet that was there stays, so that nothing flickers.
  function patchHead(fresh) {
    const key = (node) =>
      node.matches?.('link[rel~=stylesheet]') ? `sheet ${plain(node.getAttribute('href'))}` : node.outerHTML ?? node.data;
    const held = new Map();
    for (const node of [...document.head.childNodes]) {
      if (coming.has(node)) continue;
      const name = key(node);
      held.set(name, [...(held.get(name) ?? []), node]);
    }
    const wanted = [...fresh.childNodes].map((node) => held.get(key(node))?.shift() ?? document.importNode(node, true));
    const kept = new Set(wanted);
    for (const node of [...document.head.childNodes]) if (!kept.has(node) && !coming.has(node)) node.remove();
    let stands = document.head.firstChild;
    for (const node of wanted) {
      while (stands && coming.has(stands)) stands = stands.nextSibling;
      if (stands === node) stands = stands.nextSibling;
      else document.head.insertBefore(node, stands);
    }
  }

  const plain = (href) => (href ?? '').replace(/[?&]fiche=\d+/, '');

  function attributes(old, fresh) {
    let changed = false;
    for (const { name, value } of [...fresh.attributes]) {
      if (name === 'open' && old.localName === 'details') continue; // one's own hand opened or closed it
      if ((name === 'src' || name === 'href') && plain(old.getAttribute(name)) === value) continue;
      if (old.getAttribute(name) !== value) {
        old.setAttribute(name, value);
        changed = true;
      }
    }
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !(name === 'open' && old.localName === 'details')) {
        old.removeAttribute(name);
        changed = true;
      }
    }
    return changed;
  }

  // Makes the children of `old` those of `fresh`, keeping every node that is the same or can become it: with it stay focus,
  // selection, scrolling, what was typed and what was opened.
  function patch(old, fresh, changed) {
    const before = [...old.childNodes];
    const after = [...fresh.childNodes];
    while (before.length && after.length && before[0].isEqualNode(after[0])) before.shift(), after.shift();
    while (before.length && after.length && before.at(-1).isEqualNode(after.at(-1))) before.pop(), after.pop();
    const end = before.length ? before.at(-1).nextSibling : firstAfter(old, fresh, after);
    const partner = pairs(before, after);
    const kept = new Set(partner.values());
    const isReplaced = after.some((node) => !partner.has(node) && !isBlank(node)); // then that is what is marked
    for (const node of before) {
      if (kept.has(node)) continue;
      const beside = node.nodeType === Node.TEXT_NODE ? old : node.previousElementSibling ?? node.nextElementSibling;
      if (!isReplaced && !isBlank(node)) changed.add(beside ?? old);
      node.remove();
    }
    let next = end;
    for (const node of after.toReversed()) {
      const own = partner.get(node);
      if (!own) {
        const made = document.importNode(node, true);
        old.insertBefore(made, next);
        if (!isBlank(made)) changed.add(made);
        next = made;
        continue;
      }
      if (own.nextSibling !== next) old.insertBefore(own, next);
      if (!own.isEqualNode(node)) become(own, node, changed);
      next = own;
    }
  }

  const isBlank = (node) => node.nodeType === Node.TEXT_NODE && !node.data.trim();

  function firstAfter(old, fresh, after) {
    if (!after.length) return null;
    const tail = fresh.childNodes.length - 1 - [...fresh.childNodes].indexOf(after.at(-1));
    return tail ? old.childNodes[old.childNodes.length - tail] : null;
  }

  function become(own, node, changed) {
    if (own.nodeType !== Node.ELEMENT_NODE) {
      write(own, node.data);
      changed.add(own);
      return;
    }
    if (attributes(own, node)) changed.add(own);
    if (own.localName === 'textarea' || own.localName === 'select') return;
    patch(own, node, changed);
  }

  // Only what differs is replaced, so that a selection in the rest of the text stays.
  function write(text, data) {
    const was = text.data;
    let start = 0;
    let end = 0;
    const most = Math.min(was.length, data.length);
    while (start < most && was[start] === data[start]) start++;
    while (end < most - start && was.at(-1 - end) === data.at(-1 - end)) end++;
    text.replaceData(start, was.length - start - end, data.slice(start, data.length - end));
  }

  // Finds for each new node the old one that it shall be: one that is equal, in the longest row there is; between those, one
  // of the same kind and id.
  function pairs(before, after) {
    const found = new Map();
    const row = before.length * after.length <= 40000 ? longest(before, after) : [];
    let b = 0;
    let a = 0;
    for (const [i, j] of [...row, [before.length, after.length]]) {
      const spare = before.slice(b, i);
      for (const node of after.slice(a, j)) {
        const at = spare.findIndex((old) => alike(old, node));
        if (at >= 0) found.set(node, ...spare.splice(0, at + 1).slice(-1));
      }
      if (i < before.length) found.set(after[j], before[i]);
      [b, a] = [i + 1, j + 1];
    }
    return found;
  }

  const alike = (old, node) =>
    old.nodeType === node.nodeType && old.nodeName === node.nodeName && (old.id ?? '') === (node.id ?? '');

  function longest(before, after) {
    const rows = [new Uint16Array(after.length + 1)];
    const same = before.map((old) => after.map((node) => old.isEqualNode(node)));
    for (let i = before.length - 1; i >= 0; i--) {
      const row = new Uint16Array(after.length + 1);
      for (let j = after.length - 1; j >= 0; j--) {
        row[j] = same[i][j] ? rows[0][j + 1] + 1 : Math.max(rows[0][j], row[j + 1]);
      }
      rows.unshift(row);
    }
    const found = [];
    for (let i = 0, j = 0; i < before.length && j < after.length; ) {
      if (same[i][j]) found.push([i++, j++]);
      else if (rows[i + 1][j] >= rows[i][j + 1]) i++;
      else j++;
    }
    return found;
  }

  // Marks for a moment what changed, with an animation: the page itself gets no class for it.
  function mark(changed) {
    const blocks = new Set();
    for (const node of changed) {
      const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
      const block = element?.closest(BLOCKS) ?? element;
      if (block?.isConnected && block !== document.body) blocks.add(block);
    }
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const block of blocks) {
      if ([...blocks].some((other) => other !== block && block.contains(other))) continue;
      const colour = 'rgb(255 196 0 / 35%)';
      block.animate([{ backgroundColor: colour }, { backgroundColor: still ? colour : 'transparent' }], {
        duration: still ? 800 : 1400,
        easing: 'ease-in',
        id: 'fiche-changed',
      });
    }
  }

  const coming = new Map(); // style sheets that are not there yet, and those they take the place of

  // Style sheets, scripts and pictures whose bytes changed.
  function swap(statics) {
    const changed = new Set((statics ?? []).map((each) => new URL(`/${each}`, location).pathname));
    if (!changed.size) return;
    const path = (href) => href && decodeURI(new URL(href, location).pathname);
    const hit = (href) => changed.has(path(href)) || changed.has(href && new URL(href, location).pathname);
    const anew = (href) => `${plain(href)}${plain(href).includes('?') ? '&' : '?'}fiche=${state.number}`;
    if ([...document.scripts].some((script) => script.src && hit(script.src))) {
      location.reload();
      return;
    }
    for (const old of document.querySelectorAll('link[rel~=stylesheet]')) {
      if (coming.has(old) || !hit(old.href)) continue;
      for (const [link, whose] of coming) {
        if (whose !== old) continue;
        coming.delete(link);
        link.remove(); // a later one comes
      }
      const link = old.cloneNode();
      link.href = anew(old.getAttribute('href'));
      coming.set(link, old);
      link.onload = link.onerror = ({ type }) => {
        if (!coming.delete(link)) return;
        (type === 'load' ? old : link).remove();
        say('shown', { number: state.number });
      };
      old.after(link);
    }
    for (const image of document.querySelectorAll('img[src], source[src]')) {
      if (hit(image.src)) image.setAttribute('src', anew(image.getAttribute('src')));
    }
  }

  // Goes where something was saved. Says whether it left the page.
  function follow({ address, heading }) {
    const hash = heading ? `#${heading}` : '';
    if (decodeURI(location.pathname) !== address) {
      location.assign(encodeURI(address) + hash);
      return true;
    }
    following = heading;
    return false;
  }

  let following = '';

  function arrive() {
    if (!following) return;
    const heading = document.getElementById(following);
    const box = heading?.getBoundingClientRect();
    if (box && (box.top < 0 || box.top > innerHeight * 0.7)) heading.scrollIntoView({ block: 'start' });
    following = '';
  }

  // ---------------------------------------------------------------- the editor

  async function open(words) {
    try {
      const answer = await (await say('open', words)).json();
      if (!answer.opened && answer.place) await navigator.clipboard?.writeText(answer.place).catch(() => {});
      note(answer.opened ? `${answer.place} in the editor` : answer.said);
    } catch {
      note('the preview does not answer');
    }
  }

  function openAt(element) {
    if (!page.origin) {
      note('This page is made from many files; open one of the briefs in it.');
      return;
    }
    const block = element?.closest?.(BLOCKS) ?? document.body;
    open({ path: page.origin, words: block === document.body ? '' : block.alt ?? block.textContent.slice(0, 1500) });
  }

  document.addEventListener(
    'click',
    (event) => {
      if (event.target === host) return;
      const file = event.target.closest?.('[data-open]');
      if (file && location.pathname.startsWith('/_desk/')) {
        event.preventDefault();
        open({ path: file.dataset.open, line: Number(file.dataset.line) });
      } else if ((event.ctrlKey || event.metaKey) && !event.target.closest?.('a, button, input, summary, label')) {
        event.preventDefault();
        openAt(event.target);
      }
    },
    true,
  );

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && opened) {
      const mark = opened;
      tell(null);
      mark.focus();
    } else if (event.key === 'Escape' && shown) close();
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key !== 'e' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { anchorNode, isCollapsed } = getSelection();
    const chosen = isCollapsed ? null : anchorNode?.nodeType === Node.ELEMENT_NODE ? anchorNode : anchorNode?.parentElement;
    openAt(chosen ?? document.elementFromPoint(innerWidth / 2, innerHeight / 3));
  });

  // ---------------------------------------------------------------- what an editor would look at, in the margin

  let remarks = [];
  let asking = 0;
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));

  // Asked once the page stands; what is not there before the next save is never wanted any more.
  function consider() {
    const turn = ++asking;
    if (!page.origin || document.hidden) return;
    idle(async () => {
      if (turn !== asking) return;
      const number = page.number;
      const said = await say('remarks', { path: page.origin, number }).then((answer) => answer.json()).catch(() => ({}));
      if (turn !== asking || number !== page.number || !said.remarks) return;
      remarks = said.remarks;
      draw();
      lay();
    }, { timeout: 2000 });
  }

  function forget() {
    asking++;
    remarks = [];
    lay();
  }

  const WORD = /[\p{L}\p{N}]+/gu;
  const wordsOf = (text) => text.toLocaleLowerCase().match(WORD) ?? [];

  // The words of a line as readers see them: links by what they show, citations, notes and addresses left out.
  function seenOf(line) {
    const links = line.replace(/\[\[[^\[\]|]*\|([^\[\]]*)\]\]/g, '$1').replace(/\[\[\?([^\[\]]*)\]\]/g, '$1');
    return wordsOf(links.replace(/\[[@^][^\]]*\]|\[\[[^\]]*\]\]|\]\([^)]*\)|<[^>]*>|\{[^}]*\}/g, ' '));
  }

  // The block of the page that has most of a line's words in a row, and of these the one with the fewest others.
  function blockOf(line) {
    const wanted = seenOf(line);
    const pairs = wanted.length > 1 ? wanted.slice(1).map((word, at) => `${wanted[at]} ${word}`) : wanted;
    let best = null;
    let most = 0.6 * pairs.length;
    let least = Infinity;
    for (const block of document.body.querySelectorAll(BLOCKS)) {
      const words = wordsOf(block.textContent);
      const text = ` ${words.join(' ')} `;
      const hits = pairs.filter((pair) => text.includes(` ${pair} `)).length;
      if (!hits || hits < most || (hits === most && words.length >= least) || !block.offsetParent) continue;
      [best, most, least] = [block, hits, words.length];
    }
    return best;
  }

  // Beside each paragraph with a remark a mark: in the margin where there is one, under the paragraph where there is none.
  function lay() {
    const edge = part('.margin');
    const was = root.activeElement?.dataset?.line;
    tell(null);
    const beside = new Map();
    for (const each of remarks) {
      const block = each.words && blockOf(each.words);
      if (block) beside.set(block, [...(beside.get(block) ?? []), each]);
    }
    edge.replaceChildren(...[...beside].map(([block, found]) => markOf(block, found)));
    place();
    if (was) [...edge.children].find((mark) => mark.dataset.line === was)?.focus();
  }

  function markOf(block, found) {
    const mark = document.createElement('button');
    const grave = ['error', 'warning', 'note'].find((level) => found.some(({ severity }) => severity === level));
    mark.type = 'button';
    mark.className = `mark ${grave}`;
    mark.textContent = grave === 'note' ? 'i' : '!';
    mark.dataset.line = found[0].line;
    mark.setAttribute('aria-expanded', 'false');
    mark.setAttribute('aria-label', found.map(({ severity, what }) => `${severity}: ${what}`).join(' '));
    mark.block = block;
    mark.onclick = () => tell(mark.getAttribute('aria-expanded') === 'true' ? null : mark, found);
    return mark;
  }

  // Opens what is said at a mark, or closes what is open.
  function tell(mark, found = []) {
    const card = part('.card');
    for (const each of root.querySelectorAll('.mark')) each.setAttribute('aria-expanded', String(each === mark));
    card.classList.toggle('hidden', !mark);
    card.querySelector('ol').replaceChildren(...found.map(row));
    opened = mark;
    if (mark) {
      mark.after(card);
      place();
    } else root.append(card);
  }

  let opened = null;

  function place() {
    const width = document.documentElement.clientWidth;
    const [x, y] = [scrollX, scrollY];
    for (const mark of part('.margin').querySelectorAll('.mark')) {
      const box = mark.block.getBoundingClientRect();
      const outer = (mark.block.closest('table, ul, ol, dl, blockquote') ?? mark.block).getBoundingClientRect();
      const isLeft = getComputedStyle(mark.block).direction === 'ltr';
      const room = isLeft ? outer.left : width - outer.right;
      mark.hidden = !box.height;
      const under = room < 34;
      const [inside, beside] = isLeft ? [outer.right - 24, outer.left - 30] : [outer.left, outer.right + 6];
      const across = under ? inside : beside;
      mark.style.left = `${x + Math.max(0, Math.min(across, width - 24))}px`;
      mark.style.top = `${y + (under ? box.bottom - 2 : box.top)}px`;
    }
    if (!opened) return;
    const card = part('.card');
    const size = Math.min(416, width - 16);
    const at = opened.getBoundingClientRect();
    card.style.width = `${size}px`;
    card.style.left = `${x + Math.max(8, Math.min(at.left, width - size - 8))}px`;
    card.style.top = `${y + Math.max(at.bottom, opened.block.getBoundingClientRect().bottom) + 4}px`;
  }

  // ---------------------------------------------------------------- what is laid over the page

  const host = document.createElement('fiche-preview');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet(); // made here: a page's policy may refuse style sheets within it
  sheet.replaceSync(`
    :host { all: initial; color-scheme: light dark; }
    * { box-sizing: border-box; }
    .bar, .panel, .note { font: 14px/1.45 system-ui, sans-serif; color: light-dark(#1b1c1f, #ece9e2); direction: ltr; }
    .bar { position: fixed; inset: auto 0 0 0; z-index: 2147483646; display: flex; flex-wrap: wrap; gap: 4px 16px;
      align-items: baseline; justify-content: flex-end; padding: 4px 12px; pointer-events: none; }
    .bar > * { pointer-events: auto; }
    .bar.held { background: light-dark(#ffe9b0, #4a3a10); border-top: 1px solid light-dark(#c79a2a, #a17f2c);
      pointer-events: auto; }
    .held .why { flex: 1 1 20em; font-weight: 600; }
    .pill { background: light-dark(#fff, #26282e); border: 1px solid light-dark(#c9c5ba, #454852); border-radius: 99px;
      padding: 1px 10px; color: inherit; font: inherit; cursor: pointer; text-decoration: none; }
    .held .pill { background: transparent; border-color: currentColor; }
    .pill:hover, .pill:focus-visible { border-color: light-dark(#1d4f6e, #8fc1e0); }
    .pill.bad { background: #a3121b; border-color: #a3121b; color: #fff; }
    .panel { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 72vh; overflow: auto;
      background: light-dark(#fffdf8, #1c1d22); border-top: 4px solid #a3121b; box-shadow: 0 -4px 24px rgb(0 0 0 / 30%);
      padding: 12px max(16px, calc(50% - 32rem)) 20px; }
    .panel.quiet { border-top-color: #c79a2a; }
    .panel .head { display: flex; gap: 12px; align-items: baseline; justify-content: space-between; }
    h2 { font-size: 16px; margin: 0; }
    ol { list-style: none; margin: 8px 0 0; padding: 0; }
    li { border-top: 1px solid light-dark(#e0dccf, #3a3c44); padding: 8px 0; }
    a.place { color: light-dark(#1d4f6e, #8fc1e0); font-family: ui-monospace, monospace; font-size: 13px;
      overflow-wrap: anywhere; }
    .severity { font-weight: 600; color: light-dark(#a3121b, #ff9a9a); }
    .warning .severity, .note .severity { color: light-dark(#7a5600, #e6c25d); }
    p { margin: 2px 0; overflow-wrap: anywhere; unicode-bidi: plaintext; }
    code { color: light-dark(#666, #aaa); font-size: 12px; }
    pre { margin: 4px 0 0; overflow-x: auto; font: 13px/1.4 ui-monospace, monospace; unicode-bidi: plaintext; }
    .note { position: fixed; inset: auto 12px 48px auto; z-index: 2147483647; max-width: min(40em, 90vw);
      background: light-dark(#1b1c1f, #ece9e2); color: light-dark(#fff, #15161a); padding: 8px 14px; border-radius: 6px;
      overflow-wrap: anywhere; }
    .margin { position: absolute; inset: 0 auto auto 0; z-index: 2147483645; }
    .mark { position: absolute; width: 24px; height: 24px; padding: 0; border-radius: 50%; cursor: pointer;
      font: 700 13px/1 system-ui, sans-serif; color: light-dark(#7a5600, #e6c25d); background: light-dark(#fffdf8, #26282e);
      border: 1px solid currentColor; }
    .mark.note { color: light-dark(#1d4f6e, #8fc1e0); border-style: dashed; }
    .mark.error { color: light-dark(#a3121b, #ff9a9a); }
    .mark[hidden] { display: none; }
    .mark:is(:hover, :focus-visible, [aria-expanded=true]) { outline: 2px solid currentColor; outline-offset: 1px; }
    .card { position: absolute; z-index: 1; max-height: 60vh; overflow: auto; padding: 0 12px 4px; border-radius: 6px; direction: ltr; text-align: start;
      font: 14px/1.45 system-ui, sans-serif; color: light-dark(#1b1c1f, #ece9e2); background: light-dark(#fffdf8, #1c1d22);
      border: 1px solid light-dark(#c9c5ba, #454852); box-shadow: 0 2px 12px rgb(0 0 0 / 25%); }
    .card ol { margin: 0; }
    .card pre { display: none; } /* the line is what it stands beside */
    .card li:first-child { border-top: 0; }
    .hidden { display: none; }
    @media print { :host { display: none; } }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: rise .15s ease-out; } }
    @keyframes rise { from { transform: translateY(12px); opacity: 0; } }
  `);
  root.adoptedStyleSheets = [sheet];
  root.innerHTML = `
    <div class="bar" part="bar"><span class="why" role="status"></span>
      <button class="pill problems hidden" type="button" aria-haspopup="dialog"></button>
      <a class="pill desk" href="/_desk/" title="What is withheld, what is wrong, what was saved. Ctrl-click on a paragraph, or the key e, opens it in the editor.">desk</a></div>
    <section class="panel hidden" role="dialog" aria-label="What is wrong"><div class="head"><h2></h2>
      <button class="pill close" type="button">close (Esc)</button></div><ol></ol></section>
    <div class="note hidden" role="status"></div>
    <div class="margin" role="group" aria-label="What an editor would look at"></div>
    <div class="card hidden" role="note"><ol></ol></div>`;
  const part = (selector) => root.querySelector(selector);
  let shown = '';
  let dismissed = '';

  function draw() {
    const errors = wrong().filter((each) => each.severity === 'error');
    const rest = wrong().filter((each) => each.severity !== 'error');
    const every = [...errors, ...rest];
    const banners = gone ? ['The preview does not answer: it was stopped, or is starting.'] : page.banners ?? [];
    part('.why').textContent = banners.join(' ');
    part('.bar').classList.toggle('held', banners.length > 0);
    const pill = part('.problems');
    pill.classList.toggle('hidden', !every.length);
    pill.classList.toggle('bad', errors.length > 0);
    const notes = rest.filter((each) => each.severity === 'note');
    const counts = [[errors, 'error'], [rest.filter((each) => !notes.includes(each)), 'warning'], [notes, 'note']];
    pill.textContent = counts.map(([some, word]) => counted(some.length, word)).filter(Boolean).join(', ');
    const news = JSON.stringify(errors);
    if (errors.length && news !== dismissed) show(every, 'error');
    else if (shown === 'error' && !errors.length) hide();
    else if (shown === 'all' && every.length) show(every, 'all');
    else if (!every.length) hide();
    if (!errors.length) dismissed = '';
  }

  // A rule that a build asks as well has the line here.
  const isTwice = (found) => remarks.some(({ code, path }) => code === found.code && path === found.path);
  const wrong = () => [...(page.faults ?? []), ...state.problems.filter((found) => !isTwice(found)), ...remarks];
  const counted = (number, word) => (number ? `${number} ${word}${number > 1 ? 's' : ''}` : '');

  function show(problems, how) {
    shown = how;
    const errors = problems.some((each) => each.severity === 'error');
    part('.panel').classList.toggle('quiet', !errors);
    part('h2').textContent = errors ? 'The page is as it last was without these mistakes' : 'Worth a look';
    part('ol').replaceChildren(...problems.map(row));
    part('.panel').classList.remove('hidden');
  }

  function row(found) {
    const line = document.createElement('li');
    line.className = found.severity;
    const place = document.createElement('a');
    place.className = 'place';
    place.href = '#';
    place.textContent = [found.path, found.line, found.column].filter(Boolean).join(':');
    place.onclick = (event) => {
      event.preventDefault();
      open({ path: found.path, line: found.line, column: found.column });
    };
    const words = document.createElement('p');
    const severity = document.createElement('span');
    severity.className = 'severity';
    severity.textContent = `${found.severity}: `;
    const code = document.createElement('code');
    code.textContent = ` [${found.code}]`;
    words.append(severity, found.what, code);
    line.append(place, words);
    if (found.frame) {
      const frame = document.createElement('pre');
      frame.tabIndex = 0; // where it is too wide, the keyboard scrolls it
      frame.textContent = found.frame;
      line.append(frame);
    }
    return line;
  }

  function hide() {
    shown = '';
    part('.panel').classList.add('hidden');
  }

  function close() {
    dismissed = JSON.stringify(wrong().filter((each) => each.severity === 'error'));
    hide();
  }

  function note(words) {
    const box = part('.note');
    box.textContent = words;
    box.classList.remove('hidden');
    clearTimeout(note.timer);
    note.timer = setTimeout(() => box.classList.add('hidden'), 4000);
  }

  part('.close').onclick = close;
  part('.problems').onclick = () => {
    if (shown) close();
    else show(wrong(), 'all');
  };
  document.documentElement.append(host);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) state.number === page.number ? remarks.length || consider() : renew();
  });
  new ResizeObserver(place).observe(document.body);
  addEventListener('resize', place);
  draw();
  listen();
  consider();
  if (page.follow) say('shown', { number: page.number }); // one may have followed to here
})();
