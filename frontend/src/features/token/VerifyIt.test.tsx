import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { axeViolations, renderUi } from '../../test/render';
import { server } from '../../test/server';
import { VerifyIt } from './VerifyIt';

const show = (owner = true) =>
  renderUi(<VerifyIt token="a.b.c" base="http://127.0.0.1:8417" owner={owner} />);

const signingKey = (id: string, use: string, state: string) => ({
  id,
  alg: use === 'machine' ? 'HS384' : 'HS256',
  use,
  state,
  createdAt: '2026-11-22T14:00:00Z',
  createdBy: 'local',
  retiredAt: null,
});

describe('VerifyIt', () => {
  it('reveals the secret of the active key of machine tokens, masked until asked for', async () => {
    let revealed = '';
    server.use(
      http.get('/api/v1/signing-keys', () =>
        HttpResponse.json({
          items: [
            signingKey('u-1', 'user', 'active'),
            signingKey('m-1', 'machine', 'retired'),
            signingKey('m-2', 'machine', 'active'),
          ],
          total: 3,
        }),
      ),
      http.post('/api/v1/signing-keys/:id/reveal', ({ params }) => {
        revealed = String(params.id);
        return HttpResponse.json({ ...signingKey('m-2', 'machine', 'active'), secret: 'signing-canary' });
      }),
    );
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Reveal signing secret' }));
    const show1 = await screen.findByRole('button', { name: 'Reveal: Signing secret' });
    expect(revealed).toBe('m-2');
    expect(document.body).not.toHaveTextContent('signing-canary');
    await userEvent.click(show1);
    expect(screen.getByText('signing-canary')).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  it('says before the reveal what the secret can do, and that it is written down', () => {
    show();
    expect(screen.getByText(/can also make tokens/)).toHaveTextContent('audit log');
  });

  it('offers no reveal to somebody who may not', () => {
    show(false);
    expect(screen.queryByRole('button', { name: 'Reveal signing secret' })).toBeNull();
    expect(screen.getByText('Only an owner can reveal it.')).toBeVisible();
  });

  it('has a program for each language, chosen by the arrow keys', async () => {
    show();
    screen.getByRole('tab', { name: 'Python' }).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Node' })).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByText(/createHmac/)).toBeVisible();
  });

  it('asks /verify with the token and shows whom it found', async () => {
    let sent: string | null = null;
    server.use(
      http.get('/verify', ({ request }) => {
        sent = request.headers.get('Authorization');
        return new HttpResponse(null, {
          status: 200,
          headers: { 'Remote-User': 'svc-billing', 'Remote-Groups': 'Partner', 'X-Latchkey-Account': 'a-1' },
        });
      }),
    );
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Check with /verify' }));
    const headers = await screen.findByLabelText('Identity headers');
    expect(sent).toBe('Bearer a.b.c');
    expect(within(headers).getByText('svc-billing')).toBeVisible();
    expect(within(headers).getAllByText('empty').length).toBe(4);
  });

  it('shows that a token is refused by now', async () => {
    server.use(http.get('/verify', () => new HttpResponse(null, { status: 401 })));
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Check with /verify' }));
    expect(await screen.findByText('401 Unauthorized')).toBeVisible();
  });
});
