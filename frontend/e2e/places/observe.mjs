/** What happened. */
import { owner } from '../harness/client.mjs';

export const observe = [
  {
    path: '/audit',
    name: 'audit log',
    shown: (v) => v.row(owner.username),
    layers: { 'audit entry': (v) => v.row(owner.username).first().click() },
  },
];
