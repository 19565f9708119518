// Dependencies of each SDK, from the list in its jar.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LINE = /^\s*\((?<licence>[^)]+)\) .*\((?<library>[\w.-]+:[\w.-]+):(?<version>[\w.-]+) - /;

/** Renders the table of libraries, with their licences and the SDKs that depend on them. */
export function dependencies(sdks, root) {
  const libraries = new Map();
  for (const sdk of sdks) {
    const list = readFileSync(join(root, sdk, 'target/classes/META-INF/DEPENDENCIES'), 'utf8');
    for (const line of list.split('\n').map((text) => text.match(LINE)?.groups).filter(Boolean)) {
      const row = libraries.get(line.library) ?? { ...line, sdks: [] };
      libraries.set(line.library, { ...row, sdks: [...row.sdks, sdk] });
    }
  }
  const rows = [...libraries.values()]
    .sort((a, b) => a.library.localeCompare(b.library))
    .map(({ library, version, licence, sdks: users }) => `| \`${library}\` | ${version} | ${licence} | ${users.length === sdks.length ? 'all' : users.join(', ')} |`);
  return ['| library | version | licence | SDKs |', '|---|---|---|---|', ...rows].join('\n');
}
