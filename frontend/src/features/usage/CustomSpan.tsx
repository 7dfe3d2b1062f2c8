import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { later } from '../../ui/later';
import { isSpan } from './span';

const MomentField = later(async () => (await import('../../ui/MomentField')).default);

interface CustomSpanProps {
  from: string | undefined;
  to: string | undefined;
  onShow: (from: string, to: string) => void;
}

/** A span of one's own. */
export function CustomSpan({ from, to, onShow }: CustomSpanProps) {
  const { t } = useTranslation('usage');
  const [begin, setBegin] = useState<Date | null>(() => momentOf(from, Date.now() - 7 * 86_400_000));
  const [end, setEnd] = useState<Date | null>(() => momentOf(to, Date.now()));
  const wrong = begin && end && !isSpan(begin.toISOString(), end.toISOString());
  return (
    <form
      className="span"
      onSubmit={(event) => {
        event.preventDefault();
        if (begin && end && !wrong) onShow(begin.toISOString(), end.toISOString());
      }}
    >
      <MomentField
        past
        label={t('range.from')}
        value={begin}
        onChange={setBegin}
        error={null}
        fallback={<div className="span-waits" />}
      />
      <MomentField
        past
        label={t('range.to')}
        value={end}
        onChange={setEnd}
        error={wrong ? t('range.wrong') : null}
      />
      <Button type="submit" disabled={!begin || !end || Boolean(wrong)}>
        {t('range.show')}
      </Button>
    </form>
  );
}

function momentOf(text: string | undefined, otherwise: number): Date {
  const at = Date.parse(text ?? '');
  return new Date(Number.isNaN(at) ? otherwise : at);
}
