import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildError } from './build-error.mjs';
import { escape } from './page.mjs';

/**
 * Writes the pages of Javadoc with the header and style of the site. Each Maven module with Javadoc is included. The pages of
 * every broker also link to the classes of a module without a spec.
 */
export function javadoc(site, from, root) {
  const specs = new Map(site.specs.map((spec) => [spec.module, spec]));
  // A folder without a POM is from a module that was renamed or removed.
  const names = existsSync(from) ? readdirSync(from).filter((name) => existsSync(join(root, name, 'pom.xml'))).sort() : [];
  const [missing] = [...specs.keys()].filter((name) => !names.includes(name));
  if (missing) throw buildError(`${from} has no Javadoc of ${missing}. Run mvn -Pdocs, which writes the Javadoc.`);
  const modules = names.map((name) => writeModule(site, name, specs.get(name), join(from, name, 'apidocs'), root));
  const shared = modules.filter(({ spec }) => !spec);
  return {
    entries: modules.flatMap(({ entries }) => entries),
    modules,
    links: (spec) => new Links([...modules.filter((module) => module.spec === spec), ...shared]),
  };
}

/** Writes the pages of a module, and returns its first page, its classes and its search entries. */
function writeModule(site, name, spec, source, root) {
  const target = `javadoc/${name}`;
  const entries = [];
  const classes = new Map();
  const all = readdirSync(source, { recursive: true }).map((file) => file.replaceAll('\\', '/'));
  for (const file of all.filter((file) => file.startsWith('legal/'))) cpSync(join(source, file), join(site.out, target, file), { recursive: true });
  let start = 'index.html';
  for (const page of all.filter((file) => file.endsWith('.html'))) {
    const html = readFileSync(join(source, page), 'utf8');
    // Javadoc redirects by a script: overview-summary.html to index.html, and index.html to the only package of a module.
    const redirect = html.match(/window\.location\.replace\('([^']+)'\)/)?.[1];
    if (redirect) {
      if (page === start) start = redirect;
      continue;
    }
    const path = `${target}/${page}`;
    site.write(path, withSiteStyle(site, spec, path, html));
    const type = page.match(/^org\/brokersdk\/\w+\/(api\/)?([A-Z][\w.]*)\.html$/);
    if (!type) continue;
    const [, generated, title] = type;
    const ids = methods(html);
    classes.set(title, { path, ids });
    entries.push({ kind: 'class', title, where: name, text: '', url: path });
    if (generated) continue;
    entries.push(
      ...ids.map(({ id, name: method, text }) => ({
        kind: 'method',
        title: `${title}.${method}`,
        where: `${name} · ${id.replace(/[\w$]+\./g, '')}`,
        text,
        url: `${path}#${id}`,
      })),
    );
  }
  const [, description = ''] = readFileSync(join(root, name, 'pom.xml'), 'utf8').match(/<description>\s*(.*?)\s*<\/description>/s) ?? [];
  return { name, spec, start: `${target}/${start}`, description, classes, entries };
}

/** Returns the methods on the page of a class. */
function methods(html) {
  return [...html.matchAll(/<section class="detail" id="((\w+)\([^"]*\))">.*?(?:<div class="block">(.*?)<\/div>|<\/section>)/gs)].map(
    ([, id, name, block = '']) => ({ id, name, text: block.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim() }),
  );
}

/** Links to the Javadoc of an SDK, and of the modules that it shares with others. */
class Links {
  constructor(modules) {
    this.modules = modules;
  }

  /** Returns the page of a class, if there is one. */
  page(type) {
    return this.modules.map(({ classes }) => classes.get(type)).find(Boolean);
  }

  /** Renders a link to a method, such as `KotakNeoLogin.validate`. */
  link(method) {
    const [type, name] = method.split('.');
    const page = this.page(type);
    const id = page?.ids.find((entry) => entry.name === name)?.id;
    const code = `<code>${escape(type)}.<wbr>${escape(name)}</code>`;
    return id ? `<a href="${page.path}#${escape(id)}">${code}</a>` : code;
  }

  /** Renders a link to the client of an API. */
  client(api) {
    const page = this.page(`${api.name}Client`);
    if (!page) throw buildError(`The Javadoc of ${this.modules[0].name} has no class ${api.name}Client. Write the class, or correct the tag in the spec.`);
    return `<a href="${page.path}"><code>${api.name}Client</code></a>`;
  }
}

/** Returns a page of Javadoc without its scripts and styles, with the header and footer of the site. */
function withSiteStyle(site, spec, path, html) {
  const root = site.root(path);
  return (
    html
      .replace(/<link rel="stylesheet"[^>]*>\n?/g, '')
      .replace(/<script\b[^>]*>.*?<\/script>\n?/gs, '')
      .replace(/<noscript>.*?<\/noscript>\n?/gs, '')
      // Tabs that need a script.
      .replace(/<div class="table-tabs".*?<\/div>\n?/gs, '')
      .replace(/ role="(?:tabpanel|banner|main|navigation|contentinfo)"| aria-labelledby="[^"]*-tab\d"/g, '')
      .replace(/<button\b.*?<\/button>\n?|<input\b[^>]*>\n?/gs, '')
      // Javadoc's own search, and a link that skips a removed bar.
      .replace(/<div class="nav-list-search">.*?<\/div>\n?/gs, '')
      .replace(/<div class="skip-nav">.*?<\/div>|<span class="skip-nav"[^>]*>(?:\n.*?)?<\/span>/gs, '')
      // The page of the constants links to headings that have no anchor.
      .replace(/<h2 title="([\w.]+)">/g, '<h2 id="$1" title="$1">')
      // The site has its own header and footer. Links without a target are removed.
      .replace(/<header[^>]*>(.*?)<\/header>/s, '<div class="bars">$1</div>')
      .replace(/<footer>.*?<\/footer>/s, '')
      .replace(/<li>[^<]*\|&nbsp;<\/li>\n?|<ul class="sub-nav-list">\n<li>[^<]*<\/li>\n<\/ul>\n?/g, '')
      .replace('<nav>', '<nav aria-label="Javadoc">')
      .replace('<main>', '<main id="main">')
      .replace(/<pre>/g, '<pre tabindex="0" role="group" aria-label="Code">')
      .replace('</head>', `${site.head(root, 'javadoc.css')}\n</head>`)
      .replace(/<body[^>]*>/, (body) => `${body}\n${site.bar(root)}`)
      .replace('</body>', `${site.footer(spec && [spec])}\n</body>`)
  );
}
