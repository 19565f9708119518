import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import hljs from 'highlight.js/lib/common';
import MarkdownIt from 'markdown-it';
import { mistake } from './mistake.mjs';
import { escape } from './page.mjs';
import { slug } from './specs.mjs';

const markdown = new MarkdownIt({
  html: true,
  highlight: (code, language) => (hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : escape(code)),
});

// Headings get an anchor, and tables a box that scrolls where the page is narrow.
markdown.renderer.rules.heading_open = (tokens, i, options, env, self) => {
  tokens[i].attrSet('id', slug(tokens[i + 1].content));
  return self.renderToken(tokens, i, options);
};
markdown.renderer.rules.table_open = () => '<div class="wide"><table>\n';
markdown.renderer.rules.table_close = () => '</table></div>\n';

/** The guides, in the order of the numbers that their file names begin with. */
function readGuides(directory, samples) {
  return readdirSync(directory)
    .filter((file) => /^\d.*\.md$/.test(file))
    .sort((one, other) => parseInt(one) - parseInt(other))
    .map((file) => read(directory, file, samples, `guides/${file.replace(/^\d+-|\.md$/g, '')}.html`));
}

function read(directory, file, samples, path) {
  const source = readFileSync(join(directory, file), 'utf8').replace(
    /<!-- sample: (\S+) -->/g,
    (_, name) => `\`\`\`java\n${samples.get(name)}\n\`\`\``,
  );
  const title = source.match(/^# (.*)$/m)?.[1];
  const summary = source.match(/^# .*\n+(.+(?:\n.+)*)/m)?.[1].replace(/\s+/g, ' ');
  if (!title || !summary) throw mistake(`guides/${file} must begin with a title and a sentence on what it is about`);
  return { path, title, summary, source, html: markdown.render(source) };
}

/** What the search finds in a guide: each part of it. */
function parts(guide) {
  return guide.source.split(/^(?=##? )/m).map((part) => {
    const heading = part.match(/^##? (.*)$/m)[1];
    return {
      kind: 'guide',
      title: heading === guide.title ? heading : `${guide.title}: ${heading}`,
      where: 'Guide',
      text: part.replace(/[`*|#>]/g, ' '),
      url: `${guide.path}#${slug(heading)}`,
    };
  });
}

export function guides(site, directory, samples) {
  const all = readGuides(directory, samples);
  for (const guide of all) {
    const links = all.map(
      (other) =>
        `<li><a href="../${other.path}"${other === guide ? ' aria-current="page"' : ''}>${escape(other.title)}</a></li>`,
    );
    const aside = `<nav class="guides" aria-label="Guides"><ul>${links.join('')}</ul></nav>`;
    site.prose(guide.path, `${guide.title} - Broker login SDKs`, guide.html, aside);
  }
  return all.flatMap(parts);
}

/** The first page: index.md, with lists of what there is in the place of its markers. */
export function landing(site, directory, samples) {
  const page = read(directory, 'index.md', samples, 'index.html');
  const card = (url, title, text) => `<li><a href="${url}"><b>${escape(title)}</b></a><span>${text}</span></li>`;
  const lists = {
    guides: readGuides(directory, samples).map((guide) => card(guide.path, guide.title, markdown.renderInline(guide.summary))),
    references: site.specs.map((spec) =>
      card(spec.page, spec.root.info.title, `${[...spec.operations()].length} operations · spec ${escape(spec.version)}`),
    ),
    javadoc: site.specs.map((spec) => card(`javadoc/${spec.broker}/index.html`, `${spec.broker}-sdk`, `Version ${escape(site.version)}`)),
  };
  const body = page.html.replace(/<!-- list: (\w+) -->/g, (_, name) => `<ul class="cards">${lists[name].join('')}</ul>`);
  site.prose(page.path, page.title, body);
  return parts(page);
}
