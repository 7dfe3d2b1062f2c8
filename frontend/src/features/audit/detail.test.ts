import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import type { AuditEntry } from '../../api/types';
import german from './audit.de';
import { detailWords } from './detail';

beforeAll(() => i18next.addResourceBundle('de', 'audit', german));

const said = (action: string, detail: string) =>
  detailWords({ action, detail } as AuditEntry, i18next.getFixedT('de', 'audit'));

it('says in the language of the portal what the core wrote beside an action', () => {
  expect(said('key.create', 'for svc-billing')).toBe('für svc-billing');
  expect(said('key.bulk', '1200 keys')).toMatch(/^1.200 Schlüssel$/);
  expect(said('key.rotate', 'the old secret works for 24h')).toBe('das alte Secret gilt noch 24h');
  expect(said('setting.change', 'from 1h to 30m')).toBe('von 1h zu 30m');
  expect(said('user.create', 'operator: owner')).toBe('im Portal: Inhaber');
  expect(said('key.import', '20 from lines 1 to 20')).toBe('20 aus den Zeilen 1 bis 20');
});

it('leaves what somebody wrote as they wrote it', () => {
  expect(said('key.revoke', 'for good')).toBe('for good');
  expect(said('user.disable', 'operator: gone')).toBe('operator: gone');
});
