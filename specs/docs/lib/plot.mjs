/** How many logins there were by when: a line that grows, over seconds. */
export function plotOfLogins(times) {
  const [width, height, left, bottom] = [640, 240, 44, 30];
  const seconds = Math.max(1, Math.ceil(times.at(-1) / 1000));
  const x = (ms) => Math.round(left + ((width - left - 8) * ms) / (seconds * 1000));
  const y = (count) => Math.round(8 + (height - bottom - 8) * (1 - count / times.length));
  const line = times.map((ms, i) => `${x(ms)},${y(i + 1)}`).join(' ');
  const ticks = Array.from({ length: seconds + 1 }, (_, s) => `<text x="${x(s * 1000)}" y="${height - 8}" text-anchor="middle">${s} s</text>`);
  const counts = [0, times.length / 2, times.length].map((n) => `<text x="${left - 8}" y="${y(n) + 4}" text-anchor="end">${n}</text><path d="M${left} ${y(n)}H${width - 8}"/>`);
  const took = (times.at(-1) / 1000).toFixed(1);
  return `<figure class="plot"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${times.length} logins in ${took} seconds">${counts.join('')}${ticks.join('')}<polyline points="${x(0)},${y(0)} ${line}"/></svg>
<figcaption>Accounts with an outcome, by seconds: all ${times.length} after ${took} s. Recorded when these docs were built.</figcaption></figure>`;
}
