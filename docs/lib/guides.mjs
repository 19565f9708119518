import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchor, headings, render } from './markdown.mjs';
import { mistake } from './mistake.mjs';
import { cards, escape } from './page.mjs';

/** The guides, in the order of the numbers that their file names begin with. */
export function readGuides(directory, samples, texts) {
  return readdirSync(directory)
    .filter((file) => /^\d.*\.md$/.test(file))
    .sort((one, other) => parseInt(one) - parseInt(other))
    .map((file) => readPage(directory, file, samples, texts, `guides/${file.replace(/^\d+-|\.md$/g, '')}.html`));
}

/** A page of Markdown, in which comments stand for texts. */
export function readPage(directory, file, samples, texts, path) {
  const source = readFileSync(join(directory, file), 'utf8').replace(/<!-- text: ([\w-]+) -->/g, (_, name) => texts[name]);
  const title = source.match(/^# (.*)$/m)?.[1];
  const summary = source.match(/^# .*\n+(.+(?:\n.+)*)/m)?.[1].replace(/\s+/g, ' ');
  if (!title || !summary) throw mistake(`${file} must begin with a title and a sentence on what it is about`);
  const html = render(source, { samples, root: '../'.repeat(path.split('/').length - 1) });
  return { path, title, summary: summary.replace(/\[([^\]]*)\]\([^)]*\)|[*`]/g, '$1'), source, html };
}

/** What the search finds in a text: each part of it. */
function parts({ source, title, path }) {
  const shown = source.replace(/```java.*?```|<details>.*?<\/details>|^\[[^\n]*\]: [^\n]*$/gms, '').split(/^(?=#{1,3} )/m);
  return shown.filter((part) => !part.startsWith('## Next')).map((part) => {
    const heading = part.match(/^#+ (.*)$/m)[1];
    return {
      kind: 'guide',
      title: heading === title ? heading : `${title}: ${heading}`,
      where: 'Guide',
      text: part.replace(/<!--.*?-->|[`*|#>]/g, ' '),
      url: `${path}#${anchor(heading)}`,
    };
  });
}

export function writeGuides(site, all) {
  const failures = site.specs.flatMap((spec) => spec.apis()).map((api) => `<li><a href="../${api.page}#failures">${escape(api.title)}</a></li>`);
  for (const guide of all) {
    site.page(guide.path, {
      title: guide.title,
      description: guide.summary,
      body: guide.html.replace('<!-- list: failures -->', `<ul>${failures.join('')}</ul>`),
      places: headings(guide.source),
      family: ['Guides', all],
    });
  }
  return all.flatMap((guide) => parts(guide));
}

/** The first page: index.md, with lists of the guides, the APIs and the modules. */
export function writeLanding(site, directory, samples, texts, guides, modules) {
  const page = readPage(directory, 'index.md', samples, texts, 'index.html');
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
  site.page(page.path, { title: page.title, description: page.summary, body, places: headings(page.source), family: ['Guides', guides] });
  return parts(page);
}
