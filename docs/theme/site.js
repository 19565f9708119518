// The search box of every page, and buttons that copy code. Nothing else needs a script.
(() => {
  const { root } = document.currentScript.dataset;

  // Copying.
  for (const code of document.querySelectorAll('main pre')) {
    if (code.closest('.before')) continue;
    const box = document.createElement('div');
    box.className = 'copied';
    code.replaceWith(box);
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      const before = box.closest('.java')?.querySelector('.before pre')?.textContent;
      try {
        await navigator.clipboard.writeText([before, code.innerText].filter(Boolean).join('\n\n'));
        button.textContent = 'Copied';
      } catch {
        // Over http a browser has no clipboard for pages.
        getSelection().selectAllChildren(code);
        button.textContent = 'Selected';
      }
      setTimeout(() => (button.textContent = 'Copy'), 1500);
    });
    box.append(button, code);
  }

  // Searching: what it needs is fetched when somebody begins to.
  const box = document.querySelector('.site-bar input');
  const list = document.querySelector('#found');
  const IDLE = new Set('a an and are at by do does for from how i in is it me my of on or that the this to what when where which why with'.split(' '));
  const WEIGHTS = { broker: 1.3, operation: 1.3, guide: 1.3, field: 1.2, header: 1.2, wire: 1.2, error: 1.2, method: 0.7, class: 0.4 };
  const settings = {
    prefix: (word, i, words) => word.length > 2 && i === words.length - 1,
    fuzzy: (word) => (word.length > 4 ? 0.2 : 0),
    boost: { title: 4 },
    combineWith: 'OR',
    boostDocument: (id, term, { kind }) => WEIGHTS[kind] ?? 1,
    processTerm: (word) => (IDLE.has(word.toLowerCase()) ? null : word.toLowerCase()),
  };
  let loading;
  let chosen = -1;

  function index() {
    loading ??= ['minisearch.js', 'search-index.js']
      .reduce((before, name) => before.then(() => script(name)), Promise.resolve())
      .then(() => MiniSearch.loadJSON(window.siteIndex, { fields: ['title', 'text'], storeFields: ['kind', 'title', 'where', 'url'] }));
    return loading;
  }

  function script(name) {
    return new Promise((loaded, failed) => {
      const element = Object.assign(document.createElement('script'), { src: `${root}assets/${name}`, onload: loaded, onerror: failed });
      document.head.append(element);
    });
  }

  /** Some of the words are enough, but what has more of them comes first. */
  function ranked(known, query) {
    const found = known.search(query, settings);
    const most = Math.max(...found.map(({ queryTerms }) => queryTerms.length));
    const rank = ({ score, queryTerms }) => score * (queryTerms.length / most) ** 2;
    return found.sort((one, other) => rank(other) - rank(one)).slice(0, 12);
  }

  async function search() {
    const query = box.value.trim();
    const known = await index();
    if (query !== box.value.trim()) return;
    const found = query ? ranked(known, query) : [];
    list.replaceChildren(...found.map(entry));
    if (query && found.length === 0) {
      const nothing = document.createElement('li');
      nothing.className = 'nothing';
      nothing.setAttribute('role', 'option');
      nothing.setAttribute('aria-disabled', 'true');
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
    const items = list.querySelectorAll('[role=option] > a');
    chosen = items.length ? (i + items.length) % items.length : -1;
    items.forEach((link, n) => link.parentElement.setAttribute('aria-selected', String(n === chosen)));
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
  box.addEventListener('focus', () => (box.value ? search() : index()));
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
      box.focus();
      box.select();
    }
  });
})();
