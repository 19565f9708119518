import { code, renderInline } from './markdown.mjs';
import { cells, escape } from './page.mjs';
import { slug } from './specs.mjs';

const SUGGESTED_ACTIONS = {
  Unexpected: 'Something between you and the broker responded, or the broker changed its format. responseBody() returns the first MiB. The request may have worked: check before you repeat it.',
};

/** Returns the failures of an API. A failure of several operations is one row. */
export function failureRows(failures, spec, api) {
  const operations = new Map(api.operations.map((operation) => [operation.id, operation]));
  const merged = new Map();
  for (const failure of failures.filter(({ broker, operation }) => broker === spec.broker && operations.has(operation))) {
    const operation = operations.get(failure.operation);
    const key = [failure.status, failure.kind, failure.reason, failure.code, failure.message, failure.detail].join('|');
    if (!merged.has(key)) {
      const example = [...spec.examples(operation)].find(({ name, status }) => name === failure.example && Number(status) === failure.status);
      merged.set(key, {
        ...failure,
        id: `failure-${slug(`${failure.status || 'none'} ${failure.example ?? failure.message}`)}`,
        summary: example?.summary ?? 'No response',
        response: example,
        suggestedAction: failure.suggestedAction ?? SUGGESTED_ACTIONS[failure.kind],
        operations: [],
        examples: [],
      });
    }
    merged.get(key).operations.push(operation);
    merged.get(key).examples.push(`${operation.id} ${failure.status} ${failure.example}`);
  }
  const ids = new Set();
  const rows = [...merged.values()];
  for (const row of rows) {
    for (let id = row.id, n = 2; ids.has(row.id); n++) row.id = `${id}-${n}`;
    ids.add(row.id);
  }
  return rows;
}

/** Returns message, detail and code of a failure as one text. */
export function messageText({ message, code, detail }) {
  return [message?.trim() || '(no message)', detail, code && `(${code})`].filter(Boolean).join(' ');
}

export function failureTable(rows, api) {
  return cells(
    'Failures',
    ['Response of the broker', 'Reason', 'What to do'],
    rows.map((row) => {
      const links = row.operations.map(({ id }) => `<a href="#${id}">${escape(id)}</a>`);
      const where = row.operations.length === api.operations.length ? 'every call' : links.join(', ');
      return {
        id: row.id,
        cells: [
          `<b>${row.status ? `HTTP ${row.status}` : 'nothing'}</b> ${message(row)}<small>${renderInline(row.summary)}; ${where}</small>${wholeResponse(row)}`,
          `<code>${escape(row.reason ?? row.kind)}</code>`,
          escape(row.suggestedAction),
        ],
      };
    }),
    'failures cells',
  );
}

/** Renders the broker's message as code, and the summary of an unexpected response as text. */
function message(row) {
  return row.kind === 'Unexpected' ? escape(messageText(row)) : `<code>${escape(messageText(row))}</code>`;
}

function wholeResponse({ id, response }) {
  return response?.value ? `<details class="more"><summary>The whole response</summary>${exampleCode(response.value, response.mediaType, `The response of ${id}`)}</details>` : '';
}

/** Renders an example of a response. */
export function exampleCode(value, mediaType, label) {
  const json = mediaType.includes('json');
  return code(json ? JSON.stringify(value, null, 2) : String(value), json ? 'json' : 'plaintext', label);
}
