import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { Check, ChevronDown } from 'lucide-react';
import { createElement } from 'react';
import { layersTarget } from '../ui/Layers';

// Ten shades are Mantine's form; every place that shows one reads a token through the resolver below.
const accent: MantineColorsTuple = [
  '#e6f0fe',
  '#cfe1fc',
  '#a5c8f9',
  '#79aef6',
  '#5aa2ff',
  '#3f88ec',
  '#2b76e0',
  '#1a68d9',
  '#0a5bd3',
  '#0a4fb8',
];

const portalProps = { target: layersTarget };
const comboboxProps = { portalProps, transitionProps: { duration: 0 }, offset: 4, keepMounted: false };
const check = createElement(Check, { className: 'i i14', 'aria-hidden': true });
const chevron = createElement(ChevronDown, { className: 'i i14', 'aria-hidden': true });

export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent },
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '14px', xl: '16px' },
  defaultRadius: 6,
  cursorType: 'default',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Menu: {
      defaultProps: {
        offset: 4,
        loop: true,
        portalProps,
        transitionProps: { duration: 0 },
        // The placeholder would be a child that a menu may not have; the first item takes the focus instead.
        withInitialFocusPlaceholder: false,
        checkIcon: check,
      },
    },
    Tooltip: { defaultProps: { openDelay: 400, portalProps, transitionProps: { duration: 0 } } },
    Combobox: { defaultProps: { portalProps, transitionProps: { duration: 0 } } },
    Select: { defaultProps: { comboboxProps, rightSection: chevron, rightSectionPointerEvents: 'none' } },
    MultiSelect: {
      defaultProps: { comboboxProps, rightSection: chevron, rightSectionPointerEvents: 'none' },
    },
    TagsInput: { defaultProps: { comboboxProps } },
    Popover: { defaultProps: { portalProps, transitionProps: { duration: 0 }, offset: 4 } },
  },
});

const tokens = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-error': 'var(--danger-fg)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--border-strong)',
  '--mantine-color-disabled': 'var(--surface-2)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-color-disabled-border': 'var(--border)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-primary-color-light': 'var(--accent-soft)',
  '--mantine-primary-color-light-hover': 'var(--accent-soft)',
  '--mantine-primary-color-light-color': 'var(--accent-text)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-text': 'var(--accent-text)',
  '--mantine-line-height': '1.4',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: tokens, dark: tokens });
