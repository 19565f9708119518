// Builds the docs site from the specs, the samples, the guides, the Javadoc and recordings.
//
//   node build.mjs --version SDK-VERSION --mocks PORT --build DIR --out DIR
//
// DIR of --build contains files that Maven has written before: failures.json, recordings.json,
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
import { Recordings } from './lib/recordings.mjs';

const { values: options } = parseArgs({
  options: { version: { type: 'string' }, mocks: { type: 'string' }, build: { type: 'string' }, out: { type: 'string' } },
});
const docs = import.meta.dirname;
const root = join(docs, '..');
const build = resolve(options.build);
const out = resolve(options.out);

try {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'assets'), { recursive: true });

  const readBuilt = (name) => JSON.parse(readFileSync(join(build, name), 'utf8'));
  const specs = readSpecs(join(root, 'specs'), join(build, 'specs'));
  const site = new Site(out, options.version, specs);
  const java = samples(join(root, 'integration-tests/src/main/java/org/brokersdk/samples'));
  const [loginTable] = readFileSync(join(root, 'README.md'), 'utf8').match(/(?<=^## Which login\n\n)(?:\|.*\n)+/m);
  const inserts = {
    dependencies: dependencies(specs.map(({ module }) => module), root),
    logins: loginTable.replaceAll('docs/guides/', ''),
  };
  const guides = [...readGuides(join(docs, 'guides'), java, inserts), readPrograms(join(root, 'integration-tests/programs'))];
  const apiDocs = javadoc(site, join(build, 'javadoc'), root);
  const mocks = new Map(specs.map(({ broker }, i) => [broker, `http://127.0.0.1:${Number(options.mocks) + i}`]));
  const sources = {
    samples: java,
    recordings: new Recordings(readBuilt('recordings.json'), mocks),
    pictures: pictures(join(docs, 'pictures'), join(build, 'pictures'), join(out, 'pictures')),
  };
  const failures = readBuilt('failures.json');

  const entries = [
    ...writeLanding(site, join(docs, 'guides'), java, inserts, guides, apiDocs.modules),
    ...writeGuides(site, guides),
    ...specs.flatMap((spec) => {
      const specSources = { ...sources, javadoc: apiDocs.links(spec) };
      return [
        ...writeBroker(site, spec, specSources),
        ...spec.apis().flatMap((api, age) =>
          writeApi(site, spec, api, { ...specSources, rows: failureRows(failures, spec, api) }).map((entry) => ({ ...entry, age })),
        ),
      ];
    }),
    ...apiDocs.entries,
  ];

  cpSync(join(docs, 'node_modules/minisearch/dist/umd/index.js'), join(out, 'assets/minisearch.js'));
  for (const file of readdirSync(join(docs, 'theme'))) cpSync(join(docs, 'theme', file), join(out, 'assets', file));
  for (const { broker } of specs) cpSync(join(root, `specs/${broker}.yaml`), join(out, `openapi/${broker}.yaml`));
  writeFileSync(join(out, 'assets/search-index.js'), searchIndex(entries));
  console.log(`The docs are in ${join(out, 'index.html')}: ${site.pages} pages, ${entries.length} search entries`);
} catch (failure) {
  console.error(failure.expected ? failure.message : failure);
  process.exit(1);
}
