import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { components } from '../../api/schema.gen';
import { spanSeconds } from '../../ui/span';

export type PortalSetting = components['schemas']['PortalSetting'];

export const portalSettingsQuery = queryOptions({
  queryKey: ['portal-settings'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/settings', { signal })),
});

/** Whether a value lies within what the core takes: the same words and bounds, so that the field says it first. */
export function isWithin(setting: PortalSetting, value: string): boolean {
  const { kind, least, most, never, choices } = setting;
  if (never && value === 'never') return true;
  if (kind === 'choice') return choices.includes(value);
  if (kind === 'url') return /^https?:\/\/[^\s/?#]+$/.test(value) || /^https?:\/\/\S+$/.test(value);
  const amount = (text: string) =>
    kind === 'number' ? (/^\d+$/.test(text) ? Number(text) : null) : spanSeconds(text);
  const at = amount(value);
  if (at === null) return false;
  const low = amount(least);
  const high = amount(most);
  return (low === null || at >= low) && (high === null || at <= high);
}
