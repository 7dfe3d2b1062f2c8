import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { queryClient } from '../../api/queries';
import type { SigningKey } from '../../api/types';
import { host } from '../../platform';
import { renderApp } from '../../test/app';
import { anOperator, aStatus, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';

const secret = 'canary-signing-secret-canary-signing-secret-canary';

function aSigningKey(change: Partial<SigningKey> = {}): SigningKey {
  return {
    id: 'm-2026-11',
    alg: 'HS384',
    use: 'machine',
    state: 'active',
    createdAt: '2026-11-08T02:00:00Z',
    createdBy: 'm.okafor',
    retiredAt: null,
    ...change,
  };
}

const keys = [
  aSigningKey(),
  aSigningKey({ id: 'u-2026-09', alg: 'HS256', use: 'user' }),
  aSigningKey({ id: 'm-2026-06', state: 'retired', retiredAt: '2026-11-08T02:00:00Z' }),
];

function core(answers: Parameters<typeof shellAnswers>[0] = {}) {
  server.use(
    ...shellAnswers(answers),
    http.get('/api/v1/signing-keys', () => HttpResponse.json({ items: keys, total: keys.length })),
  );
}

const settings = [
  { name: 'listen', value: '127.0.0.1:8417', origin: 'default' },
  { name: 'limits', value: 'off', origin: 'LATCHKEY_LIMITS' },
];

/** Where the listener could be: 8418 is taken, everything else is free. */
const choices = http.get('/api/v1/listener', ({ request }) => {
  const address = new URL(request.url).searchParams.get('address');
  const taken = address?.endsWith(':8418') ?? false;
  return HttpResponse.json({
    networks: [
      { interface: 'lo', address: '127.0.0.1', network: '127.0.0.0/8', loopback: true },
      { interface: 'wlan0', address: '192.168.178.20', network: '192.168.178.0/24', loopback: false },
    ],
    probe: address && {
      address,
      free: !taken,
      error: taken ? 'port 8418 is taken by nginx (process 42)' : '',
      suggestion: taken ? '127.0.0.1:8419' : '',
    },
  });
});

afterEach(() => vi.restoreAllMocks());

describe('signing keys', () => {
  it('are listed by use, with what each does now', async () => {
    core();
    await renderApp('/settings/signing-keys');
    const machine = await screen.findByRole('table', { name: 'Machine tokens, HS384' });
    expect(within(within(machine).getByRole('row', { name: /m-2026-11/ })).getByText('Signs')).toBeVisible();
    expect(within(within(machine).getByRole('row', { name: /m-2026-06/ })).getByText('Retired')).toHaveClass(
      'neutral',
    );
    expect(within(machine).queryByText('u-2026-09')).not.toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('are revealed after a word about what that means, and forgotten with the dialog', async () => {
    core();
    let asked = 0;
    server.use(
      http.post('/api/v1/signing-keys/m-2026-11/reveal', () => {
        asked += 1;
        return HttpResponse.json({ ...aSigningKey(), secret });
      }),
    );
    await renderApp('/settings/signing-keys');
    await userEvent.click(await screen.findByRole('button', { name: 'Reveal key m-2026-11' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/can make tokens/)).toBeInTheDocument();
    expect(within(dialog).getByText(/written in the audit log/)).toBeInTheDocument();
    expect(asked).toBe(0);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reveal secret' }));
    expect(await screen.findByText('Secret of m-2026-11')).toBeInTheDocument();
    expect(document.body.innerHTML).not.toContain(secret);
    await userEvent.click(screen.getByRole('button', { name: 'Reveal: Secret' }));
    expect(screen.getByText(secret)).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(document.body.innerHTML).not.toContain(secret);
    const cached = [
      ...queryClient
        .getQueryCache()
        .getAll()
        .map(({ state }) => state),
      ...queryClient
        .getMutationCache()
        .getAll()
        .map(({ state }) => state),
    ];
    expect(JSON.stringify(cached)).not.toContain(secret);
  });

  it('stay as they are where the core refuses to rotate, and the dialog says why', async () => {
    core();
    server.use(
      http.post('/api/v1/signing-keys/rotate', () =>
        problem(403, { code: 'denied', detail: 'your role admin may not do this' }),
      ),
    );
    await renderApp('/settings/signing-keys');
    await userEvent.click(await screen.findByRole('button', { name: 'Rotate the key of user tokens' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/Tokens of the old one stay good until they end/)).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Rotate signing key' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Your role admin may not do this.');
    expect(screen.queryByText(/A new key signs:/)).not.toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('are imported with the fault at the field, and out of no cache', async () => {
    core();
    const bodies: unknown[] = [];
    server.use(
      http.post('/api/v1/signing-keys', async ({ request }) => {
        bodies.push(await request.json());
        return bodies.length === 1
          ? problem(400, { code: 'invalid', detail: 'a signing secret for HS384 is longer', field: 'secret' })
          : HttpResponse.json(aSigningKey({ id: 'm-brought' }), { status: 201 });
      }),
    );
    await renderApp('/settings/signing-keys');
    await userEvent.click(await screen.findByRole('button', { name: 'Import a key for machine tokens' }));
    const form = await screen.findByRole('dialog');
    await userEvent.click(within(form).getByRole('button', { name: /^Import signing key/ }));
    expect(within(form).getByText('Enter the secret.')).toBeInTheDocument();
    expect(bodies).toEqual([]);
    const field = within(form).getByLabelText(/^Secret/);
    await userEvent.type(field, secret);
    await userEvent.click(within(form).getByRole('button', { name: /^Import signing key/ }));
    expect(await within(form).findByText('A signing secret for HS384 is longer.')).toBeInTheDocument();
    expect(field).toHaveAttribute('aria-invalid', 'true');
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(form).getByRole('button', { name: /^Import signing key/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(bodies).toEqual([
      { use: 'machine', secret },
      { use: 'machine', secret },
    ]);
    expect(
      JSON.stringify(
        queryClient
          .getMutationCache()
          .getAll()
          .map(({ state }) => state),
      ),
    ).not.toContain(secret);
  });

  it('are only looked at by those who are no owners', async () => {
    core({ operator: anOperator({ role: 'admin' }) });
    await renderApp('/settings/signing-keys');
    expect(
      await screen.findByText('Only owners can reveal, rotate or import signing keys.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Reveal key|Rotate|Import/ })).not.toBeInTheDocument();
  });
});

describe('the listener', () => {
  it('is shown with every setting and who set it', async () => {
    core({ status: aStatus({ settings }) });
    server.use(choices);
    await renderApp('/settings/listener');
    expect(await screen.findByDisplayValue('This computer only, 127.0.0.1')).toBeInTheDocument();
    const line = screen.getByRole('row', { name: /Login limits/ });
    expect(within(line).getByText('LATCHKEY_LIMITS')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('is not editable where a flag set it, and says where to change it', async () => {
    const fixed = [{ name: 'listen', value: '127.0.0.1:8417', origin: '--listen' }];
    core({ status: aStatus({ settings: fixed }) });
    await renderApp('/settings/listener');
    expect(
      await screen.findByText('Set by --listen. Change it there and start Latchkey again.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  });

  it('is no admin’s to move', async () => {
    core({ operator: anOperator({ role: 'admin' }) });
    await renderApp('/settings/listener');
    expect(await screen.findByText('Only owners see what Latchkey was started with.')).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  });

  it('warns of plain HTTP beyond this computer', async () => {
    const { listener } = aStatus();
    core({ status: aStatus({ listener: { ...listener, loopback: false, plainHttp: true } }) });
    await renderApp('/settings/listener');
    expect(await screen.findByText(/whoever is on the way can read them/)).toBeInTheDocument();
    expect(screen.getByText('Other computers too')).toBeInTheDocument();
  });

  it('names who could reach it, tries the port, and says what moving it does', async () => {
    core({ status: aStatus({ settings }) });
    server.use(choices);
    await renderApp('/settings/listener');
    const port = await screen.findByRole('textbox', { name: 'Port of the listener' });
    expect(screen.queryByRole('button', { name: 'Apply' })).not.toBeInTheDocument();
    await userEvent.clear(port);
    expect(screen.getByText('Enter a port between 1 and 65535.')).toBeInTheDocument();
    await userEvent.type(port, '8420');
    expect(await screen.findByText('free')).toBeInTheDocument();
    expect(
      screen.getByText(/Programs that still call 127.0.0.1:8417 are refused until they call 127.0.0.1:8420/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('combobox', { name: 'Address of the listener' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Every network, 0.0.0.0' }));
    const warning = screen.getByText(/could send logins to it/);
    expect(warning).toHaveTextContent('wlan0 (192.168.178.0/24)');
    expect(warning).toHaveTextContent('Without TLS they could read secrets on the way.');
    expect(await axeViolations()).toEqual([]);
  });

  it('says who has a taken port and offers the next free one; a refused move keeps what was typed', async () => {
    core({ status: aStatus({ settings }) });
    server.use(
      choices,
      http.put('/api/v1/listener', () =>
        problem(409, { code: 'conflict', detail: 'port 8419 on 127.0.0.1 is taken by nginx (process 42)' }),
      ),
    );
    await renderApp('/settings/listener');
    const port = await screen.findByRole('textbox', { name: 'Port of the listener' });
    await userEvent.clear(port);
    await userEvent.type(port, '8418');
    expect(await screen.findByText('Port 8418 is taken by nginx (process 42).')).toBeInTheDocument();
    expect(port).toHaveAttribute('aria-invalid', 'true');
    await userEvent.click(screen.getByRole('button', { name: 'Use 8419' }));
    expect(port).toHaveValue('8419');
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
    expect(
      await screen.findByText('Port 8419 on 127.0.0.1 is taken by nginx (process 42).'),
    ).toBeInTheDocument();
    expect(port).toHaveValue('8419');
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }));
    expect(port).toHaveValue('8417');
  });

  it('is not stopped by a browser that came by it', async () => {
    core({ status: aStatus({ settings }) });
    server.use(choices);
    await renderApp('/settings/listener');
    expect(await screen.findByText(/that would cut this page off/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^(Stop|Restart)/ })).not.toBeInTheDocument();
  });

  it('is stopped after a question and started again where the portal is elsewhere', async () => {
    const { listener } = aStatus();
    const turned: string[] = [];
    let state: 'listening' | 'stopped' = 'listening';
    const status = () => aStatus({ settings, listener: { ...listener, portal: false, state } });
    core();
    server.use(
      choices,
      http.get('/api/v1/status', () => HttpResponse.json(status())),
      http.post('/api/v1/listener/:turn', ({ params }) => {
        turned.push(String(params.turn));
        state = params.turn === 'stop' ? 'stopped' : 'listening';
        return HttpResponse.json(status());
      }),
    );
    await renderApp('/settings/listener');
    await userEvent.click(await screen.findByRole('button', { name: 'Stop listener…' }));
    const dialog = await screen.findByRole('dialog', { name: /Every login fails/ });
    expect(turned).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Stop listener' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await userEvent.click(
      (await screen.findAllByRole('button', { name: 'Start listener' }))[0] as HTMLElement,
    );
    await screen.findByRole('button', { name: 'Restart' });
    expect(turned).toEqual(['stop', 'start']);
  });
});

describe('appearance and about', () => {
  it('keeps the theme and the shortcuts', async () => {
    core();
    await renderApp('/settings/appearance');
    await userEvent.click(await screen.findByRole('radio', { name: 'Dark' }));
    expect(localStorage.getItem('latchkey.scheme')).toBe('dark');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Letters work outside of fields' }));
    expect(localStorage.getItem('latchkey.single-keys')).toBe('off');
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole('radio', { name: 'Like the system' }));
  });

  it('copies what a report of a fault needs', async () => {
    core({ status: aStatus({ settings, dataFolder: '/var/lib/latchkey', pid: 4711 }) });
    const copied: string[] = [];
    vi.spyOn(host, 'copyText').mockImplementation((text) => {
      copied.push(text);
      return Promise.resolve(true);
    });
    await renderApp('/settings/about');
    await userEvent.click(await screen.findByRole('button', { name: 'Copy: Diagnostics' }));
    expect(copied[0]).toContain('data folder: /var/lib/latchkey');
    expect(copied[0]).toContain('--limits: off (LATCHKEY_LIMITS)');
    expect(await axeViolations()).toEqual([]);
  });
});
