/** STS, for the one question that people ask: who am I? */
import { randomUUID } from 'node:crypto';
import { notServed, toXml } from './errors.ts';
import type { AwsService, Caller } from './service.ts';

export const createSts = (accountId: string): AwsService => ({
  name: 'sts',
  tracePart: 'api',
  read(request) {
    const operation = new URLSearchParams(request.body.toString() || request.query).get('Action') ?? '';
    if (operation !== 'GetCallerIdentity') throw notServed(`sts:${operation}`);
    // AWS lets everybody ask this, whatever the policies say.
    return {
      operation,
      needs: [],
      subject: '',
      worthTelling: () => false,
      serve: async (caller) => identity(caller, accountId),
    };
  },
  stop: async () => undefined,
});

const identity = ({ principal }: Caller, accountId: string) => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: toXml({
    GetCallerIdentityResponse: {
      '@xmlns': 'https://sts.amazonaws.com/doc/2011-06-15/',
      GetCallerIdentityResult: { Arn: principal.arn, UserId: principal.accessKeyId, Account: accountId },
      ResponseMetadata: { RequestId: randomUUID() },
    },
  }),
});
