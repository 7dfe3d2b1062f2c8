import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { axeViolations, renderUi } from '../../test/render';
import { JwtView } from './JwtView';
import { tokenOf } from './testToken';

const about = { username: 'svc-billing', keyName: 'billing-batch', accountName: 'Acme Logistics' };

describe('JwtView', () => {
  it('shows each claim with its value and what it means', async () => {
    renderUi(
      <JwtView
        token={tokenOf({ uid: 'u-1', ar: ['Partner', 'InvoiceRead'], ak: 'k-1', exp: 1795356192 })}
        about={about}
        withText
      />,
    );
    const claims = screen.getByLabelText('Claims of the token');
    const terms = within(claims)
      .getAllByRole('term')
      .map((term) => term.textContent);
    expect(terms).toEqual(['uid', 'ar', 'ak', 'exp']);
    expect(claims).toHaveTextContent('user svc-billing');
    expect(claims).toHaveTextContent('Partner, InvoiceRead');
    expect(claims).toHaveTextContent('key billing-batch');
    expect(claims).toHaveTextContent(/22 Nov 2026, \d\d:03:12/);
    expect(await axeViolations()).toEqual([]);
  });

  it('says so when a list is empty', () => {
    renderUi(<JwtView token={tokenOf({ ar: [] })} about={about} />);
    expect(screen.getByLabelText('Claims of the token')).toHaveTextContent('none');
  });

  it('says what is wrong with something that is no token', () => {
    renderUi(<JwtView token="lk_3fK9aQ" about={about} />);
    expect(screen.getByText(/has not three parts/)).toBeVisible();
  });
});
