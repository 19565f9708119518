// What each SDK brings along, from the list that the build has put into its jar.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LINE = /^\s*\((?<licence>[^)]+)\) .*\((?<library>[\w.-]+:[\w.-]+):(?<version>[\w.-]+) - /;

/** A table of the libraries, their licences, and the SDKs that bring them. */
export function dependencies(sdks, root) {
  const found = new Map();
  for (const sdk of sdks) {
    const list = readFileSync(join(root, sdk, 'target/classes/META-INF/DEPENDENCIES'), 'utf8');
    for (const line of list.split('\n').map((text) => text.match(LINE)?.groups).filter(Boolean)) {
      const row = found.get(line.library) ?? { ...line, sdks: [] };
      found.set(line.library, { ...row, sdks: [...row.sdks, sdk] });
    }
  }
  const rows = [...found.values()]
    .sort((one, other) => one.library.localeCompare(other.library))
    .map(({ library, version, licence, sdks: users }) => `| \`${library}\` | ${version} | ${licence} | ${users.length === sdks.length ? 'all' : users.join(', ')} |`);
  return ['| library | version | licence | SDKs |', '|---|---|---|---|', ...rows].join('\n');
}
