export default {
  menu: {
    label: 'This window shows {{where}}',
    here: 'This computer',
    connect: 'Connect to a server…',
  },
  connect: {
    title: 'Connect to a server',
    lead: 'The window then shows the portal of that server; you sign in to it as in a browser.',
    address: 'Address',
    addressHint: 'Such as keys.example.com, or https://keys.example.com:8443.',
    look: 'Look at server',
    action: 'Connect',
    trust: 'Trust this certificate and connect',
    trustOther: 'Trust the other certificate',
    trusted: 'This computer trusts the certificate.',
    known: 'It is the certificate you trusted before.',
    changed:
      'This is another certificate than the one you trusted before. Ask whoever runs the server whether it was renewed; if nobody did, somebody is in between.',
    why: {
      signer:
        'This computer does not know who signed the certificate. Compare the fingerprint with whoever runs the server before you trust it.',
      name: 'The certificate is for other names than this address. Compare the fingerprint before you trust it.',
      expired: 'The certificate has expired. Compare the fingerprint before you trust it.',
    },
    fingerprint: 'Fingerprint (SHA-256)',
    names: 'Names',
    issuer: 'Signed by',
    valid: 'Valid',
    range: '{{from}} to {{until}}',
  },
  away: {
    title: 'The core is not running',
  },
  unlock: {
    title: 'Unlock the keys',
    lead: 'The store on this computer is sealed with a passphrase. It is asked for whenever the core starts.',
    label: 'Passphrase',
    hint: 'The recovery key opens it, too.',
    required: 'Enter the passphrase',
    action: 'Unlock',
    busy: 'Unlocking…',
  },
  closing: {
    title: 'Keep answering logins without the window?',
    lead: 'Programs log in here. Keep serving and they go on as before; stop, and every login is refused until Latchkey is started again.',
    keep: 'Keep serving',
    stop: 'Stop',
    losingTitle: 'Close the window?',
    losing: 'What is open here and was not copied or saved is lost.',
    anyway: 'Close window',
    stay: 'Back to it',
  },
  autostart: {
    label: 'At sign-in',
    hint: 'Logins are served from then on, without a window',
    box: 'Start Latchkey when I sign in to this computer',
  },
} as const;
