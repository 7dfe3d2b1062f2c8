import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Suspense } from 'react';
import { queryClient } from '../api/queries';
import { useScheme } from '../theme/scheme';
import { cssVariables, theme } from '../theme/theme';
import { CommandProvider } from '../ui/commands';
import { Layers } from '../ui/Layers';
import { RootDialogProvider } from '../ui/RootDialog';
import { router } from './router';
import { WindowClosing } from './WindowClosing';

export function App() {
  const scheme = useScheme();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={scheme}>
      <Layers />
      <QueryClientProvider client={queryClient}>
        <CommandProvider>
          {/* For a layer whose texts are not there yet, wherever it was opened from. */}
          <Suspense>
            <RootDialogProvider>
              <RouterProvider router={router} />
            </RootDialogProvider>
          </Suspense>
          <WindowClosing />
        </CommandProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
