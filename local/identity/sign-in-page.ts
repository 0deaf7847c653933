/** The pages that people see of the identity provider. Only the one that posts a person on has a script. */

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** `title` and `heading` are plain text, `content` and `end` markup whose values are escaped by who writes them. */
const page = (title: string, heading: string, content: string, end = ''): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sign-in.css">
</head>
<body>
<main>
<p class="mark" aria-hidden="true">N</p>
<h1>${escapeHtml(heading)}</h1>
${content}
</main>
${end}
</body>
</html>
`;

export interface SignInPage {
  readonly action: string;
  readonly username: string;
  readonly failed: boolean;
}

export const signInPage = ({ action, username, failed }: SignInPage): string =>
  page(
    'Sign in · Northwind Sales',
    'Sign in to Northwind Sales',
    `<form method="post" action="${escapeHtml(action)}">
${failed ? '<p class="problem" role="alert">That user name and password do not belong together.</p>' : ''}
<label for="username">User name</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${escapeHtml(username)}"${username === '' ? ' autofocus' : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${username === '' ? '' : ' autofocus'}>
<button type="submit">Sign in</button>
</form>
<p class="hint">The local system's people, with their passwords, are on its console.</p>`,
  );

export const messagePage = (title: string, text: string): string => page(title, title, `<p>${escapeHtml(text)}</p>`);

export interface ForwardPage {
  readonly action: string;
  readonly token: string;
}

/** The form posts itself; its button is for a browser without scripts. */
const forwardedPage = (title: string, heading: string, form: string): string =>
  page(title, heading, form, '<script src="/forward.js"></script>');

export const forwardPage = ({ action, token }: ForwardPage): string =>
  forwardedPage(
    'Amazon Connect · Northwind Sales',
    'Going on to Amazon Connect',
    `<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="token" value="${escapeHtml(token)}">
<button type="submit">Continue</button></form>`,
  );

/** The confirmation of signing out carries the provider's own form. */
export const signOutPage = (form: string): string =>
  page(
    'Sign out · Northwind Sales',
    'Sign out of Northwind Sales?',
    `${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );

/** The same for a person who was asked by the application already. */
export const signingOutPage = (form: string): string =>
  forwardedPage(
    'Sign out · Northwind Sales',
    'Signing out of Northwind Sales',
    `${form}
<input form="op.logoutForm" type="hidden" name="logout" value="yes">
<button type="submit" form="op.logoutForm">Sign out</button>`,
  );

const STYLES = `:root {
  color-scheme: light dark;
  --page: light-dark(#f2f4f7, #12161c);
  --card: light-dark(#ffffff, #1b212a);
  --line: light-dark(#8b95a3, #6b7686);
  --text: light-dark(#1a2230, #eef2f7);
  --quiet: light-dark(#56606f, #a8b3c2);
  --accent: light-dark(#1457c8, #7db0ff);
  --on-accent: light-dark(#ffffff, #0c1626);
  --problem: light-dark(#b3261e, #ffb4ab);
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1rem;
  background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(24rem, 100%); padding: 2rem; border-radius: 1rem; background: var(--card);
  box-shadow: 0 1px 2px rgb(0 0 0 / 12%), 0 12px 32px rgb(0 0 0 / 10%); }
.mark { margin: 0 0 1rem; width: 2.75rem; aspect-ratio: 1; display: grid; place-items: center; border-radius: .75rem;
  background: var(--accent); color: var(--on-accent); font-weight: 700; font-size: 1.25rem; }
h1 { margin: 0 0 1.25rem; font-size: 1.3rem; line-height: 1.25; }
label { display: block; margin-top: 1rem; font-weight: 600; font-size: .9rem; }
input { width: 100%; margin-top: .35rem; padding: .65rem .75rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: .5rem; }
button { width: 100%; margin-top: 1.5rem; padding: .75rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 0; border-radius: .5rem; }
input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.problem { margin: 0; color: var(--problem); }
.hint { margin: 1.25rem 0 0; font-size: .875rem; color: var(--quiet); }
`;

/** What the pages load, by path. */
export const PAGE_FILES: ReadonlyMap<string, { readonly type: string; readonly content: string }> = new Map([
  ['/sign-in.css', { type: 'text/css', content: STYLES }],
  ['/forward.js', { type: 'text/javascript', content: 'document.forms[0].submit();\n' }],
]);
