/** Texts of signing in, in English. */

export const trouble = {
  'signed-out': {
    what: 'Sign in to make and take calls here',
    advice: 'A window opens for it and closes by itself.',
  },
  'sign-in': {
    what: 'Sign-in did not work',
    advice: 'Try again; if it stays so, tell your administrator.',
  },
  expired: {
    what: 'Your sign-in has run out',
    advice: 'Sign in again in a window. A call goes on, and nothing typed is lost.',
  },
  configuration: {
    what: 'The desktop is not set up',
    advice: 'Its file config.json is missing or damaged. Tell your administrator.',
  },
};
export const again = 'Sign in';
