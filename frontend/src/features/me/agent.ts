const browsers: readonly [mark: RegExp, name: string][] = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chromium'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly [mark: RegExp, name: string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** Firefox, Linux: what people call the browser that signed in; what it said of itself where that is neither. */
export function agentName(agent: string): string {
  const found = [browsers, systems].map((known) => known.find(([mark]) => mark.test(agent))?.[1]);
  const words = found.filter((word) => word !== undefined);
  return words.length > 0 ? words.join(', ') : agent;
}
