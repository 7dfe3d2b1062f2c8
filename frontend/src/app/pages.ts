import {
  Activity,
  Braces,
  Building2,
  ChartColumn,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  ScrollText,
  Settings2,
  Ticket,
  Users,
} from 'lucide-react';

/** A page of the sidebar: a link there, "G" and its letter on the keyboard, and a line of the palette. */
interface Page {
  to:
    | '/overview'
    | '/inspector'
    | '/usage'
    | '/keys'
    | '/auth-headers'
    | '/users'
    | '/accounts'
    | '/audit'
    | '/api'
    | '/settings';
  icon: LucideIcon;
  label:
    | 'nav.overview'
    | 'nav.inspector'
    | 'nav.usage'
    | 'nav.keys'
    | 'nav.authheaders'
    | 'nav.users'
    | 'nav.accounts'
    | 'nav.audit'
    | 'nav.api'
    | 'nav.settings';
  keys: string;
}

interface PageGroup {
  /** Null for what stands above all groups. */
  label: 'nav.access' | 'nav.observe' | 'nav.develop' | null;
  pages: readonly Page[];
}

export const pageGroups: readonly PageGroup[] = [
  {
    label: null,
    pages: [{ to: '/overview', icon: LayoutDashboard, label: 'nav.overview', keys: 'G O' }],
  },
  {
    label: 'nav.access',
    pages: [
      { to: '/keys', icon: KeyRound, label: 'nav.keys', keys: 'G K' },
      { to: '/auth-headers', icon: Ticket, label: 'nav.authheaders', keys: 'G H' },
      { to: '/users', icon: Users, label: 'nav.users', keys: 'G U' },
      { to: '/accounts', icon: Building2, label: 'nav.accounts', keys: 'G C' },
    ],
  },
  {
    label: 'nav.observe',
    pages: [
      { to: '/inspector', icon: Activity, label: 'nav.inspector', keys: 'G I' },
      { to: '/usage', icon: ChartColumn, label: 'nav.usage', keys: 'G S' },
      { to: '/audit', icon: ScrollText, label: 'nav.audit', keys: 'G A' },
    ],
  },
  {
    label: 'nav.develop',
    pages: [
      { to: '/api', icon: Braces, label: 'nav.api', keys: 'G D' },
      { to: '/settings', icon: Settings2, label: 'nav.settings', keys: 'mod ,' },
    ],
  },
];
