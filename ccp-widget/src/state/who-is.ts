import * as texts from '#texts/calls.ts';
import type { DeskCall } from './desktop-state.ts';

/** Who is on the line, from what is known at once: the attributes, else the number. */
export const whoIs = (call: DeskCall): string => call.attributes.contactName || call.phone || texts.unknown;
