import { describe, expect, it } from 'vitest';
import { pseudo, pseudoTree } from './pseudo';

describe('the pseudo language', () => {
  it('is longer than the text and leaves its values and tags alone', () => {
    const text = pseudo('Works until <b>{{until}}</b>.');
    expect(text).toContain('<b>{{until}}</b>');
    expect(text).not.toContain('Works');
    expect(text.length).toBeGreaterThan('Works until <b>{{until}}</b>.'.length);
  });

  it('covers every text of a tree', () => {
    expect(pseudoTree({ a: { b: 'x' } })).toEqual({ a: { b: '[ẋ·]' } });
  });
});
