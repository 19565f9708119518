import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headings, render } from './markdown.mjs';
import { mistake } from './mistake.mjs';
import { contents } from './page.mjs';
import { parts } from './guides.mjs';
import { difference, surface } from './surface.mjs';

/** The page of what changed: in each spec since its version before, and in the SDKs by the changelog. */
export function writeChanges(site, changelog, baselines) {
  const differences = site.specs.map((spec) => specChanges(spec, baselines));
  const log = readFileSync(changelog, 'utf8').replace(/^# .*\n+/, '').replace(/^(#+) /gm, '#$1 ').replace(/^## \[?Unreleased\]?/m, '## Unreleased');
  const source = `# What changed

In the wire of each broker, as its spec tells it, and in the SDKs. A spec has a version of its own: the first number grows
when something is gone or means something else, the second when something is new, the third when only words or examples are.

${differences.join('\n\n')}

## In the SDKs

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

function specChanges(spec, baselines) {
  const file = join(baselines, `${spec.broker}.txt`);
  const title = `## ${spec.name} spec ${spec.version}`;
  if (!existsSync(file)) return `${title}\n\nIts first version.`;
  const [version, ...before] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const changes = difference(before, surface(spec));
  if (changes.length > 0 && version === spec.version) {
    throw mistake(
      `specs/${spec.broker}.yaml says something else than version ${version} in specs/released/${spec.broker}.txt, and is called ${version} too:` +
        ` give it a greater version\n${changes.map(({ text }) => text).join('\n')}`,
    );
  }
  const kinds = { gone: 'Gone', new: 'New', changed: 'Changed' };
  const lists = Object.entries(kinds).map(([kind, name]) => {
    const texts = changes.filter((one) => one.kind === kind).map(({ text }) => `- ${text}`);
    return texts.length > 0 ? `### ${name} in ${spec.name} since ${version}\n\n${texts.join('\n')}` : '';
  });
  return [title, ...(changes.length > 0 ? lists.filter(Boolean) : [`As ${version}, but for words and examples.`])].join('\n\n');
}
