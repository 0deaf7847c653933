import type { Source } from '#core/contracts/configuration.ts';

/** What a source's secret must have beside `current`: all members of one of these lists (docs/crm says what each is). */
export function secretMembers(source: Source): readonly (readonly string[])[] {
  switch (source.kind) {
    case 'generic':
      return source.rest === undefined ? [[]] : [REST[source.rest.auth.type]];
    case 'espocrm':
      return [['apiKey']];
    case 'hubspot':
      return [['accessToken'], ['clientId', 'refreshToken']];
    case 'salesforce':
      return [
        ['clientId', 'clientSecret'],
        ['clientId', 'username', 'privateKey'],
      ];
    case 'dynamics365':
      return [['clientId', 'clientSecret']];
  }
}

const REST = {
  bearer: ['token'],
  basic: ['username', 'password'],
  'api-key': ['apiKey'],
  'client-credentials': ['clientId', 'clientSecret'],
} as const;
