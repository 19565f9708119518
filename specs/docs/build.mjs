// Builds the docs site from the specs, the samples, the guides and the Javadoc.
//
//   node build.mjs --version SDK-VERSION --build DIR --out DIR
//
// DIR of --build holds what Maven has made before: failures.json, pictures/*.svg and javadoc/<sdk>/.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { failureTables } from './lib/failures.mjs';
import { guides, landing } from './lib/guides.mjs';
import { javadoc } from './lib/javadoc.mjs';
import { Site } from './lib/page.mjs';
import { pictures } from './lib/pictures.mjs';
import { reference } from './lib/reference.mjs';
import { samples } from './lib/samples.mjs';
import { searchIndex } from './lib/search-index.mjs';
import { readSpecs } from './lib/specs.mjs';

const { values: options } = parseArgs({
  options: { version: { type: 'string' }, build: { type: 'string' }, out: { type: 'string' } },
});
const here = import.meta.dirname;
const build = resolve(options.build);
const out = resolve(options.out);

try {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'assets'), { recursive: true });

  const specs = readSpecs(join(here, '..'), join(build, 'specs'));
  const site = new Site(out, options.version, specs);
  const java = samples(join(here, '../../integration-tests/src/main/java/org/brokersdk/samples'));
  const failures = failureTables(JSON.parse(readFileSync(join(build, 'failures.json'), 'utf8')), specs);
  const images = pictures(join(here, 'pictures'), join(build, 'pictures'), join(out, 'pictures'));

  const found = [
    ...landing(site, join(here, 'guides'), java),
    ...guides(site, join(here, 'guides'), java),
    ...specs.flatMap((spec) => reference(site, spec, java, failures, images, build)),
    ...javadoc(site, join(build, 'javadoc')),
  ];

  cpSync(join(here, '../node_modules/minisearch/dist/umd/index.js'), join(out, 'assets/minisearch.js'));
  for (const file of readdirSync(join(here, 'theme')).filter((name) => /\.(css|js)$/.test(name))) {
    cpSync(join(here, 'theme', file), join(out, 'assets', file));
  }
  writeFileSync(join(out, 'assets/search-index.js'), searchIndex(found));
  console.log(`The docs are in ${join(out, 'index.html')}: ${site.pages} pages, ${found.length} things to search for`);
} catch (failure) {
  console.error(failure.expected ? failure.message : failure);
  process.exit(1);
}
