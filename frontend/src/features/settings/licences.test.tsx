import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../../test/app';
import { shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import { readThirdParties } from './thirdParties';

const file = readFileSync(join(process.cwd(), '../THIRD_PARTY.txt'), 'utf8');

interface Lock {
  packages: Record<string, { version: string; dev?: boolean; devOptional?: boolean; optional?: boolean }>;
}

describe('the licences of third parties', () => {
  it('name every package that the portal is built from, at its version, with a text', () => {
    const { packages } = JSON.parse(readFileSync(join(process.cwd(), 'package-lock.json'), 'utf8')) as Lock;
    const built = Object.entries(packages)
      .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
      .map(([path, { version }]) => ({ name: path.split('node_modules/').at(-1) ?? '', version }))
      .filter(({ name }) => !name.startsWith('@types/'));
    expect(built.length).toBeGreaterThan(40);
    const parts = readThirdParties(file).filter(({ kind }) => kind === 'npm package');
    const named = parts.map(({ name, version }) => `${name} ${version}`).sort();
    expect(named).toEqual([...new Set(built.map(({ name, version }) => `${name} ${version}`))].sort());
    for (const { name, text } of parts) expect(text.length, name).toBeGreaterThan(50);
  });

  it('name the packages of package.json, the fonts among them', () => {
    const { dependencies } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const parts = new Map(readThirdParties(file).map((part) => [part.name, part]));
    for (const [name, version] of Object.entries(dependencies))
      expect(parts.get(name)?.version).toBe(version);
    expect(parts.get('@fontsource-variable/inter')?.text).toContain('SIL OPEN FONT LICENSE');
  });

  it('are loaded when somebody asks for them, and searched', async () => {
    let asked = 0;
    server.use(
      ...shellAnswers(),
      http.get('/licences.txt', () => {
        asked += 1;
        return HttpResponse.text(file);
      }),
    );
    await renderApp('/settings/about');
    const show = await screen.findByRole('button', { name: 'Show licences' });
    expect(asked).toBe(0);
    await userEvent.click(show);
    const section = screen.getByRole('region', { name: 'Licences of third parties' });
    await userEvent.type(await within(section).findByLabelText('Search the licences'), 'bbolt');
    expect(within(section).getByText('1 part')).toBeVisible();
    await userEvent.click(within(section).getByText('go.etcd.io/bbolt'));
    expect(within(section).getByText(/The MIT License/)).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });
});
