import { code, renderInline } from './markdown.mjs';
import { cells, escape } from './page.mjs';
import { slug } from './specs.mjs';

const ADVICE = {
  Unexpected: 'Something between you and the broker responded, or the broker changed its format. responseBody() returns the first MiB. The request may have worked: check before you repeat it.',
};

/** What the SDK makes of the failures of an API: one row for what is the same at several operations. */
export function failureRows(failures, spec, api) {
  const operations = new Map(api.operations.map((operation) => [operation.id, operation]));
  const merged = new Map();
  for (const failure of failures.filter(({ broker, operation }) => broker === spec.broker && operations.has(operation))) {
    const operation = operations.get(failure.operation);
    const key = [failure.status, failure.kind, failure.reason, failure.code, failure.message, failure.detail].join('|');
    if (!merged.has(key)) {
      const shown = [...spec.examples(operation)].find(({ name, status }) => name === failure.example && Number(status) === failure.status);
      merged.set(key, {
        ...failure,
        id: `failure-${slug(`${failure.status || 'none'} ${failure.example ?? failure.message}`)}`,
        summary: shown?.summary ?? 'No response',
        answer: shown,
        advice: failure.advice ?? ADVICE[failure.kind],
        operations: [],
        examples: [],
      });
    }
    merged.get(key).operations.push(operation);
    merged.get(key).examples.push(`${operation.id} ${failure.status} ${failure.example}`);
  }
  const unique = new Set();
  const all = [...merged.values()];
  for (const row of all) {
    for (let id = row.id, n = 2; unique.has(row.id); n++) row.id = `${id}-${n}`;
    unique.add(row.id);
  }
  return all;
}

/** What a person reads of the broker's answer. */
export function words({ message, code, detail }) {
  return [message?.trim() || '(no message)', detail, code && `(${code})`].filter(Boolean).join(' ');
}

export function failureTable(rows, api) {
  return cells(
    'Failures',
    ['Response of the broker', 'Reason', 'What to do'],
    rows.map((row) => {
      const links = row.operations.map((one) => `<a href="#${one.id}">${escape(one.id)}</a>`);
      const where = row.operations.length === api.operations.length ? 'every call' : links.join(', ');
      return {
        id: row.id,
        cells: [
          `<b>${row.status ? `HTTP ${row.status}` : 'nothing'}</b> ${quoted(row)}<small>${renderInline(row.summary)}; ${where}</small>${answer(row)}`,
          `<code>${escape(row.reason ?? row.kind)}</code>`,
          escape(row.advice),
        ],
      };
    }),
    'failures cells',
  );
}

/** The broker's words are code; what is known of an unexpected answer is a description of ours. */
function quoted(row) {
  return row.kind === 'Unexpected' ? escape(words(row)) : `<code>${escape(words(row))}</code>`;
}

function answer({ id, answer: shown }) {
  return shown?.value ? `<details class="more"><summary>The whole response</summary>${example(shown.value, shown.mediaType, `The response of ${id}`)}</details>` : '';
}

/** An answer that a spec shows. */
export function example(value, mediaType, label) {
  const json = mediaType.includes('json');
  return code(json ? JSON.stringify(value, null, 2) : String(value), json ? 'json' : 'plaintext', label);
}
