import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderUi } from '../test/render';
import { later } from './later';

function Greeting({ name }: { name: string }) {
  return <p>{name}</p>;
}

describe('a part that comes later', () => {
  it('has its place held until it is there', async () => {
    let arrive: (part: typeof Greeting) => void = () => {};
    const Later = later<{ name: string }>(() => new Promise((done) => (arrive = done)));
    renderUi(<Later name="ada" fallback={<p>waiting</p>} />);
    expect(screen.getByText('waiting')).toBeInTheDocument();
    await act(async () => arrive(Greeting));
    expect(screen.getByText('ada')).toBeInTheDocument();
    expect(screen.queryByText('waiting')).toBeNull();
  });

  it('is drawn at once where it was brought before', async () => {
    const Later = later<{ name: string }>(async () => Greeting);
    await Later.bring();
    renderUi(<Later name="ada" fallback={<p>waiting</p>} />);
    expect(screen.getByText('ada')).toBeInTheDocument();
  });

  it('is asked for again when it could not be brought', async () => {
    let tries = 0;
    const Later = later<{ name: string }>(async () => {
      tries += 1;
      if (tries === 1) throw new Error('the core is away');
      return Greeting;
    });
    await expect(Later.bring()).rejects.toThrow('the core is away');
    renderUi(<Later name="ada" />);
    await waitFor(() => expect(screen.getByText('ada')).toBeInTheDocument());
    expect(tries).toBe(2);
  });
});
