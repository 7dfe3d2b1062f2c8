/** The sections of the settings. */
const section = (path, title, more = {}) => ({
  path: `/settings/${path}`,
  name: `settings, ${title.toLowerCase()}`,
  shown: (v) => v.heading(title),
  ...more,
});

export const settings = [
  section('listener', 'Listener'),
  section('signing-keys', 'Signing keys', {
    also: (v) => v.button('Rotate the key of machine tokens').waitFor(),
    layers: {
      'rotate signing key': (v) => v.button('Rotate the key of machine tokens').click(),
      'import signing key': (v) => v.button('Import a key for machine tokens').click(),
    },
  }),
  section('appearance', 'Appearance'),
  section('about', 'About'),
];
