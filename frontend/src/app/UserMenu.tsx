import { Menu } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, LogOut, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../api/error';
import { sessionQuery } from '../api/queries';
import { signOut } from '../api/signOut';
import { said } from '../i18n/said';
import { toastFailure } from '../ui/toast';

function initials(name: string): string {
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = parts.length > 1 ? parts.slice(0, 2).map((part) => part.charAt(0)) : [name.slice(0, 2)];
  return letters.join('').toUpperCase();
}

/** Who is signed in, where somebody had to sign in: in the window the user of the machine is the operator. */
export function UserMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data } = useQuery(sessionQuery);
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => void navigate({ to: '/sign-in', search: { reason: 'signed-out' } }),
    onError: (error) => toastFailure(t('user.signOutFailed', { reason: said(asApiError(error).message) })),
  });
  const operator = data?.operator;
  if (operator?.via !== 'session') return null;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button
          type="button"
          className="userbutton"
          aria-label={t('user.menu', { name: operator.username })}
          title={operator.username}
        >
          <span className="avatar" aria-hidden="true">
            {initials(operator.username)}
          </span>
          <span className="who cut">{operator.username}</span>
          <ChevronDown className="i i14" aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {operator.username}, {t(`user.role.${operator.role}`)}
        </Menu.Label>
        <Menu.Item
          leftSection={<UserRound className="i" aria-hidden="true" />}
          onClick={() => void navigate({ to: '/account' })}
        >
          {t('user.account')}
        </Menu.Item>
        <Menu.Item
          leftSection={<LogOut className="i" aria-hidden="true" />}
          disabled={leave.isPending}
          onClick={() => leave.mutate()}
        >
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
