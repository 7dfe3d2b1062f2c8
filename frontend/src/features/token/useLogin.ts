import { useCallback, useEffect, useRef, useState } from 'react';
import { type Answer, type LoginRequest, postLogin } from './dialects';

export type LoginState =
  | { phase: 'idle' }
  | { phase: 'asking'; before: Answer | null }
  | { phase: 'answered'; answer: Answer }
  | { phase: 'unanswered' };

/** One login at a time. Its token lives here and nowhere else, and goes with the component. */
export function useLogin(): { state: LoginState; login: (request: LoginRequest) => Promise<void> } {
  const [state, setState] = useState<LoginState>({ phase: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const login = useCallback(async (request: LoginRequest) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState((last) => ({ phase: 'asking', before: last.phase === 'answered' ? last.answer : null }));
    try {
      const answer = await postLogin(request, controller.signal);
      if (!controller.signal.aborted) setState({ phase: 'answered', answer });
    } catch {
      if (!controller.signal.aborted) setState({ phase: 'unanswered' });
    }
  }, []);
  return { state, login };
}
