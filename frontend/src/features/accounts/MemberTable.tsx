import { Link } from '@tanstack/react-router';
import { Pencil, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button';
import type { Member } from './member';

interface MemberTableProps {
  /** Whose page it stands on: the other side is named in the rows. */
  of: 'user' | 'account';
  members: readonly Member[];
  mayChange: boolean;
  onEdit?: (member: Member) => void;
  onRemove?: (member: Member) => void;
}

/** Memberships, one a row. */
export function MemberTable({ of, members, mayChange, onEdit, onRemove }: MemberTableProps) {
  const { t } = useTranslation('accounts');
  return (
    <table className="members">
      <thead>
        <tr>
          <th className="names">{t(of === 'user' ? 'members.account' : 'members.user')}</th>
          <th className="rights">{t('members.rights')}</th>
          {mayChange && (
            <th className="doing">
              <span className="unseen">{t('members.actions')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => {
          const { user, account, roles, permissions } = member;
          const name = of === 'user' ? account.name : user.username;
          return (
            <tr key={of === 'user' ? account.id : user.id}>
              <td>
                <div className="cut name">
                  {of === 'user' ? (
                    <Link to="/accounts/$id" params={{ id: account.id }} title={name}>
                      {name}
                    </Link>
                  ) : (
                    <Link to="/users/$id" params={{ id: user.id }} title={name} translate="no">
                      {name}
                    </Link>
                  )}
                </div>
                <div className="t3 s12 cut">
                  {[member.primary && t('members.primary'), member.accountAdmin && t('members.admin')]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </td>
              <td>
                {roles.length + permissions.length === 0 ? (
                  <span className="t3">{t('members.bare')}</span>
                ) : (
                  <div className="marks" translate="no">
                    {roles.map((role) => (
                      <span key={role} className="tag">
                        {role}
                      </span>
                    ))}
                    {permissions.map((permission) => (
                      <span key={permission} className="tag mono">
                        {permission}
                      </span>
                    ))}
                  </div>
                )}
              </td>
              {mayChange && (
                <td>
                  <div className="end">
                    <IconButton
                      icon={Pencil}
                      small
                      label={t('members.edit', { name })}
                      onClick={() => onEdit?.(member)}
                    />
                    <IconButton
                      icon={X}
                      small
                      label={t('members.remove', { name })}
                      onClick={() => onRemove?.(member)}
                    />
                  </div>
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
