import { Trans, useTranslation } from 'react-i18next';
import { useNow } from '../../i18n/clock';
import { formatDate, formatDateTime, formatList } from '../../i18n/format';
import { expiryMoment } from '../../ui/expiry';
import { accountName, membershipOf } from '../people/choice';
import type { KeyForm } from './createForm';

const starts = { now: 'now', date: 'later', pending: 'pending' } as const;

/** What the key will do, in words, before it is made. */
/** So many words are named; of more only how many they are. */
const named = 4;

export function Consequence({ form }: { form: KeyForm }) {
  const { t } = useTranslation('keys');
  const now = useNow();
  const account = accountName(form.account);
  const start = form.start.kind === 'date' ? form.start.at : null;
  if (!account || (form.start.kind === 'date' && !start)) return t('consequence.incomplete');

  const end = expiryMoment(form.expires, now);
  const membership = membershipOf(form.user, form.account);
  const roles = form.roles.length > 0 ? form.roles : (membership?.roles ?? []);
  const permissions = form.permissions.length > 0 ? form.permissions : (membership?.permissions ?? []);
  const few = (words: readonly string[]) =>
    formatList(
      words.length > named
        ? [...words.slice(0, named - 1), t('consequence.more', { count: words.length - named + 1 })]
        : words,
    );
  const values = {
    account,
    until: end ? formatDate(end) : '',
    from: start ? formatDateTime(start) : '',
  };
  return (
    <>
      <Trans
        t={t}
        i18nKey={`consequence.${starts[form.start.kind]}.${end ? 'until' : 'forever'}`}
        values={values}
        components={{ b: <b className="strong" /> }}
      />
      {form.addresses.length > 0 && ` ${t('consequence.from', { addresses: few(form.addresses) })}`}
      {roles.length > 0 && ` ${t('consequence.as', { words: few(roles) })}`}
      {permissions.length > 0 && ` ${t('consequence.can', { words: few(permissions) })}`}
      {roles.length + permissions.length === 0 && ` ${t('consequence.bare')}`}
    </>
  );
}
