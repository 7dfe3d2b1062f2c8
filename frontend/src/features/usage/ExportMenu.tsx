import { Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { saveList } from '../../ui/saveList';
import type { UsageSpan } from './calls';

const tables = ['time', 'keys', 'users', 'authheaders', 'reasons', 'addresses'] as const;

/** Each table of the span as a file. */
export function ExportMenu({ span, disabled }: { span: UsageSpan; disabled: boolean }) {
  const { t } = useTranslation('usage');
  const save = (table: (typeof tables)[number]) => {
    const query = new URLSearchParams({ ...span, table });
    void saveList(`usage-${table}.csv`, `/api/v1/usage.csv?${query}`, t('export.said'));
  };
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button endIcon={ChevronDown} disabled={disabled}>
          {t('export.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('export.menu')}>
        {tables.map((table) => (
          <Menu.Item key={table} onClick={() => save(table)}>
            {t(`export.${table}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
