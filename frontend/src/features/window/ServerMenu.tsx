import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, ChevronDown, Monitor, Plus, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { host } from '../../platform';
import { later } from '../../ui/later';
import { useRootDialog } from '../../ui/RootDialog';
import { toastError } from '../../ui/toast';
import { useTurned, windowQuery } from './calls';

// A dialog is no part of a first visit.
const ConnectDialog = later(async () => (await import('./ConnectDialog')).ConnectDialog);

const hostOf = (address: string) => address.replace(/^https?:\/\//, '');

/** Which core the window shows: this machine's, or a team's server. In a browser there is nothing to choose. */
export function ServerMenu() {
  const { t } = useTranslation('window');
  const { data: state } = useQuery(windowQuery);
  const dialog = useRootDialog();
  const turned = useTurned();
  const controls = host.window;
  if (!state || !controls) return null;
  const { server, servers } = state;
  const ask = (address?: string) =>
    dialog.show(<ConnectDialog {...(address && { address })} onConnected={turned} onClose={dialog.close} />);
  const back = () => controls.disconnect().then(turned, toastError);
  const shown = server ? hostOf(server.address) : t('menu.here');
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <button
          type="button"
          className="userbutton"
          aria-label={t('menu.label', { where: shown })}
          title={shown}
        >
          {server ? (
            <Server className="i" aria-hidden="true" />
          ) : (
            <Monitor className="i" aria-hidden="true" />
          )}
          {server && <span className="who cut">{shown}</span>}
          <ChevronDown className="i i14" aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Monitor className="i" aria-hidden="true" />}
          rightSection={!server && <Check className="i i14" aria-hidden="true" />}
          onClick={server ? back : undefined}
        >
          {t('menu.here')}
        </Menu.Item>
        {servers.map(({ address }) => (
          <Menu.Item
            key={address}
            leftSection={<Server className="i" aria-hidden="true" />}
            rightSection={server?.address === address && <Check className="i i14" aria-hidden="true" />}
            onClick={() => ask(address)}
          >
            <span translate="no">{hostOf(address)}</span>
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<Plus className="i" aria-hidden="true" />} onClick={() => ask()}>
          {t('menu.connect')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
