// Finds Chromium. As a program, it prints the path. If there is none, it prints what to install and exits with 1.
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
        // Chromium is not in this directory.
      }
    }
  }
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = chromium();
  console.log(found ?? 'The tests of the docs need Chromium, and there is none on the PATH. Install it (Debian: apt-get install -y chromium), or set CHROMIUM to its executable. Building the docs does not need it.');
  process.exit(found ? 0 : 1);
}
