import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../api/error';
import { queryClient, statusQuery } from '../../api/queries';
import type { Status } from '../../api/types';
import { renderUi } from '../../test/render';
import { server } from '../../test/server';
import { ListenerStep } from './ListenerStep';

const listening: Status['listener'] = {
  state: 'listening',
  address: '127.0.0.1:8417',
  url: 'http://127.0.0.1:8417',
  since: '2026-11-22T14:02:31Z',
  error: '',
  suggestion: '',
  loopback: true,
  plainHttp: false,
  portal: true,
};

const taken: Status['listener'] = {
  ...listening,
  state: 'stopped',
  since: null,
  error: 'port 8417 is in use by another program',
  suggestion: '127.0.0.1:8418',
};

const statusWith = (listener: Status['listener']) => ({ listener }) as Status;

describe('ListenerStep', () => {
  it('asks for nothing where the listener is on', () => {
    renderUi(<ListenerStep status={statusWith(listening)} error={null} />);
    expect(screen.getByText(/Listening since \d\d:02:31/)).toBeVisible();
    expect(screen.getByText(/this computer only/)).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says who can reach it beyond this computer', () => {
    renderUi(<ListenerStep status={statusWith({ ...listening, loopback: false })} error={null} />);
    expect(screen.getByText(/for other machines too/)).toBeVisible();
  });

  it('names a taken port and moves to the next free one by a button', async () => {
    let asked: unknown;
    server.use(
      http.put('/api/v1/listener', async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json(statusWith({ ...listening, address: '127.0.0.1:8418' }));
      }),
    );
    renderUi(<ListenerStep status={statusWith(taken)} error={null} />);
    expect(screen.getByRole('alert')).toHaveTextContent('port 8417 is in use by another program');
    await userEvent.click(screen.getByRole('button', { name: 'Listen on 8418' }));
    await waitFor(() =>
      expect(queryClient.getQueryData(statusQuery.queryKey)?.listener.address).toBe('127.0.0.1:8418'),
    );
    expect(asked).toEqual({ address: '127.0.0.1:8418' });
  });

  it('says so when the core is away', () => {
    const error = new ApiError({ code: 'core_unreachable', message: 'the core did not answer' });
    renderUi(<ListenerStep status={undefined} error={error} />);
    expect(screen.getByRole('alert')).toHaveTextContent('The core did not answer.');
  });
});
