import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from '../api/queries';
import { cssVariables, theme } from '../theme/theme';
import { RootDialogProvider } from '../ui/RootDialog';
import { ShortcutProvider } from '../ui/shortcuts';
import { router } from './router';

// public/scheme.js reads the same place before the first paint.
const schemes = localStorageColorSchemeManager({ key: 'latchkey.scheme' });

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
    >
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
