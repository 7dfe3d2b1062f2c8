import { Notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

/** Where menus, lists and tool tips are drawn: in a landmark of their own, as everything on a page is in one. */
export const layersTarget = '#layers';

export function Layers() {
  const { t } = useTranslation();
  return (
    <>
      <section id="layers" aria-label={t('layers.menus')} />
      <section aria-label={t('layers.messages')}>
        <Notifications
          position="bottom-left"
          limit={3}
          autoClose={4000}
          containerWidth={360}
          withinPortal={false}
        />
      </section>
    </>
  );
}
