import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { queryClient } from '../../api/queries';
import { host, type Probe, type WindowState } from '../../platform';
import { axeViolations, renderUi } from '../../test/render';
import { AutostartLine } from './AutostartLine';
import { ConnectDialog } from './ConnectDialog';
import { windowQuery } from './calls';
import { ServerMenu } from './ServerMenu';

const here: WindowState = { version: '1.2.3', autostart: false, server: null, servers: [] };
const probe: Probe = {
  address: 'https://keys.example.com',
  trusted: false,
  known: false,
  changed: false,
  certificate: {
    fingerprint: 'AA:BB:CC',
    subject: 'CN=keys.example.com',
    issuer: 'CN=Acme CA',
    names: ['keys.example.com'],
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2027-01-01T00:00:00Z',
    why: 'signer',
  },
};

function inWindow(state: WindowState, answers: Partial<NonNullable<typeof host.window>> = {}) {
  const controls = {
    state: vi.fn(async () => state),
    setAutostart: vi.fn(async (on: boolean) => ({ ...state, autostart: on })),
    probe: vi.fn(async () => probe),
    connect: vi.fn(async () => state),
    disconnect: vi.fn(async () => here),
    ...answers,
  };
  Reflect.set(host, 'window', controls);
  queryClient.clear();
  return controls;
}

afterEach(() => {
  Reflect.set(host, 'window', null);
  queryClient.clear();
});

describe('the window', () => {
  it('shows a certificate before it is trusted, and sends its fingerprint', async () => {
    const controls = inWindow(here);
    const onConnected = vi.fn();
    renderUi(<ConnectDialog onConnected={onConnected} onClose={() => {}} />);
    const dialog = await screen.findByRole('dialog', { name: 'Connect to a server' });
    await userEvent.type(within(dialog).getByLabelText('Address'), 'keys.example.com{Enter}');
    expect(await within(dialog).findByText('AA:BB:CC')).toBeVisible();
    expect(within(dialog).getByRole('status')).toHaveTextContent('does not know who signed');
    expect(controls.connect).not.toHaveBeenCalled();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Trust this certificate and connect' }));
    expect(controls.connect).toHaveBeenCalledWith({ address: probe.address, fingerprint: 'AA:BB:CC' });
    await waitFor(() => expect(onConnected).toHaveBeenCalledOnce());
  });

  it('says loudly that a server shows another certificate than the one that was trusted', async () => {
    const controls = inWindow(here, { probe: vi.fn(async () => ({ ...probe, changed: true })) });
    renderUi(<ConnectDialog address="keys.example.com" onConnected={() => {}} onClose={() => {}} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Look at server' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'another certificate than the one you trusted',
    );
    expect(screen.getByRole('button', { name: 'Trust the other certificate' })).toHaveClass('danger');
    expect(controls.connect).not.toHaveBeenCalled();
  });

  it('says which server it shows, and offers this computer', async () => {
    inWindow({ ...here, server: { address: probe.address, fingerprint: '' }, servers: [probe] as never });
    renderUi(<ServerMenu />);
    await userEvent.click(await screen.findByRole('button', { name: 'This window shows keys.example.com' }));
    expect(await screen.findByRole('menuitem', { name: 'This computer' })).toBeVisible();
  });

  it('turns the start at sign-in on', async () => {
    const controls = inWindow(here);
    renderUi(<AutostartLine />);
    await userEvent.click(await screen.findByLabelText('Start Latchkey when I sign in to this computer'));
    expect(controls.setAutostart).toHaveBeenCalledWith(true);
    await waitFor(() => expect(queryClient.getQueryData(windowQuery.queryKey)?.autostart).toBe(true));
  });

  it('has nothing of it in a browser', () => {
    renderUi(
      <>
        <ServerMenu />
        <AutostartLine />
      </>,
    );
    expect(screen.queryByRole('button', { name: /This window/ })).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });
});
