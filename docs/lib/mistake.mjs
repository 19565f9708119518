/** A mistake in the sources of the docs: its message says what to do, and nobody needs the stack trace. */
export function mistake(message) {
  return Object.assign(new Error(message), { expected: true });
}
