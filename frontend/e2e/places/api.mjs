/** The guides and the reference. */
const guide = (name, title) => ({
  path: `/api/${name}`,
  name: `api, ${title.toLowerCase()}`,
  shown: (v) => v.heading(title),
  also: (v) => v.tab.locator('.hljs-string, .hljs-variable').first().waitFor(),
});

export const api = [
  guide('partner', 'Partner login'),
  guide('apikey', 'API-key login'),
  guide('user', 'User login and auth headers'),
  guide('verify', 'Forward-auth'),
  {
    path: '/api/reference',
    name: 'api, reference',
    shown: (v) => v.heading('Reference'),
    also: (v) => v.tab.locator('.swagger-ui .opblock').first().waitFor(),
    walk: async (v) => {
      await v.tab.locator('.swagger-ui .opblock-summary-control').first().click();
      await v.tab.locator('.try-out__btn').click();
      await v.tab.locator('.btn.execute').waitFor();
      await v.visit('api, reference, try it out');
    },
  },
];
