import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { HttpResponse } from './http-response.ts';

const WORDS = {
  en: {
    gone: ['This link does not work', 'It has ended, or was taken back. Ask whoever sent it to you for a new one.'],
    later: ['Not just now', 'Please try again in a few minutes.'],
  },
  de: {
    gone: ['Dieser Link geht nicht', 'Er ist abgelaufen oder wurde zurückgenommen. Bitten Sie um einen neuen.'],
    later: ['Gerade geht es nicht', 'Bitte versuchen Sie es in einigen Minuten noch einmal.'],
  },
} as const;

/**
 * A problem as a page in words, for whoever follows a link in a browser: `application/problem+json` is saved as a file there, or
 * shown as a fault of the network. Programs, which do not ask for HTML, get the problem as it is.
 */
export function problemPage({ headers }: APIGatewayProxyEventV2, response: HttpResponse): HttpResponse {
  const { statusCode = 200 } = response;
  if (statusCode < 400 || !headers.accept?.includes('text/html')) return response;
  const language = /^de\b/i.test(headers['accept-language'] ?? '') ? 'de' : 'en';
  const [what, advice] = WORDS[language][statusCode < 500 && statusCode !== 429 ? 'gone' : 'later'];
  return {
    ...response,
    headers: {
      ...response.headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-robots-tag': 'noindex, nofollow',
      vary: 'accept, accept-language',
    },
    body: `<!doctype html><html lang="${language}"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${what}</title><h1>${what}</h1><p>${advice}</p></html>`,
  };
}
