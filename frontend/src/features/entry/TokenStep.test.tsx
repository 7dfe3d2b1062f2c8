import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { focused } from '../../test/focus';
import { renderUi } from '../../test/render';
import { server } from '../../test/server';
import { tokenOf } from '../token/testToken';
import type { MadeKey } from './firstKey';
import { TokenStep } from './TokenStep';

const made: MadeKey = {
  accessKey: 'a-1',
  secret: 's-1',
  keyName: 'My first key',
  expires: null,
  accountName: 'Default',
  username: 'maya',
  password: 'generated-1',
};

function show(key: MadeKey | null) {
  const onToken = vi.fn();
  renderUi(<TokenStep made={key} base="http://127.0.0.1:8417" owner onToken={onToken} />);
  return onToken;
}
const getToken = () => userEvent.click(screen.getByRole('button', { name: 'Get a token' }));
const choose = (path: string) => userEvent.click(screen.getByRole('tab', { name: path }));

describe('TokenStep', () => {
  it('waits for the key', () => {
    show(null);
    expect(screen.getByRole('button', { name: 'Get a token' })).toBeDisabled();
    expect(screen.queryByRole('tab')).toBeNull();
  });

  it('takes the focus when the key is made', async () => {
    show(made);
    await focused(() => screen.getByRole('button', { name: 'Get a token' }));
  });

  it('tries each login with the same credentials under its own names', async () => {
    const sent: Record<string, unknown> = {};
    const answer = (path: string, reply: () => Response) =>
      http.post(path, async ({ request }) => {
        sent[path] = await request.json();
        return reply();
      });
    server.use(
      answer('/login', () => new HttpResponse(tokenOf({ ak: 'k' }), { status: 201 })),
      answer('/auth/login', () =>
        HttpResponse.json({ id: 1, flatRolesList: ['Partner'], token: tokenOf({ ak: 'k' }) }),
      ),
      answer('/user/login', () => HttpResponse.json({ Id: 'u', Token: tokenOf({ sub: 'u' }, 'HS256') })),
    );
    const onToken = show(made);
    await getToken();
    await screen.findByText('201 Created');
    expect(onToken).toHaveBeenCalled();
    await choose('/auth/login');
    await getToken();
    await screen.findByText(/flatRolesList/);
    await choose('/user/login');
    await getToken();
    await screen.findByText(/HS256, valid|"Id"/);
    expect(sent).toEqual({
      '/login': { accessKey: 'a-1', secret: 's-1' },
      '/auth/login': { apiKey: 'a-1', apiSecret: 's-1' },
      '/user/login': { username: 'maya', password: 'generated-1' },
    });
    expect(screen.getByRole('heading', { name: 'Verify it' })).toBeVisible();
  });

  it('asks for the own password where there is no generated one, and sends nothing before', async () => {
    show({ ...made, password: '' });
    await choose('/user/login');
    await getToken();
    expect(screen.queryByText(/Unauthorized/)).toBeNull();
    server.use(
      http.post('/user/login', () =>
        HttpResponse.json({ message: 'Incorrect credentials' }, { status: 401 }),
      ),
    );
    await userEvent.type(screen.getByLabelText('Your own password'), 'mine');
    await getToken();
    expect(await screen.findByText('The login refused the username or the password.')).toBeVisible();
  });

  it('offers no verification of a token that is not there', () => {
    show(made);
    expect(screen.queryByRole('heading', { name: 'Verify it' })).toBeNull();
  });
});
