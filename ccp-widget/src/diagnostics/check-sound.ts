import { type Finding, findingOf } from './finding.ts';

/**
 * What the softphone has told when a call got no sound (`SoftphoneErrorTypes` of amazon-connect-streams 2; meanings from its
 * Documentation.md: `user_busy_error` is a softphone in two browsers at the same time). Streams' code has one more,
 * `multiple_softphone_active_sessions`, which its types leave out.
 */
const FINDINGS: Readonly<Record<string, Finding['code']>> = {
  user_busy_error: 'soundElsewhere',
  multiple_softphone_active_sessions: 'soundElsewhere',
  microphone_not_shared: 'soundNoMicrophone',
  unsupported_browser: 'browserWithoutCalls',
};

/** Anything else is the way to the media servers. */
export const checkSound = (fault: string | undefined): Finding =>
  fault === undefined ? found('good', 'soundGood') : found('bad', FINDINGS[fault] ?? 'soundBlocked');

const found = findingOf('sound');
