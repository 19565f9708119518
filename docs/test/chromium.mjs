// Says where Chromium is. Run by itself, it ends with 1 and what to install where there is none.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const directory of process.env.PATH.split(delimiter)) {
    for (const name of NAMES) {
      try {
        accessSync(join(directory, name), constants.X_OK);
        return join(directory, name);
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = chromium();
  console.log(found ?? 'Chromium is needed to test the docs, and there is none on the PATH. Install it (Debian: apt-get install -y chromium) or set CHROMIUM to its executable; mvn -Pdocs builds the docs without it.');
  process.exit(found ? 0 : 1);
}
