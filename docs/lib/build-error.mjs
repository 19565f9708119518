/** Creates an error in the sources of the docs. The build prints its message without a stack trace. */
export function buildError(message) {
  return Object.assign(new Error(message), { expected: true });
}
