import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Note } from './Banner';
import { Button } from './Button';

interface VersionConflictProps {
  /** What was edited here, beside what it is now. */
  rows: readonly { label: string; mine: string; theirs: string }[];
  onTake: () => void;
  onKeep: () => void;
}

/** Somebody saved it first: both versions, and the choice between them. */
export function VersionConflict({ rows, onTake, onKeep }: VersionConflictProps) {
  const { t } = useTranslation();
  return (
    <Note tone="warn" icon={TriangleAlert} role="alert">
      <b>{t('conflict.title')}</b>
      {rows.map(({ label, mine, theirs }) => (
        <dl key={label} className="versions">
          <dt>{label}</dt>
          <dd>
            <span className="t2">{t('conflict.theirs')}</span> {theirs || t('conflict.blank')}
          </dd>
          <dd>
            <span className="t2">{t('conflict.mine')}</span> {mine || t('conflict.blank')}
          </dd>
        </dl>
      ))}
      <div className="row" style={{ marginTop: 8 }}>
        <Button small onClick={onTake}>
          {t('conflict.take')}
        </Button>
        <Button small look="quiet" onClick={onKeep}>
          {t('conflict.keep')}
        </Button>
      </div>
    </Note>
  );
}
