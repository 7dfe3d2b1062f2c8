import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { run } from 'axe-core';
import type { ReactNode } from 'react';
import { queryClient } from '../api/queries';
import { cssVariables, theme } from '../theme/theme';
import { CommandProvider } from '../ui/commands';
import { Layers } from '../ui/Layers';
import { RootDialogProvider } from '../ui/RootDialog';

function Around({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <Layers />
      <QueryClientProvider client={queryClient}>
        <CommandProvider>
          <RootDialogProvider>{children}</RootDialogProvider>
        </CommandProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Shows a component with everything the app gives it but the router. */
export function renderUi(ui: ReactNode) {
  return render(ui, { wrapper: Around });
}

/** The accessibility rules that the page breaks, by name. Colours need a real browser: the end-to-end tests look at them. */
export async function axeViolations(element: Element = document.body): Promise<string[]> {
  const { violations } = await run(element, {
    rules: {
      'color-contrast': { enabled: false },
      region: { enabled: false },
      'page-has-heading-one': { enabled: false },
    },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}
