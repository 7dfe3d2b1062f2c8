/** The sections of the settings. */
const section = (path, title, more = {}) => ({
  path: `/settings/${path}`,
  name: `settings, ${title.toLowerCase()}`,
  shown: (v) => v.heading(title),
  ...more,
});

export const settings = [
  section('listener', 'Listener'),
  section('tokens', 'Tokens', {
    also: (v) => v.tab.getByRole('slider', { name: v.say('Machine tokens') }).waitFor(),
  }),
  section('security', 'Security', {
    also: (v) => v.tab.getByRole('table', { name: v.say('Sessions of all operators') }).waitFor(),
  }),
  section('signing-keys', 'Signing keys', {
    also: (v) => v.button('Rotate the key of machine tokens').waitFor(),
    layers: {
      'rotate signing key': (v) => v.button('Rotate the key of machine tokens').click(),
      'import signing key': (v) => v.button('Import a key for machine tokens').click(),
    },
  }),
  section('backup', 'Backup & restore', {
    also: async (v) => {
      await v.button('Back up now').click();
      await v.tab.locator('.vaultlist button').first().waitFor();
    },
    layers: {
      'restore a backup': async (v) => {
        await v.tab.locator('.vaultlist button').nth(1).click();
        await v.tab.getByRole('dialog').getByRole('table').waitFor();
      },
      'delete a backup': (v) => v.tab.locator('.vaultlist button').nth(2).click(),
    },
  }),
  section('store', 'Store key', {
    also: (v) => v.button('Re-key the store').waitFor(),
    layers: {
      'use a passphrase': (v) => v.button('Use a passphrase…').click(),
    },
  }),
  section('appearance', 'Appearance'),
  section('about', 'About'),
  {
    path: '/account',
    name: 'my account',
    shown: (v) => v.tab.getByRole('table', { name: v.say('Where you are signed in') }),
    layers: {
      'change own password': (v) => v.button('Change password…').click(),
      'set up second factor': (v) => v.button('Set up second factor…').click(),
    },
  },
];
