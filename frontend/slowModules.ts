import type { Plugin } from 'vite';

/** For tests with LATCHKEY_SLOW: a part of the portal that comes when it is wanted takes its time (src/test/slow.ts). */
export function slowModules(): Plugin {
  return {
    name: 'slow-modules',
    enforce: 'pre',
    transform: (code, id) =>
      /\/src\/(?!test\/)[^?]*(?<!\.test)\.tsx?$/.test(id)
        ? code.replace(/\bimport\(('[^']+')\)/g, 'import($1).then(globalThis.slowly)')
        : undefined,
  };
}
