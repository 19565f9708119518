import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildError } from './build-error.mjs';

export function escape(text) {
  return String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
}

/** Renders a wide element that scrolls separately, also by keys. */
export function wide(label, html) {
  return `<div class="wide" role="group" aria-label="${escape(label)}" tabindex="0">${html}</div>`;
}

/** Renders a table. On a phone, its rows are cards, and each cell shows the name of its column. */
export function cells(label, columns, rows, kind = 'cells') {
  const body = rows.map(({ id, cells: html }) => `<tr id="${escape(id)}">\n${html.map((cell, i) => `<td data-label="${columns[i]}">${cell}</td>`).join('\n')}\n</tr>`);
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  return wide(label, `<table class="${kind}"><thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody></table>`);
}

/** Renders links with a description. */
export function cards(links) {
  const items = links.map(({ url, title, text }) => `<li><a href="${url}"><b>${escape(title)}</b></a><span>${text}</span></li>`);
  return `<ul class="cards">${items.join('')}</ul>`;
}

/** Renders a list of links beside a page, to its headings or to other pages. */
function linkList(label, links, current) {
  const items = links.map((link) => `<li><a href="${escape(link.url)}"${link === current ? ' aria-current="page"' : ''}>${escape(link.title)}</a></li>`);
  return links.length > 0 ? `<nav aria-label="${escape(label)}"><h2>${escape(label)}</h2><ul>${items.join('')}</ul></nav>` : '';
}

/** Renders links to the previous and the next page. */
function neighbours([previous, next]) {
  const items = [['Previous', previous], ['Next', next]].filter(([, page]) => page);
  return items.length > 0 ? `<nav class="neighbours" aria-label="Previous and next">${items.map(([label, { url, title }]) => `<a href="${url}" class="${label.toLowerCase()}">${label}<b>${escape(title)}</b></a>`).join('')}</nav>` : '';
}

/** The site, with the header, footer and navigation of its pages. */
export class Site {
  #written = new Set();

  constructor(out, version, specs) {
    this.out = out;
    this.version = version;
    this.specs = specs;
  }

  get pages() {
    return this.#written.size;
  }

  write(path, html) {
    if (this.#written.has(path)) throw buildError(`Two APIs have the page ${path}. Give one of them another x-displayName.`);
    mkdirSync(dirname(join(this.out, path)), { recursive: true });
    writeFileSync(join(this.out, path), html);
    this.#written.add(path);
  }

  /** Returns the relative path from a page to the root of the site. */
  root(path) {
    return '../'.repeat(path.split('/').length - 1);
  }

  head(root, style = 'site.css') {
    return `<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}assets/${style}">
<noscript><style>.search, .theme { visibility: hidden }</style></noscript>
<script>try { document.documentElement.dataset.theme = localStorage.theme ?? '' } catch {}</script>
<script defer src="${root}assets/site.js" data-root="${root}"></script>`;
  }

  bar(root, menu = '') {
    const links = [
      ['index.html#guides', 'Guides'],
      ...this.specs.map((spec) => [spec.page, spec.name]),
      ['index.html#javadoc', 'Javadoc'],
    ];
    return `<a class="skip" href="#main">Skip to the content</a>
<header class="site-bar">
<a class="home" href="${root}index.html">Broker login</a>
<nav aria-label="Site">${links.map(([url, title]) => `<a href="${root}${url}">${escape(title)}</a>`).join('')}</nav>
${menu}<button type="button" class="theme" aria-label="Light or dark" title="Light or dark">◐</button>
<div class="search" role="search"><input type="search" placeholder="Search" title="Search: / or Ctrl+K" aria-label="Search operations, fields, headers, error messages, methods and guides" role="combobox" aria-expanded="false" aria-controls="found" aria-autocomplete="list" autocomplete="off"><ul id="found" role="listbox" aria-label="Found" hidden></ul></div>
</header>`;
  }

  footer(specs = this.specs) {
    const versions = specs.map((spec) => `${spec.name} spec ${spec.version}`).join(' · ');
    return `<footer class="versions">${escape(`SDK ${this.version} · ${versions} · Apache License 2.0`)}</footer>`;
  }

  /** Writes a page with its body, its headings and the pages of its group. */
  page(path, { title, description, body, headings = [], family: [label, pages] = ['', []], specs }) {
    const root = this.root(path);
    const siblings = pages.map((sibling) => ({ url: root + sibling.path, title: sibling.title }));
    const current = pages.findIndex((sibling) => sibling.path === path);
    const aside = linkList('On this page', headings.map((heading) => ({ url: `#${heading.id}`, title: heading.title }))) + linkList(label, siblings, siblings[current]);
    const menu = '<button type="button" class="menu" popovertarget="menu">Menu</button>\n';
    this.write(
      path,
      `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} - Broker login SDKs</title>
<meta name="description" content="${escape(description)}">
${this.head(root)}
</head>
<body>
${this.bar(root, menu)}
<div class="columns">
<aside id="menu" popover>${aside}</aside>
<main id="main">
${body.replace(/(<h[23] id="([^"]+)">)(.*?)(?=<small>|<\/h[23]>)/gs, '$1<a class="anchor" href="#$2">$3</a>')}
${current < 0 ? '' : neighbours([siblings[current - 1], siblings[current + 1]])}
</main>
</div>
${this.footer(specs)}
</body>
</html>
`,
    );
  }
}
