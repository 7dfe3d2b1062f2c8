import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, CircleStop, Copy, ExternalLink, Play, RotateCw, Settings2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSeconds } from '../i18n/format';
import { host } from '../platform';
import { IconButton } from '../ui/Button';
import { CopyButton } from '../ui/CopyButton';
import { useCopy } from '../ui/useCopy';
import { useCore } from './core';
import { useListen } from './listenerCalls';
import { useListener } from './useListener';

function ListenerMenu({ children }: { children: ReactElement }) {
  const { t } = useTranslation();
  const { status, lostAt } = useCore();
  const { copy } = useCopy();
  const listen = useListen();
  const control = useListener();
  const navigate = useNavigate();
  const listener = status?.listener;
  const usable = lostAt === null ? listener : undefined;
  return (
    <Menu position="top-start" width={240}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {usable && <Menu.Label>{usable.url}</Menu.Label>}
        <Menu.Item
          disabled={!listener}
          leftSection={<Copy className="i" aria-hidden="true" />}
          onClick={() => listener && copy(listener.url, listener.url)}
        >
          {t('listener.copy')}
        </Menu.Item>
        <Menu.Item
          disabled={usable?.state !== 'listening'}
          leftSection={<ExternalLink className="i" aria-hidden="true" />}
          onClick={() => listener && host.openExternal(`${listener.url}/portal/`)}
        >
          {t('listener.open')}
        </Menu.Item>
        {usable?.state === 'stopped' && usable.suggestion && (
          <Menu.Item
            leftSection={<Play className="i" aria-hidden="true" />}
            onClick={() => listen.mutate(usable.suggestion)}
          >
            {t('listener.use', { address: usable.suggestion })}
          </Menu.Item>
        )}
        {(control.can.start || control.can.stop) && <Menu.Divider />}
        {control.can.start && (
          <Menu.Item leftSection={<Play className="i" aria-hidden="true" />} onClick={control.start}>
            {t('listener.start')}
          </Menu.Item>
        )}
        {control.can.restart && (
          <Menu.Item leftSection={<RotateCw className="i" aria-hidden="true" />} onClick={control.restart}>
            {t('listener.restart')}
          </Menu.Item>
        )}
        {control.can.stop && (
          <Menu.Item
            className="danger"
            leftSection={<CircleStop className="i" aria-hidden="true" />}
            onClick={control.stop}
          >
            {t('listener.stopAsk')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Settings2 className="i" aria-hidden="true" />}
          onClick={() => void navigate({ to: '/settings/listener' })}
        >
          {t('listener.settings')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The state of the listener, on every page: nothing works for a program while it is stopped. */
export function ListenerFoot() {
  const { t } = useTranslation();
  const { status, lostAt } = useCore();
  const listener = status?.listener;
  const lost = lostAt !== null;
  const state = lost ? 'lost' : (listener?.state ?? 'unknown');
  const dot = state === 'listening' ? 'dot' : state === 'unknown' ? 'dot unknown' : 'dot off';
  const word = t(`listener.${state}`);
  const second = lost ? t('listener.since', { time: formatSeconds(lostAt) }) : (listener?.address ?? '');
  return (
    <section className="listener" aria-label={t('listener.region')}>
      <span className={`${dot} wide-only`} />
      <div className="cut wide-only" role="status">
        <div className="what cut">{word}</div>
        <div className={`addr cut ${lost ? 's12' : 'mono'}`} translate="no" title={second}>
          {second}
        </div>
      </div>
      <div className="acts wide-only">
        {listener && !lost && (
          <CopyButton bare text={listener.url} what={listener.url} label={t('listener.copy')} />
        )}
        <ListenerMenu>
          <IconButton icon={ChevronsUpDown} small label={t('listener.menu')} />
        </ListenerMenu>
      </div>
      <div className="narrow-only">
        <ListenerMenu>
          <button
            type="button"
            className="listenerdot"
            aria-label={`${word} ${second}`}
            title={`${word} ${second}`}
          >
            <span className={dot} />
          </button>
        </ListenerMenu>
      </div>
    </section>
  );
}
