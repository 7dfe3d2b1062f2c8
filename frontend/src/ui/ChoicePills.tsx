import { type ComponentProps, type ReactNode, useId } from 'react';
import { Pills } from './Pills';

interface ChoicePillsProps<Value extends string>
  extends Omit<ComponentProps<typeof Pills<Value>>, 'label' | 'labelledBy'> {
  label: string;
  /** Below: what comes of the choice, or the field of a custom one. */
  children?: ReactNode;
}

/** The same as a field of a form, with its name above. */
export function ChoicePills<Value extends string>({ label, children, ...pills }: ChoicePillsProps<Value>) {
  const id = useId();
  return (
    <div>
      <div id={id} className="label">
        {label}
      </div>
      <Pills {...pills} labelledBy={id} />
      {children}
    </div>
  );
}
