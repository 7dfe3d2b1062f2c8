import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Command, useCommands } from '../ui/commands';
import { pageGroups } from './pages';

/** Every page of the sidebar as a command: "G" and its letter, and a line of the palette. */
export function usePageCommands(): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const pages = pageGroups.flatMap((group) => group.pages);
  useCommands(
    pages.map(
      ({ to, icon, label, keys }): Command => ({
        id: `go${to}`,
        label: t('command.go', { page: t(label) }),
        icon,
        keys,
        group: 'go',
        run: () => void navigate({ to }),
      }),
    ),
  );
}
