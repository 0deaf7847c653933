/**
 * The one Trusted Types policy of the page (`trusted-types` in lib/content-security-policy.ts): addresses of scripts, and of
 * these only the two files beside the page, and Dynamics 365's framework inside Dynamics 365. Neither Streams nor pdf.js can make a policy of their own, nobody can make HTML
 * or a script out of text. Firefox before 148 knows no Trusted Types and takes the address as it is.
 */
const SCRIPTS = ['connect-streams-min.js', 'pdf-worker.js'] as const;
/** learn.microsoft.com, "Pass a Dynamics 365 URL to a widget library". Whose it may be, `script-src` says. */
const FRAMEWORK = '/webresources/Widget/msdyn_ciLibrary.js';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(file: string): string },
  ): { createScriptURL(file: string): unknown };
}

const rules = {
  createScriptURL(file: string): string {
    if (SCRIPTS.some((known) => known === file)) return new URL(file, document.baseURI).href;
    if (URL.canParse(file) && new URL(file).origin + FRAMEWORK === file) return file;
    throw new TypeError(`${file} is no script of the desktop`);
  },
};
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy('opportunity-cti', rules) ?? rules;

/** As a sink takes it, typed as TypeScript's DOM library still types sinks. */
export const trustedScript = (file: (typeof SCRIPTS)[number]): string => policy.createScriptURL(file) as string;

export const trustedFramework = (organisation: string): string =>
  policy.createScriptURL(`${organisation}${FRAMEWORK}`) as string;
