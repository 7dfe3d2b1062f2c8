import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AuthHeader } from '../../api/types';
import { host } from '../../platform';
import { renderApp } from '../../test/app';
import { anAuthHeader, aUser, listOf, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';

const token = 'lk_3fK9aQcanarycanarycanary';

function core(headers: readonly AuthHeader[]) {
  server.use(
    ...shellAnswers(),
    listOf('/api/v1/authheaders', headers),
    listOf('/api/v1/users', [aUser()]),
    http.get('/api/v1/authheaders/:ref', ({ params }) => {
      const header = headers.find(({ id }) => id === params.ref);
      return header
        ? HttpResponse.json(header)
        : problem(404, { code: 'not_found', detail: 'there is no such auth header' });
    }),
  );
}

describe('auth headers', () => {
  afterEach(() => vi.restoreAllMocks());

  it('warns of those without an end', async () => {
    core([anAuthHeader(), anAuthHeader({ id: '2', name: 'kiosk', expires: '2099-01-01T00:00:00Z' })]);
    await renderApp('/auth-headers');
    const line = await screen.findByRole('row', { name: /reporting-dashboard/ });
    expect(within(line).getByText('No expiry')).toHaveClass('chip', 'warn');
    expect(within(line).getByText(/lk_3fK9aQ/)).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('says what they are for where there are none', async () => {
    core([]);
    await renderApp('/auth-headers');
    expect(await screen.findByRole('heading', { name: 'No auth headers yet' })).toBeInTheDocument();
  });

  it('are shown in full once, with who can read them again', async () => {
    core([]);
    const copied: string[] = [];
    vi.spyOn(host, 'copyText').mockImplementation((text) => {
      copied.push(text);
      return Promise.resolve(true);
    });
    server.use(
      http.post('/api/v1/authheaders', () =>
        HttpResponse.json({ ...anAuthHeader({ name: 'metrics' }), token }, { status: 201 }),
      ),
    );
    await renderApp('/auth-headers');
    await screen.findByText('No auth headers yet');
    await userEvent.keyboard('c');
    const form = await screen.findByRole('dialog', { name: 'Create auth header' });
    await userEvent.type(within(form).getByLabelText(/^Name/), 'metrics');
    await userEvent.type(within(form).getByRole('combobox', { name: /^User/ }), 'svc');
    await userEvent.click(await screen.findByRole('option', { name: /svc-billing/ }));
    expect(form).toHaveTextContent(/Whoever sends it acts as svc-billing until/);
    await userEvent.click(within(form).getByRole('button', { name: /Create auth header/ }));

    const dialog = await screen.findByRole('dialog', { name: 'Save the auth header metrics' });
    expect(dialog).toHaveTextContent('Operators cannot see it again; svc-billing can');
    expect(dialog.textContent).not.toContain(token);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Copy: Header line' }));
    expect(copied).toEqual([`Authorization: Bearer ${token}`]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'curl' }));
    expect(copied[1]).toContain(`-H 'Authorization: Bearer ${token}'`);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.documentElement.innerHTML).not.toContain(token);
  });

  it('are deleted with the consequence said first', async () => {
    core([anAuthHeader()]);
    const deleted: unknown[] = [];
    server.use(
      http.delete('/api/v1/authheaders/:ref', ({ params }) => {
        deleted.push(params.ref);
        return HttpResponse.json(anAuthHeader({ state: 'deleted' }));
      }),
    );
    await renderApp('/auth-headers');
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for reporting-dashboard' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete…' }));
    await screen.findByRole('dialog', {
      name: 'Delete reporting-dashboard? The next request that sends it is refused.',
    });
    await userEvent.click(screen.getByRole('button', { name: 'Delete auth header' }));
    await screen.findByText('reporting-dashboard is deleted.');
    expect(deleted).toEqual([anAuthHeader().id]);
  });

  it('are edited by name and expiry, with the version that was looked at', async () => {
    core([anAuthHeader()]);
    const sent: unknown[] = [];
    server.use(
      http.patch('/api/v1/authheaders/:ref', async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(anAuthHeader({ name: 'reports', version: 2 }));
      }),
    );
    await renderApp(`/auth-headers/${anAuthHeader().id}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    const name = await screen.findByLabelText('Name');
    expect(screen.getByRole('button', { name: /Save changes/ })).toBeDisabled();
    await userEvent.clear(name);
    await userEvent.type(name, 'reports');
    await userEvent.click(screen.getByRole('radio', { name: '30 d' }));
    await userEvent.click(screen.getByRole('button', { name: /Save changes/ }));
    await screen.findByText('reports is saved.');
    expect(sent).toEqual([{ name: 'reports', expires: '30d', version: 1 }]);
  });
});
