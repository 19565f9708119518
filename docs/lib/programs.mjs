import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { readPage } from './guides.mjs';

/** The guide of the programs to copy: their README, with the files of each program. */
export function readPrograms(directory) {
  const names = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return readPage(directory, 'README.md', undefined, Object.fromEntries(names.map((name) => [name, files(join(directory, name))])), 'guides/programs.html');
}

function files(program, folder = '') {
  return readdirSync(join(program, folder), { withFileTypes: true })
    .filter(({ name }) => name !== 'target')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? files(program, path) : file(path, readFileSync(join(program, path), 'utf8'));
    })
    .join('');
}

function file(path, text) {
  return `<details><summary><code>${path}</code></summary>\n\n\`\`\`${extname(path).slice(1)}\n${text}\`\`\`\n\n</details>\n`;
}
