import { useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect } from 'react';
import { api, take } from '../../api/client';
import { type UserChoice, usualAccount } from '../people/choice';
import type { KeyForm } from './createForm';

/** What was said of a key before its form was opened: a name, and the id of a user. */
export interface Begun {
  name?: string;
  user?: string;
}

/** Fills in what was said before; whatever else is in the form stays. */
export function useBegun({ name, user: id }: Begun, fill: (change: Partial<KeyForm>) => void): void {
  const client = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each thing that was said
  useLayoutEffect(() => {
    if (name) fill({ name });
    if (!id) return;
    let current = true;
    client
      .fetchQuery({
        queryKey: ['user', id],
        queryFn: ({ signal }) =>
          take(api.GET('/api/v1/users/{ref}', { params: { path: { ref: id } }, signal })),
        staleTime: 10_000,
      })
      .then((found) => {
        const user: UserChoice = { kind: 'known', user: found };
        if (current) fill({ user, account: usualAccount(user), roles: [], permissions: [] });
      })
      // A user who is gone meanwhile is chosen by hand, or not at all.
      .catch(() => {});
    return () => {
      current = false;
    };
  }, [name, id, client]);
}
