import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from '../api/queries';
import { useScheme } from '../theme/scheme';
import { cssVariables, theme } from '../theme/theme';
import { Layers } from '../ui/Layers';
import { RootDialogProvider } from '../ui/RootDialog';
import { ShortcutProvider } from '../ui/shortcuts';
import { router } from './router';

export function App() {
  const scheme = useScheme();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={scheme}>
      <Layers />
      <QueryClientProvider client={queryClient}>
        <ShortcutProvider>
          <RootDialogProvider>
            <RouterProvider router={router} />
          </RootDialogProvider>
        </ShortcutProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
