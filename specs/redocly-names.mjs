// What x-also-named says, for the linter: an example may show a field under either of its names.
export default () => ({
  id: 'names',
  preprocessors: {
    oas3: {
      'also-named': () => ({
        Schema: {
          enter({ properties = {} }, { resolve }) {
            for (const field of Object.values(properties)) {
              const other = resolve(field).node?.['x-also-named'];
              if (other) properties[other] ??= field;
            }
          },
        },
      }),
    },
  },
});
