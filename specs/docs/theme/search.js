// The search box of every page, and the way to the place on a page that a search has found.
(() => {
  const { root } = document.currentScript.dataset;
  const box = document.querySelector('.site-bar input');
  const list = document.querySelector('#found');
  const index = MiniSearch.loadJSON(window.siteIndex, { fields: ['title', 'text'], storeFields: ['kind', 'title', 'where', 'url'] });
  const settings = {
    prefix: true,
    fuzzy: (word) => (word.length > 4 ? 0.2 : 0),
    combineWith: 'AND',
    boost: { title: 4 },
    boostDocument: (id, term, stored) => (stored.kind === 'class' ? 0.5 : 1),
  };
  let chosen = -1;

  function search() {
    const query = box.value.trim();
    const found = query ? index.search(query, settings).slice(0, 12) : [];
    list.replaceChildren(...found.map(entry));
    if (query && found.length === 0) {
      const nothing = document.createElement('li');
      nothing.className = 'nothing';
      nothing.textContent = 'Nothing found';
      list.append(nothing);
    }
    list.hidden = !query;
    box.setAttribute('aria-expanded', String(!list.hidden));
    choose(found.length ? 0 : -1);
  }

  function entry({ kind, title, where, url }, i) {
    const item = document.createElement('li');
    item.id = `found-${i}`;
    item.setAttribute('role', 'option');
    const link = document.createElement('a');
    link.href = root + url;
    link.tabIndex = -1;
    for (const [name, text] of Object.entries({ kind, title, where })) {
      const part = document.createElement('span');
      part.className = name;
      part.textContent = text;
      link.append(part);
    }
    item.append(link);
    return item;
  }

  function choose(i) {
    const items = list.querySelectorAll('[role=option]');
    chosen = items.length ? (i + items.length) % items.length : -1;
    items.forEach((item, n) => item.setAttribute('aria-selected', String(n === chosen)));
    items[chosen]?.scrollIntoView({ block: 'nearest' });
    if (chosen < 0) box.removeAttribute('aria-activedescendant');
    else box.setAttribute('aria-activedescendant', `found-${chosen}`);
  }

  function close() {
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  }

  box.addEventListener('input', search);
  box.addEventListener('focus', () => box.value && search());
  box.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen - 1);
    else if (event.key === 'Enter') list.querySelectorAll('a')[chosen]?.click();
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  document.addEventListener('click', (event) => event.target.closest('.search') || close());
  list.addEventListener('click', (event) => event.target.closest('a') && close());
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if ((event.key === '/' && !typing) || (event.key === 'k' && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      event.stopPropagation();
      box.focus();
      box.select();
    }
  }, true);

  // Redoc gives the search no lasting address for a field, and draws a part of its page only when it comes into view.
  function find(what) {
    const section = document.querySelector(`[data-section-id="${CSS.escape(location.hash.slice(1))}"]`);
    const fields = section?.querySelectorAll('.schema-name') ?? [];
    return document.getElementById(what) ?? [...fields].find((field) => field.textContent === what);
  }

  /** Brings what was searched for into view, and keeps it there while Redoc draws. */
  function show(what) {
    const stop = new AbortController();
    const until = Date.now() + 6000;
    let still = 0;
    for (const event of ['wheel', 'touchstart', 'keydown', 'mousedown']) {
      addEventListener(event, () => stop.abort(), { once: true });
    }
    const look = () => {
      const element = find(what);
      if (element) {
        element.closest('details')?.setAttribute('open', '');
        element.classList.add('shown');
        const { top, bottom } = element.getBoundingClientRect();
        const visible = top > 60 && bottom < innerHeight;
        still = visible ? still + 1 : 0;
        if (!visible) element.scrollIntoView({ block: 'center' });
      }
      if (still < 8 && Date.now() < until && !stop.signal.aborted) setTimeout(look, 150);
    };
    look();
  }

  function openTarget() {
    document.getElementById(location.hash.slice(1))?.closest('details')?.setAttribute('open', '');
  }

  openTarget();
  window.addEventListener('hashchange', openTarget);
  const wanted = new URLSearchParams(location.search).get('show');
  if (wanted) addEventListener('load', () => show(wanted));
})();
