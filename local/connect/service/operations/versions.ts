/** Snapshots of a flow's or module's content: the same for both but for the names of the members. */
import { createHash } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import type { Flow, FlowVersion } from '../../instance.ts';
import { invalidRequest, notFound, ServiceError } from '../errors.ts';
import { type Input, optionalText, pageOf } from '../input.ts';

/** No source gives the service's limit; a bound there must be. */
const MAX_VERSIONS = 1_000;

export const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

/** A snapshot of what is published; with a checksum only if it is still that ("the checksum value of the content"). */
export const createVersion = (engine: Engine, flow: Flow, input: Input, checksumMember: string): FlowVersion => {
  const { published, settings } = flow;
  const description = optionalText(input, 'Description', 0, 4_096) ?? '';
  const checksum = optionalText(input, checksumMember, 1, 64);
  if (published === undefined) throw invalidRequest('Nothing has been published yet');
  if (checksum !== undefined && checksum !== sha256(published)) {
    throw invalidRequest(`${checksumMember} does not match the published content`);
  }
  const versions = flow.versions ?? [];
  if (versions.length >= MAX_VERSIONS) throw new ServiceError('LimitExceededException', 'Too many versions');
  const version: FlowVersion = {
    version: (flow.lastVersion ?? 0) + 1,
    description,
    content: published,
    ...(settings !== undefined && { settings }),
    createdAt: engine.scheduler.now(),
  };
  flow.versions = [...versions, version];
  flow.lastVersion = version.version;
  engine.changes.instance();
  return version;
};

export const versionIn = (flow: Flow, given: unknown): FlowVersion => {
  const known = flow.versions?.find(({ version }) => version === Number(given));
  if (known === undefined) throw notFound('The version does not exist');
  return known;
};

export const deleteVersion = (engine: Engine, flow: Flow, given: unknown): void => {
  const { version } = versionIn(flow, given);
  if (flow.aliases?.some((alias) => alias.version === version)) throw invalidRequest('An alias points to the version');
  flow.versions = (flow.versions ?? []).filter((known) => known.version !== version);
  engine.changes.instance();
};

/** Newest first, as the console lists them (assumed). */
export const versionPage = (input: Input, flow: Flow, arn: string) => {
  const { items, NextToken } = pageOf(input, (flow.versions ?? []).toReversed());
  return {
    summaries: items.map(({ version, description }) => ({
      Arn: `${arn}:${version}`,
      VersionDescription: description,
      Version: version,
    })),
    NextToken,
  };
};
