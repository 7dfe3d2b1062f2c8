import { ArrowRight, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCore } from '../../app/core';
import { CodeBlock } from '../../ui/CodeBlock';
import { EmptyState } from '../../ui/EmptyState';
import { baseUrl } from '../token/baseUrl';
import { curlPost } from '../token/samples';

/** Before the first key: what one is for, and what it will make possible. */
export function NoKeys({ actions }: { actions: ReactNode }) {
  const { t } = useTranslation('keys');
  const { status } = useCore();
  const dots = '\u2026';
  const code = curlPost(baseUrl(status?.listener.url ?? ''), '/login', { accessKey: dots, secret: dots });
  return (
    <EmptyState
      icon={KeyRound}
      title={t('empty.title')}
      text={t('empty.text')}
      actions={actions}
      below={
        <>
          <CodeBlock title={t('empty.curl')} what="curl" code={code} />
          <div className="row t3 s12" style={{ marginTop: 8, gap: 6 }}>
            <ArrowRight className="i i14" aria-hidden="true" />
            {t('empty.answer')}
          </div>
        </>
      }
    />
  );
}
