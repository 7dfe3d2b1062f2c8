import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

interface LaterProps {
  /** What stands there while the part is on its way. */
  fallback?: ReactNode;
}

type Later<Props> = ComponentType<Props & LaterProps> & {
  /** Has it brought before somebody asks for it. */
  bring: () => Promise<void>;
};

/**
 * A part that comes when it is shown for the first time, or before that. React's own `lazy` suspends even where the part
 * is there already, and what has suspended is shown 300 ms later at the earliest: a dialog would open as late as that.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  let Part: ComponentType<Props> | undefined;
  let coming: Promise<void> | undefined;
  const bring = () => {
    coming ??= load().then(
      (part) => {
        Part = part;
      },
      (cause) => {
        coming = undefined;
        throw cause;
      },
    );
    return coming;
  };
  const Later = ({ fallback = null, ...props }: Props & LaterProps) => {
    const [here, setHere] = useState(Part !== undefined);
    const [failed, setFailed] = useState<unknown>(null);
    useEffect(() => {
      let gone = false;
      if (!here) {
        bring().then(
          () => gone || setHere(true),
          (cause) => gone || setFailed(cause),
        );
      }
      return () => {
        gone = true;
      };
    }, [here]);
    // For the page's own boundary, as a part that failed to be drawn.
    if (failed) throw failed;
    return Part && here ? <Part {...(props as unknown as Props)} /> : fallback;
  };
  return Object.assign(Later, { bring });
}
