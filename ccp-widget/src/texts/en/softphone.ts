/** Texts of the softphone’s place, in English. */

export const title = 'Softphone';
export const silentTitle = 'The softphone does not answer';
export const silent = [
  'If you see a sign-in form above, sign in there.',
  'If it stays empty, sign in to Amazon Connect in a window.',
  'If it is blocked, ask your administrator for this page’s address in the instance’s approved origins.',
  'Allow third-party cookies for the softphone’s address.',
  'Check the network.',
];
export const signIn = 'Sign in to the softphone';
export const reload = 'Reload softphone';
export const hide = 'Hide softphone';
export const show = 'Show softphone';
export const reloadApp = 'Load the app again';
