import '@mantine/core/styles/Radio.layer.css';
import '@mantine/core/styles/Switch.layer.css';
import { Radio, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowRight, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button';
import { type Drafts, draftOf, type Held, isPrimary } from './memberDraft';

interface HeldTableProps {
  memberships: readonly Held[];
  drafts: Drafts;
  lost: boolean;
  /** The one whose roles and permissions are shown below. */
  chosen: Held;
  onChoose: (held: Held) => void;
  onPrimary: (held: Held) => void;
  onAdmin: (held: Held, on: boolean) => void;
  onRemove: (held: Held) => void;
}

/** The memberships of a user, one a row, as they will be once saved. */
export function HeldTable(props: HeldTableProps) {
  const { t } = useTranslation('accounts');
  const { memberships, drafts, lost, chosen } = props;
  return (
    <table className="members held">
      <thead>
        <tr>
          <th className="names">{t('members.account')}</th>
          <th className="switches">{t('members.primary')}</th>
          <th className="switches">{t('members.admin')}</th>
          <th className="rights wide-only">{t('members.rights')}</th>
          <th className="counts num">{t('members.count')}</th>
          <th className="doing">
            <span className="unseen">{t('members.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {memberships.map((held) => {
          const { id, name } = held.account;
          const { roles, permissions, accountAdmin } = draftOf(held, drafts);
          return (
            <tr key={id} className={held === chosen ? 'on' : ''}>
              <td>
                <button
                  type="button"
                  className="cut name choose"
                  aria-pressed={held === chosen}
                  title={t('members.choose', { name })}
                  onClick={() => props.onChoose(held)}
                >
                  {name}
                </button>
              </td>
              <td>
                <Radio
                  name="primary"
                  aria-label={t('members.primaryOf', { name })}
                  checked={isPrimary(held, drafts)}
                  onChange={() => props.onPrimary(held)}
                />
              </td>
              <td>
                <Switch
                  aria-label={t('members.adminOf', { name })}
                  checked={accountAdmin}
                  onChange={(event) => props.onAdmin(held, event.currentTarget.checked)}
                />
              </td>
              <td className="wide-only">
                <div className="marks" translate="no">
                  {roles.slice(0, 3).map((role) => (
                    <span key={role} className="tag">
                      {role}
                    </span>
                  ))}
                  {roles.length > 3 && <span className="t3 s12 num">+{roles.length - 3}</span>}
                  {roles.length === 0 && permissions.length > 0 && (
                    <span className="tag mono">{permissions[0]}</span>
                  )}
                  {roles.length + permissions.length === 0 && <span className="t3">{t('members.bare')}</span>}
                </div>
              </td>
              <td className="counts num">{roles.length + permissions.length}</td>
              <td>
                <div className="end">
                  <Link
                    className="ib small"
                    to="/accounts/$id"
                    params={{ id }}
                    title={t('members.open')}
                    aria-label={t('members.openOf', { name })}
                  >
                    <ArrowRight className="i i14" aria-hidden="true" />
                  </Link>
                  <IconButton
                    icon={X}
                    small
                    disabled={lost}
                    label={t('members.remove', { name })}
                    onClick={() => props.onRemove(held)}
                  />
                </div>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
