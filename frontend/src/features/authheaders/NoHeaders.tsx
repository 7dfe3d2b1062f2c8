import { ArrowRight, Ticket } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCore } from '../../app/core';
import { CodeBlock } from '../../ui/CodeBlock';
import { EmptyState } from '../../ui/EmptyState';
import { baseUrl } from '../token/baseUrl';
import { curlVerify } from '../token/samples';

export function NoHeaders({ create }: { create: ReactNode }) {
  const { t } = useTranslation('authheaders');
  const { status } = useCore();
  return (
    <EmptyState
      icon={Ticket}
      title={t('empty.title')}
      text={t('empty.text')}
      actions={create}
      below={
        <>
          <CodeBlock
            title={t('empty.sample')}
            what="curl"
            code={curlVerify(baseUrl(status?.listener.url ?? ''), 'lk_\u2026')}
          />
          <div className="row t3 s12" style={{ marginTop: 8, gap: 6 }}>
            <ArrowRight className="i i14" aria-hidden="true" />
            {t('empty.answer')}
          </div>
        </>
      }
    />
  );
}
