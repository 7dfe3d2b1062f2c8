import { readdirSync, readFileSync, statSync } from 'node:fs';

// What a first visit loads is what index.html names: the entry and what it imports at once.
const html = readFileSync('dist/index.html', 'utf8');
const initial = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
  ([, file]) => `dist/${file}`,
);
const later = readdirSync('dist/assets')
  .filter((file) => file.endsWith('.js'))
  .map((file) => `dist/assets/${file}`)
  .filter((file) => !initial.includes(file) && statSync(file).size > 40_000);

export default [
  { name: 'JavaScript of a first visit', path: initial, gzip: true, limit: '240 kB' },
  { name: 'all styles', path: 'dist/assets/*.css', gzip: true, limit: '45 kB' },
  // Embedded in both programs as they are, not compressed. Swagger UI comes as its makers built it.
  {
    name: 'all files but Swagger UI',
    path: ['dist/**/*', '!dist/docs/swagger-ui*'],
    brotli: false,
    limit: '3 MB',
  },
  { name: 'Swagger UI', path: 'dist/docs/swagger-ui*', brotli: false, limit: '2 MB' },
  // Smaller ones cannot reach the limit.
  ...later.map((file) => ({ name: `${file}`, path: file, gzip: true, limit: '60 kB' })),
];
