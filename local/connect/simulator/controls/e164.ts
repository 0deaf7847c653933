import * as v from 'valibot';
import { E164 } from '../../telephony/e164.ts';

export const e164 = v.pipe(v.string(), v.regex(E164, 'must be a number in E.164 format'));
