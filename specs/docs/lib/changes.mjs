import { readFileSync } from 'node:fs';
import { headings, render } from './markdown.mjs';
import { contents } from './page.mjs';
import { parts } from './guides.mjs';

/** The page of what changed: in each spec and beside it in its jar since the last release, and the changelog. */
export function writeChanges(site, changelog, reports) {
  const differences = reports.map((report) => sdkChanges(site.specs.find(({ broker }) => broker === report.broker).name, report));
  const log = readFileSync(changelog, 'utf8').replace(/^# .*\n+/, '').replace(/^(#+) /gm, '#$1 ').replace(/^## \[?Unreleased\]?/m, '## Unreleased');
  const source = `# What changed

On the wire of each broker, as its spec tells it, and beside it in the jar that is generated from it. The builds of this project
find that by themselves, and fail where something breaks and the version does not say so. A version says so by its first number,
and before 1.0.0 by its second. A spec has a version of its own: its second number grows when something is new, the third
when only words or examples are: see [What a version promises](guides/import.html#what-a-version-promises).

${differences.join('\n\n')}

## By the changelog

${log}`;
  const page = { path: 'changes.html', title: 'What changed', source };
  site.page(page.path, {
    title: page.title,
    description: 'What is new, gone or different in each spec and in the SDKs.',
    body: render(source),
    aside: contents(headings(source)),
  });
  return [
    { kind: 'changes', title: 'What changed: release notes', where: 'What changed', text: 'changelog version history new', url: page.path },
    ...parts(page, 'changes'),
  ];
}

function sdkChanges(name, { broker, spec, sdk, groups }) {
  const title = `## ${name}: ${broker}-sdk ${sdk[1]}, spec ${spec[1]}`;
  if (groups.length === 0) return `${title}\n\nAs ${broker}-sdk ${sdk[0]} with its spec ${spec[0]}, but for words and examples.`;
  const rows = groups.map((group) => `| ${group.place && `\`${group.place}\``} | ${cell(group.spec)} | ${cell(group.jar)} |`);
  return `${title}

Since ${broker}-sdk ${sdk[0]} with its spec ${spec[0]}:

| what | in the spec | in the jar |
|---|---|---|
${rows.join('\n')}`;
}

function cell(texts) {
  return texts.map((text) => text.replaceAll('|', '\\|')).join('<br>') || 'nothing';
}
