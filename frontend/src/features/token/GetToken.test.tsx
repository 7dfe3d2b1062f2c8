import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { axeViolations, renderUi } from '../../test/render';
import { server } from '../../test/server';
import { GetToken } from './GetToken';
import { tokenOf } from './testToken';

const show = () =>
  renderUi(
    <GetToken
      accessKey="986d8167"
      secret="s-1"
      keyName="billing-batch"
      accountName="Acme Logistics"
      username="svc-billing"
    />,
  );
const press = () => userEvent.click(screen.getByRole('button', { name: 'Get a token' }));

describe('GetToken', () => {
  it('logs in as any client does and shows the token with its claims', async () => {
    let sent: unknown;
    let session: string | null = null;
    localStorage.setItem('latchkey.session', 'operator');
    server.use(
      http.post('/login', async ({ request }) => {
        sent = await request.json();
        session = request.headers.get('Latchkey-Session');
        return new HttpResponse(tokenOf({ ak: 'k-1', exp: 1795356192 }), { status: 201 });
      }),
    );
    show();
    await press();
    expect(await screen.findByText('201 Created')).toBeVisible();
    expect(sent).toEqual({ accessKey: '986d8167', secret: 's-1' });
    expect(session).toBeNull();
    expect(screen.getByText(/HS384, valid until \d\d:03:12/)).toBeVisible();
    expect(screen.getByText('key billing-batch')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Copy token: Token' })).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  it('says where to look when the login refuses', async () => {
    server.use(http.post('/login', () => new HttpResponse('{}', { status: 401 })));
    show();
    await press();
    expect(await screen.findByText('401 Unauthorized')).toBeVisible();
    expect(screen.getByText(/look at the state of the key/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Copy token/ })).toBeNull();
  });

  it('says when to try again', async () => {
    server.use(
      http.post('/login', () => new HttpResponse('{}', { status: 429, headers: { 'Retry-After': '23' } })),
    );
    show();
    await press();
    expect(await screen.findByText('Too many failures. Try again in 23 s.')).toBeVisible();
  });

  it('says so when nothing answers, and can be pressed again', async () => {
    server.use(http.post('/login', () => HttpResponse.error()));
    show();
    await press();
    expect(await screen.findByRole('alert')).toHaveTextContent('Nothing answered.');
    server.use(http.post('/login', () => new HttpResponse(tokenOf({ ak: 'k' }), { status: 201 })));
    await press();
    expect(await screen.findByText('201 Created')).toBeVisible();
  });

  it('keeps the token in the page alone and forgets it with it', async () => {
    const token = tokenOf({ ak: 'canary' });
    server.use(http.post('/login', () => new HttpResponse(token, { status: 201 })));
    const { unmount } = show();
    await press();
    await screen.findByText('201 Created');
    unmount();
    expect(document.documentElement.innerHTML).not.toContain(token);
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(token);
  });
});
