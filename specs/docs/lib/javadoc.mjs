import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistake } from './mistake.mjs';
import { escape } from './page.mjs';

/** Gives the pages of Javadoc the bar and the looks of the site. */
export function javadoc(site, from) {
  const found = [];
  const anchors = new Map();
  for (const spec of site.specs) {
    const source = join(from, spec.broker, 'apidocs');
    if (!existsSync(join(source, 'index.html'))) throw mistake(`There is no Javadoc of ${spec.broker} in ${source}`);
    const target = `javadoc/${spec.broker}`;
    const all = readdirSync(source, { recursive: true }).map((file) => file.replaceAll('\\', '/'));
    for (const file of all.filter((name) => name.startsWith('legal/'))) cpSync(join(source, file), join(site.out, target, file), { recursive: true });
    // overview-summary.html does nothing but send on to index.html.
    for (const page of all.filter((name) => name.endsWith('.html') && name !== 'overview-summary.html')) {
      const path = `${target}/${page}`;
      const html = readFileSync(join(source, page), 'utf8');
      site.write(path, dressed(site, spec, path, html));
      const type = page.match(/^org\/brokersdk\/\w+\/(api\/)?([A-Z][\w.]*)\.html$/);
      if (!type) continue;
      const [, wire, name] = type;
      const ids = methods(html);
      anchors.set(`${spec.broker} ${name}`, { path, ids });
      found.push({ kind: 'class', title: name, where: `${spec.broker}-sdk`, text: '', url: path });
      if (wire) continue;
      found.push(
        ...ids.map(({ id, name: method, text }) => ({
          kind: 'method',
          title: `${name}.${method}`,
          where: `${spec.broker}-sdk · ${id.replace(/[\w$]+\./g, '')}`,
          text,
          url: `${path}#${id}`,
        })),
      );
    }
  }
  return { found, links: (spec) => new Links(spec, anchors) };
}

/** The methods that a page of a class describes. */
function methods(html) {
  return [...html.matchAll(/<section class="detail" id="((\w+)\([^"]*\))">.*?(?:<div class="block">(.*?)<\/div>|<\/section>)/gs)].map(
    ([, id, name, block = '']) => ({ id, name, text: block.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim() }),
  );
}

/** Links into the Javadoc of an SDK. */
class Links {
  constructor({ broker }, anchors) {
    this.broker = broker;
    this.anchors = anchors;
  }

  /** To a method, such as `KotakNeoLogin.validate`. */
  link(method) {
    const [type, name] = method.split('.');
    const page = this.anchors.get(`${this.broker} ${type}`);
    const id = page?.ids.find((one) => one.name === name)?.id;
    const code = `<code>${escape(type)}.<wbr>${escape(name)}</code>`;
    return id ? `<a href="${page.path}#${escape(id)}">${code}</a>` : code;
  }

  /** To the client that is named after an API. */
  client(api) {
    const page = this.anchors.get(`${this.broker} ${api.name}Client`);
    if (!page) throw mistake(`There is no class ${api.name}Client in the Javadoc of ${this.broker}`);
    return `<a href="${page.path}"><code>${api.name}Client</code></a>`;
  }
}

/** What is in Javadoc's page, without its scripts and styles, inside of the site. */
function dressed(site, spec, path, html) {
  const root = site.root(path);
  return (
    html
      .replace(/<link rel="stylesheet"[^>]*>\n?/g, '')
      .replace(/<script\b[^>]*>.*?<\/script>\n?/gs, '')
      .replace(/<noscript>.*?<\/noscript>\n?/gs, '')
      // Tabs that hide methods, by a script.
      .replace(/<div class="table-tabs".*?<\/div>\n?/gs, '')
      .replace(/ role="(?:tabpanel|banner|main|navigation|contentinfo)"| aria-labelledby="[^"]*-tab\d"/g, '')
      .replace(/<button\b.*?<\/button>\n?|<input\b[^>]*>\n?/gs, '')
      // Javadoc's own search, and a link past a bar that is not there any more.
      .replace(/<div class="nav-list-search">.*?<\/div>\n?/gs, '')
      .replace(/<div class="skip-nav">.*?<\/div>|<span class="skip-nav"[^>]*>(?:\n.*?)?<\/span>/gs, '')
      // The page of the constants links to headings that have no anchor.
      .replace(/<h2 title="([\w.]+)">/g, '<h2 id="$1" title="$1">')
      // The site has a header and a footer already, and a bar of links that lead nowhere helps nobody.
      .replace(/<header[^>]*>(.*?)<\/header>/s, '<div class="bars">$1</div>')
      .replace(/<footer>.*?<\/footer>/s, '')
      .replace(/<li>[^<]*\|&nbsp;<\/li>\n?|<ul class="sub-nav-list">\n<li>[^<]*<\/li>\n<\/ul>\n?/g, '')
      .replace('<nav>', '<nav aria-label="Javadoc">')
      .replace('<main>', '<main id="main">')
      .replace(/<pre>/g, '<pre tabindex="0" role="group" aria-label="Code">')
      .replace('</head>', `${site.head(root, 'javadoc.css')}\n</head>`)
      .replace(/<body[^>]*>/, (body) => `${body}\n${site.bar(root)}`)
      .replace('</body>', `${site.footer([spec])}\n</body>`)
  );
}
