import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDateTime } from '../../i18n/format';
import { Identifier } from '../../ui/Identifier';
import { KeyValue } from '../../ui/KeyValue';
import { Section } from '../../ui/ObjectHead';
import { fullName } from './status';

export function UserProfile({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const now = useNow();
  const { lastSignIn } = user;
  const byWhom = (moment: string, name: string) => t('fact.byWhom', { date: formatDateTime(moment), name });
  return (
    <>
      <Section title={t('page.profile')}>
        <KeyValue
          entries={[
            { label: t('fact.username'), value: <span translate="no">{user.username}</span> },
            { label: t('fact.name'), value: fullName(user) || t('fact.blank') },
            { label: t('fact.email'), value: user.email || t('fact.blank') },
            {
              label: t('fact.operator'),
              value: `${t(`role.${user.operator}`)}. ${t(`form.operatorHint.${user.operator}`)}`,
            },
            {
              label: t('fact.seen'),
              value: lastSignIn
                ? t('fact.atPlace', { when: formatAgo(lastSignIn.at, now), address: lastSignIn.address })
                : t('fact.never'),
            },
          ]}
        />
      </Section>
      <Section title={t('page.record')}>
        <KeyValue
          entries={[
            {
              label: t('fact.id'),
              value: <Identifier text={user.id} what={t('fact.id')} />,
            },
            { label: t('fact.number'), value: <span className="num">{user.number}</span> },
            { label: t('fact.created'), value: byWhom(user.createdAt, user.createdBy) },
            { label: t('fact.changed'), value: byWhom(user.updatedAt, user.updatedBy) },
          ]}
        />
      </Section>
    </>
  );
}
