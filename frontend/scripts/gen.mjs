// Writes src/api/schema.gen.ts from the OpenAPI description; with --check it only says whether the file is current.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../backend/openapi/openapi.yaml', import.meta.url);
const target = new URL('../src/api/schema.gen.ts', import.meta.url);

const head = '// Generated from backend/openapi/openapi.yaml by `npm run gen`. Do not edit.\n\n';
const text = head + astToString(await openapiTS(source));

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/api/schema.gen.ts is older than backend/openapi/openapi.yaml: run `npm run gen`');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
