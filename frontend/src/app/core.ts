import { useQuery, useQueryClient } from '@tanstack/react-query';
import { asApiError } from '../api/error';
import { statusInterval, statusQuery } from '../api/queries';
import type { Status } from '../api/types';

export interface Core {
  status: Status | undefined;
  /** When the core stopped answering, null while it answers. */
  lostAt: number | null;
  /** When it is asked next. */
  nextTry: number;
  trying: boolean;
  tryNow(): void;
}

/** The core as the poll of its status sees it. */
export function useCore(): Core {
  const client = useQueryClient();
  const { data, error, errorUpdatedAt, dataUpdatedAt, isFetching } = useQuery(statusQuery);
  const lost = error !== null && asApiError(error).lost;
  // The last answer plus one interval is the first question that went unanswered, whatever was asked since.
  const lostAt =
    dataUpdatedAt > 0 ? Math.min(dataUpdatedAt + statusInterval, errorUpdatedAt) : errorUpdatedAt;
  return {
    status: data,
    lostAt: lost ? lostAt : null,
    nextTry: errorUpdatedAt + statusInterval,
    trying: isFetching,
    tryNow: () => {
      void client.invalidateQueries();
    },
  };
}
