import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mistake } from './mistake.mjs';

/** Copies the Javadoc of each SDK and gives its pages the bar of the site. Answers what the search finds there. */
export function javadoc(site, from) {
  return site.specs.flatMap((spec) => {
    const source = join(from, spec.broker, 'apidocs');
    if (!existsSync(join(source, 'index.html'))) throw mistake(`There is no Javadoc of ${spec.broker} in ${source}`);
    const target = `javadoc/${spec.broker}`;
    cpSync(source, join(site.out, target), { recursive: true });
    withoutMissingFonts(join(site.out, target));
    const pages = readdirSync(source, { recursive: true }).map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.html'));
    for (const page of pages) {
      const path = `${target}/${page}`;
      const root = '../'.repeat(path.split('/').length - 1);
      const html = readFileSync(join(source, page), 'utf8');
      site.write(
        path,
        html
          // The page of the constants links to headings that have no anchor.
          .replace(/<h2 title="([\w.]+)">/g, '<h2 id="$1" title="$1">')
          .replace('</head>', `${site.head(root, 'javadoc.css')}\n</head>`)
          .replace(/<body[^>]*>/, (body) => `${body}\n${site.bar(root, [spec])}`),
      );
    }
    return pages
      .filter((page) => /\/[A-Z][\w.]*\.html$/.test(page))
      .map((page) => ({
        kind: 'class',
        title: page.replace(/.*\/|\.html$/g, ''),
        where: `${spec.broker}-sdk · ${page.replace(/\/[^/]*$/, '').replaceAll('/', '.')}`,
        text: '',
        url: `${target}/${page}`,
      }));
  });
}

/** Debian's JDK brings no fonts, yet its style sheet loads them. */
function withoutMissingFonts(directory) {
  for (const name of readdirSync(directory, { recursive: true }).filter((file) => file.endsWith('stylesheet.css'))) {
    const sheet = join(directory, name);
    const present = (file) => existsSync(join(dirname(sheet), file));
    const css = readFileSync(sheet, 'utf8').replace(/@import url\('([^']+)'\);/g, (all, file) => (present(file) ? all : ''));
    writeFileSync(sheet, css);
  }
}
