import '@mantine/core/styles/ActionIcon.layer.css';
import '@mantine/dates/styles.layer.css';
import { DatesProvider, DateTimePicker } from '@mantine/dates';
import { CalendarClock } from 'lucide-react';
import { calendarLocale } from '../i18n/calendar';
import { formatDateTime } from '../i18n/format';
import './moment.css';

interface MomentFieldProps {
  label: string;
  value: Date | null;
  onChange: (value: Date | null) => void;
  error: string | null;
  /** Moments that are over can be chosen too. */
  past?: boolean;
}

// The picker writes local wall-clock time, "2027-02-20 14:03:00".
function local(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${date} ${two(moment.getHours())}:${two(moment.getMinutes())}:00`;
}

const read = (text: string) => new Date(text.replace(' ', 'T'));

/** A date and time of one's own. Loaded only when somebody asks for one. */
export default function MomentField({ label, value, onChange, error, past = false }: MomentFieldProps) {
  return (
    <DatesProvider settings={{ locale: calendarLocale() }}>
      <DateTimePicker
        aria-label={label}
        value={value ? local(value) : null}
        onChange={(text) => onChange(text ? read(text) : null)}
        {...(!past && { minDate: local(new Date()) })}
        valueFormat={(text) => formatDateTime(read(text))}
        placeholder={label}
        leftSection={<CalendarClock className="i" aria-hidden="true" />}
        error={error}
        mt={8}
        firstDayOfWeek={1}
        popoverProps={{ transitionProps: { duration: 0 }, classNames: { dropdown: 'moment' } }}
      />
    </DatesProvider>
  );
}
