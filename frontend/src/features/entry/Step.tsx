import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface StepProps {
  number: number;
  title: string;
  done: boolean;
  /** At the end of the title's line: the outcome, or the button that brings it. */
  end?: ReactNode;
  children?: ReactNode;
}

export function Step({ number, title, done, end, children }: StepProps) {
  const { t } = useTranslation('entry');
  return (
    <li className="step">
      <span className={done ? 'mark done' : 'mark'}>
        <span aria-hidden="true">{done ? <Check className="i i14" /> : number}</span>
        <span className="unseen">{done ? t('firstRun.done') : t('firstRun.step', { number })}</span>
      </span>
      <div className="grow">
        <div className="stephead">
          <h2>{title}</h2>
          <span className="grow" />
          {end}
        </div>
        {children}
      </div>
    </li>
  );
}
