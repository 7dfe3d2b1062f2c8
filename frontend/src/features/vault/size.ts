import { formatNumber } from '../../i18n/format';

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 1.4 MB: as file managers show it, in steps of 1024. */
export function formatSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${formatNumber(unit > 0 && size < 10 ? Math.round(size * 10) / 10 : Math.round(size))}\u00a0${units[unit]}`;
}
