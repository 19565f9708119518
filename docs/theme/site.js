// Search box of every page, and buttons that copy code or switch the theme.
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
        // Over http, a page has no access to the clipboard.
        getSelection().selectAllChildren(code);
        button.textContent = 'Selected';
      }
      setTimeout(() => (button.textContent = 'Copy'), 1500);
    });
    box.append(button, code);
  }

  // Light or dark, for this page and the next ones.
  document.querySelector('.theme').addEventListener('click', () => {
    const { dataset } = document.documentElement;
    const dark = dataset.theme ? dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    dataset.theme = dark ? 'light' : 'dark';
    try {
      localStorage.theme = dataset.theme;
    } catch {
      // A browser that stores nothing keeps the theme for this page.
    }
  });

  // A link of the menu closes the menu, which covers its target.
  document.querySelector('#menu')?.addEventListener('click', ({ target, currentTarget }) => target.closest('a') && currentTarget.matches(':popover-open') && currentTarget.hidePopover());

  // Search. The index is loaded on first use.
  const box = document.querySelector('.site-bar input');
  const list = document.querySelector('#found');
  const IDLE = new Set('a after an and are at be before by can cannot do does find for from get give have how i if in is it its know me my no not of on or should that the there this to use using was we what when where which why will with without you your'.split(' '));
  // Phrases of queries, with the words that these pages use.
  const PHRASES = [[/\b(log|sign)(ging|ged)?[ -]?(out|off)\b/g, 'logout'], [/\b(log|sign)(ging|ged)?[ -](in|on)\b/g, 'login'], [/\bstatic ip\b/g, 'static ip address']];
  const SYNONYMS = {
    '2fa': 'totp otp factor', authenticator: 'totp', bulk: 'many accounts', callback: 'redirect', daily: 'day', docker: 'mock', emulator: 'mock', expire: 'ends lasts', expired: 'ended expires',
    expiry: 'ends lasts', graal: 'graalvm', jar: 'import', jwt: 'token', kt: 'kotlin', mfa: 'factor', multiple: 'many', opentelemetry: 'traces', otp: 'totp one time password', paper: 'mock',
    parallel: 'many accounts', persist: 'save', prometheus: 'metrics micrometer', reuse: 'restore', simulator: 'mock', store: 'save', tracing: 'traces opentelemetry',
  };
  const stem = (word) => word.toLowerCase().replace(/(?<=\w{3})(ing|ed|es|e|s)$/, '');
  const fields = { fields: ['title', 'text'], storeFields: ['kind', 'title', 'where', 'url', 'weight'] };
  const settings = {
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
    fuzzy: (word) => (word.length > 5 ? 1 : 0),
    boost: { title: 4 },
    combineWith: 'OR',
  };
  const queryWords = (query) => PHRASES.reduce((text, [phrase, replacement]) => text.replace(phrase, replacement), query.toLowerCase()).split(/[^\p{L}\p{N}_]+/u).filter((word) => word && !IDLE.has(word));
  let loading;
  let chosen = -1;

  function index() {
    loading ??= ['minisearch.js', 'search-index.js']
      .reduce((before, name) => before.then(() => script(name)), Promise.resolve())
      .then(() => MiniSearch.loadJSON(window.siteIndex, fields));
    return loading;
  }

  function script(name) {
    return new Promise((loaded, failed) => {
      const element = Object.assign(document.createElement('script'), { src: `${root}assets/${name}`, onload: loaded, onerror: failed });
      document.head.append(element);
    });
  }

  /** Ranks the results. More matching words rank higher. For a question, guides rank higher. */
  function ranked(index, words, isQuestion) {
    const alternatives = words.map((word) => [word, ...(SYNONYMS[word]?.split(' ') ?? [])].map(stem));
    const terms = alternatives.map(([term]) => term);
    const all = index.search(alternatives.flat().join(' '), {
      ...settings,
      prefix: (term) => term.length > 2 && term === terms.at(-1),
      boostTerm: (term) => (terms.includes(term) ? 1 : 0.5),
      boostDocument: (id, term, { kind, weight }) => (isQuestion && kind === 'guide' ? 8 : 1) * weight,
    });
    const matched = ({ queryTerms }) => alternatives.filter((synonyms) => synonyms.some((term) => queryTerms.includes(term)));
    const phrase = words.join('');
    const rank = (result) => result.score * (matched(result).length / words.length) ** 2 * (!isQuestion && result.title.toLowerCase().replaceAll(' ', '').includes(phrase) ? 2 : 1);
    return {
      found: all.toSorted((a, b) => rank(b) - rank(a)).slice(0, 12),
      unknown: words.filter((word, i) => !all.some((result) => matched(result).includes(alternatives[i]))),
    };
  }

  async function search() {
    const query = box.value.trim();
    const loaded = await index();
    if (query !== box.value.trim()) return;
    const words = queryWords(query);
    const { found, unknown } = ranked(loaded, words, /^(can|do|does|how|is|should|what|when|where|which|who|why)\b/i.test(query));
    list.replaceChildren(...found.map(entry));
    if (unknown.length > 0) {
      const nothing = document.createElement('li');
      nothing.className = 'nothing';
      nothing.setAttribute('role', 'option');
      nothing.setAttribute('aria-disabled', 'true');
      nothing.textContent = `Not known here: ${unknown.join(', ')}`;
      list.prepend(nothing);
    }
    list.hidden = words.length === 0;
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
