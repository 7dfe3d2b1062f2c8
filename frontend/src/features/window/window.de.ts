export default {
  menu: {
    label: 'Dieses Fenster zeigt {{where}}',
    here: 'Dieser Rechner',
    connect: 'Mit einem Server verbinden …',
  },
  connect: {
    title: 'Mit einem Server verbinden',
    lead: 'Das Fenster zeigt dann das Portal dieses Servers; die Anmeldung ist wie im Browser.',
    address: 'Adresse',
    addressHint: 'Etwa keys.example.com oder https://keys.example.com:8443.',
    look: 'Server ansehen',
    action: 'Verbinden',
    trust: 'Diesem Zertifikat vertrauen und verbinden',
    trustOther: 'Dem anderen Zertifikat vertrauen',
    trusted: 'Dieser Rechner vertraut dem Zertifikat.',
    known: 'Es ist das Zertifikat, dem schon vertraut wurde.',
    changed:
      'Das ist ein anderes Zertifikat als das, dem vertraut wurde. Wer den Server betreibt, weiß, ob es erneuert wurde; wenn nicht, sitzt jemand dazwischen.',
    why: {
      signer:
        'Dieser Rechner weiß nicht, wer das Zertifikat signiert hat. Vor dem Vertrauen den Fingerabdruck mit dem Betreiber des Servers vergleichen.',
      name: 'Das Zertifikat gilt für andere Namen als diese Adresse. Vor dem Vertrauen den Fingerabdruck vergleichen.',
      expired: 'Das Zertifikat ist abgelaufen. Vor dem Vertrauen den Fingerabdruck vergleichen.',
    },
    fingerprint: 'Fingerabdruck (SHA-256)',
    names: 'Namen',
    issuer: 'Signiert von',
    valid: 'Gültig',
    range: '{{from}} bis {{until}}',
  },
  away: {
    title: 'Der Kern läuft nicht',
  },
  unlock: {
    title: 'Schlüssel entsperren',
    lead: 'Der Speicher auf diesem Rechner ist mit einer Passphrase versiegelt. Sie wird bei jedem Start des Kerns erfragt.',
    label: 'Passphrase',
    hint: 'Der Wiederherstellungsschlüssel öffnet ihn auch.',
    required: 'Die Passphrase eingeben',
    action: 'Entsperren',
    busy: 'Wird entsperrt …',
  },
  closing: {
    title: 'Anmeldungen auch ohne Fenster bedienen?',
    lead: 'Programme melden sich hier an. Weiter bedient bleibt für sie alles, wie es ist; gestoppt wird jede Anmeldung abgelehnt, bis Latchkey wieder gestartet wird.',
    keep: 'Weiter bedienen',
    stop: 'Stoppen',
    losingTitle: 'Fenster schließen?',
    losing: 'Was hier offen und weder kopiert noch gespeichert ist, geht verloren.',
    anyway: 'Fenster schließen',
    stay: 'Zurück dazu',
  },
  autostart: {
    label: 'Bei der Anmeldung',
    hint: 'Anmeldungen werden von da an bedient, ohne Fenster',
    box: 'Latchkey starten, wenn ich mich an diesem Rechner anmelde',
  },
};
