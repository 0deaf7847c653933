/** Runs in `signed-in.html`, in a hidden frame or a window that the desktop opened: only the desktop's own origin hears it. */
import type { SignedInMessage } from './await-answer.ts';

const opener: Window | null = window.opener ?? (window.parent === window ? null : window.parent);
const message: SignedInMessage = { type: 'signed-in', url: location.href };
opener?.postMessage(message, location.origin);
if (window.opener) window.close();
