import type { LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Keys } from './Keys';
import './controls.css';

export type ButtonLook = 'default' | 'primary' | 'danger' | 'dangerline' | 'soft' | 'quiet' | 'link' | 'wait';

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className'> {
  look?: ButtonLook;
  small?: boolean;
  wide?: boolean;
  icon?: LucideIcon;
  endIcon?: LucideIcon;
  /** What it began goes on: it does nothing until that is over, and keeps the focus. */
  busy?: boolean;
  /** The shortcut that does the same, as it is shown: "C", "mod Enter". */
  keys?: string;
  className?: string;
  children?: ReactNode;
}

export function Button({
  look = 'default',
  small,
  wide,
  icon: Icon,
  endIcon: EndIcon,
  keys,
  busy = false,
  className = '',
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const classes = [
    'btn',
    look === 'default' ? '' : look,
    small ? 'small' : '',
    wide ? 'wide' : '',
    className,
  ];
  return (
    <button
      type="button"
      {...rest}
      // A disabled button would drop the focus, and with it the place of who works by keyboard.
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classes.filter(Boolean).join(' ')}
    >
      {Icon && <Icon className={small ? 'i i14' : 'i'} aria-hidden="true" />}
      {children}
      {EndIcon && <EndIcon className="i i14 end" aria-hidden="true" />}
      {keys && <Keys keys={keys} />}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className' | 'aria-label'> {
  icon: LucideIcon;
  label: string;
  small?: boolean;
}

export function IconButton({ icon: Icon, label, small, ...rest }: IconButtonProps) {
  return (
    <button type="button" title={label} {...rest} aria-label={label} className={small ? 'ib small' : 'ib'}>
      <Icon className={small ? 'i i14' : 'i'} aria-hidden="true" />
    </button>
  );
}
