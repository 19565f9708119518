import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchor, headings, render } from './markdown.mjs';
import { buildError } from './build-error.mjs';
import { cards, escape } from './page.mjs';

/** Reads the guides, in the order of the numbers in their file names. */
export function readGuides(directory, samples, inserts) {
  return readdirSync(directory)
    .filter((file) => /^\d.*\.md$/.test(file))
    .sort((a, b) => parseInt(a) - parseInt(b))
    .map((file) => readPage(directory, file, samples, inserts, `guides/${file.replace(/^\d+-|\.md$/g, '')}.html`));
}

/** Reads a page of Markdown, and replaces its comments by inserts. */
export function readPage(directory, file, samples, inserts, path) {
  const source = readFileSync(join(directory, file), 'utf8').replace(/<!-- text: ([\w-]+) -->/g, (_, name) => inserts[name]);
  const title = source.match(/^# (.*)$/m)?.[1];
  const summary = source.match(/^# .*\n+(.+(?:\n.+)*)/m)?.[1].replace(/\s+/g, ' ');
  if (!title || !summary) throw buildError(`${file} must begin with a title and a summary, such as "# Proxies" and "How to use a proxy."`);
  const html = render(source, { samples, root: '../'.repeat(path.split('/').length - 1) });
  return { path, title, summary: summary.replace(/\[([^\]]*)\]\([^)]*\)|[*`]/g, '$1'), source, html };
}

/** Returns a search entry for each section of a guide. */
function sectionEntries({ source, title, path }) {
  const sections = source.replace(/```java.*?```|<details>.*?<\/details>|^\[[^\n]*\]: [^\n]*$/gms, '').split(/^(?=#{1,3} )/m);
  return sections.filter((section) => !section.startsWith('## Next')).map((section) => {
    const heading = section.match(/^#+ (.*)$/m)[1];
    return {
      kind: 'guide',
      title: heading === title ? heading : `${title}: ${heading}`,
      where: 'Guide',
      text: section.replace(/<!--.*?-->|[`*|#>]/g, ' '),
      url: `${path}#${anchor(heading)}`,
    };
  });
}

export function writeGuides(site, guides) {
  const failures = site.specs.flatMap((spec) => spec.apis()).map((api) => `<li><a href="../${api.page}#failures">${escape(api.title)}</a></li>`);
  for (const guide of guides) {
    site.page(guide.path, {
      title: guide.title,
      description: guide.summary,
      body: guide.html.replace('<!-- list: failures -->', `<ul>${failures.join('')}</ul>`),
      headings: headings(guide.source),
      family: ['Guides', guides],
    });
  }
  return guides.flatMap((guide) => sectionEntries(guide));
}

/** Writes the first page, index.md, with lists of the guides, the APIs and the modules. */
export function writeLanding(site, directory, samples, inserts, guides, modules) {
  const page = readPage(directory, 'index.md', samples, inserts, 'index.html');
  const lists = {
    guides: guides.map(({ path: url, title, summary }) => ({ url, title, text: escape(summary) })),
    references: site.specs.map((spec) => ({
      url: spec.page,
      title: spec.root.info.title,
      text: spec.apis().map((api) => escape(api.title)).join(', '),
    })),
    javadoc: modules.map(({ name, start, description }) => ({
      url: start,
      title: name,
      text: escape(description),
    })),
  };
  const body = page.html.replace(/<!-- list: (\w+) -->/g, (_, name) => cards(lists[name]));
  site.page(page.path, { title: page.title, description: page.summary, body, headings: headings(page.source), family: ['Guides', guides] });
  return sectionEntries(page);
}
