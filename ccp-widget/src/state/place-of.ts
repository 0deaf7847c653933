import { contextId, type Focus } from './desktop-state.ts';

/** The address of what is on the screen, as `focusFrom` reads it. */
export const placeOf = (focus: Focus): string =>
  focus.kind === 'opportunity'
    ? `#opportunity/${contextId(focus.key)}${focus.callId === undefined ? '' : `/call/${encodeURIComponent(focus.callId)}`}`
    : '';
