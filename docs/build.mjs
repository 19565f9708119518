// Builds the docs site from the specs, the samples, the guides, the Javadoc and real runs.
//
//   node build.mjs --version SDK-VERSION --mocks PORT --build DIR --out DIR
//
// DIR of --build holds what Maven has made before: failures.json, recordings.json,
// pictures/*.svg and javadoc/<Maven module>/.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeBroker } from './lib/broker.mjs';
import { dependencies } from './lib/dependencies.mjs';
import { failureRows } from './lib/failures.mjs';
import { readGuides, writeGuides, writeLanding } from './lib/guides.mjs';
import { javadoc } from './lib/javadoc.mjs';
import { Site } from './lib/page.mjs';
import { pictures } from './lib/pictures.mjs';
import { readPrograms } from './lib/programs.mjs';
import { writeApi } from './lib/reference.mjs';
import { samples } from './lib/samples.mjs';
import { searchIndex } from './lib/search-index.mjs';
import { readSpecs } from './lib/specs.mjs';
import { Wire } from './lib/wire.mjs';

const { values: options } = parseArgs({
  options: { version: { type: 'string' }, mocks: { type: 'string' }, build: { type: 'string' }, out: { type: 'string' } },
});
const here = import.meta.dirname;
const root = join(here, '..');
const build = resolve(options.build);
const out = resolve(options.out);

try {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'assets'), { recursive: true });

  const recorded = (name) => JSON.parse(readFileSync(join(build, name), 'utf8'));
  const specs = readSpecs(join(root, 'specs'), join(build, 'specs'));
  const site = new Site(out, options.version, specs);
  const java = samples(join(root, 'integration-tests/src/main/java/org/brokersdk/samples'));
  const [logins] = readFileSync(join(root, 'README.md'), 'utf8').match(/(?<=^## Which login\n\n)(?:\|.*\n)+/m);
  const texts = {
    dependencies: dependencies(specs.map(({ module }) => module), root),
    logins: logins.replaceAll('docs/guides/', ''),
  };
  const guides = [...readGuides(join(here, 'guides'), java, texts), readPrograms(join(root, 'integration-tests/programs'))];
  const api = javadoc(site, join(build, 'javadoc'), root);
  const mocks = new Map(specs.map(({ broker }, i) => [broker, `http://127.0.0.1:${Number(options.mocks) + i}`]));
  const parts = {
    samples: java,
    wire: new Wire(recorded('recordings.json'), mocks),
    pictures: pictures(join(here, 'pictures'), join(build, 'pictures'), join(out, 'pictures')),
  };
  const failures = recorded('failures.json');

  const found = [
    ...writeLanding(site, join(here, 'guides'), java, texts, guides, api.modules),
    ...writeGuides(site, guides),
    ...specs.flatMap((spec) => {
      const ofSpec = { ...parts, javadoc: api.links(spec) };
      return [
        ...writeBroker(site, spec, ofSpec),
        ...spec.apis().flatMap((one, age) => writeApi(site, spec, one, { ...ofSpec, rows: failureRows(failures, spec, one) }).map((entry) => ({ ...entry, age }))),
      ];
    }),
    ...api.found,
  ];

  cpSync(join(here, 'node_modules/minisearch/dist/umd/index.js'), join(out, 'assets/minisearch.js'));
  for (const file of readdirSync(join(here, 'theme'))) cpSync(join(here, 'theme', file), join(out, 'assets', file));
  for (const { broker } of specs) cpSync(join(root, `specs/${broker}.yaml`), join(out, `openapi/${broker}.yaml`));
  writeFileSync(join(out, 'assets/search-index.js'), searchIndex(found));
  console.log(`The docs are in ${join(out, 'index.html')}: ${site.pages} pages, ${found.length} things to search for`);
} catch (failure) {
  console.error(failure.expected ? failure.message : failure);
  process.exit(1);
}
