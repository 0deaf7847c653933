import type { ContactField, CrmCapabilities, Place } from '../../../functions/core/contracts/capabilities.ts';
import type { ContactForm } from './contact-form.ts';

type Taken = CrmCapabilities['contacts'] | undefined;

/** Where a field of a person ends up. Of a CRM that says nothing of itself everything is taken. */
export const placeOf = (taken: Taken, field: ContactField): Place => taken?.fields[field] ?? 'crm';

/** The form's fields that end up there, in the form's order. */
export const fieldsThat = (taken: Taken, place: Place, form: ContactForm): readonly (keyof ContactForm)[] =>
  (Object.keys(form) as (keyof ContactForm)[]).filter((field) => placeOf(taken, field) === place);
