import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { queryClient } from '../../api/queries';
import { renderApp } from '../../test/app';
import { anOperator, aSetting, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import { isWithin, type PortalSetting, portalSettingsQuery } from './managed';

const userLife = aSetting({
  name: 'user-token-life',
  value: '5m',
  origin: 'LATCHKEY_USER_TOKEN_LIFE',
  editable: false,
});

function core(first: PortalSetting[], operator = anOperator()) {
  const now = { items: first, sent: [] as unknown[], refusal: null as Response | null };
  server.use(
    ...shellAnswers({ operator }),
    http.get('/api/v1/settings', () => HttpResponse.json({ items: now.items, total: now.items.length })),
    http.get('/api/v1/sessions', () => HttpResponse.json({ items: [], total: 0 })),
    http.patch('/api/v1/settings', async ({ request }) => {
      const body = (await request.json()) as { changes: { name: string; value: string | null }[] };
      now.sent.push(body);
      if (now.refusal) return now.refusal;
      now.items = now.items.map((item) => {
        const change = body.changes.find(({ name }) => name === item.name);
        return change
          ? { ...item, value: change.value ?? item.default, version: item.version + 1, origin: 'portal' }
          : item;
      });
      return HttpResponse.json({ items: now.items, total: now.items.length });
    }),
  );
  return now;
}

describe('settings that the core keeps', () => {
  it('are saved together, with the version that was seen', async () => {
    const now = core([aSetting(), userLife]);
    await renderApp('/settings/tokens');
    const field = await screen.findByLabelText('Machine tokens, exact value');
    expect(screen.getByRole('slider', { name: 'User tokens' })).toBeDisabled();
    expect(screen.getByText(/Set by LATCHKEY_USER_TOKEN_LIFE/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Save changes' })).toBeNull();
    await userEvent.clear(field);
    await userEvent.type(field, '2d');
    expect(screen.getByText('Write it as 90d, 12h or 30m: from 1m to 24h.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Save changes' })).toBeDisabled();
    await userEvent.clear(field);
    await userEvent.type(field, '15m');
    expect(screen.getByText(/A leaked token is good for 15 min at most/)).toBeVisible();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByText('The settings are saved.')).toBeVisible();
    expect(now.sent).toEqual([{ changes: [{ name: 'token-life', value: '15m', version: 1 }] }]);
    expect(screen.getByLabelText('Machine tokens, exact value')).toHaveValue('15m');
  });

  it('show both versions when somebody else was faster, and lose nothing that was typed', async () => {
    const now = core([aSetting()]);
    await renderApp('/settings/tokens');
    const field = await screen.findByLabelText('Machine tokens, exact value');
    await userEvent.clear(field);
    await userEvent.type(field, '15m');
    now.items = [aSetting({ value: '30m', version: 2, origin: 'portal', updatedBy: 'ada' })];
    now.refusal = problem(409, { code: 'conflict', detail: 'changed by ada', field: 'token-life' });
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
    const note = await screen.findByRole('alert');
    expect(note).toHaveTextContent('30m');
    expect(note).toHaveTextContent('15m');
    expect(field).toHaveValue('15m');
    now.refusal = null;
    await userEvent.click(within(note).getByRole('button', { name: 'Save mine over it' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByText('The settings are saved.')).toBeVisible();
    expect(now.sent.at(-1)).toEqual({ changes: [{ name: 'token-life', value: '15m', version: 2 }] });
  });

  it('ask before what was changed is lost with its section', async () => {
    core([aSetting()]);
    await renderApp('/settings/tokens');
    const field = await screen.findByLabelText('Machine tokens, exact value');
    await userEvent.clear(field);
    await userEvent.type(field, '15m');
    await userEvent.click(screen.getByRole('link', { name: 'Security' }));
    const question = await screen.findByRole('dialog');
    await userEvent.click(within(question).getByRole('button', { name: 'Keep editing' }));
    expect(screen.getByLabelText('Machine tokens, exact value')).toHaveValue('15m');
    await userEvent.click(screen.getByRole('link', { name: 'Security' }));
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'Discard changes' }),
    );
    expect(await screen.findByRole('heading', { name: 'Security' })).toBeVisible();
  });

  it('give viewers nothing to change with', async () => {
    core(
      [
        aSetting({
          name: 'operator-second-factor',
          kind: 'choice',
          value: 'optional',
          choices: ['optional', 'required'],
        }),
      ],
      anOperator({ role: 'viewer' }),
    );
    await renderApp('/settings/security');
    expect(await screen.findByRole('radio', { name: 'Required' })).toBeDisabled();
    expect(screen.getByText('Only owners can change this.')).toBeVisible();
    expect(queryClient.getQueryData(portalSettingsQuery.queryKey)?.total).toBe(1);
  });

  it('are held to the bounds of the core before it is asked', () => {
    const span = aSetting({ never: true });
    for (const value of ['1m', '24h', '90m', 'never', '1d']) expect(isWithin(span, value), value).toBe(true);
    for (const value of ['', '59s', '25h', '1', 'h', '-1h', '1.5h'])
      expect(isWithin(span, value), value).toBe(false);
    const number = aSetting({ kind: 'number', least: '10', most: '128' });
    for (const value of ['10', '128']) expect(isWithin(number, value), value).toBe(true);
    for (const value of ['9', '129', '', '1e2', 'never']) expect(isWithin(number, value), value).toBe(false);
  });
});
