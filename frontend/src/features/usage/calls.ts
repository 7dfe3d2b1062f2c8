import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { components } from '../../api/schema.gen';

export type Usage = components['schemas']['Usage'];
export type UsageSubject = components['schemas']['UsageSubject'];
export type NamedRange = '1h' | '24h' | '7d' | '30d';

export interface UsageSpan {
  range?: NamedRange;
  from?: string;
  to?: string;
  key?: string;
}

const every = 10_000;

export function usageQuery(span: UsageSpan) {
  return queryOptions({
    queryKey: ['usage', span],
    queryFn: ({ signal }) => take(api.GET('/api/v1/usage', { params: { query: span }, signal })),
    refetchInterval: every,
    placeholderData: (before) => before,
  });
}
