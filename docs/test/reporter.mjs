// Prints a line for each test, the cause of each failure, and the number of passed and failed tests.
export default async function* reporter(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type === 'test:pass' && data.details.type !== 'suite') {
      passed++;
      yield `ok      ${data.name}\n`;
    } else if (type === 'test:fail' && data.details.type !== 'suite') {
      failed++;
      const cause = data.details.error.cause ?? data.details.error;
      yield `FAILED  ${data.name}\n${cause.stack ?? cause}\n`;
    } else if (type === 'test:stderr' || type === 'test:stdout') {
      yield data.message;
    }
  }
  yield `Docs in a browser: ${passed} passed, ${failed} failed\n`;
}
