import i18next from 'i18next';
import type { ApiError } from '../api/error';
import { said } from '../i18n/said';

/** A sentence of the core. It writes lower case without full stops, and English; people may do neither. */
export function sentence(core: string): string {
  if (!core) return '';
  const text = said(core);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** What went wrong and what to do, as a text for people. */
export function errorSentence(error: ApiError): string {
  // Nobody answered at all; the window's bridge, and a proxy, say why.
  if (error.lost && error.status === 0) return i18next.t('error.core_unreachable');
  return [sentence(error.message), sentence(error.hint)].filter(Boolean).join(' ');
}

/** What somebody who looks into it needs: codes only, nothing a user typed. */
export function errorDetails(error: ApiError): string {
  const parts: string[] = [i18next.t('error.code', { code: error.code })];
  if (error.requestId) parts.push(i18next.t('error.request', { id: error.requestId }));
  return parts.join(', ');
}
