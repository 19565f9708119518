import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export function escape(text) {
  return String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
}

/** What all pages share: the bar at the top, the versions at the bottom, the way to the other pages. */
export class Site {
  pages = 0;

  constructor(out, version, specs) {
    this.out = out;
    this.version = version;
    this.specs = specs;
  }

  write(path, html) {
    mkdirSync(dirname(join(this.out, path)), { recursive: true });
    writeFileSync(join(this.out, path), html);
    this.pages++;
  }

  /** Which SDK and which specs a page belongs to. */
  versions(specs = this.specs) {
    return `SDK ${this.version} · ${specs.map((spec) => `${spec.name} spec ${spec.version}`).join(' · ')}`;
  }

  /** Links and scripts of a page's head; `root` leads to the top of the site. The mode is the one that Redoc keeps. */
  head(root, style = 'site.css') {
    return `<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}assets/${style}">
<script>try{var m=localStorage.getItem('redoc.colorMode');if(m!=='light'&&m!=='dark')m=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';document.documentElement.classList.add(m)}catch(e){}</script>
<script defer src="${root}assets/minisearch.js"></script>
<script defer src="${root}assets/search-index.js"></script>
<script defer src="${root}assets/search.js" data-root="${root}"></script>`;
  }

  bar(root, specs) {
    const links = this.specs.map((spec) => `<a href="${root}${spec.page}">${escape(spec.name)}</a>`);
    return `<header class="site-bar">
<a class="home" href="${root}index.html">Broker login</a>
<nav aria-label="Site"><a href="${root}index.html#guides">Guides</a>${links.join('')}<a href="${root}index.html#javadoc">Javadoc</a></nav>
<span class="versions">${escape(this.versions(specs))}</span>
<div class="search" role="search"><input type="search" placeholder="Search" title="Search: / or Ctrl+K" aria-label="Search operations, fields, error messages and guides" role="combobox" aria-expanded="false" aria-controls="found" autocomplete="off"><ul id="found" role="listbox" hidden></ul></div>
</header>`;
  }

  /** A page of prose. */
  prose(path, title, body, aside = '') {
    const root = '../'.repeat(path.split('/').length - 1);
    this.write(
      path,
      `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
${this.head(root)}
</head>
<body class="prose">
${this.bar(root)}
<div class="columns">
${aside}
<main>
${body}
</main>
</div>
<footer>${escape(this.versions())}</footer>
</body>
</html>
`,
    );
  }
}
