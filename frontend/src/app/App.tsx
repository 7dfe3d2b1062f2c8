import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from '../api/queries';
import { useScheme } from '../theme/scheme';
import { cssVariables, theme } from '../theme/theme';
import { RootDialogProvider } from '../ui/RootDialog';
import { ShortcutProvider } from '../ui/shortcuts';
import { router } from './router';

export function App() {
  const scheme = useScheme();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={scheme}>
      <QueryClientProvider client={queryClient}>
        <ShortcutProvider>
          <RootDialogProvider>
            <RouterProvider router={router} />
          </RootDialogProvider>
        </ShortcutProvider>
        <Notifications position="bottom-right" limit={3} autoClose={4000} containerWidth={360} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
