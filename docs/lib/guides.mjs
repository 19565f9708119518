import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headings, java, render, renderInline } from './markdown.mjs';
import { mistake } from './mistake.mjs';
import { cards, contents, escape } from './page.mjs';
import { slug } from './specs.mjs';

/** The guides, in the order of the numbers that their file names begin with. */
export function readGuides(directory, samples, texts) {
  return readdirSync(directory)
    .filter((file) => /^\d.*\.md$/.test(file))
    .sort((one, other) => parseInt(one) - parseInt(other))
    .map((file) => read(directory, file, samples, texts, `guides/${file.replace(/^\d+-|\.md$/g, '')}.html`));
}

function read(directory, file, samples, texts, path) {
  const source = readFileSync(join(directory, file), 'utf8').replace(/<!-- text: (\w+) -->/g, (_, name) => texts[name]);
  const title = source.match(/^# (.*)$/m)?.[1];
  const summary = source.match(/^# .*\n+(.+(?:\n.+)*)/m)?.[1].replace(/\s+/g, ' ');
  if (!title || !summary) throw mistake(`docs/guides/${file} must begin with a title and a sentence on what it is about`);
  const html = render(source).replace(/<!-- sample: (\S+) -->/g, (_, name) => java(samples.get(name, `docs/guides/${file}`)));
  return { path, title, summary, source, html };
}

/** What the search finds in a text: each part of it. */
function parts({ source, title, path }) {
  const shown = source.split(/^(?=##? )/m).filter((part) => !part.startsWith('## Next'));
  return shown.map((part) => {
    const heading = part.match(/^##? (.*)$/m)[1];
    return {
      kind: 'guide',
      title: heading === title ? heading : `${title}: ${heading}`,
      where: 'Guide',
      text: part.replace(/<!--.*?-->|[`*|#>]/g, ' '),
      url: `${path}#${slug(heading)}`,
    };
  });
}

export function writeGuides(site, all) {
  const failures = site.specs.flatMap((spec) => spec.apis()).map((api) => `<li><a href="../${api.page}#failures">${escape(api.title)}</a></li>`);
  for (const guide of all) {
    const links = all.map(
      (other) =>
        `<li><a href="../${other.path}"${other === guide ? ' aria-current="page"' : ''}>${escape(other.title)}</a></li>`,
    );
    site.page(guide.path, {
      title: guide.title,
      description: guide.summary,
      body: guide.html.replace('<!-- list: failures -->', `<ul>${failures.join('')}</ul>`),
      aside: `${contents(headings(guide.source).filter(({ inner }) => !inner))}<nav aria-label="Guides"><h2>Guides</h2><ul>${links.join('')}</ul></nav>`,
    });
  }
  return all.flatMap((guide) => parts(guide));
}

/** The first page: index.md, with lists of what there is in the place of its markers. */
export function writeLanding(site, directory, samples, texts, all, modules) {
  const page = read(directory, 'index.md', samples, texts, 'index.html');
  const lists = {
    guides: all.map(({ path: url, title, summary }) => ({ url, title, text: renderInline(summary) })),
    references: site.specs.map((spec) => ({
      url: spec.page,
      title: spec.root.info.title,
      text: `${spec.apis().map((api) => escape(api.title)).join(', ')} · spec ${escape(spec.version)}`,
    })),
    javadoc: modules.map(({ name, start, description }) => ({
      url: start,
      title: name,
      text: `${escape(description)} Version ${escape(site.version)}`,
    })),
  };
  const body = page.html.replace(/<!-- list: (\w+) -->/g, (_, name) => cards(lists[name]));
  site.page(page.path, { title: page.title, description: page.summary, body });
  return parts(page);
}
