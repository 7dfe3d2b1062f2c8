import { describe, expect, it } from 'vitest';
import { aUser } from '../../test/core';
import {
  emptyKeyForm,
  fieldOf,
  type KeyForm,
  keyFormFaults,
  keyRequest,
  makesMembership,
} from './createForm';

const now = Date.parse('2026-11-22T14:03:00Z');
const user = aUser();
const filled: KeyForm = {
  ...emptyKeyForm,
  name: ' billing-batch ',
  user: { kind: 'known', user },
  account: { kind: 'known', id: '0ea70001-0f58-44a2-80ad-000000000001', name: 'Acme Logistics' },
};

describe('the form of a key', () => {
  it('asks for a name and a user, and for an account once there is a user', () => {
    expect(keyFormFaults(emptyKeyForm, now)).toEqual({
      name: 'keys:form.required.name',
      user: 'people:required.user',
    });
    expect(keyFormFaults({ ...filled, account: { kind: 'none' } }, now)).toEqual({
      account: 'people:required.account',
    });
    expect(keyFormFaults(filled, now)).toEqual({});
  });

  it('asks for the names of what is to be made', () => {
    const form: KeyForm = {
      ...filled,
      user: { kind: 'new', username: ' ' },
      account: { kind: 'new', name: '' },
    };
    expect(keyFormFaults(form, now)).toEqual({
      user: 'people:required.username',
      account: 'people:required.accountName',
    });
  });

  it('refuses names that are too long and moments that are over', () => {
    const form: KeyForm = {
      ...filled,
      name: 'x'.repeat(201),
      expires: { kind: 'custom', at: new Date(now) },
    };
    expect(keyFormFaults(form, now)).toEqual({ name: 'keys:form.tooLong', expires: 'common:expiry.past' });
  });

  it('sends no more than was chosen: all of the membership is the rule', () => {
    expect(keyRequest(filled, 'u', 'a')).toEqual({
      name: 'billing-batch',
      user: 'u',
      account: 'a',
      expires: '90d',
    });
  });

  it('sends a chosen part, a start and a note', () => {
    const at = new Date('2026-11-27T00:00:00Z');
    const form: KeyForm = {
      ...filled,
      roles: ['Partner'],
      start: { kind: 'date', at },
      note: ' in the vault ',
    };
    expect(keyRequest(form, 'u', 'a')).toMatchObject({
      roles: ['Partner'],
      notBefore: '2026-11-27T00:00:00.000Z',
      note: 'in the vault',
    });
    expect(keyRequest({ ...filled, start: { kind: 'pending' } }, 'u', 'a').pending).toBe(true);
  });

  it('gives the words of a new membership to the membership, not to the key', () => {
    const form: KeyForm = { ...filled, account: { kind: 'new', name: 'Other' }, roles: ['Partner'] };
    expect(makesMembership(form)).toBe(true);
    expect(keyRequest(form, 'u', 'a').roles).toBeUndefined();
  });

  it('knows which field shows what the core refuses', () => {
    expect(fieldOf('notBefore')).toBe('start');
    expect(fieldOf('username')).toBe('user');
    expect(fieldOf('weak')).toBeUndefined();
  });
});
