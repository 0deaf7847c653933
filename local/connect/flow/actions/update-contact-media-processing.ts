import { type ActionDefinition, failed } from '../action.ts';
import { record, required } from '../parameter-rules.ts';

/** "ChannelMismatch: only chat is supported" (flow language reference), and there is no chat here. */
export const updateContactMediaProcessing: ActionDefinition = {
  type: 'UpdateContactMediaProcessing',
  parameters: { ChatProcessor: required(record) },
  errors: () => ({ required: ['NoMatchingError', 'ChannelMismatch'] }),
  run: ({ contact }) => failed(`the contact's channel is ${contact.channel}`, 'ChannelMismatch'),
};
