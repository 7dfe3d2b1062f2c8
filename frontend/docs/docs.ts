import '../src/theme/fonts.css';
import '../src/theme/tokens.css';
import '../src/features/api/swagger.css';
import './docs.css';
import { showReference } from '../src/features/api/swagger';

// The description of the logins for everybody who reaches them: no session, no portal.
const reference = document.getElementById('reference');
if (reference) showReference(reference, { url: '/openapi.json' });
