/** What a guide says beside its words, which stand under guide.NAME in api.en.ts. */
export interface Guide {
  method: string;
  path: string;
  /** Members of the body, or headers and parameters where there is no body. */
  send: readonly string[];
  answer: { status: number; type: string; body: string };
  errors: readonly number[];
  /** How many sentences there are. */
  flow: number;
  life: number;
}

const jwt = 'eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCJ9.eyJ1aWQiOi…';

export const guides = {
  partner: {
    method: 'POST',
    path: '/login',
    send: ['accessKey', 'secret'],
    answer: { status: 201, type: 'text/plain', body: jwt },
    errors: [400, 401, 429],
    flow: 3,
    life: 4,
  },
  apikey: {
    method: 'POST',
    path: '/auth/login',
    send: ['apiKey', 'apiSecret'],
    answer: {
      status: 200,
      type: 'application/json',
      body: `{
  "id": 1,
  "email": "billing@acme.example",
  "primaryAccount": "0ea70001-…",
  "accounts": [{ "id": "0ea70001-…", "name": "Acme Logistics", "…": "…" }],
  "flatRolesList": ["Partner"],
  "flatPermissionsList": ["invoice:read"],
  "token": "${jwt}"
}`,
    },
    errors: [400, 401, 429],
    flow: 3,
    life: 4,
  },
  user: {
    method: 'POST',
    path: '/user/login',
    send: ['username', 'password'],
    answer: {
      status: 200,
      type: 'application/json',
      body: `{
  "Id": "65d0f5c9-…",
  "Created": "2026-08-14T09:00:00Z",
  "Username": "svc-billing",
  "Email": "",
  "Firstname": "",
  "Lastname": "",
  "Token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOi…",
  "PasswordExpiration": null
}`,
    },
    errors: [400, 401, 403, 429],
    flow: 4,
    life: 4,
  },
  verify: {
    method: 'GET',
    path: '/verify',
    send: ['Authorization', 'role', 'permission', 'headers'],
    answer: {
      status: 200,
      type: '',
      body: `Remote-User: svc-billing
Remote-Name: Billing service
Remote-Email: billing@acme.example
Remote-Groups: Partner
X-Latchkey-Permissions: invoice:read
X-Latchkey-Account: 0ea70001-…
X-Latchkey-Key: 45771ea1-…`,
    },
    errors: [401, 403],
    flow: 3,
    life: 3,
  },
} as const satisfies Record<string, Guide>;

export type GuideName = keyof typeof guides;

export const guideNames = Object.keys(guides) as GuideName[];

export function isGuide(name: string): name is GuideName {
  return Object.hasOwn(guides, name);
}
