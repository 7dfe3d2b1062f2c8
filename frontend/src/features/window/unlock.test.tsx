import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../api/error';
import { queryClient } from '../../api/queries';
import { host } from '../../platform';
import { renderApp } from '../../test/app';
import { aKey, listOf, problem, shellAnswers } from '../../test/core';
import { focused } from '../../test/focus';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';

const locked = { code: 'unavailable', detail: 'the store is locked', field: 'passphrase' };
const wrong = new ApiError({
  status: 502,
  code: 'core_unreachable',
  message: 'that is not the passphrase of the store',
  field: 'passphrase',
});

/** A window whose core answers once it was started with the passphrase. */
function sealed(opensWith: string) {
  const given: string[] = [];
  vi.spyOn(host, 'can').mockImplementation((what) => what !== 'clearClipboard');
  vi.spyOn(host, 'restartCore').mockImplementation(async (passphrase = '') => {
    given.push(passphrase);
    if (passphrase !== opensWith) throw wrong;
    server.use(...shellAnswers(), listOf('/api/v1/keys', [aKey()]));
  });
  return given;
}

const field = () => screen.findByLabelText('Passphrase');

describe('a store that is sealed with a passphrase', () => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterEach(() => vi.restoreAllMocks());

  it('is opened before the portal; a wrong one is named at the field and asked for again', async () => {
    const given = sealed('the right words');
    server.use(http.all('*', () => problem(502, locked)));
    await renderApp('/keys');
    await screen.findByRole('heading', { name: 'Unlock the keys' });
    await focused(() => screen.getByLabelText('Passphrase'));
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Unlock' }));
    expect(await field()).toHaveAccessibleDescription(/Enter the passphrase/);
    await userEvent.type(await field(), 'other words{Enter}');
    expect(await screen.findByText('That is not the passphrase of the store.')).toBeInTheDocument();
    expect(await field()).toHaveValue('other words');
    await userEvent.clear(await field());
    await userEvent.type(await field(), 'the right words{Enter}');
    expect(await screen.findByText('billing-batch')).toBeInTheDocument();
    expect(given).toEqual(['other words', 'the right words']);
    expect(document.documentElement.innerHTML).not.toContain('the right words');
  });

  it('is asked for above the open page where its core has to be started again', async () => {
    const given = sealed('the right words');
    server.use(...shellAnswers(), listOf('/api/v1/keys', [aKey()]));
    server.use(http.get('/api/v1/keys/:id', () => HttpResponse.json(aKey())));
    await renderApp('/keys');
    await screen.findByText('billing-batch');
    server.use(http.get('/api/v1/status', () => problem(502, locked)));
    await queryClient.invalidateQueries({ queryKey: ['status'] });
    await userEvent.click(await screen.findByRole('button', { name: 'Restart core' }));
    await screen.findByRole('dialog', { name: 'Unlock the keys' });
    await focused(() => screen.getByLabelText('Passphrase'));
    await userEvent.type(await field(), 'the right words{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(given).toEqual(['', 'the right words']);
  });

  it('says why another core does not start, and starts it again on demand', async () => {
    vi.spyOn(host, 'can').mockImplementation((what) => what !== 'clearClipboard');
    const restart = vi.spyOn(host, 'restartCore').mockImplementation(async () => {
      server.use(...shellAnswers(), listOf('/api/v1/keys', [aKey()]));
    });
    const detail = 'latchkey is version 1, and this window is 2';
    server.use(http.all('*', () => problem(502, { code: 'conflict', detail, hint: 'install both' })));
    await renderApp('/keys');
    await screen.findByRole('heading', { name: 'The core is not running' });
    expect(
      screen.getByText('Latchkey is version 1, and this window is 2. Install both.'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('billing-batch')).toBeInTheDocument();
    expect(restart).toHaveBeenCalledTimes(1);
  });
});
