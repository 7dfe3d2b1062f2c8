import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Note } from './Banner';
import { Button } from './Button';

interface VersionConflictProps {
  /** What was edited here, beside what it is now. */
  rows: readonly { label: string; mine: string; theirs: string }[];
  words: { theirs: string; mine: string; blank: string; take: string; keep: string };
  onTake: () => void;
  onKeep: () => void;
}

/** Somebody saved it first: both versions, and the choice between them. */
export function VersionConflict({ rows, words, onTake, onKeep }: VersionConflictProps) {
  const { t } = useTranslation();
  return (
    <Note tone="warn" icon={TriangleAlert} role="alert">
      <b>{t('error.conflict')}</b>
      {rows.map(({ label, mine, theirs }) => (
        <dl key={label} className="versions">
          <dt>{label}</dt>
          <dd>
            <span className="t2">{words.theirs}</span> {theirs || words.blank}
          </dd>
          <dd>
            <span className="t2">{words.mine}</span> {mine || words.blank}
          </dd>
        </dl>
      ))}
      <div className="row" style={{ marginTop: 8 }}>
        <Button small onClick={onTake}>
          {words.take}
        </Button>
        <Button small look="quiet" onClick={onKeep}>
          {words.keep}
        </Button>
      </div>
    </Note>
  );
}
