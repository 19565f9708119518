import { escape } from './page.mjs';

const WIDTH = 640;

/** How many accounts had an outcome by when: a line that grows, over seconds. */
export function plotOfLogins(times, note = 'Recorded when these docs were built.', many = times.length) {
  const [height, left, bottom] = [240, 52, 30];
  const seconds = Math.max(1, Math.ceil(times.at(-1) / 1000));
  const step = Math.ceil(seconds / 10);
  const x = (ms) => Math.round(left + ((WIDTH - left - 8) * ms) / (seconds * 1000));
  const y = (part) => Math.round(8 + (height - bottom - 8) * (1 - part));
  const line = times.map((ms, i) => `${x(ms)},${y((i + 1) / times.length)}`).join(' ');
  const ticks = range(seconds, step).map((s) => `<text x="${x(s * 1000)}" y="${height - 8}" text-anchor="middle">${s} s</text>`);
  const counts = [0, 0.5, 1].map((part) => `<text x="${left - 8}" y="${y(part) + 4}" text-anchor="end">${part * many}</text>${across(left, y(part))}`);
  const took = (times.at(-1) / 1000).toFixed(1);
  return figure(
    height,
    `${many} logins in ${took} seconds`,
    `${counts.join('')}${ticks.join('')}<polyline points="${x(0)},${y(0)} ${line}"/>`,
    `Accounts with an outcome, by seconds: all ${many} after ${took} s. ${note}`,
  );
}

/** A line for each name: all that was measured as dots, and their median. */
export function plotOfSpreads(rows, unit, caption) {
  const [left, top, line, bottom] = [190, 8, 24, 30];
  const height = top + rows.length * line + bottom;
  const most = nice(Math.max(...rows.flatMap(({ all }) => all)));
  const x = (value) => Math.round(left + ((WIDTH - left - 40) * value) / most);
  const ticks = range(4, 1).map((part) => {
    const value = (most * part) / 4;
    return `<text x="${x(value)}" y="${height - 8}" text-anchor="middle">${value} ${unit}</text><path d="M${x(value)} ${top}V${height - bottom}"/>`;
  });
  const lines = rows.map(({ name, median, all }, i) => {
    const y = top + i * line + line / 2;
    const dots = all.map((value) => `<circle cx="${x(value)}" cy="${y}" r="3"/>`).join('');
    return `<text x="${left - 10}" y="${y + 4}" text-anchor="end">${escape(name)}</text>${dots}<rect x="${x(median) - 1}" y="${y - 8}" width="3" height="16"/>`;
  });
  return figure(height, caption, ticks.join('') + lines.join(''), caption);
}

function figure(height, label, drawing, caption) {
  return `<figure class="plot"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(label)}">${drawing}</svg>
<figcaption>${escape(caption)}</figcaption></figure>`;
}

const across = (left, y) => `<path d="M${left} ${y}H${WIDTH - 8}"/>`;

const range = (last, step) => Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);

/** The next number that four parts divide well. */
function nice(value) {
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((n) => n * size).find((n) => n >= value);
}
