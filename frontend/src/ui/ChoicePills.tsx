import { type ReactNode, useId } from 'react';
import './controls.css';

interface ChoicePillsProps<Value extends string> {
  label: string;
  choices: readonly { value: Value; label: string; disabled?: boolean }[];
  value: Value;
  onChange: (value: Value) => void;
  /** Below: what comes of the choice, or the field of a custom one. */
  children?: ReactNode;
}

/** One of a few, all in view. */
export function ChoicePills<Value extends string>(props: ChoicePillsProps<Value>) {
  const id = useId();
  const { label, choices, value, onChange, children } = props;
  return (
    <div>
      <div id={id} className="label">
        {label}
      </div>
      <div className="pills" role="radiogroup" aria-labelledby={id}>
        {choices.map((choice) => (
          <label key={choice.value} className={choice.disabled ? 'off' : ''}>
            <input
              type="radio"
              name={id}
              checked={value === choice.value}
              disabled={choice.disabled}
              onChange={() => onChange(choice.value)}
            />
            {choice.label}
          </label>
        ))}
      </div>
      {children}
    </div>
  );
}
