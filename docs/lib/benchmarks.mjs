// What mvn -Pbench has measured, as a table and as plots. The docs show the run that is kept in docs/benchmarks.json.
//
//   node benchmarks.mjs FILE.json
//
// prints the table of another run, and leaves it beside the file with its plots.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { plotOfLogins, plotOfSpreads } from './plot.mjs';

/** How the ways to log in are called, and whether each login has a connection of its own. */
const WAYS = {
  Sdk: ['The client of the SDK', 'own'],
  Wire: ['The SDK\'s interface below it', 'own'],
  ByHand: ['OkHttp and Gson, by hand', 'own'],
  ByHandKept: ['The same, as it comes', 'kept'],
  Jdk: ['JDK client and Gson', 'kept'],
  StockRetrofit: ['Stock retrofit2', 'kept'],
  StockOkHttp: ['Stock okhttp-gson', 'kept'],
  StockJdk: ['Stock native', 'kept'],
  StockFeign: ['Stock feign', 'kept'],
};

export function benchmarks(file) {
  const measured = JSON.parse(readFileSync(file, 'utf8'));
  const { contenders, beside, archived, machine, versions, memory, accounts, builds, date } = measured;
  const sdk = contenders.Sdk;
  const hand = contenders.ByHand;
  const rows = Object.entries(contenders).map(([name, { warm1, warm16, allocated, first, classes, lost }]) => {
    const [title, connection] = WAYS[name];
    return [title, connection, round(warm1.median), round(warm16.median), kb(allocated.median), `${round(first.median)} (${round(first.lowest)} to ${round(first.highest)})`, classes, lost];
  });
  const [slow, fast] = accounts;
  const goals = [
    ['warm login, 1 thread, beside that by hand', turns(beside.warm1), '1.20'],
    ['warm login, 16 threads, beside that by hand', turns(beside.warm16), '1.20'],
    ['allocated in it, beside that by hand', factor(sdk.allocated, hand.allocated), ''],
    ['allocated in it, kB', kb(sdk.allocated.median), ''],
    ['first login of a JVM, beside that by hand', turns(beside.first), ''],
    ['the same, beside the quickest of the stock clients', turns(beside.stock), '1.05'],
    ['the same with an archive of its classes, beside itself', factor(archived.archive, sdk.first), '0.50'],
    [`the same with \`${archived.options}\` alone`, factor(archived.flags, sdk.first), ''],
    [`the same with \`${archived.options}\` and the archive`, turns(beside.quick), '0.50'],
    [`${slow.accounts} accounts, ${slow.atATime} at a time, at a broker that takes ${slow.takes / 1000} s: beside the limit`, (slow.seconds / slow.limit).toFixed(2), '1.10'],
    ...accounts.map((run) => [`${run.accounts} accounts, ${run.atATime} at a time: lost, mixed, threads, heap after it`, `${run.lost}, ${run.mixed}, ${run.threads}, ${(run.heap / 2 ** 20).toFixed(0)} MiB`, '0, 0, bounded']),
    [`${fast.accounts} accounts at a broker that answers at once: seconds`, fast.seconds.toFixed(1), ''],
    ['a client of an account, bytes', memory.client, 'below 2000'],
    ['a session, bytes', memory.session, 'below 2000'],
    ['from a changed spec to a new jar, beside generator and compiler alone', `${factor(builds.specToJar, builds.generatorAndJavac)} (${builds.specToJar.median.toFixed(1)} s and ${builds.generatorAndJavac.median.toFixed(1)} s)`, '1.30'],
    ...Object.entries(builds.jars).map(([name, bytes]) => [`\`${name}\`, kB`, kb(bytes), '']),
  ];
  const plot = (value, unit, caption) => plotOfSpreads(Object.entries(contenders).map(([name, way]) => ({ name: WAYS[name][0], ...way[value] })), unit, caption);
  return {
    run: `Measured on ${date}: ${machine.processors} processors (${machine.processor ?? 'of unknown kind'}), ${machine.system}, ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')}.`,
    ways: table(['way to log in', 'connection', '1 thread, µs', '16 threads, µs', 'allocated, kB', 'first login, ms', 'classes', 'warm logins lost'], rows),
    goals: table(['measured', 'is', 'goal'], goals),
    plots: {
      warm: plot('warm1', 'µs', 'A warm login, one thread: the median of each of the runs, and theirs.'),
      first: plot('first', 'ms', 'The first login of a JVM, from the start of its process to its end: each of them, and their median.'),
      accounts: plotOfLogins(slow.times, `${slow.atATime} at a time, at a broker that takes ${slow.takes / 1000} s for each.`, slow.accounts),
    },
  };
}

const round = (value) => Math.round(value);
const kb = (bytes) => (bytes / 1000).toFixed(1);
/** The median of ratios, and between which the middle half of them lies. */
const turns = ({ all }) => {
  const sorted = [...all].sort((one, other) => one - other);
  const at = (part) => sorted[Math.floor(part * (sorted.length - 1))].toFixed(2);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
};
const factor = (one, other) => (one.median / other.median).toFixed(2);

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const file = process.argv[2];
  const { run, ways, goals, plots } = benchmarks(file);
  const text = `${run}\n\n${ways}\n\n${goals}\n`;
  writeFileSync(join(dirname(file), 'benchmarks.md'), text);
  for (const [name, plot] of Object.entries(plots)) {
    // On its own it has no style sheet.
    const drawing = plot.match(/<svg.*<\/svg>/s)[0].replace('<svg', '<svg font-family="sans-serif" font-size="12"').replaceAll('<path', '<path stroke="#ccc"').replaceAll('<polyline', '<polyline fill="none" stroke="#06c"').replaceAll('<circle', '<circle fill="#06c" fill-opacity=".4"');
    writeFileSync(join(dirname(file), `${name}.svg`), drawing);
  }
  console.log(text);
}
