import { touch } from '../../engine.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR } from '../action.ts';
import { isRecord } from '../language.ts';
import { required, textList, textMap } from '../parameter-rules.ts';

/** Six user tags per contact (Administrator Guide, "Set contact tags"). */
const MAX_TAGS = 6;

export const tagContact: ActionDefinition = {
  type: 'TagContact',
  parameters: { Tags: required(textMap) },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const tags = isRecord(parameters.Tags) ? parameters.Tags : {};
    const next = { ...run.contact.tags };
    for (const [key, value] of Object.entries(tags)) next[key] = run.value(String(value));
    if (Object.keys(next).length > MAX_TAGS) return failed(`more than ${MAX_TAGS} tags`);
    Object.assign(run.contact.tags, next);
    touch(run.engine, run.contact);
    return done();
  },
};

export const untagContact: ActionDefinition = {
  type: 'UntagContact',
  parameters: { TagKeys: required(textList) },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    for (const key of Array.isArray(parameters.TagKeys) ? parameters.TagKeys : []) delete run.contact.tags[String(key)];
    touch(run.engine, run.contact);
    return done();
  },
};
